import BackOffice
import Domain
import Foundation
import Projections

/// One of the book as a line of a list; which columns is up to the list.
enum PartyLine {
  private struct Column: Sendable {
    let shown: ListColumn
    let value: @Sendable (Parties.Line) -> Value

    init(
      _ key: String, _ heading: Text, _ kind: ListColumn.Kind = .text, priority: Int = 0,
      least: Int = ListColumn.comfortable, _ value: @escaping @Sendable (Parties.Line) -> Value
    ) {
      shown = ListColumn(key, heading, kind, priority: priority, least: least)
      self.value = value
    }

    init(
      _ field: PartyField, _ key: String? = nil, _ kind: ListColumn.Kind = .text, priority: Int,
      least: Int = ListColumn.comfortable
    ) {
      self.init(key ?? field.rawValue, PartyWords.name(field), kind, priority: priority, least: least) { line in
        kind == .code ? .code(line.values[field]) : .text(line.values[field])
      }
    }
  }

  private static let all: [Column] = [
    Column("id", Text(zh: "人员编号", en: "id"), .code) { .code($0.id.description) },
    Column(.name, priority: 0, least: 20),
    Column("numbers", Text(zh: "电话", en: "numbers"), .code) { line in
      line.numbers.isEmpty ? .none : .code(line.numbers.joined(separator: ", "))
    },
    Column(.address, priority: 2),
    Column("marks", Text(zh: "标记", en: "marks"), priority: 1) { line in
      line.marks.isEmpty ? .none : .text(line.marks.joined(separator: ", "))
    },
    Column(.kind, priority: 9),
    Column(.customerNumber, "customerNumber", .code, priority: 5),
    Column(.category, priority: 6),
    Column(.product, priority: 7),
    Column(.tariff, priority: 8),
    Column(.area, priority: 10),
    Column("manager", Text(zh: "客户经理", en: "manager"), .code, priority: 7) { .code($0.manager) },
    Column(.preference, priority: 11),
    Column(.note, priority: 11),
    Column("registeredAt", Text(zh: "登记", en: "registered"), .instant, priority: 3) { .instant($0.registeredAt) },
    Column("batch", Text(zh: "批次", en: "batch"), .code, priority: 12) { line in
      .code(line.batch?.uuidString.lowercased())
    },
    Column("forgottenAt", Text(zh: "遗忘", en: "forgotten"), .instant, priority: 12) { .instant($0.forgottenAt) },
    Column("head", Text(zh: "并入", en: "merged into"), .code, priority: 12) { .code($0.head?.description) },
    Column("orders", Text(zh: "工单", en: "orders"), .integer, priority: 1) { .integer($0.orders) },
  ]

  /// Every column by its key.
  static var keys: [String] { all.map(\.shown.key) }

  /// Those that a table for people shows by itself.
  static let tableKeys = [
    "id", "name", "numbers", "address", "marks", "customerNumber", "category", "manager", "registeredAt", "forgottenAt",
    "orders",
  ]

  /// The columns of these keys, in this order; all for `nil`. Keys that are none were refused before.
  static func columns(_ keys: [String]? = nil) -> [ListColumn] { chosen(keys).map(\.shown) }

  /// One value a column.
  static func row(_ line: Parties.Line, _ keys: [String]? = nil) -> [Value] { chosen(keys).map { $0.value(line) } }

  /// One value a column for a screen: words for what is chosen from a few, and in a table of many short ids.
  static func row(
    _ line: Parties.Line, _ keys: [String]?, in language: Language, shortIDs: Bool = true
  ) -> [Value] {
    chosen(keys).map { column in
      switch column.shown.key {
      case "id" where shortIDs: .code(shortID(line.id))
      case "head" where shortIDs: .code(line.head.map(shortID))
      case PartyField.kind.rawValue:
        .text(line.values[.kind].flatMap(PartyRegistered.Kind.init).map { PartyWords.name($0)(language) })
      case "marks":
        .text(line.marks.isEmpty ? nil : line.marks.map { PartyWords.mark($0)(language) }.joined(separator: ", "))
      default: column.value(line)
      }
    }
  }

  private static func chosen(_ keys: [String]?) -> [Column] {
    keys.map { keys in keys.compactMap { key in all.first { $0.shown.key == key } } } ?? all
  }
}
