import Domain
import EventCodec
import EventStore
import FoundationEssentials

extension ImportRun {
  /// Appends what a chunk of rows makes and changes of the book, and returns what became of the rows. Decides again where
  /// somebody else changed one of the customers meanwhile.
  func appendCustomers(
    _ matched: [RowVerdict], by matcher: CustomerMatcher?
  ) async throws -> (verdicts: [RowVerdict], events: Int) {
    guard let first = matched.first, let matcher else { return (matched, 0) }
    return try await session.retrying("the book") {
      let (decided, changes) = try await matcher.decide(matched, at: instant)
      let places = try await places(for: decided)
      var recording = Recording(
        EventID.derived(from: list.batchID, "rows/\(generation)/\(first.row.number)"), by: session.actor,
        batch: list.batchID, codec: session.codec)
      let verdicts = try decided.map { verdict -> RowVerdict in
        var verdict = verdict
        if let customer = verdict.entry?.customer, let (id, version) = places[verdict.row.number] {
          verdict.party = id
          try recording.add(
            customer.registration.map { (.party($0), at: instant) }, to: .party(id), expected: version)
        } else if let id = verdict.party, let change = changes[id] {
          try recording.add(
            change.events.map { (.party($0), at: change.at) }, to: .party(id), expected: .exactly(change.version))
        }
        return verdict
      }
      try record(verdicts, in: &recording)
      let result = try await session.append(recording)
      return (verdicts, result.wasThere ? 0 : result.positions.count)
    }
  }

  /// Under which id each new customer comes into the book: the same in every run, so that whom an undo took out of it
  /// comes back. Who was left in it then keeps the id; the row, which means somebody else by now, gets another.
  private func places(for verdicts: [RowVerdict]) async throws -> [Int: (PartyID, ExpectedVersion)] {
    var places: [Int: (PartyID, ExpectedVersion)] = [:]
    for verdict in verdicts where verdict.entry?.customer != nil {
      let row = verdict.row.number
      places[row] = (PartyID(EventID.derived(from: list.batchID, "party/\(row)")), .none)
    }
    guard generation > 1 else { return places }
    let there = try await session.load(places.values.map(\.0))
    for (row, (id, _)) in places {
      guard let loaded = there[id] else { continue }
      places[row] =
        loaded.party.isWithdrawn
        ? (id, .exactly(loaded.version))
        : (PartyID(EventID.derived(from: list.batchID, "party/\(row)/\(generation)")), .none)
    }
    return places
  }
}
