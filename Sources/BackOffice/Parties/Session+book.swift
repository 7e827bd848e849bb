import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Projections
import Spreadsheets

/// A party as its own stream has it, before any read model.
public struct LoadedParty: Sendable {
  /// The party.
  public let party: Party
  /// Its events, oldest first.
  public let events: [RecordedEvent]

  /// Version of its stream.
  public var version: Int { events.last?.version ?? 0 }
}

/// What a change of the book wrote, or would write.
public struct BookOutcome: Sendable {
  /// Whom it is about.
  public let party: PartyID
  /// The events, by stream; none where the book says so already.
  public let appends: [StreamAppend]
  /// Where they lie; `nil` for a rehearsal.
  public let positions: [Int64]?
}

/// What somebody says of a person or organisation that is to come into the book.
public struct NewParty: Sendable {
  /// What it is.
  public var kind: PartyRegistered.Kind = .person
  /// What the book shall say of it.
  public var values: [PartyField: String] = [:]
  /// Its numbers as written, the preferred first.
  public var phones: [String] = []
  /// The other ways to reach it, as written.
  public var contacts: [(kind: ContactPoint.Kind, value: String, label: String?)] = []
  /// Also where somebody in the book has one of the numbers: a family, an office.
  public var sharesNumbers = false

  /// Nobody yet.
  public init() {}
}

extension Session {
  /// A party from its stream; ``OfficeError/noSuchParty(_:)`` for an empty one.
  public func load(_ party: PartyID) async throws -> LoadedParty {
    let events = try await store.read(.party(party))
    guard !events.isEmpty else { throw OfficeError.noSuchParty(party.description) }
    var loaded = Party(party)
    for recorded in events {
      if case .party(let event) = try codec.decode(recorded) { loaded.evolve(event, at: recorded.occurredAt) }
    }
    return LoadedParty(party: loaded, events: events)
  }

  /// Changes what the book says of a party; decides again when somebody else changed it meanwhile.
  ///
  /// - Throws: ``OfficeError/bookRefused(_:_:)``; ``OfficeError/noSuchProcess(_:known:)`` for a mark about a service that
  ///   is none.
  public func change(
    _ id: PartyID, _ wish: PartyChange, at instant: Date, isRehearsal: Bool = false
  ) async throws -> BookOutcome {
    if case .mark(let marked) = wish, let service = marked.service {
      let definitions = try await definitions()
      guard definitions.process(ProcessKey(rawValue: service)) != nil else {
        throw OfficeError.noSuchProcess(service, known: definitions.all.map(\.key.rawValue))
      }
    }
    let command = freshID(at: instant)
    return try await retrying("party \(id)") {
      let loaded = try await load(id)
      if case .merge(let head) = wish { try await checkHead(head, of: id) }
      let events: [PartyEvent]
      do throws(PartyRefusal) {
        events = try loaded.party.decide(wish, at: instant)
      } catch {
        throw OfficeError.bookRefused(id, error)
      }
      var recording = Recording(command, by: actor, codec: codec)
      // Not before what it follows: one clerk's clock may be fast.
      let at = max(instant, loaded.events.map(\.occurredAt).max() ?? instant)
      try recording.add(
        events.map { (.party($0), at: at) }, to: .party(id), expected: .exactly(loaded.version))
      return try await finish(recording, id, isRehearsal)
    }
  }

  /// A merged one must not lead back to whom it leads to.
  private func checkHead(_ head: PartyID, of id: PartyID) async throws {
    var next: PartyID? = head
    while let party = next {
      guard party != id else { throw OfficeError.bookRefused(id, .itself) }
      next = try await load(party).party.mergedInto
    }
  }

