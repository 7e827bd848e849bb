import Domain
import FoundationEssentials
import Spreadsheets

/// What a clerk asks for.
public struct ImportRequest: Sendable {
  /// The file.
  public var path: String
  /// What its rows become.
  public var target: ImportTarget
  /// How the file's text is encoded, where the clerk knows better.
  public var encoding: TextEncoding?
  /// The sheet, where several could be meant.
  public var sheet: String?
  /// The area code of numbers written without one: `0871`.
  public var areaCode: String?
  /// How dates such as `03/04/2024` are written, where the columns do not tell.
  public var dates: DateOrder?
  /// What to do with hidden rows and columns: nothing is decided silently.
  public var hidden: HiddenPolicy?
  /// Where the rejected rows go; beside the file where not given.
  public var rejectsPath: String?
  /// The unit that gets the orders.
  public var unit: UnitKey?

  /// A file and what its rows become.
  public init(path: String, target: ImportTarget) {
    self.path = path
    self.target = target
  }
}

/// Hidden rows and columns hold values that nobody sees.
public enum HiddenPolicy: String, Sendable, CaseIterable {
  /// Take them in as if they were shown.
  case include
  /// Leave hidden rows out; a hidden column counts as missing.
  case skip
}

/// What the rows of a list become.
public enum ImportTarget: Sendable {
  /// People to be called: orders of the process `outreach` under one campaign; their parties come in with them.
  case outreach(campaign: String)
  /// A table of history: orders of a process, with their own dates.
  case requests(ImportMap)

  /// Its name on the command line and in the log.
  public var name: String {
    switch self {
    case .outreach: "outreach"
    case .requests: "requests"
    }
  }

  var process: ProcessKey {
    switch self {
    case .outreach: "outreach"
    case .requests(let map): map.process
    }
  }

  var campaign: String? {
    switch self {
    case .outreach(let campaign): campaign
    case .requests: nil
    }
  }

  /// The fields that are dates, and whose order of day and month may have to be found; none where the map has a pattern.
  var dateFields: Set<String> {
    switch self {
    case .outreach: ["due"]
    case .requests(let map): map.dateFormat == nil ? ["openedAt", "dueAt", "finishedAt"] : []
    }
  }

  /// The columns it looks for.
  var fields: [HeaderField] {
    switch self {
    case .outreach: OutreachColumns.fields
    case .requests(let map): map.fields
    }
  }
}

/// The columns of a call list, and the headings they are known by. What else a list has (an account number, a model, a
/// remark) is kept with the order under its own heading, in the part that can be erased.
public enum OutreachColumns {
  /// The one that must be there.
  public static let phone = "phone"

  static let fields = [
    HeaderField(
      name: phone,
      synonyms: [
        "电话", "手机", "手机号", "手机号码", "电话号码", "联系电话", "联系方式", "联系号码", "号码", "客户电话", "客户手机", "phone", "phone number",
        "tel", "telephone", "mobile", "mobile phone", "cell", "number",
      ], required: true),
    HeaderField(
      name: "name",
      synonyms: [
        "姓名", "客户", "名称", "客户姓名", "客户名称", "联系人", "用户", "用户姓名", "用户名称", "name", "customer", "customer name", "contact",
        "full name",
      ]),
    HeaderField(name: "address", synonyms: ["地址", "客户地址", "联系地址", "详细地址", "住址", "address", "street"]),
    HeaderField(
      name: "due",
      synonyms: [
        "到期日期", "到期日", "截止日期", "截止日", "期限", "完成期限", "预约日期", "due", "due date", "deadline", "expires", "expiry date",
      ]),
  ]
}
