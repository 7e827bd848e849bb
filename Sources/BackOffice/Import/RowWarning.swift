import Domain
import Spreadsheets

/// Something of a row that was guessed or left open, though the row was taken in: the code is kept in the log, the words are
/// for people.
public struct RowWarning: Sendable, Hashable {
  /// What, as a code.
  public enum Code: String, Sendable, CaseIterable {
    case areaCodeAdded = "area-code-added"
    case zeroAdded = "zero-added"
    case zeroDropped = "zero-dropped"
    case unknownMobilePrefix = "unknown-mobile-prefix"
    case unknownAreaCode = "unknown-area-code"
    case unknownForeignNumber = "unknown-foreign-number"
    case partIgnored = "part-ignored"
    case emergencyNumber = "emergency-number"
    case serviceNumber = "service-number"
    case spelledOtherwise = "spelled-otherwise"
    case formulaLost = "formula-lost"
    case dueAtMidnight = "due-at-midnight"
    case unlistedArea = "unlisted-area"
    case unlistedCategory = "unlisted-category"
  }

  /// What it is.
  public let code: Code
  /// What was probably meant; not kept.
  public let nearest: String?

  init(_ code: Code, nearest: String? = nil) {
    self.code = code
    self.nearest = nearest
  }

  init(_ warning: PhoneWarning) {
    let code: Code =
      switch warning {
      case .areaCodeAdded: .areaCodeAdded
      case .zeroAdded: .zeroAdded
      case .zeroDropped: .zeroDropped
      case .unknownMobilePrefix: .unknownMobilePrefix
      case .unknownAreaCode: .unknownAreaCode
      case .unknownForeignNumber: .unknownForeignNumber
      case .partIgnored: .partIgnored
      }
    self.init(code)
  }

  /// What is to be said of the numbers of a cell.
  static func all(of numbers: [PhoneNumber]) -> [RowWarning] {
    numbers.flatMap(\.warnings).map(RowWarning.init)
      + numbers.compactMap { number in
        switch SpecialNumber(number.number) {
        case .emergency: RowWarning(.emergencyNumber)
        case .service: RowWarning(.serviceNumber)
        case nil: nil
        }
      }
  }
}

extension RowWarning.Code {
  /// What people call it.
  public var labels: Labels {
    switch self {
    case .areaCodeAdded: Labels(zh: "补了区号", en: "area code added")
    case .zeroAdded: Labels(zh: "补了开头的 0", en: "leading zero restored")
    case .zeroDropped: Labels(zh: "去掉了手机号前的 0", en: "zero before a mobile number dropped")
    case .unknownMobilePrefix: Labels(zh: "手机号段未知，请核对", en: "no known mobile network: check the number")
    case .unknownAreaCode: Labels(zh: "区号未使用，请核对", en: "area code not in use: check the number")
    case .unknownForeignNumber: Labels(zh: "国外号码不在已知号段，请核对", en: "foreign number in no known range: check it")
    case .partIgnored: Labels(zh: "单元格中有一部分不是号码，已略去", en: "a part of the cell is no number and was left out")
    case .emergencyNumber: Labels(zh: "紧急号码，不是客户自己的", en: "an emergency number, and nobody's own")
    case .serviceNumber: Labels(zh: "服务号码，不是客户自己的", en: "a number of a service, and nobody's own")
    case .spelledOtherwise:
      Labels(
        zh: "编号只有大小写、全半角或横线不同，按已有的算",
        en: "the key differs only in width, case or dashes: taken for the one that is there")
    case .formulaLost: Labels(zh: "按原列名保存的一列有出错或没有结果的公式", en: "a kept column has a formula with an error or no result")
    case .dueAtMidnight:
      Labels(
        zh: "期限是当天 0 点，即前一天结束时；如指当天结束，请写 24:00 或只写日期",
        en: "due at 00:00, where its day begins; write 24:00 or the day alone if its end is meant")
    case .unlistedArea: Labels(zh: "地区不在地区表里", en: "the area is in no region table")
    case .unlistedCategory: Labels(zh: "类别不在类别树里", en: "the category is not in the tree")
    }
  }
}
