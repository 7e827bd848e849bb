import BackOffice
import Domain
import Foundation

/// One thing that a row of a list changed of what was there, as a line.
enum ChangeLine {
  static func listing(_ output: OutputOptions, _ console: Console, _ zone: TimeZone) throws -> Listing {
    try Listing(
      title: Text(zh: "变更", en: "changes"),
      columns: [
        ListColumn("row", Text(zh: "行", en: "row"), .integer),
        ListColumn("party", Text(zh: "人员编号", en: "customer"), .code, priority: 1),
        ListColumn("field", Text(zh: "字段", en: "field")), ListColumn("old", Text(zh: "原值", en: "before"), .code),
        ListColumn("new", Text(zh: "新值", en: "now"), .code),
        ListColumn("entry", Text(zh: "备件或知识", en: "part or article"), .code, priority: 1),
      ], options: output, console: console, zone: zone)
  }

  static func row(_ change: ImportSummary.Change, _ language: Language, isTable: Bool) -> [Value] {
    let (field, old, new) = (change.change.field, change.change.old, change.change.new)
    return [
      .integer(change.row), .code(change.party.map { isTable ? shortID($0.uuid) : $0.description }),
      .text(isTable ? EventWords.field(field)(language) : field), .code(isTable ? old.map(line) : old),
      .code(isTable ? new.map(line) : new), .code(change.entry?.rawValue),
    ]
  }

  /// A text of many lines as the beginning of one: an article's body is a page.
  private static func line(_ text: String) -> String {
    let words = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return words.count > 60 ? words.prefix(59) + "…" : words
  }

  /// The change as whoever sees only some columns of the book may see it: that there was one.
  ///
  /// - Parameter columns: those of the actor's post; `nil` for all.
  static func seen(_ change: ImportSummary.Change, where columns: Set<String>?) -> ImportSummary.Change {
    guard let columns, change.party != nil else { return change }
    let needed: [String] =
      switch change.change.field {
      case "phone", "fax", "mail": ["numbers"]
      case "vip", "manager": ["marks", "manager"]
      case "customer-number": ["customerNumber"]
      default: [change.change.field]
      }
    guard columns.isDisjoint(with: needed) else { return change }
    let hidden = ListedChange(
      field: change.change.field, old: change.change.old.map { _ in "•••" }, new: change.change.new.map { _ in "•••" })
    return ImportSummary.Change(row: change.row, party: change.party, change: hidden)
  }

  static func words(_ change: ImportSummary.Change, _ language: Language) -> String {
    let field = EventWords.field(change.change.field)(language)
    let nothing = Text(zh: "（空）", en: "(empty)")(language)
    let place = Text(zh: "第 \(change.row) 行", en: "row \(change.row)")(language)
    return "\(place): \(field): \(change.change.old.map(line) ?? nothing) → \(change.change.new.map(line) ?? nothing)"
  }
}
