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
    try answers(period, scope, upTo: position, of: nil, on: connection)[0] ?? []
  }

  /// The same of portions, each by itself, by their numbers; of everything as 0 where none are given.
  public static func answers(
    _ period: Period, _ scope: Scope, upTo position: Int64, of portions: Portions?, on connection: isolated Connection
  ) throws -> [Int: [AnswerCount]] {
    let rows = try connection.query(
      """
      select \(Portions.number(portions)), o.process, a.field, a.value, count(*)
        from (\(stood(at: period.end, scope))) as o\(Portions.asked(portions))
          cross join lateral (
            select distinct on (field) field, value from order_answer
              where no = o.no and at <= \(period.end) and position <= \(position)
              order by field, at desc, position desc) as a
        where o.opened_at >= \(period.from) and a.value is not null
        group by 1, 2, 3, 4 order by 1, 2, 3, 4
      """)
    var found: [Int: [AnswerCount]] = [:]
    for row in rows {
      let (portion, process, field, value, orders) = try row.decode(
        Int32.self, String.self, String.self, String.self, Int64.self)
      found[Int(portion), default: []].append(
        AnswerCount(process: ProcessKey(rawValue: process), field: field, value: value, orders: Int(orders)))
    }
    return found
  }

  /// How many orders of each process were opened in a period.
  public static func openings(
    _ period: Period, _ scope: Scope = Scope(), on connection: isolated Connection
  ) throws -> [ProcessKey: Int] {
    try openings(period, scope, of: nil, on: connection)[0] ?? [:]
  }

  /// The same of portions, each by itself, by their numbers; of everything as 0 where none are given.
  public static func openings(
    _ period: Period, _ scope: Scope, of portions: Portions?, on connection: isolated Connection
  ) throws -> [Int: [ProcessKey: Int]] {
    let rows = try connection.query(
      """
      select \(Portions.number(portions)), process, count(*)
        from (\(stood(at: period.end, scope))) as o\(Portions.asked(portions))
        where opened_at >= \(period.from) group by 1, 2
      """)
    var counts: [Int: [ProcessKey: Int]] = [:]
    for row in rows {
      let (portion, process, orders) = try row.decode(Int32.self, String.self, Int64.self)
      counts[Int(portion), default: [:]][ProcessKey(rawValue: process)] = Int(orders)
    }
    return counts
  }
}
