import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Projections

/// What stands on an order's printed sheet: the order, whom it is for, and what was done.
public struct OrderSheet: Sendable {
  /// One thing that happened.
  public struct Entry: Sendable {
    /// When and by whom.
    public let recorded: RecordedEvent
    /// What.
    public let event: OrderEvent
  }

  /// The order as all that happened made it.
  public let order: Order
  /// How it moves.
  public let process: Domain.Process
  /// Name, numbers and address of whom it is for; `nil` for nobody in the book, where it was forgotten, and for whoever may
  /// not see the book.
  public let party: PartyCard?
  /// What happened, oldest first.
  public let entries: [Entry]
  /// The last event of the order.
  public let version: Int
}

extension Session {
  /// What stands on the sheet of an order, from its own events and the book.
  public func sheet(of no: OrderNumber) async throws -> OrderSheet {
    let loaded = try await load(no)
    try requireWords(of: loaded)
    let entries = try loaded.events.compactMap { recorded -> OrderSheet.Entry? in
      guard case .order(let event) = try codec.decode(recorded) else { return nil }
      return OrderSheet.Entry(recorded: recorded, event: event)
    }
    var card: PartyCard?
    if let party = loaded.order.party, access.allowsSomewhere(.partyRead) {
      try await catchUp([Parties()])
      card = try await connection.run { try Parties.card(of: party, on: $0) }
    }
    return OrderSheet(
      order: loaded.order, process: loaded.process, party: card, entries: entries, version: loaded.version)
  }
}
