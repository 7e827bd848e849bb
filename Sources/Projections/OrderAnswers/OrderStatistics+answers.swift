import Domain
import FoundationEssentials
import Postgres

extension OrderStatistics {
  /// How many orders have an answer.
  public struct AnswerCount: Sendable, Equatable {
    /// Their process.
    public let process: ProcessKey
    /// The field of a form.
    public let field: String
    /// The answer, as a code.
    public let value: String
    /// How many.
    public let orders: Int
  }

  /// How often each answer stands in the forms of the orders that were opened in a period, as they read at its end; by
  /// process, field and answer. Needs ``OrderAnswers`` at the board's position or after.
  public static func answers(
    _ period: Period, _ scope: Scope = Scope(), upTo position: Int64, on connection: isolated Connection
  ) throws -> [AnswerCount] {
    let rows = try connection.query(
      """
      select o.process, a.field, a.value, count(*)
        from (\(stood(at: period.end, scope))) as o
          cross join lateral (
            select distinct on (field) field, value from order_answer
              where no = o.no and at <= \(period.end) and position <= \(position)
              order by field, at desc, position desc) as a
        where o.opened_at >= \(period.from) and a.value is not null
        group by 1, 2, 3 order by 1, 2, 3
      """)
    return try rows.map { row in
      let (process, field, value, orders) = try row.decode(String.self, String.self, String.self, Int64.self)
      return AnswerCount(process: ProcessKey(rawValue: process), field: field, value: value, orders: Int(orders))
    }
  }

  /// How many orders of each process were opened in a period.
  public static func openings(
    _ period: Period, _ scope: Scope = Scope(), on connection: isolated Connection
  ) throws -> [ProcessKey: Int] {
    let rows = try connection.query(
      """
      select process, count(*) from (\(stood(at: period.end, scope))) as o
        where opened_at >= \(period.from) group by 1
      """)
    var counts: [ProcessKey: Int] = [:]
    for row in rows {
      let (process, orders) = try row.decode(String.self, Int64.self)
      counts[ProcessKey(rawValue: process)] = Int(orders)
    }
    return counts
  }
}
