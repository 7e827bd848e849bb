import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections

/// Who is at the other end, as far as the book knows.
public struct Caller: Sendable {
  /// Somebody of the book; `nil` for a new one, or for nobody.
  public let party: PartyID?
  /// What the book calls them.
  public let name: String?
  /// The name that was said and that the book has otherwise.
  public let otherName: String?
  /// Their marks that hold now.
  public let marks: [PartyMark]
  /// Where the book has them, as a code of the region table.
  let area: String?
  /// Where the book has them, in words.
  let address: String?
  /// The number that was said, and those of the book.
  let numbers: [String]

  /// The mark that bars a service from them.
  public func blocking(_ service: String) -> PartyMark? {
    marks.first { $0.marked.mark == .blocked && $0.concerns(service) }
  }

  /// Whether a service is free of charge for them.
  public func isFree(_ service: String) -> Bool {
    marks.contains { $0.marked.mark == .free && $0.concerns(service) }
  }
}

extension Session {
  /// Who the caller is. ``Parties`` must be up to date.
  public func caller(of new: NewOrder, at instant: Date) async throws -> Caller {
    let said = try Self.points(of: new).compactMap(\.phone?.number)
    guard let id = try await known(new) else {
      return Caller(
        party: nil, name: nil, otherName: nil, marks: [], area: nil, address: nil, numbers: said)
    }
    return try await connection.run { connection in
      let group = try Parties.group(of: id, on: connection)
      var query = PartyQuery(asOf: instant)
      query.party = id
      var line: Parties.Line?
      try Parties.list(query, on: connection) { line = $0 }
      let name = line?.name
      let other = new.name.flatMap { said in Self.sameName(said, name) ? nil : said }
      return Caller(
        party: id, name: name, otherName: other, marks: try Parties.marks(of: group, at: instant, on: connection),
        area: line?.values[.area], address: line?.address, numbers: said + (line?.numbers ?? []))
    }
  }

  private func known(_ new: NewOrder) async throws -> PartyID? {
    if let typed = new.party {
      guard case .party(let id) = try await subject(typed) else { throw OfficeError.noSuchParty(typed) }
      return id
    }
    let points = try Self.points(of: new)
    guard !points.isEmpty else { return nil }
    let owners = try await connection.run { try Parties.owners(of: points.map(\.dialled), on: $0) }
    return points.lazy.compactMap { owners[$0.dialled] }.first
  }

  /// The ways to reach the caller that were said, in their stored form.
  private static func points(of new: NewOrder) throws -> [ContactPoint] {
    let said: [(ContactPoint.Kind, String)] =
      (new.phone.map { [(.phone, $0)] } ?? []) + (new.mail.map { [(.mail, $0)] } ?? [])
    return try said.enumerated().map { index, entry in
      let words = try contact(entry.0, entry.1, label: nil)
      return ContactPoint(
        contact: index + 1, kind: entry.0, value: words.value, extension: words.extension, label: words.label)
    }
  }

  private static func sameName(_ said: String, _ known: String?) -> Bool {
    func folded(_ name: String) -> String { name.filter { !$0.isWhitespace }.lowercased() }
    return known.map { folded($0) == folded(said) } ?? false
  }

  /// The party that the order is for, and what the book learns with it.
  ///
  /// - Returns: also the name to write on the order, where the book keeps another one.
  func party(
    of new: NewOrder, _ caller: Caller, at instant: Date, in work: inout OrderWork
  ) async throws -> (party: PartyID?, nameOnOrder: String?) {
    guard let id = caller.party, caller.otherName == nil || new.otherName != .another else {
      return (try register(new, at: instant, in: &work), nil)
    }
    let learned = try await learned(id, new, caller, at: instant)
    if !learned.events.isEmpty {
      try work.add(
        learned.events.map(DomainEvent.party), at: max(instant, learned.latest), to: .party(id),
        expected: .exactly(learned.version))
    }
    return (id, new.otherName == .keep ? caller.name.flatMap { _ in caller.otherName } : nil)
  }

  /// What is new of somebody known: a name where there was none or where it is to be mended, a further mail address.
  private func learned(
    _ id: PartyID, _ new: NewOrder, _ caller: Caller, at instant: Date
  ) async throws -> (events: [PartyEvent], version: Int, latest: Date) {
    let mends = caller.otherName != nil && (caller.name == nil || new.otherName == .correct)
    guard mends || new.phone != nil && new.mail != nil || new.party != nil else { return ([], 0, instant) }
    let loaded = try await load(id)
    var party = loaded.party
    var wishes: [PartyChange] = mends ? [.correct([.name: caller.otherName])] : []
    let owned = try await connection.run { connection in
      try Parties.owners(of: try Self.points(of: new).map(\.dialled), on: connection)
    }
    for point in try Self.points(of: new) where owned[point.dialled] == nil {
      wishes.append(
        .addContact(point.kind, ContactWords(value: point.value, extension: point.extension, label: point.label)))
    }
    var events: [PartyEvent] = []
    do throws(PartyRefusal) {
      for wish in wishes {
        for event in try party.decide(wish, at: instant) {
          party.evolve(event, at: instant)
          events.append(event)
        }
      }
    } catch {
      throw OfficeError.bookRefused(id, error)
    }
    return (events, loaded.version, loaded.events.map(\.occurredAt).max() ?? instant)
  }

  /// Brings a caller into the book; nobody where neither a number nor an address was said.
  private func register(_ new: NewOrder, at instant: Date, in work: inout OrderWork) throws -> PartyID? {
    let points = try Self.points(of: new)
    guard !points.isEmpty else { return nil }
    let id = PartyID(EventID.derived(from: work.command, "party"))
    let card = PartyCard(name: new.name, phones: points.compactMap(\.phone))
    var party = Party(id)
    var events: [PartyEvent] = [.registered(PartyRegistered(card: card))]
    party.evolve(events[0], at: instant)
    for point in points where point.phone == nil {
      let words = ContactWords(value: point.value, label: point.label)
      events.append(
        .contactAdded(PartyContactAdded(contact: party.nextContact, kind: point.kind, words: words)))
    }
    try work.add(events.map(DomainEvent.party), at: instant, to: .party(id), expected: .none)
    return id
  }
}