  /// Brings somebody into the book.
  ///
  /// - Throws: ``OfficeError/numberTaken(_:by:)`` where somebody has a number already, unless they share it.
  public func add(_ new: NewParty, at instant: Date, isRehearsal: Bool = false) async throws -> BookOutcome {
    let phones = try new.phones.map { try Self.contact(.phone, $0, label: nil) }
    let others = try new.contacts.map { ($0.kind, try Self.contact($0.kind, $0.value, label: $0.label)) }
    let command = freshID(at: instant)
    return try await retrying("the book") {
      try await catchUp([Parties()])
      let card = PartyCard(
        name: new.values[.name],
        phones: phones.map { PartyCard.Phone(number: $0.value, extension: $0.extension, label: $0.label) },
        address: new.values[.address])
      let known = try await connection.run { try Parties.owners(of: card.phones.map(\.dialled), on: $0) }
      if !new.sharesNumbers,
        let taken = card.phones.lazy.compactMap({ phone in known[phone.dialled].map { (phone, $0) } }).first
      {
        throw OfficeError.numberTaken(taken.0.dialled, by: taken.1)
      }
      let id = PartyID(EventID.derived(from: command, "party"))
      var party = Party(id)
      let events = try events(adding: new, card, others, to: &party, at: instant)
      var recording = Recording(command, by: actor, codec: codec)
      try recording.add(events.map { (.party($0), at: instant) }, to: .party(id), expected: .none)
      return try await finish(recording, id, isRehearsal)
    }
  }

  private func events(
    adding new: NewParty, _ card: PartyCard, _ others: [(ContactPoint.Kind, ContactWords)], to party: inout Party,
    at instant: Date
  ) throws -> [PartyEvent] {
    let isNobody = card == PartyCard(phones: [])
    var events: [PartyEvent] = [.registered(PartyRegistered(kind: new.kind, card: isNobody ? nil : card))]
    party.evolve(events[0], at: instant)
    let rest = new.values.filter { $0.key != .name && $0.key != .address && $0.key != .kind }
    do throws(PartyRefusal) {
      var wishes = others.map { PartyChange.addContact($0.0, $0.1) }
      if !rest.isEmpty { wishes.insert(.correct(rest.mapValues { $0 }), at: 0) }
      for wish in wishes {
        for event in try party.decide(wish, at: instant) {
          party.evolve(event, at: instant)
          events.append(event)
        }
      }
    } catch {
      throw OfficeError.bookRefused(party.id, error)
    }
    return events
  }

  /// A way to reach somebody as it is stored: a number in its one spelling, a mail address without capitals.
  ///
  /// - Throws: ``OfficeError/unusable(field:value:reason:)``
  public static func contact(
    _ kind: ContactPoint.Kind, _ typed: String, label: String?
  ) throws(OfficeError) -> ContactWords {
    let text = typed.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    switch kind {
    case .phone, .fax:
      switch PhoneCleaner().clean(.text(typed)) {
      case .success(let phones):
        guard let phone = phones.first else {
          throw .unusable(field: kind.rawValue, value: typed, reason: PhoneProblem.noNumber.rawValue)
        }
        return ContactWords(value: phone.number, extension: phone.extension, label: label ?? phone.label)
      case .failure(let problem): throw .unusable(field: kind.rawValue, value: typed, reason: problem.rawValue)
      }
    case .mail:
      let parts = text.split(separator: "@", omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), !text.contains(" ") else {
        throw .unusable(field: kind.rawValue, value: typed, reason: RejectReason.notAMail.rawValue)
      }
      return ContactWords(value: text.lowercased(), label: label)
    case .messenger, .web, .postal:
      guard !text.isEmpty else { throw .unusable(field: kind.rawValue, value: typed, reason: "it is empty") }
      return ContactWords(value: text, label: label)
    }
  }

  /// What happened to a party and whoever is merged into it, oldest first.
  public func history(of party: PartyID) async throws -> [(recorded: RecordedEvent, event: PartyEvent)] {
    try await catchUp([Parties()])
    let group = try await connection.run { try Parties.group(of: party, on: $0) }
    return try await store.read(group.map(StreamName.party)).sorted { $0.position < $1.position }.compactMap {
      recorded in
      guard case .party(let event) = try codec.decode(recorded) else { return nil }
      return (recorded, event)
    }
  }

  private func finish(_ recording: Recording, _ party: PartyID, _ isRehearsal: Bool) async throws -> BookOutcome {
    guard !isRehearsal else { return BookOutcome(party: party, appends: recording.appends, positions: nil) }
    guard !recording.appends.isEmpty else { return BookOutcome(party: party, appends: [], positions: []) }
    return BookOutcome(
      party: party, appends: recording.appends, positions: try await append(recording).positions)
  }
}
