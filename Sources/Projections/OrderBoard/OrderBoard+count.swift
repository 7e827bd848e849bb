import Postgres

extension OrderBoard {
  /// What the orders of a query can be counted by.
  public enum CountKey: String, Sendable, CaseIterable {
    case state, kind, unit, staff, category, process, channel, area, campaign
  }

  /// How many of the orders that a query asks for have each value, most first; `nil` for those that have none.
  public static func count(
    _ query: BoardQuery, by key: CountKey, on connection: isolated Connection
  ) throws -> [BoardCount] {
    let column: SQL =
      switch key {
      case .state: "s.state"
      case .kind: "s.kind"
      case .unit: "s.unit"
      case .staff: "s.staff"
      case .area: "c.area"
      case .category: "s.category"
      case .process: "c.process"
      case .channel: "c.channel"
      case .campaign: "c.campaign"
      }
    let rows = try connection.query(
      """
      select \(column), count(*), count(*) filter (where s.kind = 'open' and s.due_at < \(query.asOf))
        from order_span s join order_card c using (no)
        where (s.until_at is null or s.until_at > \(query.asOf)) and \(conditions(query))
        group by 1 order by 2 desc, 1
      """)
    return try rows.map { row in
      let (value, orders, overdue) = try row.decode(String?.self, Int64.self, Int64.self)
      return BoardCount(value: value, orders: Int(orders), overdue: Int(overdue))
    }
  }
}

/// How many orders have a value.
public struct BoardCount: Sendable, Equatable {
  /// The value; `nil` for those that have none.
  public let value: String?
  /// How many.
  public let orders: Int
  /// How many of them were overdue.
  public let overdue: Int
}
