import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections
import Spreadsheets

extension Session {
  /// The read models that an import asks, and that a clerk asks after it. Words are indexed when somebody searches them.
  static var importModels: [any Projection] { ReadModels.all.filter { !($0 is OrderTexts) } }

  /// Checks a list as an import would, and writes nothing.
  public func checkList(
    _ request: ImportRequest, progress: @Sendable (ImportProgress) -> Void = { _ in }
  ) async throws -> ImportSummary {
    try requireImport(of: request)
    let list = try await ListImport(request, in: self)
    try await catchUp(Self.asked(by: request.target))
    // What a run would say of a file that is in; the book would call each of its rows a repeat.
    let past = try await pastBatch(list.batchID)
    if let batch = past.batch, batch.stage == .finished {
      var summary = list.summary(ofFinished: batch)
      summary.gone = try await gone(of: batch, list.batchID)
      return summary
    }
    if past.batch?.stage == .undoing { throw OfficeError.undoCutOff(list.batchID) }
    var summary = list.summary(try await survey(list, past, at: desk.instant, progress))
    summary.takenBack = past.takenBack
    if let batch = past.batch, batch.stage == .running {
      let lock = OfficeJob.importing.lock(of: list.batchID)
      let isAtWork = try await connection.run { connection in try LogLock.isHeld(lock, on: connection) }
      summary.batch = list.batchID
      summary.begun = ImportSummary.Begun(
        rows: batch.recorded.rows, total: batch.started.counts.rows, isAtWork: isAtWork)
    }
    return summary
  }

  /// The read models by which the rows of a list are judged.
  private static func asked(by target: ImportTarget) -> [any Projection] {
    switch target {
    case .outreach, .survey, .requests, .customers: [Parties(), OrderBoard()]
    case .parts: [Parties(), OrderBoard(), Parts()]
    case .articles: [Parties(), OrderBoard(), Articles()]
    }
  }

  /// Refuses whoever may not take such a list in.
  private func requireImport(of request: ImportRequest) throws {
    // A slip of the finger here would set a unit up; what rows name is the list's own.
    if let unit = request.unit { try requireOpenUnit(unit) }
    for right in Self.rights(toImport: request.target.name) { try requireSomewhere(right) }
    if request.target.publishes == true { try requireSomewhere(.articlePublish) }
  }

  /// What it takes to take lists of a target in, or back, beside the right to imports.
  static func rights(toImport target: String) -> [Right] {
    switch target {
    case ImportTargetInfo.customers.name: [.partyEdit]
    case ImportTargetInfo.parts.name: [.partKeep]
    case ImportTargetInfo.articles.name: [.articleKeep]
    default: []
    }
  }

  /// How the columns of a list are read, with the first values of each. Writes nothing, and asks the book nothing.
  public func mapping(of request: ImportRequest) throws -> ListMapping { try ListMapping(request) }

  /// Takes a list in: checks the whole of it, then appends it in chunks. Killed half-way and run again, it ends with the
  /// same events; run again after that, it adds nothing; run again after an undo, it brings back the same orders.
  ///
  /// - Throws: ``OfficeError/locked(_:)`` while another import runs; ``ListProblem`` where the list cannot be taken in.
  public func importList(
    _ request: ImportRequest, at instant: Date, progress: @Sendable (ImportProgress) -> Void = { _ in }
  ) async throws -> ImportSummary {
    try requireImport(of: request)
    let list = try await ListImport(request, in: self)
    return try await holding(.importing, of: list.batchID) {
      try await catchUp(Self.asked(by: request.target)) { progress(.updating(done: $0, of: $1)) }
      let past = try await pastBatch(list.batchID)
      switch past.batch?.stage {
      case .finished:
        if let batch = past.batch {
          var summary = try await list.summaryWithRejects(ofFinished: batch, past)
          summary.gone = try await gone(of: batch, list.batchID)
          return summary
        }
      case .undoing: throw OfficeError.undoCutOff(list.batchID)
      case .running, .undone, nil: break
      }
      let rejects = RejectsWorkbook(list)
      let run: ImportRun
      if let batch = past.batch, batch.stage == .running {
        run = ImportRun(list, batch, past, isResumed: true)
      } else {
        let tally = try await survey(list, past, at: instant, progress)
        // A heading alone, or below it only blanks and totals: there is nothing to record.
        guard tally.counts.rows > 0 else { return list.summary(tally) }
        run = try await begin(list, past, tally, rejects, at: instant)
      }
      var summary = try await run.write(rejects, progress)
      do {
        try await catchUp(Self.importModels) { progress(.updating(done: $0, of: $1)) }
      } catch {
        guard let cut = ListProblem.Cut(error) else { throw error }
        let rows = summary.counts.rows + summary.counts.skipped
        throw ListProblem.cutOff(by: cut, rows: rows, of: rows)
      }
      summary.wasResumed = run.isResumed
      summary.takenBack = past.takenBack
      if past.takenBack != nil, summary.counts.duplicates + summary.counts.unchanged > 0 {
        summary.holders = try await holders(of: list.batchID)
      }
      return summary
    }
  }

