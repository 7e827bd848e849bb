import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections
import Spreadsheets

/// Whom the office holds something about: somebody of the book, or an order that is for nobody in it.
public enum Subject: Sendable, Hashable {
  /// A person or organisation.
  case party(PartyID)
  /// An order whose words are about itself alone.
  case order(OrderNumber)

  /// The stream that the erasable parts name.
  public var stream: StreamName {
    switch self {
    case .party(let id): .party(id)
    case .order(let no): .order(no)
    }
  }

  /// The event that records a forgetting.
  func forgotten(_ forgotten: Forgotten) -> DomainEvent {
    switch self {
    case .party: .party(.forgotten(forgotten))
    case .order: .order(.forgotten(forgotten))
    }
  }
}

extension Session {
  /// Whom a person means: the id of a party or its beginning, one of its numbers, its mail address, its customer number, or the number of an order, which
  /// stands for the party it is for. A stream's name (`party-…`, `order-…`) leaves no doubt.
  ///
  /// - Parameter evenWithdrawn: also somebody who was taken out of the book with the import that brought them, by a number.
  public func subject(_ typed: String, evenWithdrawn: Bool = false) async throws -> Subject {
    try await catchUp([Parties(), OrderBoard()])
    let stream = StreamName(typed.lowercased())
    if let id = stream.partyID ?? UUID(uuidString: typed).map(PartyID.init) {
      guard try await store.readLast(of: .party(id)) != nil else { throw OfficeError.noSuchParty(typed) }
      // A merged one leads to the other; who names the stream means that one alone.
      return stream.partyID == nil ? .party(try await head(of: id)) : .party(id)
    }
    if let no = stream.orderNumber { return try await subject(of: no) }
    if let no = try? OrderNumber(parsing: typed) {
      // Eight digits can be a number, too; but one that is an order's is seldom anything else.
      do { return try await subject(of: no) } catch OfficeError.noSuchOrder {}
    }
    if let found = try await parties(at: typed, evenWithdrawn), !found.isEmpty { return try one(of: found, typed) }
    let (address, number) = (typed.lowercased(), typed.trimmingCharacters(in: .whitespacesAndNewlines))
    let known = try await connection.run { connection in
      let found = try Parties.everybody(at: address, extension: nil, on: connection)
      return try found.isEmpty ? Parties.everybody(customerNumber: number, on: connection) : found
    }
    if !known.isEmpty { return try one(of: known, typed) }
    let found = try one(of: await everybody(idPart: typed), typed)
    guard case .party(let id) = found else { return found }
    return .party(try await head(of: id))
  }

  /// The party that an order is for, else the order itself.
  public func subject(of no: OrderNumber) async throws -> Subject {
    try await catchUp([Parties()])
    guard let first = try await store.read(.order(no)).first else { throw OfficeError.noSuchOrder(no) }
    // Whoever may not read an order learns nothing by its number of whom it is for.
    if access.isEnforced { try requireWords(of: try await load(no)) }
    guard case .order(.opened(let opened)) = try codec.decode(first), let party = opened.party else {
      return .order(no)
    }
    return .party(try await head(of: party))
  }

  /// The party that one is merged into, else itself. Needs ``Parties`` up to date.
  func head(of party: PartyID) async throws -> PartyID { try await group(of: party).first ?? party }

  /// The party that a person means where merged ones are told apart: by its id, the beginning of that, or a number that is
  /// its own.
  public func member(_ typed: String) async throws -> PartyID {
    try await catchUp([Parties()])
    if let id = StreamName(typed.lowercased()).partyID ?? UUID(uuidString: typed).map(PartyID.init) {
      return try await load(id).party.id
    }
    var found = try await everybody(idPart: typed)
    if found.isEmpty, case .success(let phones) = PhoneCleaner().clean(.text(typed)), let phone = phones.first {
      found = try await connection.run { try Parties.holders(of: phone.number, on: $0) }
    }
    guard case .party(let id) = try one(of: found, typed) else { throw OfficeError.noSuchParty(typed) }
    return id
  }

  /// Everybody whose id begins so, or else ends so, as lists show it.
  private func everybody(idPart typed: String) async throws -> [PartyID] {
    guard typed.utf8.count >= 4, typed.allSatisfy({ $0.isHexDigit || $0 == "-" }) else { return [] }
    return try await connection.run { connection in
      let found = try Parties.everybody(idPrefix: typed, on: connection)
      // Shorter ends are too likely somebody else's.
      guard found.isEmpty, typed.filter(\.isHexDigit).count >= 8 else { return found }
      return try Parties.everybody(idEnd: typed, on: connection)
    }
  }

  private func parties(at typed: String, _ evenWithdrawn: Bool) async throws -> [PartyID]? {
    guard case .success(let phones) = PhoneCleaner().clean(.text(typed)), let phone = phones.first else { return nil }
    return try await connection.run { connection in
      let found = try Parties.everybody(at: phone.number, extension: phone.extension, on: connection)
      return found.isEmpty && evenWithdrawn ? try Parties.withdrawn(at: phone.number, on: connection) : found
    }
  }

  private func one(of found: [PartyID], _ typed: String) throws -> Subject {
    guard let first = found.first else { throw OfficeError.noSuchParty(typed) }
    guard found.count == 1 else { throw OfficeError.severalParties(typed, candidates: found) }
    return .party(first)
  }
}
