import Domain
import Postgres

extension OrderBoard {
  /// The orders of a party, withdrawn ones left out, and whether each is still open.
  public static func orders(
    of party: PartyID, seenBy sight: OrderSight = .everything, on connection: isolated Connection
  ) throws -> [(no: OrderNumber, isOpen: Bool)] {
    let rows = try connection.query(
      """
      select c.no, s.kind = 'open' from order_card c join order_span s on s.no = c.no and s.until_at is null
        where c.party = \(party.uuid) and \(sight.condition ?? "true") and \(sight.wordsCondition ?? "true")
        order by c.no
      """)
    return try rows.map { row in
      let (no, isOpen) = try row.decode(Int64.self, Bool.self)
      return (OrderNumber(stored: no), isOpen)
    }
  }
}
