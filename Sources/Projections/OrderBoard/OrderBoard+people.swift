import Domain
import FoundationEssentials
import Postgres

extension OrderBoard {
  /// What a member of staff did, does and will do, counted.
  public struct PersonLine: Sendable, Equatable {
    /// The unit.
    public let unit: String?
    /// The member of its staff; `nil` for the unit's orders that nobody has in person.
    public let staff: String?
    /// Finished in the period.
    public let did: Int
    /// Of these, by their due time or without one.
    public let onTime: Int
    /// Of these, after it.
    public let late: Int
    /// Open, and begun.
    public let does: Int
    /// Of these, overdue.
    public let overdue: Int
    /// Open, and to begin later.
    public let willDo: Int
    /// When the next one is due.
    public let nextDue: Date?
  }

  /// What everybody in some units did from an instant on, does, and will do, by unit and person.
  public static func people(
    _ query: BoardQuery, from: Date, on connection: isolated Connection
  ) throws -> [PersonLine] {
    let done: SQL = "s.kind <> 'open'"
    let begun: SQL = "s.kind = 'open' and c.begins_at <= \(query.asOf)"
    let rows = try connection.query(
      """
      select s.unit, s.staff, count(*) filter (where \(done)),
          count(*) filter (where \(done) and (s.due_at is null or s.finished_at <= s.due_at)),
          count(*) filter (where \(done) and s.finished_at > s.due_at),
          count(*) filter (where \(begun)), count(*) filter (where \(begun) and s.due_at < \(query.asOf)),
          count(*) filter (where s.kind = 'open' and c.begins_at > \(query.asOf)),
          min(s.due_at) filter (where s.kind = 'open')
        from order_span s join order_card c using (no)
        where s.until_at is null and \(since(from)) and \(conditions(query))
        group by s.unit, s.staff
        order by s.unit collate "C" nulls last, s.staff collate "C" nulls last
      """)
    return try rows.map { row in
      let (unit, staff, did, onTime, late, does, overdue, willDo, nextDue) = try row.decode(
        String?.self, String?.self, Int64.self, Int64.self, Int64.self, Int64.self, Int64.self, Int64.self, Date?.self)
      return PersonLine(
        unit: unit, staff: staff, did: Int(did), onTime: Int(onTime), late: Int(late), does: Int(does),
        overdue: Int(overdue), willDo: Int(willDo), nextDue: nextDue)
    }
  }

  /// The orders that are open, or were finished since an instant, as they stand now: next due first, then the last
  /// finished.
  public static func work(
    _ query: BoardQuery, from: Date, on connection: isolated Connection, _ body: (BoardRow) throws -> Void
  ) throws {
    let statement: SQL = """
      select \(columns) from order_span s join order_card c using (no)
        where s.until_at is null and \(since(from)) and \(conditions(query))
        order by s.kind = 'open' desc, case when s.kind = 'open' then s.due_at end nulls last, s.finished_at desc, c.no
      """
    try connection.forEachRow(statement) { row in try body(try BoardRow(row, asOf: query.asOf).seen(by: query.sight)) }
  }

  /// A finished order's last span began when it was finished, or later: the index on staff and begin serves both.
  private static func since(_ from: Date) -> SQL {
    "(s.kind = 'open' or (s.from_at >= \(from) and s.finished_at >= \(from)))"
  }
}
