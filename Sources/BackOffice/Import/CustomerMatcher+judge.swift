import Domain
import EventCodec
import EventStore
import FoundationEssentials

extension CustomerMatcher: ListMatcher {
  mutating func judge(_ verdicts: [RowVerdict], generation: Int, at instant: Date) async throws -> JudgedRows {
    let matched = try await match(verdicts)
    guard !matched.isEmpty else { return JudgedRows(verdicts: matched) }
    let (decided, changes) = try await decide(matched, at: instant)
    let places = try await places(for: decided, generation)
    var judged = JudgedRows(verdicts: [])
    judged.verdicts = decided.map { verdict in
      var verdict = verdict
      let row = verdict.row.number
      if let customer = verdict.entry?.customer, let place = places[row] {
        verdict.party = place.id
        // The words of somebody who was forgotten do not come back with the list.
        let events = place.isForgotten ? [.registered(PartyRegistered(card: nil))] : customer.registration
        judged.appends[row] = RowAppend(
          stream: .party(place.id), events: events.map(DomainEvent.party), expected: place.version, at: instant)
      } else if verdict.outcome == .updated, let id = verdict.party, let change = changes[id] {
        judged.appends[row] = RowAppend(
          stream: .party(id), events: change.events.map(DomainEvent.party), expected: .exactly(change.version),
          at: change.at)
      }
      return verdict
    }
    return judged
  }

  /// Under which id each new customer comes into the book: the same in every run, so that whom an undo took out of it
  /// comes back. Who was left in it then keeps the id; the row, which means somebody else by now, gets another.
  private func places(for verdicts: [RowVerdict], _ generation: Int) async throws -> [Int: Place] {
    var places: [Int: Place] = [:]
    for verdict in verdicts where verdict.entry?.customer != nil {
      let row = verdict.row.number
      places[row] = Place(id: PartyID(EventID.derived(from: list.batchID, "party/\(row)")))
    }
    guard generation > 1 else { return places }
    let there = try await list.session.load(places.values.map(\.id))
    for (row, place) in places {
      guard let loaded = there[place.id] else { continue }
      places[row] =
        loaded.party.isWithdrawn
        ? Place(id: place.id, version: .exactly(loaded.version), isForgotten: loaded.party.forgottenAt != nil)
        : Place(id: PartyID(EventID.derived(from: list.batchID, "party/\(row)/\(generation)")))
    }
    return places
  }
}

/// Where a new customer goes.
private struct Place {
  let id: PartyID
  var version = ExpectedVersion.none
  /// Somebody who was in the book before, and was forgotten.
  var isForgotten = false
}
