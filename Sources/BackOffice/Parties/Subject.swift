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
  /// Whom a person means: the id of a party or its beginning, one of its numbers, or the number of an order, which
  /// stands for the party it is for. A stream's name (`party-…`, `order-…`) leaves no doubt.
  public func subject(_ typed: String) async throws -> Subject {
    try await catchUp([Parties(), OrderBoard()])
    let stream = StreamName(typed.lowercased())
    if let id = stream.partyID ?? UUID(uuidString: typed).map(PartyID.init) {
      guard try await store.readLast(of: .party(id)) != nil else { throw OfficeError.noSuchParty(typed) }
      return .party(id)
    }
    if let no = stream.orderNumber { return try await subject(of: no) }
    if let no = try? OrderNumber(parsing: typed) {
      // Eight digits can be a number, too; but one that is an order's is seldom anything else.
      do { return try await subject(of: no) } catch OfficeError.noSuchOrder {}
    }
    if let found = try await parties(at: typed), !found.isEmpty { return try one(of: found, typed) }
    let prefix = typed.utf8
    guard prefix.count >= 4, prefix.allSatisfy({ $0 == UInt8(ascii: "-") || Character(Unicode.Scalar($0)).isHexDigit })
    else { throw OfficeError.noSuchParty(typed) }
    return try one(of: await connection.run { try Parties.everybody(idPrefix: typed, on: $0) }, typed)
  }

  /// The party that an order is for, else the order itself.
  public func subject(of no: OrderNumber) async throws -> Subject {
    guard let first = try await store.read(.order(no)).first else { throw OfficeError.noSuchOrder(no) }
    guard case .order(.opened(let opened)) = try codec.decode(first), let party = opened.party else {
      return .order(no)
    }
    return .party(party)
  }

  private func parties(at typed: String) async throws -> [PartyID]? {
    guard case .success(let phones) = PhoneCleaner().clean(.text(typed)), let phone = phones.first else { return nil }
    return try await connection.run { connection in
      try Parties.everybody(at: phone.number, extension: phone.extension, on: connection)
    }
  }

  private func one(of found: [PartyID], _ typed: String) throws -> Subject {
    guard let first = found.first else { throw OfficeError.noSuchParty(typed) }
    guard found.count == 1 else { throw OfficeError.severalParties(typed, candidates: found) }
    return .party(first)
  }
}
