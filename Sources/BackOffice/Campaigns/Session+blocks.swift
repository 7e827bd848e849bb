import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Projections
import Spreadsheets

/// What a change of the blocks wrote, or would write.
public struct BlockOutcome: Sendable {
  /// Whom it is about.
  public let parties: [PartyID]
  /// The number was nobody's, and came into the book without a name.
  public let isNew: Bool
  /// The events, by stream; none where it is so already.
  public let appends: [StreamAppend]
  /// Where they lie; `nil` for a rehearsal.
  public let positions: [Int64]?
}

extension Session {
  /// The blocks that hold, or all with those that are over; of one number or person where that is asked for.
  public func blocks(
    of typed: String? = nil, service: String? = nil, withPast: Bool = false, at instant: Date
  ) async throws -> [Parties.Block] {
    try requireSomewhere(.partyRead)
    if let service { try await requireService(service) }
    try await catchUp([Parties()])
    var parties: [PartyID]?
    if let typed {
      let found = try await everybody(typed)
      parties = try await found.asyncFlatMap { try await group(of: $0) }
    }
    let asked = parties
    return try await connection.run { connection in
      try Parties.blocks(service: service, of: asked, at: withPast ? nil : instant, on: connection)
    }
  }

  /// Bars a number or person from a service, or from all; the same once more changes what was said. A number that is
  /// nobody's comes into the book without a name, so that it can be forgotten like any other.
  public func block(
    _ typed: String, service: String?, until: Date?, note: String?, at instant: Date, isRehearsal: Bool = false
  ) async throws -> BlockOutcome {
    if let service { try await requireService(service) }
    let marked = PartyMarked(.blocked, service: service, until: until, note: note)
    return try await change(typed, .mark(marked), bringsIn: true, at: instant, isRehearsal)
  }

  /// Ends a block of everybody who has the number.
  public func unblock(
    _ typed: String, service: String?, note: String?, at instant: Date, isRehearsal: Bool = false
  ) async throws -> BlockOutcome {
    try await change(
      typed, .unmark(.blocked, service: service, note: note), bringsIn: false, at: instant, isRehearsal)
  }

  private func change(
    _ typed: String, _ wish: PartyChange, bringsIn: Bool, at instant: Date, _ isRehearsal: Bool
  ) async throws -> BlockOutcome {
    let command = freshID(at: instant)
    return try await retrying("the blocks") {
      try await catchUp([Parties()])
      var recording = Recording(command, by: actor, codec: codec)
      var parties = try await everybody(typed)
      let isNew = parties.isEmpty
      if isNew {
        guard bringsIn else { throw OfficeError.noSuchParty(typed) }
        let id = PartyID(EventID.derived(from: command, "party"))
        let words = try Self.contact(.phone, typed, label: nil)
        let card = PartyCard(
          name: nil, phones: [.init(number: words.value, extension: words.extension, label: nil)], address: nil)
        var party = Party(id)
        var events: [PartyEvent] = [.registered(PartyRegistered(card: card))]
        party.evolve(events[0], at: instant)
        events += try decided(party, wish, at: instant)
        try recording.add(events.map { (.party($0), at: instant) }, to: .party(id), expected: .none)
        parties = [id]
      } else {
        var refusal: OfficeError?
        for id in parties {
          let loaded = try await load(id)
          let at = max(instant, loaded.events.map(\.occurredAt).max() ?? instant)
          do {
            let events = try decided(loaded.party, wish, at: instant)
            try recording.add(
              events.map { (.party($0), at: at) }, to: .party(id), expected: .exactly(loaded.version))
          } catch let error as OfficeError {
            // Of several who share a number some may not be blocked: that is no reason to leave the others so.
            refusal = error
          }
        }
        if let refusal, recording.appends.isEmpty { throw refusal }
      }
      let appends = recording.appends
      guard !isRehearsal else { return BlockOutcome(parties: parties, isNew: isNew, appends: appends, positions: nil) }
      let positions = appends.isEmpty ? [] : try await append(recording).positions
      return BlockOutcome(parties: parties, isNew: isNew, appends: appends, positions: positions)
    }
  }

  private func decided(_ party: Party, _ wish: PartyChange, at instant: Date) throws -> [PartyEvent] {
    do throws(PartyRefusal) {
      return try party.decide(wish, at: instant)
    } catch {
      throw OfficeError.bookRefused(party.id, error)
    }
  }

  /// Everybody whom a number, or any other way to name somebody, stands for; nobody for a number that is nobody's.
  private func everybody(_ typed: String) async throws -> [PartyID] {
    do {
      guard case .party(let id) = try await subject(typed) else { throw OfficeError.noSuchParty(typed) }
      return [id]
    } catch OfficeError.severalParties(_, let candidates) {
      return candidates
    } catch OfficeError.noSuchParty {
      if case .success = PhoneCleaner().clean(.text(typed)) { return [] }
      throw OfficeError.noSuchParty(typed)
    }
  }

  private func requireService(_ service: String) async throws {
    let definitions = try await definitions()
    guard definitions.process(ProcessKey(rawValue: service)) != nil else {
      throw OfficeError.noSuchProcess(service, known: definitions.all.map(\.key.rawValue))
    }
  }
}

extension Array {
  fileprivate func asyncFlatMap<T>(_ body: (Element) async throws -> [T]) async throws -> [T] {
    var all: [T] = []
    for element in self { all += try await body(element) }
    return all
  }
}
