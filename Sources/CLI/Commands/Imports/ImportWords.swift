import BackOffice
import Domain
import Foundation
import Projections

/// What became of imports and their rows, in words for people; for programs the codes stay what they are.
enum ImportWords {
  /// What became of a row.
  static func name(_ outcome: RowOutcome) -> Text {
    switch outcome {
    case .accepted: Text(zh: "接收", en: "accepted")
    case .rejected: Text(zh: "拒绝", en: "rejected")
    case .duplicate: Text(zh: "重复", en: "duplicate")
    case .skipped: Text(zh: "跳过", en: "skipped")
    case .updated: Text(zh: "更新", en: "updated")
    case .unchanged: Text(zh: "不变", en: "unchanged")
    }
  }

  /// Where an import stands.
  ///
  /// - Parameter isInterrupted: nobody is at it, though it is not done.
  static func stage(_ stage: Batch.Stage, isInterrupted: Bool) -> (code: String, name: Text) {
    switch stage {
    case .running where isInterrupted: ("interrupted", Text(zh: "中断", en: "interrupted"))
    case .undoing where isInterrupted: ("undo-interrupted", Text(zh: "撤销中断", en: "undo interrupted"))
    case .running: (stage.rawValue, Text(zh: "导入中", en: "running"))
    case .undoing: (stage.rawValue, Text(zh: "撤销中", en: "being undone"))
    case .finished: (stage.rawValue, Text(zh: "完成", en: "finished"))
    case .undone: (stage.rawValue, Text(zh: "已撤销", en: "undone"))
    }
  }

  /// Why a row was rejected, passed over or called a repeat; itself where this program has no word for it.
  static func reason(_ code: String, _ language: Language) -> String {
    if let reason = RejectReason(rawValue: code) { return reason.reason(language) ?? code }
    if let reason = DuplicateReason(rawValue: code) {
      let words =
        switch reason {
        case .inFile: Text(zh: "文件里已有", en: "stands in the file before")
        case .inCampaign: Text(zh: "活动里已有", en: "in the campaign already")
        case .known: Text(zh: "编号已有", en: "the key is there already")
        case .inBook: Text(zh: "册里已有", en: "in the book already")
        case .inCatalogue: Text(zh: "目录中已有", en: "in the catalogue already")
        case .withdrawn: Text(zh: "已被人撤下", en: "withdrawn by somebody")
        }
      return words(language)
    }
    guard let reason = SkipReason(rawValue: code) else { return code }
    let words =
      switch reason {
      case .blank: Text(zh: "空行", en: "blank")
      case .note: Text(zh: "合计或说明", en: "a total or a note")
      case .hidden: Text(zh: "隐藏行", en: "hidden")
      case .blocked: PassedOver.blocked.words
      }
    return words(language)
  }

  /// What was guessed of a row.
  static func warning(_ code: String, _ language: Language) -> String {
    RowWarning.Code(rawValue: code).flatMap { $0.labels(language) } ?? code
  }

  /// What the rows of a list become.
  static func target(_ name: String, _ language: Language) -> String {
    ImportTargetInfo.named(name).flatMap { $0.labels(language) } ?? name
  }

  /// What the cells of a column hold.
  static func name(_ kind: ImportField.Kind) -> Text {
    switch kind {
    case .text: Text(zh: "文字", en: "text")
    case .code: Text(zh: "代码", en: "code")
    case .phone: Text(zh: "电话", en: "phone")
    case .mail: Text(zh: "邮箱", en: "mail")
    case .date: Text(zh: "日期", en: "date")
    case .flag: Text(zh: "是否", en: "yes or no")
    case .amount: Text(zh: "金额", en: "amount")
    case .kind: Text(zh: "个人或单位", en: "person or organisation")
    }
  }

  /// What somebody is known by: `C-2 样例乙`; their id where nothing else is known.
  static func who(_ who: ImportSummary.Who?, _ party: PartyID) -> String {
    let words = [who?.key, who?.name].compactMap(\.self).joined(separator: " ")
    return words.isEmpty ? party.description : words
  }

  /// The command that goes on with an import that was cut off.
  static func command(toGoOn line: Batches.Line) -> String {
    guard line.stage == .running else { return "hotline import undo \(shortID(line.id))" }
    var words = ["hotline", "import", "run", line.file, "--as", line.target]
    if let campaign = line.campaign { words += ["--campaign", campaign] }
    for (key, option) in options { if let value = line.options[key] { words += [option, value] } }
    // What a map said is not kept with the import, only what came of it.
    if line.target == "requests" || line.options["dateFormat"] != nil { words += ["--map", "MAP"] }
    return words.map(quoted).joined(separator: " ")
  }

  /// What was asked for beyond file and target, as it is typed; what a map said has no option.
  static func option(_ key: String) -> String { options.first { $0.0 == key }?.1 ?? key }

  private static let options = [
    ("areaCode", "--area-code"), ("dates", "--dates"), ("hidden", "--hidden"), ("unit", "--unit"),
    ("onMatch", "--on-match"),
  ]

  private static func quoted(_ word: String) -> String {
    let isPlain = word.allSatisfy { $0.isLetter || $0.isNumber || "-_./=".contains($0) }
    return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
