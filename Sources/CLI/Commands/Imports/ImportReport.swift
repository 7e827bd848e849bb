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
        zh: "客户已在册（\(shortID(party))）", en: "the book has this customer already (\(shortID(party)))")(
          language)
    }
    return example.reason
  }
}

/// One thing that a row of a list changed of a customer, as a line.
enum ChangeLine {
  static func listing(_ output: OutputOptions, _ console: Console, _ zone: TimeZone) throws -> Listing {
    try Listing(
      title: Text(zh: "变更", en: "changes"),
      columns: [
        ListColumn("row", Text(zh: "行", en: "row"), .integer),
        ListColumn("party", Text(zh: "人员编号", en: "customer"), .code, priority: 1),
        ListColumn("field", Text(zh: "字段", en: "field")), ListColumn("old", Text(zh: "原值", en: "before"), .code),
        ListColumn("new", Text(zh: "新值", en: "now"), .code),
      ], options: output, console: console, zone: zone)
  }

  static func row(_ change: ImportSummary.Change, _ language: Language, isTable: Bool) -> [Value] {
    let field = change.change.field
    return [
      .integer(change.row), .code(isTable ? shortID(change.party) : change.party.description),
      .text(isTable ? EventWords.field(field)(language) : field), .code(change.change.old), .code(change.change.new),
    ]
  }

  /// The change as whoever sees only some columns of the book may see it: that there was one.
  ///
  /// - Parameter columns: those of the actor's post; `nil` for all.
  static func seen(_ change: ImportSummary.Change, where columns: Set<String>?) -> ImportSummary.Change {
    guard let columns else { return change }
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
    return "\(place): \(field): \(change.change.old ?? nothing) → \(change.change.new ?? nothing)"
  }
}
