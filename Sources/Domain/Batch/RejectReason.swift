/// Why a row was refused: the code is kept in the log, the words are for people.
public enum RejectReason: String, Sendable, CaseIterable {
  case noNumber = "no-number"
  case digitsLost = "digits-lost"
  case numberTooLong = "number-too-long"
  case notANumber = "not-a-number"
  case needsAreaCode = "needs-area-code"
  case emergencyNumber = "emergency-number"
  case formulaError = "formula-error"
  case dateUnreadable = "date-unreadable"
  case dateAmbiguous = "date-ambiguous"
  case dateOutOfRange = "date-out-of-range"
  case noKey = "no-key"
  case noOpeningDate = "no-opening-date"
  case noIdentity = "no-key-no-number"
  case notACode = "not-a-code"
  case notAMail = "not-a-mail-address"
  case notAKind = "not-a-kind"
  case notAFlag = "not-yes-or-no"
  case noSuchManager = "no-such-manager"
  case severalCustomers = "several-customers"
  case noSuchCustomer = "no-such-customer"
  case keyOfAnother = "key-of-another"
  case keyTooLong = "key-too-long"
  case tooLong = "too-long"
  case notAnAmount = "not-an-amount"
  case noText = "no-title-no-body"
  case datesReversed = "dates-reversed"

  /// What only the book or a catalogue can tell: a run that goes on has to remember it.
  public static let ofBook: Set<String> = Set(
    [severalCustomers, noSuchCustomer, keyOfAnother, noText, datesReversed].map(\.rawValue))

  /// What is wrong.
  public var reason: Labels {
    switch self {
    case .noNumber: Labels(zh: "没有电话号码", en: "no telephone number")
    case .digitsLost: Labels(zh: "Excel 丢失了号码的数字", en: "Excel has lost the digits of the number")
    case .numberTooLong: Labels(zh: "号码超过 15 位，末尾数字已丢失", en: "over 15 digits: the last ones are lost")
    case .notANumber: Labels(zh: "不是电话号码", en: "not a telephone number")
    case .needsAreaCode: Labels(zh: "本地号码缺少区号", en: "a local number without area code")
    case .emergencyNumber: Labels(zh: "紧急号码，不能外呼", en: "an emergency number, which nobody calls from a list")
    case .formulaError: Labels(zh: "公式出错或没有结果", en: "the formula has an error or no result")
    case .dateUnreadable: Labels(zh: "日期无法识别", en: "not a date")
    case .dateAmbiguous: Labels(zh: "日期有歧义（日/月顺序不明）", en: "the date can be read in two ways")
    case .dateOutOfRange: Labels(zh: "日期超出合理范围", en: "the date is out of the plausible range")
    case .noKey: Labels(zh: "没有编号", en: "no key")
    case .noOpeningDate: Labels(zh: "没有登记时间", en: "no opening date")
    case .noIdentity: Labels(zh: "既没有客户号也没有电话", en: "neither a customer number nor a telephone number")
    case .notACode: Labels(zh: "代码过长或含有其他符号", en: "a code is too long or has other signs in it")
    case .notAMail: Labels(zh: "不是邮箱地址", en: "not a mail address")
    case .notAKind: Labels(zh: "客户性质无法识别", en: "neither a person nor an organisation")
    case .notAFlag: Labels(zh: "不是“是”或“否”", en: "neither yes nor no")
    case .noSuchManager: Labels(zh: "没有这位客户经理", en: "nobody who works here has the manager's code")
    case .severalCustomers: Labels(zh: "多位客户都用这个号码", en: "several customers have this number")
    case .noSuchCustomer: Labels(zh: "册里没有这个人员编号", en: "nobody in the book has this party id")
    case .keyOfAnother: Labels(zh: "客户号是另一位客户的", en: "the customer number is another customer's")
    case .keyTooLong:
      Labels(zh: "编号超过 200 个字或含有控制字符", en: "the key has over 200 characters, or signs that nobody can see")
    case .tooLong: Labels(zh: "文字超过 32,767 个字符", en: "a text has over 32,767 characters")
    case .notAnAmount: Labels(zh: "不是金额", en: "not an amount of money")
    case .noText:
      Labels(zh: "新知识没有正文，或没有标题和问题", en: "a new article without an answer, or without a title and a question")
    case .datesReversed: Labels(zh: "失效日期早于生效日期", en: "it is valid until a day before it is valid from")
    }
  }

  /// What to do about it.
  public var suggestion: Labels {
    switch self {
    case .noNumber: Labels(zh: "补填电话号码", en: "fill in the number")
    case .digitsLost:
      Labels(zh: "把该列设为文本格式后重新导出", en: "set the column to text in Excel and export again")
    case .numberTooLong: Labels(zh: "把该列设为文本格式后重新录入", en: "set the column to text and type it again")
    case .notANumber: Labels(zh: "核对号码", en: "check the number")
    case .needsAreaCode: Labels(zh: "补区号，或导入时加 --area-code", en: "add the area code, or import with --area-code")
    case .emergencyNumber: Labels(zh: "改填本人的号码", en: "fill in a number of their own")
    case .formulaError: Labels(zh: "修正公式，或粘贴为数值", en: "mend the formula, or paste it as a value")
    case .dateUnreadable: Labels(zh: "改写为 2024-03-01 的形式", en: "write it as 2024-03-01")
    case .dateAmbiguous:
      Labels(zh: "改写为 2024-03-01 的形式，或导入时加 --dates", en: "write it as 2024-03-01, or import with --dates")
    case .dateOutOfRange: Labels(zh: "核对年份", en: "check the year")
    case .noKey: Labels(zh: "补填编号", en: "fill in the key")
    case .noOpeningDate: Labels(zh: "补填登记时间", en: "fill in the date")
    case .noIdentity: Labels(zh: "补填客户号或电话", en: "fill in one of them")
    case .notACode:
      Labels(zh: "最多 40 个字母、数字或 -_./；句子请放在备注", en: "at most 40 letters, digits and -_./; put sentences into the note")
    case .notAMail: Labels(zh: "改写为 name@example.org 的形式", en: "write it as name@example.org")
    case .notAKind: Labels(zh: "写 个人 或 单位", en: "write person or organisation")
    case .notAFlag: Labels(zh: "写 是 或 否", en: "write yes or no")
    case .noSuchManager: Labels(zh: "写工号", en: "write the code of somebody who works here")
    case .severalCustomers: Labels(zh: "补填客户号", en: "add the customer number")
    case .noSuchCustomer:
      Labels(zh: "留空，或写 hotline party list 列出的编号", en: "leave it empty, or write one that hotline party list shows")
    case .keyOfAnother: Labels(zh: "核对客户号和人员编号", en: "check the customer number and the party id")
    case .keyTooLong: Labels(zh: "改短编号", en: "shorten it")
    case .tooLong: Labels(zh: "分成几条", en: "split it")
    case .notAnAmount: Labels(zh: "改写为 12.50 的形式，最多两位小数", en: "write it as 12.50, with at most two decimals")
    case .noText: Labels(zh: "补填标题和正文", en: "fill in title and body")
    case .datesReversed: Labels(zh: "核对两个日期", en: "check both dates")
    }
  }
}
