import BackOffice
import Domain
import Foundation

/// One thing that a row of a list changed of what was there, as a line.
enum ChangeLine {
  /// - Parameter ofEntries: parts or articles; people see no columns of customers then.
  static func listing(
    ofEntries: Bool, _ output: OutputOptions, _ console: Console, _ zone: TimeZone
  ) throws -> Listing {
    try Listing(
      title: Text(zh: "变更", en: "changes"), columns: columns(ofEntries, output.isForPeople), options: output,
      console: console,
      zone: zone)
  }

  /// A person knows a customer by number and name, a program by the id.
  private static func columns(_ ofEntries: Bool, _ isForPeople: Bool) -> [ListColumn] {
    let row = ListColumn("row", Text(zh: "行", en: "row"), .integer)
    let party = ListColumn("party", Text(zh: "人员编号", en: "party id"), .code, priority: 3)
    let who = [
      ListColumn("customerNumber", Text(zh: "客户号", en: "customer number"), .code, priority: 1),
      ListColumn("name", Text(zh: "姓名", en: "name"), priority: 2),
    ]
    let change = [
      ListColumn("field", Text(zh: "字段", en: "field")), ListColumn("old", Text(zh: "原值", en: "before"), .code),
      ListColumn("new", Text(zh: "新值", en: "now"), .code),
    ]
    let entry = ListColumn("entry", Text(zh: "备件或知识", en: "part or article"), .code, priority: 1)
    guard !ofEntries || !isForPeople else { return [row, entry] + change }
    return isForPeople ? [row] + who + change + [party] : [row, party] + change + who + [entry]
  }

  static func row(
    _ change: ImportSummary.Change, ofEntries: Bool, _ language: Language, isForPeople: Bool
  ) -> [Value] {
    let field = change.change.field
    let party = Value.code(change.party?.description)
    let who: [Value] = [.code(change.who.key), .text(change.who.name)]
    let what: [Value] = [
      .text(isForPeople ? words(field, of: change)(language) : field),
      .code(isForPeople ? change.change.old.map(line) : change.change.old),
      .code(isForPeople ? change.change.new.map(line) : change.change.new),
    ]
    let entry = Value.code(change.entry?.rawValue)
    guard !ofEntries || !isForPeople else { return [.integer(change.row), entry] + what }
    return isForPeople
      ? [.integer(change.row)] + who + what + [party] : [.integer(change.row), party] + what + who + [entry]
  }

  private static func words(_ field: String, of change: ImportSummary.Change) -> Text {
    change.entry == nil ? EventWords.field(field) : EventWords.field(ofEntry: field)
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
    let who = seen(change.who, where: columns)
    guard columns.isDisjoint(with: needed) else {
      return ImportSummary.Change(row: change.row, party: change.party, change: change.change, who: who)
    }
    let hidden = ListedChange(
      field: change.change.field, old: change.change.old.map { _ in "•••" }, new: change.change.new.map { _ in "•••" })
    return ImportSummary.Change(row: change.row, party: change.party, change: hidden, who: who)
  }

  /// Number and name, where the columns of the actor's post show them.
  static func seen(_ who: ImportSummary.Who, where columns: Set<String>?) -> ImportSummary.Who {
    guard let columns else { return who }
    var seen = who
    if !columns.contains("customerNumber") { seen.key = nil }
    if !columns.contains("name") { seen.name = nil }
    return seen
  }

  static func words(_ change: ImportSummary.Change, _ language: Language) -> String {
    let field = words(change.change.field, of: change)(language)
    let nothing = Text(zh: "（空）", en: "(empty)")(language)
    let place = Text(zh: "第 \(change.row) 行", en: "row \(change.row)")(language)
    let who = [change.entry?.rawValue, change.who.key, change.who.name].compactMap(\.self).joined(separator: " ")
    return [place, who, field].filter { !$0.isEmpty }.joined(separator: ": ")
      + ": \(change.change.old.map(line) ?? nothing) → \(change.change.new.map(line) ?? nothing)"
  }
}
