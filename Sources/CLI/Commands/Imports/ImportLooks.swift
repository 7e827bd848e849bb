import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections

/// Looking at imports, and taking one back.
extension Import {
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the imports, the newest first.",
      discussion: """
        Example:
          hotline import list --format json
        """)
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let office = Workplace(output)
      try await office.sitting { session in
        let (lines, interrupted) = try await session.batches()
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let listing = try Listing(
          title: Text(zh: "导入", en: "imports"), columns: BatchLine.columns, options: output, console: office.console,
          zone: zone, foldsRest: true)
        let recorded = try await session.recorded(of: lines)
        for line in lines { try listing.append(line.shown(output, office.console, interrupted, recorded).row) }
        try listing.finish()
        for line in lines where interrupted.contains(line.id) { line.sayHowToGoOn(recorded[line.id], office.console) }
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show an import, or what became of each of its rows.",
      discussion: """
        BATCH is the id that `import run` and `import list` print, or the beginning of it.

        Examples:
          hotline import show 3f2a --rows --format ndjson
          hotline import show 3f2a --rows --outcome rejected
          hotline import show 3f2a --diff --format ndjson
        """)
    @Argument(help: "The import.") var batch: String
    @Flag(help: "Every row.") var rows = false
    @Option(help: "Only rows of this outcome.") var outcome: RowOutcome?
    @Flag(help: "What it changed of known customers, before and after.") var diff = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let office = Workplace(output)
      try await office.sitting { session in
        let line = try await session.batch(batch)
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        if diff { return try await showChanges(of: line, session, office, zone) }
        guard rows || outcome != nil else {
          let interrupted = try await session.interrupted(of: [line])
          let recorded = try await session.recorded(of: [line])
          let shown = line.shown(output, office.console, interrupted, recorded)
          let runs = ImportRuns(language: office.console.language, zone: zone)
          let history = try await session.runs(of: line.id)
          let who = try await Import.who(line.undo?.conflictList.map(\.party) ?? [], session)
          let isWithRepeats = line.stage == .finished && line.counts.duplicates > 0
          let allGone = isWithRepeats ? try await session.gone(of: line.id) : []
          let forScripts =
            output.isForPeople ? [] : [(BatchLine.rowsGone, Value.integer(allGone.map(\.rows).reduce(0, +)))]
          try Listing.single(
            shown.row + (try shown.details(who)) + [try runs.history(history, isForPeople: output.isForPeople)]
              + forScripts.map(\.1),
            columns: BatchLine.columns + BatchLine.details + [BatchLine.runs] + forScripts.map(\.0), options: output,
            console: office.console, zone: zone)
          for gone in allGone { office.console.say(runs.gone(gone, of: line.id)) }
          if !interrupted.isEmpty { line.sayHowToGoOn(recorded[line.id], office.console) }
          return
        }
        try await session.catchUp([Parties(), OrderBoard()])
        try await showRows(of: line, session, office, zone)
      }
    }

    private func showChanges(
      of line: Batches.Line, _ session: Session, _ office: Workplace, _ zone: TimeZone
    ) async throws {
      if line.target == ImportTargetInfo.customers.name { try session.requireSomewhere(.partyRead) }
      let ofEntries = [ImportTargetInfo.parts, .articles].contains { $0.name == line.target }
      let listing = try ChangeLine.listing(ofEntries: ofEntries, output, office.console, zone)
      let (language, isForPeople) = (office.console.language, output.isForPeople)
      let columns = try await PartyColumns.allowed(session)
      try await session.changes(of: line.id) { change in
        let seen = ChangeLine.seen(change, where: columns)
        try listing.append(ChangeLine.row(seen, ofEntries: ofEntries, language, isForPeople: isForPeople))
      }
      try listing.finish()
    }

    private func showRows(of line: Batches.Line, _ session: Session, _ office: Workplace, _ zone: TimeZone) async throws
    {
      let columns = [
        ListColumn("sheet", Text(zh: "工作表", en: "sheet"), priority: 1),
        ListColumn("row", Text(zh: "行", en: "row"), .integer),
        ListColumn("outcome", Text(zh: "结果", en: "outcome")),
        ListColumn("reason", Text(zh: "原因", en: "reason")),
        ListColumn("number", Text(zh: "号码", en: "number"), .code),
        ListColumn("extension", Text(zh: "分机", en: "extension"), .code),
        ListColumn("order", Text(zh: "工单", en: "order"), .code),
        ListColumn("sameAs", Text(zh: "同行", en: "same as row"), .integer, priority: 2),
        ListColumn("party", Text(zh: "人员编号", en: "customer"), .code, priority: 2),
        ListColumn("changed", Text(zh: "变更", en: "changed"), priority: 1),
        ListColumn("warnings", Text(zh: "请留意", en: "look at"), priority: 1),
        ListColumn("entry", Text(zh: "备件或知识", en: "part or article"), .code, priority: 2),
        ListColumn("heading", Text(zh: "列", en: "column")),
        ListColumn("cell", Text(zh: "单元格", en: "cell"), .code),
      ]
      let (options, console, wanted) = (output, office.console, outcome)
      let (language, isForPeople) = (console.language, output.isForPeople)
      let sight = try await session.sight()
      try await session.connection.run { connection in
        let listing = try Listing(
          title: Text(zh: "行", en: "rows"), columns: columns, options: options, console: console, zone: zone)
        try Batches.rows(of: line.id, seenBy: sight, on: connection) { row in
          guard wanted == nil || wanted == row.outcome else { return }
          let outcome = isForPeople ? ImportWords.name(row.outcome)(language) : row.outcome.rawValue
          let reason = isForPeople ? row.reason.map { ImportWords.reason($0, language) } : row.reason
          let changed =
            isForPeople
            ? row.changed.map {
              (row.entry == nil ? EventWords.field($0) : EventWords.field(ofEntry: $0))(language)
            } : row.changed
          let warnings = isForPeople ? row.warnings.map { ImportWords.warning($0, language) } : row.warnings
          try listing.append([
            .text(line.sheet), .integer(row.row), .text(outcome), .text(reason), .code(row.number),
            .code(row.extension), .code(row.order?.description), .integer(row.sameAs), options.id(row.party),
            .text(changed.isEmpty ? nil : changed.joined(separator: " ")),
            .text(warnings.isEmpty ? nil : warnings.joined(separator: isForPeople ? "; " : " ")),
            .code(row.entry), .text(row.heading), .code(row.cell),
          ])
        }
        try listing.finish()
      }
    }
  }

  struct Undo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "undo",
      abstract: "Take an import back; what somebody has worked on or changed since is listed and left.",
      discussion: """
        Nothing is deleted: the orders are withdrawn by further events, whom it brought is taken out of the book, which parts \
        and articles it brought out of their catalogue, and what it changed of them says again what it said before. Importing the same file again brings all of it back.

        Example:
          hotline import undo 3f2a
        """)
    @Argument(help: "The import.") var batch: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let office = Workplace(output)
      let progress = ImportProgressLine(office.console)
      let (summary, who, target) = try await office.sitting { session in
        defer { progress.finish() }
        let line = try await session.batch(batch)
        let summary = try await session.undoImport(line.id, at: office.now) {
          progress.show(.writing(rows: $0, of: $1))
        }
        return (summary, try await Import.who(summary.conflicts.map(\.party), session), line.target)
      }
      let left = summary.left.map(\.description)
      let conflicts = summary.conflicts
      let values: [Value] = [
        .code(output.isTable ? shortID(summary.batch) : summary.batch.uuidString.lowercased()),
        .integer(summary.withdrawn), .integer(left.count),
        output.isTable ? .text(left.isEmpty ? nil : left.joined(separator: " ")) : .json(jsonArray(left)),
        .integer(summary.parties), .integer(summary.restored), .integer(conflicts.count),
        try BatchLine.conflicts(conflicts, who, office.console.language, isForPeople: output.isTable),
        .integer(summary.entries?.withdrawn), .integer(summary.entries?.restored),
        .integer(summary.entries?.conflicts.count),
        try BatchLine.entryConflicts(
          summary.entries?.conflicts ?? [], office.console.language, isForPeople: output.isTable),
      ]
      let columns = [
        ListColumn("batch", Text(zh: "批次", en: "batch"), .code),
        ListColumn("withdrawn", Text(zh: "收回工单", en: "orders withdrawn"), .integer),
        ListColumn("left", Text(zh: "已处理而保留", en: "worked on and left"), .integer),
        ListColumn("leftOrders", Text(zh: "保留的工单", en: "orders left"), .json),
        ListColumn("customersWithdrawn", Text(zh: "移出客户", en: "customers taken out"), .integer),
        ListColumn("customersRestored", Text(zh: "恢复客户", en: "customers restored"), .integer),
        ListColumn("customersLeft", Text(zh: "冲突客户", en: "customers changed since"), .integer),
        ListColumn("conflicts", Text(zh: "冲突", en: "left of customers"), .json),
        ListColumn("entriesWithdrawn", Text(zh: "撤下备件或知识", en: "parts or articles taken out"), .integer),
        ListColumn("entriesRestored", Text(zh: "恢复备件或知识", en: "parts or articles restored"), .integer),
        ListColumn("entriesLeft", Text(zh: "冲突备件或知识", en: "parts or articles changed since"), .integer),
        ListColumn("entryConflicts", Text(zh: "备件或知识的冲突", en: "left of parts or articles"), .json),
      ]
      // People see what such a list can have; programs have all of it.
      let shown = output.isTable ? columns.indices.filter { Self.has(target, columns[$0].key) } : Array(columns.indices)
      try Listing.single(
        shown.map { values[$0] }, columns: shown.map { columns[$0] }, options: output, console: office.console,
        zone: .gmt)
    }

    /// Whether undoing a list for some target can have something of this column.
    private static func has(_ target: String, _ column: String) -> Bool {
      if column == "batch" { return true }
      let ofEntries = column.hasPrefix("entr")
      if [ImportTargetInfo.parts, .articles].contains(where: { $0.name == target }) { return ofEntries }
      let ofOrders = ["withdrawn", "left", "leftOrders"].contains(column)
      return !ofEntries && !(ofOrders && target == ImportTargetInfo.customers.name)
    }
  }

  /// By what the actor may know some customers: by nothing without the right to read the book.
  static func who(_ parties: [PartyID], _ session: Session) async throws -> [PartyID: ImportSummary.Who] {
    guard !parties.isEmpty, session.access.allowsSomewhere(.partyRead) else { return [:] }
    let columns = try await PartyColumns.allowed(session)
    return try await session.who(parties).mapValues { ChangeLine.seen($0, where: columns) }
  }
}

extension Batches.Line {
  fileprivate func shown(
    _ output: OutputOptions, _ console: Console, _ interrupted: Set<UUID>, _ recorded: [UUID: BatchCounts]
  ) -> BatchLine {
    BatchLine(
      line: self, isInterrupted: interrupted.contains(id), recorded: recorded[id], language: console.language,
      isForPeople: output.isForPeople)
  }

  /// The import is neither done nor gone until somebody goes on with it.
  ///
  /// - Parameter recorded: what is in of an import; `nil` of an undo.
  fileprivate func sayHowToGoOn(_ recorded: BatchCounts?, _ console: Console) {
    let command = ImportWords.command(toGoOn: self)
    let done = recorded.map { "\(grouped($0.rows)) / \(grouped(counts.rows))" }
    console.say(
      Text(
        zh: "\(shortID(id)) 中断了\(done.map { "（\($0) 行）" } ?? "")，没有人在做；继续：\(command)",
        en:
          "\(shortID(id)) was cut off\(done.map { " at \($0) rows" } ?? "") and nobody is at it; go on with: \(command)"
      ))
  }
}
