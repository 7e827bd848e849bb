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
  let list: ListImport
  let batch: Batch
  private let past: PastBatch
  private let earlierOrders: BatchOrders
  /// The version that the batch began with: a killed run goes on with it, whatever was published since.
  private let process: Domain.Process?
  let isResumed: Bool
  var session: Session { list.session }

  init(_ list: ListImport, _ batch: Batch, _ past: PastBatch, isResumed: Bool) {
    self.list = list
    self.batch = batch
    self.past = past
    earlierOrders = BatchOrders(past.events.map(\.event))
    self.isResumed = isResumed
    let (key, version) = (batch.started.process, batch.started.processVersion)
    process = key.flatMap { key in version.flatMap { list.definitions.process(key, version: $0) } } ?? list.process
  }

  /// Appends all rows after the last recorded one.
  ///
  /// - Parameter rejects: takes the rejected rows; it is in its place before the batch is called finished.
  func write(
    _ rejects: RejectsWorkbook, _ progress: @Sendable (ImportProgress) -> Void
  ) async throws -> ImportSummary {
    var tally = ImportTally(keepsAllChanges: list.request.keepsAllChanges)
    var counts = batch.recorded
    var events = 0
    let total = batch.started.counts.rows + batch.started.counts.skipped
    var (done, taken) = (0, batch.recorded.rows + batch.recorded.skipped)
    do {
      var matcher = try await list.matcher(past)
      _ = try await session.keepingUp(Session.importModels) { lists in
        try await list.verdicts { verdicts, _ in
          let fresh = verdicts.filter { $0.row.number > batch.lastRow }
          // Whom the book has several of is known only by asking it.
          let known = verdicts.filter { $0.row.number <= batch.lastRow }
          matcher?.recall(known, past)
          let told = known.map(past.asRecorded)
          let (judged, added): ([RowVerdict], Int)
          if let knowing = matcher {
            (judged, added, matcher) = try await append(fresh, by: knowing)
          } else {
            (judged, added) = try await appendOrders(fresh)
          }
          for verdict in told + judged where verdict.outcome == .rejected { try rejects.add(verdict) }
          for verdict in judged {
            tally.add(verdict)
            counts.add(verdict.outcome)
          }
          events += added
          taken += judged.count
          matcher?.remember(judged)
          // Left to the end, whoever asks for a list meanwhile would bring all of it: an agent with a customer on the
          // telephone.
          try await lists.goOn()
          done += verdicts.count
          progress(.writing(rows: done, of: max(total, done)))
        }
      }
      let path = try rejects.finish()
      events += try await finish(counts)
      var summary = list.summary(tally)
      summary.counts = counts
      summary.batch = list.batchID
      summary.events = events
      summary.rejectsPath = path
      summary.keptRejects = path == nil ? nil : rejects.kept
      return summary
    } catch {
      rejects.abandon()
      guard taken > 0, let cut = ListProblem.Cut(error) else { throw error }
      throw ListProblem.cutOff(by: cut, rows: taken, of: max(total, taken))
    }
  }

  var instant: Date { batch.startedAt }
  var generation: Int { batch.started.generation }

  /// Appends what a chunk of rows leads to, and returns how many events that were. The order numbers are taken in the same
  /// append, so a killed run leaves none taken and unused.
  private func appendOrders(_ fresh: [RowVerdict]) async throws -> (verdicts: [RowVerdict], events: Int) {
    let verdicts = try await list.comparedWithBook(fresh, earlierOrders)
    guard let first = verdicts.first else { return (verdicts, 0) }
    let owners = try await owners(of: verdicts)
    let newCount = verdicts.count { $0.entry != nil && earlierOrders[$0.row.number] == nil }
    let events = try await session.retrying("the numbers of orders") {
      var recording = Recording(
        EventID.derived(from: list.batchID, "rows/\(generation)/\(first.row.number)"), by: session.actor,
        batch: list.batchID, codec: session.codec)
      try await registerAgain(verdicts, to: &recording)
      var sequence = newCount > 0 ? try await session.reserveNumbers(newCount, at: instant, in: &recording) : 0
      let recorded = try verdicts.map { verdict -> RowVerdict in
        guard let entry = verdict.entry else { return verdict }
        var recorded = verdict
        recorded.order = try add(entry, row: verdict.row.number, owners, &sequence, to: &recording)
        return recorded
      }
      try record(recorded, in: &recording)
      let result = try await session.append(recording)
      return result.wasThere ? 0 : result.positions.count
    }
    return (verdicts, events)
  }

  /// Brings those back into the book whom the undo took out of it and whose orders come back.
  private func registerAgain(_ verdicts: [RowVerdict], to recording: inout Recording) async throws {
    var cards: [OrderNumber: PartyCard] = [:]
    for verdict in verdicts {
      if let card = verdict.entry?.card, let no = earlierOrders[verdict.row.number] { cards[no] = card }
    }
    guard !cards.isEmpty else { return }
    var parties: [PartyID: PartyCard] = [:]
    for recorded in try await session.store.read(cards.keys.map(StreamName.order)) {
      guard case .order(.opened(let opened)) = try session.codec.decode(recorded), let party = opened.party else {
        continue
      }
      parties[party] = cards[opened.no]
    }
    let withdrawn = try await session.load(Array(parties.keys)).filter(\.value.party.isWithdrawn)
    for (id, loaded) in withdrawn.sorted(by: { $0.key.description < $1.key.description }) {
      // The words of somebody who was forgotten do not come back with the list.
      let card = loaded.party.forgottenAt == nil ? parties[id] : nil
      try recording.add(
        [(.party(.registered(PartyRegistered(card: card))), at: instant)], to: .party(id),
        expected: .exactly(loaded.version))
    }
  }

  /// Says what became of a chunk of rows.
  func record(_ verdicts: [RowVerdict], in recording: inout Recording) throws {
    let rows = verdicts.map { verdict in
      BatchRowsRecorded.Row(
        row: verdict.row.number, outcome: verdict.outcome, reason: verdict.reason, order: verdict.order,
        sameAs: verdict.sameAs, party: verdict.party, entry: verdict.entryKey?.rawValue,
        changed: verdict.changes.isEmpty ? nil : Set(verdict.changes.map(\.field)).sorted(),
        warnings: verdict.warnings.isEmpty ? nil : verdict.warnings.map(\.code.rawValue),
        field: verdict.place?.field, cell: verdict.place?.cell)
    }
    try recording.add(
      [(.batch(.rowsRecorded(BatchRowsRecorded(generation: generation, rows: rows))), at: instant)],
      to: .batch(list.batchID), expected: .any)
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
    guard let process else { throw OfficeError.noSuchProcess(list.request.target.name, known: []) }
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
      events.append((.order(.moved(try closing(entry.result, in: process))), at: finishedAt))
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
  private func closing(_ result: String?, in process: Domain.Process) throws -> OrderMoved {
    guard let action = ListImport.closingAction(of: process) else { throw OfficeError.cannotFinish(process.key) }
    return OrderMoved(
      action: action.key, from: process.initial, to: action.to, kind: process.state(action.to)?.kind ?? .closed,
      words: result.map { ["result": $0] } ?? [:])
  }
}
