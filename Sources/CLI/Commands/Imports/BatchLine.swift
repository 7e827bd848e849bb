import BackOffice
import Domain
import Foundation
import Projections

/// One import as a line of a list.
enum BatchLine {
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
  ]

  /// - Parameter language: of a table on a screen; `nil` for scripts.
  static func row(_ line: Batches.Line, _ language: Language?) -> [Value] {
    [
      .code(language == nil ? line.id.uuidString.lowercased() : shortID(line.id)), .instant(line.startedAt),
      .text(line.actor), .text(line.file), .text(line.sheet), .text(line.target), .text(line.campaign),
      .text(language.map { line.stage.words($0) } ?? line.stage.rawValue),
      .integer(line.counts.rows), .integer(line.counts.accepted), .integer(line.counts.rejected),
      .integer(line.counts.duplicates), .integer(line.counts.updated), .integer(line.counts.unchanged),
    ]
  }

  static func details(_ line: Batches.Line, isTable: Bool) -> [Value] {
    [
      .code(line.sha256), texts(line.columns, isTable), texts(line.options, isTable), .integer(line.counts.skipped),
      .instant(line.undo?.at), .text(line.undo?.actor), .integer(line.undo?.orders), .integer(line.undo?.ordersLeft),
      .integer(line.undo?.parties), .integer(line.undo?.restored), .integer(line.undo?.conflicts),
    ]
  }

  private static func texts(_ texts: [String: String], _ isTable: Bool) -> Value {
    guard !isTable else {
      let lines = texts.sorted { $0.key < $1.key }.map { "\($0.key) ← \($0.value)" }
      return .text(lines.isEmpty ? nil : lines.joined(separator: ", "))
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Texts always encode.
    return .json((try? encoder.encode(texts)).map { String(decoding: $0, as: UTF8.self) } ?? "{}")
  }
}

extension ImportReport {
  /// Why a row was refused, without the advice; what no reason of ours is stays as it is.
  static func words(_ reason: String?, _ language: Language) -> String? {
    reason.map { RejectReason(rawValue: $0)?.reason(language) ?? $0 }
  }
}

extension RowOutcome {
  /// For people.
  var words: Text {
    switch self {
    case .accepted: Text(zh: "接收", en: "accepted")
    case .rejected: Text(zh: "拒绝", en: "rejected")
    case .duplicate: Text(zh: "重复", en: "duplicate")
    case .skipped: Text(zh: "跳过", en: "skipped")
    case .updated: Text(zh: "更新", en: "updated")
    case .unchanged: Text(zh: "不变", en: "unchanged")
    }
  }
}

extension Batch.Stage {
  /// For people.
  fileprivate var words: Text {
    switch self {
    case .running: Text(zh: "未完成", en: "running")
    case .finished: Text(zh: "完成", en: "finished")
    case .undoing: Text(zh: "撤销未完成", en: "undoing")
    case .undone: Text(zh: "已撤销", en: "undone")
    }
  }
}