  /// The first look at the whole file: nothing is written, and nothing of a damaged file is kept.
  private func survey(
    _ list: ListImport, _ past: PastBatch, at instant: Date, _ progress: @Sendable (ImportProgress) -> Void
  ) async throws -> ImportTally {
    var tally = ImportTally(keepsAllChanges: list.request.keepsAllChanges)
    let orders = BatchOrders(past.events.map(\.event))
    // Whatever an undone run knew counts no more.
    var matcher = try await list.matcher(past.batch?.stage == .running ? past : past.forgotten)
    let (hiddenRows, sheet) = try await list.verdicts { verdicts, rowsRead in
      var judged = try await list.comparedWithBook(verdicts, orders)
      if let known = try await matcher?.judge(judged, generation: past.generation + 1, at: instant) {
        judged = known.verdicts
      }
      for verdict in judged { tally.add(verdict) }
      progress(.checking(rows: rowsRead))
    }
    try list.checkHidden(hiddenRows, sheet)
    return tally
  }

  /// Records the beginning of a run.
  private func begin(
    _ list: ListImport, _ past: PastBatch, _ tally: ImportTally, _ rejects: RejectsWorkbook, at instant: Date
  ) async throws -> ImportRun {
    // Where the rejected rows cannot be written, nothing is begun.
    if tally.counts.rejected > 0 { try rejects.begin() }
    let generation = past.generation + 1
    let started = try await retrying("the units") {
      var recording = Recording(
        EventID.derived(from: list.batchID, "begin/\(generation)"), by: actor, batch: list.batchID, codec: codec)
      try await addUnits(tally.units, at: instant, to: &recording)
      try addCampaign(list, at: instant, to: &recording)
      let started = BatchStarted(
        generation: generation, file: list.fileName, sha256: list.sha256, target: list.request.target.name,
        process: list.process?.key, processVersion: list.process?.version, campaign: list.request.target.campaign,
        columns: list.summary(tally).columns, options: ListImport.options(list.request),
        sheet: list.layout.sheetName, encoding: list.layout.file.encoding, counts: tally.counts)
      try recording.add(
        [(.batch(.started(started)), at: instant)], to: .batch(list.batchID), expected: .any)
      _ = try await append(recording)
      return started
    }
    guard let batch = Batch([(.started(started), at: instant)]) else { throw OfficeError.keepsChanging("the import") }
    return ImportRun(list, batch, past.forgotten, isResumed: false)
  }

  private func addUnits(_ units: Set<UnitKey>, at instant: Date, to recording: inout Recording) async throws {
    for unit in units { try require(.importRun, on: unit) }
    guard !units.isEmpty else { return }
    let wanted = units.sorted()
    let known = Set(try await store.read(wanted.map(StreamName.unit)).map(\.stream))
    for unit in wanted where !known.contains(.unit(unit)) {
      try recording.add(
        [(.unit(.created(UnitCreated(unit: unit))), at: instant)], to: .unit(unit), expected: .none)
    }
  }

  private func addCampaign(_ list: ListImport, at instant: Date, to recording: inout Recording) throws {
    guard let campaign = list.request.target.campaign, let process = list.process,
      !list.definitions.campaigns.contains(campaign)
    else { return }
    let definition = DefinitionPublished(
      kind: .campaign, key: campaign, version: 1, body: "process: \(process.key)\n")
    try recording.add(
      [(.definition(.published(definition)), at: instant)], to: .definition(.campaign, campaign), expected: .none)
  }
}

/// The orders that the rows of a batch made, in any of its runs: row → number.
struct BatchOrders: Sendable {
  private var numbers: [Int: OrderNumber] = [:]
  private var left: Set<OrderNumber> = []

  /// Whether an undo left orders that somebody had worked on.
  var haveLeft: Bool { !left.isEmpty }

  init(_ events: [BatchEvent]) {
    for event in events {
      switch event {
      case .rowsRecorded(let recorded):
        for row in recorded.rows where row.outcome == .accepted { numbers[row.row] = row.order }
      case .undone(let undone): left.formUnion(undone.left)
      case .started, .finished, .undoBegan: break
      }
    }
  }

  subscript(row: Int) -> OrderNumber? { numbers[row] }

  /// The order of a row that an undo left on the board.
  func left(_ row: Int) -> OrderNumber? { numbers[row].flatMap { left.contains($0) ? $0 : nil } }
}

extension ListImport {
  var fileName: String { request.path.split(separator: "/").last.map(String.init) ?? request.path }

  /// Writes the rejected rows again where their workbook is gone.
  func summaryWithRejects(ofFinished batch: Batch, _ past: PastBatch) async throws -> ImportSummary {
    var summary = summary(ofFinished: batch)
    let rejects = RejectsWorkbook(self)
    guard batch.recorded.rejected > 0 else { return summary }
    guard !FileManager.default.fileExists(atPath: rejects.path) else {
      summary.rejectsPath = rejects.path
      return summary
    }
    do {
      _ = try await verdicts { verdicts, _ in
        for verdict in verdicts.map(past.asRecorded) where verdict.outcome == .rejected { try rejects.add(verdict) }
      }
      summary.rejectsPath = try rejects.finish()
      return summary
    } catch {
      rejects.abandon()
      throw error
    }
  }

  func summary(ofFinished batch: Batch) -> ImportSummary {
    var summary = summary(ImportTally())
    summary.batch = batchID
    summary.counts = batch.recorded
    summary.wasThere = true
    return summary
  }
}
