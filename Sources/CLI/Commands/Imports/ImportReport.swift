import BackOffice
import Domain
import Foundation
import Projections

/// What an import came to, for a script and for a person.
struct ImportReport {
  private let summary: ImportSummary
  private let isCheck: Bool
  private let console: Console

  init(_ summary: ImportSummary, isCheck: Bool, _ console: Console) {
    self.summary = summary
    self.isCheck = isCheck
    self.console = console
  }

  /// Shows it; ends with status 3 where rows were rejected.
  ///
  /// - Parameter changesOnly: every change of a known customer is the result, the counts are said beside it.
  func show(_ output: OutputOptions, changesOnly: Bool = false, zone: TimeZone = .gmt) throws {
    if output.isTable { explain(changesToo: !changesOnly) }
    if changesOnly {
      try showChanges(output, zone)
    } else {
      try Listing.single(row(output), columns: Self.columns, options: output, console: console, zone: .gmt)
    }
    if summary.wasThere {
      console.say(
        Text(
          zh: "该文件已经导入过，没有新增任何内容。", en: "This file was imported before: nothing was added."))
    }
    if summary.wasResumed {
      console.say(Text(zh: "接着上次中断的地方完成了导入。", en: "Went on where an earlier run had been cut off."))
    }
    if summary.counts.rejected > 0, !summary.wasThere { throw ExitStatus.rejectedRows }
  }

  private func showChanges(_ output: OutputOptions, _ zone: TimeZone) throws {
    let listing = try ChangeLine.listing(output, console, zone)
    for change in summary.changes {
      try listing.append(ChangeLine.row(change, console.language, isTable: output.isTable))
    }
    try listing.finish()
    let counts = summary.counts
    console.say(
      Text(
        zh:
          "新增 \(counts.accepted)，更新 \(counts.updated)，不变 \(counts.unchanged)，重复 \(counts.duplicates)，拒绝 \(counts.rejected)",
        en:
          "\(counts.accepted) new, \(counts.updated) updated, \(counts.unchanged) unchanged, \(counts.duplicates) duplicates, \(counts.rejected) rejected"
      ))
  }

  private static let columns = [
    ListColumn("batch", Text(zh: "批次", en: "batch"), .code),
    ListColumn("file", Text(zh: "文件", en: "file")),
    ListColumn("sheet", Text(zh: "工作表", en: "sheet")),
    ListColumn("encoding", Text(zh: "编码", en: "encoding")),
    ListColumn("rows", Text(zh: "行数", en: "rows"), .integer),
    ListColumn("accepted", Text(zh: "接收", en: "accepted"), .integer),
    ListColumn("rejected", Text(zh: "拒绝", en: "rejected"), .integer),
    ListColumn("duplicates", Text(zh: "重复", en: "duplicates"), .integer),
    ListColumn("events", Text(zh: "新增事件", en: "events added"), .integer),
    ListColumn("rejects", Text(zh: "拒绝的行", en: "rejected rows")),
    // Scripts read the keys up to here in this order; what came later stands behind them.
    ListColumn("skipped", Text(zh: "跳过（空行、合计、说明）", en: "skipped (blank, totals, notes)"), .integer),
    ListColumn("alreadyImported", Text(zh: "此前已导入", en: "imported before"), .flag),
    ListColumn("updated", Text(zh: "更新", en: "updated"), .integer),
    ListColumn("unchanged", Text(zh: "不变", en: "unchanged"), .integer),
  ]

  private func row(_ output: OutputOptions) -> [Value] {
    let counts = summary.counts
    return [
      .code(summary.batch.map { output.isTable ? shortID($0) : $0.uuidString.lowercased() }), .text(summary.file),
      .text(summary.sheet), .text(summary.encoding), .integer(counts.rows), .integer(counts.accepted),
      .integer(counts.rejected), .integer(counts.duplicates), .integer(summary.events),
      .text(summary.rejectsPath), .integer(counts.skipped), .flag(summary.wasThere),
      .integer(counts.updated), .integer(counts.unchanged),
    ]
  }

