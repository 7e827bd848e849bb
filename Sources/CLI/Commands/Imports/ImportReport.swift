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
  func show(_ output: OutputOptions) throws {
    if output.isTable { explain() }
    try Listing.single(row(output), columns: Self.columns, options: output, console: console, zone: .gmt)
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
  ]

  private func row(_ output: OutputOptions) -> [Value] {
    let counts = summary.counts
    return [
      .code(summary.batch.map { output.isTable ? shortID($0) : $0.uuidString.lowercased() }), .text(summary.file),
      .text(summary.sheet), .text(summary.encoding), .integer(counts.rows), .integer(counts.accepted),
      .integer(counts.rejected), .integer(counts.duplicates), .integer(summary.events),
      .text(summary.rejectsPath), .integer(counts.skipped), .flag(summary.wasThere),
    ]
  }

  /// What a clerk wants to see before trusting the figures: how the columns were read, and the first refused rows.
  private func explain() {
    let language = console.language
    let columns = summary.columns.sorted { $0.key < $1.key }
      .map { "\($0.key) ← \($0.value.split(whereSeparator: \.isNewline).joined())" }.joined(separator: ", ")
    console.say(
      Text(
        zh: "表头在第 \(summary.headingRow) 行：\(columns)", en: "heading in row \(summary.headingRow): \(columns)"))
    if let encoding = summary.encoding { console.say(Text(zh: "文字编码 \(encoding)", en: "text read as \(encoding)")) }
    if !summary.skippedSheets.isEmpty {
      let sheets = summary.skippedSheets.joined(separator: ", ")
      console.say(Text(zh: "未读取的工作表：\(sheets)", en: "sheets not read: \(sheets)"))
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
  ]

  static func row(_ line: Batches.Line, isTable: Bool) -> [Value] {
    [
      .code(isTable ? shortID(line.id) : line.id.uuidString.lowercased()), .instant(line.startedAt), .text(line.actor),
      .text(line.file), .text(line.sheet), .text(line.target), .text(line.campaign), .text(line.stage.rawValue),
      .integer(line.counts.rows), .integer(line.counts.accepted), .integer(line.counts.rejected),
      .integer(line.counts.duplicates),
    ]
  }
}
