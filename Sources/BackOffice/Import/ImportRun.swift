import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections
import Spreadsheets

/// The second look at the file, which appends: a chunk of rows, the orders they make and what became of each of them are
/// one transaction.
struct ImportRun: Sendable {
  private let list: ListImport
  private let batch: Batch
  private let earlierOrders: BatchOrders
  /// The version that the batch began with: a killed run goes on with it, whatever was published since.
  private let process: Domain.Process
  let isResumed: Bool
  private var session: Session { list.session }

  init(_ list: ListImport, _ batch: Batch, _ earlierOrders: BatchOrders, isResumed: Bool) {
    self.list = list
    self.batch = batch
    self.earlierOrders = earlierOrders
    self.isResumed = isResumed
    process =
      list.definitions.process(batch.started.process, version: batch.started.processVersion) ?? list.process
  }

  /// Appends all rows after the last recorded one.
  ///
  /// - Parameter rejects: takes the rejected rows; it is in its place before the batch is called finished.
  func write(
    _ rejects: RejectsWorkbook, _ progress: @Sendable (ImportProgress) -> Void
  ) async throws -> ImportSummary {
    var tally = ImportTally()
    var counts = batch.recorded
    var events = 0
    let total = batch.started.counts.rows + batch.started.counts.skipped
    var done = 0
    do {
      _ = try await list.verdicts { verdicts, _ in
        for verdict in verdicts where verdict.outcome == .rejected { try rejects.add(verdict) }
        let fresh = verdicts.filter { $0.row.number > batch.lastRow }
        let judged = try await list.comparedWithBook(fresh, earlierOrders)
        for verdict in judged {
          tally.add(verdict)
          counts.add(verdict.outcome)
        }
        events += try await append(judged)
        done += verdicts.count
        progress(.writing(rows: done, of: max(total, done)))
      }
      let path = try rejects.finish()
      events += try await finish(counts)
      var summary = list.summary(tally)
      summary.counts = counts
      summary.batch = list.batchID
      summary.events = events
      summary.rejectsPath = path
      return summary
    } catch {
      rejects.abandon()
      throw error
    }
  }

  private var instant: Date { batch.startedAt }
  private var generation: Int { batch.started.generation }

  /// Appends what a chunk of rows leads to, and returns how many events that were. The order numbers are taken in the same
  /// append, so a killed run leaves none taken and unused.
  private func append(_ verdicts: [RowVerdict]) async throws -> Int {
    guard let first = verdicts.first else { return 0 }
    let owners = try await owners(of: verdicts)
    let newCount = verdicts.count { $0.entry != nil && earlierOrders[$0.row.number] == nil }
    return try await session.retrying("the numbers of orders") {
      var recording = Recording(
        EventID.derived(from: list.batchID, "rows/\(generation)/\(first.row.number)"), by: session.actor,
        batch: list.batchID, codec: session.codec)
      var sequence = newCount > 0 ? try await session.reserveNumbers(newCount, at: instant, in: &recording) : 0
      var rows: [BatchRowsRecorded.Row] = []
      rows.reserveCapacity(verdicts.count)
      for verdict in verdicts {
        var order = verdict.order
        if let entry = verdict.entry {
          order = try add(entry, row: verdict.row.number, owners, &sequence, to: &recording)
        }
        rows.append(
          BatchRowsRecorded.Row(
            row: verdict.row.number, outcome: verdict.outcome, reason: verdict.reason, order: order,
            sameAs: verdict.sameAs))
      }
      let recorded = BatchRowsRecorded(generation: generation, rows: rows)
      try recording.add(
        [(.batch(.rowsRecorded(recorded)), at: instant)], to: .batch(list.batchID), expected: .any)
      let result = try await session.append(recording)
      return result.wasThere ? 0 : result.positions.count
    }
  }

  private func finish(_ counts: BatchCounts) async throws -> Int {
    var recording = Recording(
      EventID.derived(from: list.batchID, "end/\(generation)"), by: session.actor, batch: list.batchID,
      codec: session.codec)
    let finished = BatchFinished(generation: generation, counts: counts)
    try recording.add(
      [(.batch(.finished(finished)), at: instant)], to: .batch(list.batchID), expected: .any)
    let result = try await session.append(recording)
    return result.wasThere ? 0 : result.positions.count
  }

  /// Who has the first numbers of the accepted rows as their first number already.
  private func owners(of verdicts: [RowVerdict]) async throws -> [String: PartyID] {
    let dialled = verdicts.compactMap { $0.entry?.card?.phones.first?.dialled }
    guard !dialled.isEmpty else { return [:] }
    return try await session.connection.run { connection in
      try Parties.owners(ofFirst: dialled, on: connection)
    }
  }

  /// Adds what an accepted row leads to, and returns its order.
  private func add(
    _ entry: ListRow, row: Int, _ owners: [String: PartyID], _ sequence: inout Int, to recording: inout Recording
  ) throws -> OrderNumber {
    if let no = earlierOrders[row] {
      try recording.add(
        [(.order(.reinstated(OrderReinstated(generation: generation))), at: instant)], to: .order(no), expected: .any)
      return no
    }
    let no = OrderNumber(sequence: sequence)
    sequence += 1
    let party = try party(of: entry, row: row, owners, to: &recording)
    let openedAt = entry.openedAt ?? instant
    var opened = Order.open(
      no: no, process: process, channel: entry.channel ?? (entry.card == nil ? nil : "list"),
      category: entry.category, key: entry.key, promise: entry.promise, party: party,
      campaign: batch.started.campaign, words: entry.words)
    // Whoever took the list in sees what came of it, though nobody answers for it yet.
    opened.intake = session.intake
    var events: [(DomainEvent, at: Date)] = [(.order(.opened(opened)), at: openedAt)]
    if let unit = entry.unit {
      events.append((.order(.assigned(OrderAssigned(main: unit))), at: openedAt))
    }
    if let finishedAt = entry.finishedAt {
      events.append((.order(.moved(try closing(entry.result))), at: finishedAt))
    }
    try recording.add(events, to: .order(no), expected: .none, subject: party.map(StreamName.party))
    return no
  }

  /// Whom an accepted row is about: somebody in the book, or somebody new. Only a first number tells, for it is the one
  /// that is called: who shares a second number with somebody is not taken for them.
  private func party(
    of entry: ListRow, row: Int, _ owners: [String: PartyID], to recording: inout Recording
  ) throws -> PartyID? {
    guard let card = entry.card, let first = card.phones.first else { return nil }
    if let known = owners[first.dialled] { return known }
    let id = PartyID(EventID.derived(from: list.batchID, "party/\(row)"))
    try recording.add(
      [(.party(.registered(PartyRegistered(card: card))), at: instant)], to: .party(id), expected: .none)
    return id
  }

  /// The move that ends an order of this process straight from its first state.
  private func closing(_ result: String?) throws -> OrderMoved {
    guard let action = ListImport.closingAction(of: process) else { throw OfficeError.cannotFinish(process.key) }
    return OrderMoved(
      action: action.key, from: process.initial, to: action.to, kind: process.state(action.to)?.kind ?? .closed,
      words: result.map { ["result": $0] } ?? [:])
  }
}