  /// What a clerk wants to see before trusting the figures: the first changes and the first refused rows.
  private func explain(changesToo: Bool) {
    let language = console.language
    if let encoding = summary.encoding { console.say(Text(zh: "文字编码 \(encoding)", en: "text read as \(encoding)")) }
    if !summary.skippedSheets.isEmpty {
      let sheets = summary.skippedSheets.joined(separator: ", ")
      console.say(Text(zh: "未读取的工作表：\(sheets)", en: "sheets not read: \(sheets)"))
    }
    if changesToo {
      for change in summary.changes.prefix(8) { console.say("  \(ChangeLine.words(change, language))") }
      let more = summary.counts.updated - Set(summary.changes.prefix(8).map(\.row)).count
      if more > 0 {
        console.say(Text(zh: "  另有 \(more) 行更新（--diff 全部列出）", en: "  and \(more) more updates (--diff lists all)"))
      }
    }
    for example in summary.examples.prefix(8) {
      let place = Text(zh: "第 \(example.row) 行", en: "row \(example.row)")(language)
      console.say("  \(place): \(Self.words(example, language))")
    }
    let hidden = summary.counts.rejected + summary.counts.duplicates - min(8, summary.examples.count)
    if hidden > 0, !summary.examples.isEmpty {
      console.say(Text(zh: "  另有 \(hidden) 行", en: "  and \(hidden) more"))
    }
  }

  private static func words(_ example: ImportSummary.Example, _ language: Language) -> String {
    if let reason = RejectReason(rawValue: example.reason) {
      let labels = [reason.reason, reason.suggestion].map { language == .zh ? $0.zh : $0.en }
      return labels.compactMap(\.self).joined(separator: language == .zh ? "；" : "; ")
    }
    if let row = example.sameAs { return Text(zh: "与第 \(row) 行重复", en: "repeats row \(row)")(language) }
    if let order = example.order {
      return Text(zh: "已有工单 \(order)", en: "order \(order) is there already")(language)
    }
    if let party = example.party {
      return Text(
        zh: "客户已在册（\(shortID(party.uuid))）", en: "the book has this customer already (\(shortID(party.uuid)))")(
          language)
    }
    if example.reason == DuplicateReason.withdrawn.rawValue {
      return Text(zh: "已被人撤下，导入不会恢复", en: "somebody withdrew it; an import does not bring it back")(language)
    }
    if let entry = example.entry {
      return Text(zh: "目录中已有 \(entry)", en: "the catalogue has \(entry) already")(language)
    }
    return example.reason
  }
}

/// One import as a line of a list.
enum BatchLine {
  static let columns = [
    ListColumn("batch", Text(zh: "批次", en: "batch"), .code),
    ListColumn("startedAt", Text(zh: "时间", en: "started"), .instant),
    ListColumn("actor", Text(zh: "操作人", en: "by"), priority: 3),
    ListColumn("file", Text(zh: "文件", en: "file")),
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
    ListColumn("entriesWithdrawn", Text(zh: "撤下备件或知识", en: "parts or articles taken out"), .integer),
    ListColumn("entriesRestored", Text(zh: "恢复备件或知识", en: "parts or articles restored"), .integer),
    ListColumn("entriesLeft", Text(zh: "冲突备件或知识", en: "parts or articles left"), .integer),
  ]

  static func row(_ line: Batches.Line, isTable: Bool) -> [Value] {
    [
      .code(isTable ? shortID(line.id) : line.id.uuidString.lowercased()), .instant(line.startedAt), .text(line.actor),
      .text(line.file), .text(line.sheet), .text(line.target), .text(line.campaign), .text(line.stage.rawValue),
      .integer(line.counts.rows), .integer(line.counts.accepted), .integer(line.counts.rejected),
      .integer(line.counts.duplicates), .integer(line.counts.updated), .integer(line.counts.unchanged),
    ]
  }

  static func details(_ line: Batches.Line, isTable: Bool) -> [Value] {
    [
      .code(line.sha256), texts(line.columns, isTable), texts(line.options, isTable), .integer(line.counts.skipped),
      .instant(line.undo?.at), .text(line.undo?.actor), .integer(line.undo?.orders), .integer(line.undo?.ordersLeft),
      .integer(line.undo?.parties), .integer(line.undo?.restored), .integer(line.undo?.conflicts),
      .integer(line.undo?.entries), .integer(line.undo?.entriesRestored), .integer(line.undo?.entryConflicts),
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
