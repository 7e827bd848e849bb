import BackOffice
import Domain
import Foundation
import Projections

/// One import as a line of a list.
struct BatchLine {
  let line: Batches.Line
  /// Nobody is at it, though it is not done.
  let isInterrupted: Bool
  /// What is in of one that is not done; `nil` of any other.
  let recorded: BatchCounts?
  let language: Language
  /// Words and short ids instead of codes and whole ones.
  let isForPeople: Bool

  static let columns = [
    ListColumn("batch", Text(zh: "批次", en: "batch"), .code),
    ListColumn("startedAt", Text(zh: "时间", en: "started"), .instant),
    ListColumn("actor", Text(zh: "操作人", en: "by"), priority: 3),
    ListColumn("file", Text(zh: "文件", en: "file"), least: 20),
    ListColumn("sheet", Text(zh: "工作表", en: "sheet"), priority: 4),
    ListColumn("as", Text(zh: "类型", en: "as"), priority: 2),
    ListColumn("campaign", Text(zh: "活动", en: "campaign"), priority: 1),
    ListColumn("stage", Text(zh: "状态", en: "stage")),
    ListColumn("rows", Text(zh: "行数", en: "rows"), .integer),
    ListColumn("accepted", Text(zh: "接收", en: "accepted"), .integer),
    ListColumn("rejected", Text(zh: "拒绝", en: "rejected"), .integer),
    ListColumn("duplicates", Text(zh: "重复", en: "duplicates"), .integer, priority: 1),
    ListColumn("updated", Text(zh: "更新", en: "updated"), .integer, priority: 1),
    ListColumn("unchanged", Text(zh: "不变", en: "unchanged"), .integer, priority: 2),
    ListColumn("rowsDone", Text(zh: "已处理", en: "rows done"), .integer, priority: 2),
  ]

  /// What `import show` tells besides.
  static let details = [
    ListColumn("sha256", Text(zh: "校验和", en: "sha256"), .code),
    ListColumn("columns", Text(zh: "列的读法", en: "columns"), .json),
    ListColumn("options", Text(zh: "选项", en: "options"), .json),
    ListColumn("skipped", Text(zh: "跳过", en: "skipped"), .integer),
    ListColumn("undoneAt", Text(zh: "撤销时间", en: "undone"), .instant),
    ListColumn("undoneBy", Text(zh: "撤销人", en: "undone by")),
    ListColumn("ordersWithdrawn", Text(zh: "收回工单", en: "orders withdrawn"), .integer),
    ListColumn("ordersLeft", Text(zh: "保留工单", en: "orders left"), .integer),
    ListColumn("customersWithdrawn", Text(zh: "移出客户", en: "customers taken out"), .integer),
    ListColumn("customersRestored", Text(zh: "恢复客户", en: "customers restored"), .integer),
    ListColumn("customersLeft", Text(zh: "冲突客户", en: "customers left"), .integer),
    ListColumn("leftOrders", Text(zh: "保留的工单", en: "which orders"), .json),
    ListColumn("conflicts", Text(zh: "冲突", en: "left of customers"), .json),
    ListColumn("entriesWithdrawn", Text(zh: "撤下备件或知识", en: "parts or articles taken out"), .integer),
    ListColumn("entriesRestored", Text(zh: "恢复备件或知识", en: "parts or articles restored"), .integer),
    ListColumn("entriesLeft", Text(zh: "冲突备件或知识", en: "parts or articles left"), .integer),
    ListColumn("entryConflicts", Text(zh: "备件或知识的冲突", en: "left of parts or articles"), .json),
  ]

  /// Also what `import show` tells, after all others.
  static let runs = ListColumn("runs", Text(zh: "历次导入", en: "runs"), .json)

  /// For scripts: how many rows are nowhere, since what they repeat was taken back.
  static let rowsGone = ListColumn("rowsGone", Text(zh: "重复的已撤销", en: "repeats of what was taken back"), .integer)

