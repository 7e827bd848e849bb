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
  func write(_ progress: @Sendable (ImportProgress) -> Void) async throws -> ImportSummary {
    var tally = ImportTally()
    var state = State(numbersUsed: batch.numbersUsed)
    let rejects = RejectsWorkbook(list)
    let total = batch.started.counts.rows + batch.started.counts.skipped
    var done = 0
    do {
      _ = try await list.verdicts { verdicts, _ in
        let fresh = verdicts.filter { $0.row.number > batch.lastRow }
        for verdict in verdicts where verdict.outcome == .rejected { try rejects.add(verdict) }
        try await recall(verdicts.filter { $0.row.number <= batch.lastRow }, &tally, &state)
        let judged = try await list.comparedWithBook(fresh, earlierOrders)
        for verdict in judged { tally.add(verdict) }
        try await append(judged, &state)
        done += verdicts.count
        progress(.writing(rows: done, of: max(total, done)))
      }
      try await finish(&state)
      let path = try rejects.finish()
      var summary = list.summary(tally)
      summary.counts = batch.started.counts
      summary.batch = list.batchID
      summary.events = state.events
      summary.rejectsPath = path
      return summary
    } catch {
      rejects.abandon()
      throw error
    }
  }

  /// What is carried from chunk to chunk.
  private struct State {
    var numbersUsed: Int
    var events = 0
    /// Second and further numbers of parties that this run registered: the book does not know them yet.
    var owners: [String: PartyID] = [:]
  }

  private var instant: Date { batch.startedAt }
  private var generation: Int { batch.started.generation }

  /// Learns from the rows that a killed run recorded what that run knew: whose their second numbers are.
  private func recall(_ verdicts: [RowVerdict], _ tally: inout ImportTally, _ state: inout State) async throws {
    guard !verdicts.isEmpty else { return }
    let first = batch.started.firstNumber
    let opened = first..<first + batch.numbersUsed
    let owners = try await owners(of: verdicts)
    for verdict in verdicts {
      tally.add(verdict)
      let row = verdict.row.number
      if let entry = verdict.entry, let no = earlierOrders[row], opened.contains(no.sequence) {
        _ = party(of: entry, row: row, owners, &state)
      }
    }
  }

  private func append(_ verdicts: [RowVerdict], _ state: inout State) async throws {
    guard let first = verdicts.first else { return }
    var recording = Recording(
      EventID.derived(from: list.batchID, "rows/\(generation)/\(first.row.number)"), by: session.actor,
      batch: list.batchID, codec: session.codec)
    let owners = try await owners(of: verdicts)
    var rows: [BatchRowsRecorded.Row] = []
    rows.reserveCapacity(verdicts.count)
    for verdict in verdicts {
      var order = verdict.order
      if let entry = verdict.entry {
        order = try add(entry, row: verdict.row.number, owners, &state, to: &recording)
      }
      rows.append(
        BatchRowsRecorded.Row(
          row: verdict.row.number, outcome: verdict.outcome, reason: verdict.reason, order: order,
          sameAs: verdict.sameAs))
    }
    let recorded = BatchRowsRecorded(generation: generation, rows: rows, numbersUsed: state.numbersUsed)
    try recording.add(
      [(.batch(.rowsRecorded(recorded)), at: instant)], to: .batch(list.batchID), expected: .any)
    let result = try await session.append(recording)
    if !result.wasThere { state.events += result.positions.count }
  }

  private func finish(_ state: inout State) async throws {
    var recording = Recording(
      EventID.derived(from: list.batchID, "end/\(generation)"), by: session.actor, batch: list.batchID,
      codec: session.codec)
    let finished = BatchFinished(generation: generation, counts: batch.started.counts)
    try recording.add(
      [(.batch(.finished(finished)), at: instant)], to: .batch(list.batchID), expected: .any)
    let result = try await session.append(recording)
    if !result.wasThere { state.events += result.positions.count }
  }

  /// Who has the first numbers of the accepted rows already.
  private func owners(of verdicts: [RowVerdict]) async throws -> [String: PartyID] {
    let dialled = verdicts.compactMap { $0.entry?.card?.phones.first?.dialled }
    guard !dialled.isEmpty else { return [:] }
    let run = (batch: list.batchID, startedAt: instant)
    return try await session.connection.run { connection in
      try Parties.owners(of: dialled, except: run, on: connection)
    }
  }

  /// Adds what an accepted row leads to, and returns its order.
  private func add(
    _ entry: ListRow, row: Int, _ owners: [String: PartyID], _ state: inout State, to recording: inout Recording
  ) throws -> OrderNumber {
    if let no = earlierOrders[row] {
      try recording.add(
        [(.order(.reinstated(OrderReinstated(generation: generation))), at: instant)], to: .order(no), expected: .any)
      return no
    }
    let no = OrderNumber(sequence: batch.started.firstNumber + state.numbersUsed)
    state.numbersUsed += 1
    let party = party(of: entry, row: row, owners, &state)
    if let party, party.isNew, let card = entry.card {
      try recording.add(
        [(.party(.registered(PartyRegistered(card: card))), at: instant)], to: .party(party.id), expected: .none)
    }
    let openedAt = entry.openedAt ?? instant
    let opened = Order.open(
      no: no, process: process, channel: entry.channel ?? (entry.card == nil ? nil : "list"),
      category: entry.category, key: entry.key, promise: entry.promise, party: party?.id,
      campaign: batch.started.campaign, words: entry.words)
    var events: [(DomainEvent, at: Date)] = [(.order(.opened(opened)), at: openedAt)]
    if let unit = entry.unit {
      events.append((.order(.assigned(OrderAssigned(main: unit))), at: openedAt))
    }
    if let finishedAt = entry.finishedAt {
      events.append((.order(.moved(try closing(entry.result))), at: finishedAt))
    }
    try recording.add(events, to: .order(no), expected: .none, subject: party.map { StreamName.party($0.id) })
    return no
  }

  /// Whom an accepted row is about: somebody in the book, somebody of an earlier row, or somebody new.
  private func party(
    of entry: ListRow, row: Int, _ owners: [String: PartyID], _ state: inout State
  ) -> (id: PartyID, isNew: Bool)? {
    guard let card = entry.card, let first = card.phones.first else { return nil }
    if let known = owners[first.dialled] ?? state.owners[first.dialled] { return (known, false) }
    let id = PartyID(EventID.derived(from: list.batchID, "party/\(row)"))
    for phone in card.phones.dropFirst() where state.owners[phone.dialled] == nil { state.owners[phone.dialled] = id }
    return (id, true)
  }

  /// The move that ends an order of this process straight from its first state.
  private func closing(_ result: String?) throws -> OrderMoved {
    let action = process.actions(from: process.initial).first { action in
      switch process.state(action.to)?.kind {
      case .done, .closed: true
      case .open, .cancelled, nil: false
      }
    }
    guard let action else { throw OfficeError.cannotFinish(process.key) }
    return OrderMoved(
      action: action.key, from: process.initial, to: action.to, kind: process.state(action.to)?.kind ?? .closed,
      words: result.map { ["result": $0] } ?? [:])
  }
}
