import BackOffice
import Domain
import Foundation
import Projections
import Spreadsheets

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
  func show(_ output: OutputOptions, changesOnly: Bool = false, zone: TimeZone) throws {
    if output.isTable { explain(changesToo: !changesOnly) }
    if changesOnly {
      try showChanges(output, zone)
    } else {
      // A person was told of the rejected rows.
      let columns = Self.columns + (output.isForPeople ? [] : [Self.problems] + Self.back)
      try Listing.single(
        row(output) + (output.isForPeople ? [] : [try problems()] + back), columns: columns, options: output,
        console: console, zone: zone)
    }
    if summary.counts.rows == 0, !summary.wasThere {
      console.say(
        Text(
          zh: "第 \(summary.headingRow) 行表头以下没有数据行：没有导入任何内容。",
          en: "No rows below the heading in row \(summary.headingRow): nothing is taken in."))
    }
    if let blocked = summary.reasons[SkipReason.blocked.rawValue] {
      let words = PassedOver.blocked.words
      console.say(Text(zh: "未列入 \(blocked)：\(words.zh)", en: "left out \(blocked): \(words.en)"))
    }
    if summary.wasThere {
      console.say(
        Text(
          zh: "该文件已经导入过，没有新增任何内容。", en: "This file was imported before: nothing was added."))
    }
    let runs = ImportRuns(language: console.language, zone: zone)
    if let back = summary.takenBack { console.say(runs.takenBack(back, summary, isCheck: isCheck)) }
    if let batch = summary.batch { for gone in summary.gone { console.say(runs.gone(gone, of: batch)) } }
    if let batch = summary.batch, let begun = summary.begun { console.say(runs.begun(begun, of: batch)) }
    sayRejects()
    if summary.wasResumed {
      console.say(Text(zh: "接着上次中断的地方完成了导入。", en: "Went on where an earlier run had been cut off."))
    }
    if summary.counts.rejected > 0 { throw ExitStatus.rejectedRows }
  }

  /// Where the rejected rows are, when that is not what was to be expected.
  private func sayRejects() {
    guard let path = summary.rejectsPath else { return }
    if let kept = summary.keptRejects {
      console.warn(
        Text(
          zh: "\(kept) 有人改过，没有覆盖；这次拒绝的行在 \(path)",
          en: "\(kept) was changed by somebody and is left alone; the rows rejected now are in \(path)"))
    } else if summary.wasThere, summary.counts.rejected > 0 {
      console.say(
        Text(
          zh: "当时拒绝的 \(summary.counts.rejected) 行在 \(path)：在那里改正后导入那个文件。",
          en:
            "What was rejected then (\(summary.counts.rejected)) is in \(path): correct it there and import that file."
        ))
    }
  }

  private func showChanges(_ output: OutputOptions, _ zone: TimeZone) throws {
    let ofEntries = summary.changes.contains { $0.entry != nil }
    let listing = try ChangeLine.listing(ofEntries: ofEntries, output, console, zone)
    for change in summary.changes {
      try listing.append(
        ChangeLine.row(change, ofEntries: ofEntries, console.language, isForPeople: output.isForPeople))
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
    if let batch = summary.batch {
      console.say(Text(zh: "批次 \(shortID(batch))", en: "batch \(shortID(batch))"))
    }
    if let path = summary.rejectsPath, !isCheck {
      console.say(Text(zh: "拒绝的行在 \(path)", en: "rejected rows are in \(path)"))
    }
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
    ListColumn("skipped", Text(zh: "跳过（空行、合计、说明、黑名单）", en: "skipped (blank, totals, notes, blocked)"), .integer),
    ListColumn("alreadyImported", Text(zh: "此前已导入", en: "imported before"), .flag),
    ListColumn("updated", Text(zh: "更新", en: "updated"), .integer),
    ListColumn("unchanged", Text(zh: "不变", en: "unchanged"), .integer),
    ListColumn("warnings", Text(zh: "已接收但请留意", en: "taken in, but look"), .json),
  ]
  private static let problems = ListColumn("problems", Text(zh: "拒绝的头几行", en: "first rejected"), .json)

  private static let back = [
    ListColumn("takenBackAt", Text(zh: "曾于何时撤销", en: "taken back"), .instant),
    ListColumn("takenBackBy", Text(zh: "撤销人", en: "taken back by")),
    BatchLine.rowsGone, ListColumn("rowsDone", Text(zh: "中断前已处理", en: "rows done"), .integer),
  ]

  private var back: [Value] {
    [
      .instant(summary.takenBack?.at), .text(summary.takenBack?.actor),
      .integer(summary.gone.map(\.rows).reduce(0, +)), .integer(summary.begun?.rows),
    ]
  }

  private func row(_ output: OutputOptions) -> [Value] {
    let counts = summary.counts
    return [
      .code(summary.batch.map { output.isTable ? shortID($0) : $0.uuidString.lowercased() }), .text(summary.file),
      .text(summary.sheet), .text(summary.encoding), .integer(counts.rows), .integer(counts.accepted),
      .integer(counts.rejected), .integer(counts.duplicates), .integer(summary.events),
      .text(summary.rejectsPath), .integer(counts.skipped), .flag(summary.wasThere),
      .integer(counts.updated), .integer(counts.unchanged), warnings(output),
    ]
  }

  private func warnings(_ output: OutputOptions) -> Value {
    let sorted = summary.warnings.sorted { $0.key < $1.key }
    guard output.isForPeople else {
      // Codes need no escapes.
      return .json("{" + sorted.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}")
    }
    let words = sorted.map { "\(ImportWords.warning($0.key, console.language)): \($0.value)" }
    return .text(words.isEmpty ? nil : words.joined(separator: "; "))
  }

  /// The first rejected rows, for a script.
  private func problems() throws -> Value {
    struct Problem: Encodable { let row: Int, reason: String, heading, cell: String? }
    let problems = summary.examples.filter { $0.outcome == .rejected }.map {
      Problem(row: $0.row, reason: $0.reason, heading: $0.place?.heading, cell: $0.place?.cell)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return .json(String(decoding: try encoder.encode(problems), as: UTF8.self))
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
    for warned in summary.warned.prefix(5) {
      let place = Text(zh: "第 \(warned.row) 行", en: "row \(warned.row)")(language)
      console.say("  \(place): \(Self.words(warned.warning, language))")
    }
    for example in summary.examples.prefix(8) {
      let row = Text(zh: "第 \(example.row) 行", en: "row \(example.row)")(language)
      let cell = example.place.map { language == .zh ? "，\($0)" : ", \($0)" } ?? ""
      console.say("  \(row)\(cell): \(Self.words(example, language))")
    }
    let hidden = summary.counts.rejected + summary.counts.duplicates - min(8, summary.examples.count)
    if hidden > 0, !summary.examples.isEmpty {
      console.say(Text(zh: "  另有 \(hidden) 行", en: "  and \(hidden) more"))
    }
    guard !summary.notes.isEmpty else { return }
    // Somebody may be called so: nobody is passed over without a word.
    let notes = summary.notes.prefix(5).map { note in
      "\(note.row) \(displayWidth(note.words) > 20 ? cut(note.words, to: 20) : note.words)"
    }
    let more = summary.notes.count > 5 ? " …" : ""
    console.say(
      Text(
        zh: "作为合计或说明跳过的行：\(notes.joined(separator: "、"))\(more)",
        en: "passed over as totals or notes: rows \(notes.joined(separator: ", "))\(more)"))
  }

  private static func meant(_ nearest: String?, _ language: Language) -> String {
    nearest.map { Text(zh: "，是否指 \($0)？", en: "; did you mean \($0)?")(language) } ?? ""
  }

  private static func words(_ warning: RowWarning, _ language: Language) -> String {
    // What it is taken for is settled, and not a question.
    if warning.code == .spelledOtherwise, let there = warning.nearest {
      return Text(
        zh: "编号只有大小写、全半角或横线不同，按已有的 \(there) 算",
        en: "the key differs only in width, case or dashes: taken for \(there), which is there")(language)
    }
    return ImportWords.warning(warning.code.rawValue, language) + meant(warning.nearest, language)
  }

  private static func words(_ example: ImportSummary.Example, _ language: Language) -> String {
    if let reason = RejectReason(rawValue: example.reason) {
      let labels = [reason.reason, reason.suggestion].map { language == .zh ? $0.zh : $0.en }
      return labels.compactMap(\.self).joined(separator: language == .zh ? "；" : "; ")
        + meant(example.nearest, language)
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
    if example.reason == DuplicateReason.withdrawn.rawValue {
      return Text(zh: "已被人撤下，导入不会恢复", en: "somebody withdrew it; an import does not bring it back")(language)
    }
    if let entry = example.entry {
      return Text(zh: "目录中已有 \(entry)", en: "the catalogue has \(entry) already")(language)
    }
    return example.reason
  }
}
