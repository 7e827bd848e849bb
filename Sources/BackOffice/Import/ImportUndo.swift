import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections

/// Taking an import back. Everything that it appends has one correlation, so that a second go knows what the first did.
struct ImportUndo: Sendable {
  let session: Session
  let id: UUID
  let past: PastBatch
  let instant: Date

  /// What became of the people and organisations.
  struct Book {
    var parties = 0
    var restored = 0
    var conflicts: [BatchUndone.Conflict] = []
  }

  /// Records a step of a batch; the same step again is the same event.
  func record(_ event: BatchEvent, as step: String) async throws {
    var recording = Recording(
      EventID.derived(from: id, step), by: session.actor, batch: id, codec: session.codec)
    try recording.add([(.batch(event), at: instant)], to: .batch(id), expected: .any)
    _ = try await session.append(recording)
  }

  var recording: Recording {
    Recording(past.undoCommand, by: session.actor, batch: id, codec: session.codec)
  }

  // MARK: Orders

  /// Withdraws the orders that nobody worked on.
  ///
  /// - Returns: how many orders there were, those that are left, and for whom the withdrawn ones were.
  func withdrawOrders(
    _ progress: @Sendable (Int, Int) -> Void
  ) async throws -> (count: Int, left: [OrderNumber], parties: [PartyID]) {
    let orders = past.rowsOfRun.compactMap { $0.outcome == .accepted ? $0.order : nil }
    var (left, parties): ([OrderNumber], [PartyID]) = ([], [])
    for start in stride(from: 0, to: orders.count, by: ListImport.chunkSize) {
      let chunk = Array(orders[start..<min(start + ListImport.chunkSize, orders.count)])
      try Task.checkCancellation()
      let (stays, people) = try await withdraw(chunk)
      left += stays
      parties += people
      progress(start + chunk.count, orders.count)
    }
    return (orders.count, left, parties)
  }

  private func withdraw(_ orders: [OrderNumber]) async throws -> (left: [OrderNumber], parties: [PartyID]) {
    try await session.retrying("the orders of the import") {
      var (left, parties): ([OrderNumber], [PartyID]) = ([], [])
      var recording = recording
      let streams = Dictionary(grouping: try await session.store.read(orders.map(StreamName.order)), by: \.stream)
      for no in orders {
        let events = streams[.order(no)] ?? []
        guard let first = events.first, let last = events.last else { continue }
        // A reminder that went out is nobody's work, nor is that it was forgotten; all else that came after the import is.
        let noWork = [StoredName.ruleFired.rawValue, StoredName.orderForgotten.rawValue]
        guard events.allSatisfy({ $0.authorship.batch == id || noWork.contains($0.type.name) }) else {
          left.append(no)
          continue
        }
        if case .order(.opened(let opened)) = try session.codec.decode(first), let party = opened.party {
          parties.append(party)
        }
        guard events.last(where: { $0.authorship.batch == id })?.type.name != StoredName.orderWithdrawn.rawValue
        else { continue }
        try recording.add(
          [(.order(.withdrawn(OrderWithdrawn(generation: past.generation))), at: instant)], to: .order(no),
          expected: .exactly(last.version))
      }
      if !recording.appends.isEmpty { _ = try await session.append(recording) }
      return (left, parties)
    }
  }

  // MARK: The book

  /// Takes out of the book whom the import brought and restores whom it changed.
  ///
  /// - Parameter brought: for whom the withdrawn orders were; not all of them came with this import.
  func takeBackBook(_ brought: [PartyID], _ progress: @Sendable (Int, Int) -> Void) async throws -> Book {
    var book = Book()
    let rows = past.rowsOfRun
    let new = rows.compactMap { $0.outcome == .accepted ? $0.party : nil }
    let changed = rows.compactMap { $0.outcome == .updated ? $0.party : nil }
    let parties = changed + new + Array(Set(brought)).sorted { $0.description < $1.description }
    let isChanged = Set(changed)
    for start in stride(from: 0, to: parties.count, by: ListImport.chunkSize) {
      let chunk = Array(parties[start..<min(start + ListImport.chunkSize, parties.count)])
      try Task.checkCancellation()
      try await takeBack(chunk, isChanged, &book)
      progress(start + chunk.count, parties.count)
    }
    return book
  }

  private func takeBack(_ parties: [PartyID], _ isChanged: Set<PartyID>, _ book: inout Book) async throws {
    let before = book
    book = try await session.retrying("the book") {
      var book = before
      var recording = recording
      let used = try await session.connection.run { try Parties.inUse(parties, on: $0) }
      let loaded = try await session.load(parties)
      var seen: Set<PartyID> = []
      for party in parties where seen.insert(party).inserted {
        guard let there = loaded[party] else { continue }
        let events =
          isChanged.contains(party)
          ? try restore(there, &book) : try takeOut(there, isUsed: used.contains(party), &book)
        let at = max(instant, there.events.map(\.occurredAt).max() ?? instant)
        try recording.add(
          events.map { (.party($0), at: at) }, to: .party(party), expected: .exactly(there.version))
      }
      if !recording.appends.isEmpty { _ = try await session.append(recording) }
      return book
    }
  }

  /// Somebody whom this import brought, or for whom one of its orders was.
  private func takeOut(_ there: LoadedParty, isUsed: Bool, _ book: inout Book) throws -> [PartyEvent] {
    // Whom another import or a person at the desk brought is not this one's.
    guard there.events.first?.authorship.batch == id else { return [] }
    guard !there.party.isWithdrawn else {
      // By this undo, before it was cut off.
      book.parties += 1
      return []
    }
    guard !isUsed, try isAsBrought(there) else {
      book.conflicts.append(BatchUndone.Conflict(party: there.party.id))
      return []
    }
    book.parties += 1
    return [.withdrawn(PartyWithdrawn(generation: past.generation))]
  }

  /// Whether nobody but imports worked on them, and what other imports changed was taken back.
  private func isAsBrought(_ there: LoadedParty) throws -> Bool {
    var brought = Party(there.party.id)
    var hasOthers = false
    for recorded in there.events {
      // That somebody was forgotten is nobody's work with them.
      let isForgetting = recorded.type.name == StoredName.partyForgotten.rawValue
      guard recorded.authorship.batch == id || isForgetting else {
        guard recorded.authorship.batch != nil else { return false }
        hasOthers = true
        continue
      }
      if case .party(let event) = try session.codec.decode(recorded) { brought.evolve(event, at: recorded.occurredAt) }
    }
    return !hasOthers || there.party.saysTheSame(as: brought)
  }

  private func restore(_ there: LoadedParty, _ book: inout Book) throws -> [PartyEvent] {
    let steps = try there.events.compactMap { recorded -> PartyUndo.Step? in
      guard case .party(let event) = try session.codec.decode(recorded) else { return nil }
      return PartyUndo.Step(event, at: recorded.occurredAt, past.origin(of: recorded))
    }
    let undo = PartyUndo(there.party.id, steps)
    // Also where it was done before the undo was cut off.
    if !undo.events.isEmpty || steps.contains(where: { $0.origin == .undo }) { book.restored += 1 }
    if !undo.conflicts.isEmpty {
      book.conflicts.append(BatchUndone.Conflict(party: there.party.id, fields: undo.conflicts))
    }
    return undo.events
  }
}