  var row: [Value] {
    let (code, name) = ImportWords.stage(line.stage, isInterrupted: isInterrupted)
    // What begins says what it will take in: until the end that is a plan, and the log knows what is in.
    let counts = recorded ?? line.counts
    return [
      .code(isForPeople ? shortID(line.id) : line.id.uuidString.lowercased()), .instant(line.startedAt),
      .text(line.actor), .text(line.file), .text(line.sheet),
      .text(isForPeople ? ImportWords.target(line.target, language) : line.target), .text(line.campaign),
      .text(isForPeople ? name(language) : code), .integer(line.counts.rows), .integer(counts.accepted),
      .integer(counts.rejected), .integer(counts.duplicates), .integer(counts.updated), .integer(counts.unchanged),
      isForPeople && recorded == nil ? .none : .integer(counts.rows),
    ]
  }

  /// - Parameter who: of the customers of whom something was left, where the actor may see it.
  func details(_ who: [PartyID: ImportSummary.Who]) throws -> [Value] {
    let fields = ImportTargetInfo.named(line.target)?.fields ?? []
    let orders = line.undo?.orderList.map(\.description) ?? []
    return [
      .code(line.sha256),
      texts(line.columns, " ← ") { key in fields.first { $0.name == key }?.labels(language) ?? key },
      texts(line.options, " ", ImportWords.option), .integer(line.counts.skipped), .instant(line.undo?.at),
      .text(line.undo?.actor),
      .integer(line.undo?.orders), .integer(line.undo?.ordersLeft), .integer(line.undo?.parties),
      .integer(line.undo?.restored), .integer(line.undo?.conflicts),
      orders.isEmpty ? .none : isForPeople ? .text(orders.joined(separator: " ")) : .json(jsonArray(orders)),
      try Self.conflicts(line.undo?.conflictList ?? [], who, language, isForPeople: isForPeople),
      .integer(line.undo?.entries), .integer(line.undo?.entriesRestored), .integer(line.undo?.entryConflicts),
      try Self.entryConflicts(line.undo?.entryConflictList ?? [], language, isForPeople: isForPeople),
    ]
  }

  /// Of whom something was left when an import was taken back, and what.
  static func conflicts(
    _ conflicts: [BatchUndone.Conflict], _ who: [PartyID: ImportSummary.Who], _ language: Language, isForPeople: Bool
  ) throws -> Value {
    guard !conflicts.isEmpty else { return isForPeople ? .none : .json("[]") }
    guard isForPeople else {
      struct Entry: Encodable { let party: PartyID, fields: [String]?, customerNumber, name: String? }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      let entries = conflicts.map {
        Entry(party: $0.party, fields: $0.fields, customerNumber: who[$0.party]?.key, name: who[$0.party]?.name)
      }
      return .json(String(decoding: try encoder.encode(entries), as: UTF8.self))
    }
    let lines = conflicts.map { line(ImportWords.who(who[$0.party], $0.party), $0.fields, language) }
    return .text(lines.joined(separator: "; "))
  }

  /// Of which parts or articles something was left when an import was taken back, and what.
  static func entryConflicts(
    _ conflicts: [BatchUndone.Entries.Conflict], _ language: Language, isForPeople: Bool
  ) throws -> Value {
    guard isForPeople else {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return .json(String(decoding: try encoder.encode(conflicts), as: UTF8.self))
    }
    let lines = conflicts.map { line($0.entry, $0.fields, language, word: EventWords.field(ofEntry:)) }
    return .text(lines.isEmpty ? nil : lines.joined(separator: "; "))
  }

  private static func line(
    _ name: String, _ fields: [String]?, _ language: Language, word: (String) -> Text = EventWords.field(_:)
  ) -> String {
    guard let fields else { return name }
    return "\(name): \(fields.map { word($0)(language) }.joined(separator: language == .zh ? "、" : ", "))"
  }

  private func texts(_ texts: [String: String], _ sign: String, _ name: (String) -> String) -> Value {
    guard !isForPeople else {
      let lines = texts.sorted { $0.key < $1.key }.map { "\(name($0.key))\(sign)\($0.value)" }
      return .text(lines.isEmpty ? nil : lines.joined(separator: ", "))
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Texts always encode.
    return .json((try? encoder.encode(texts)).map { String(decoding: $0, as: UTF8.self) } ?? "{}")
  }
}
