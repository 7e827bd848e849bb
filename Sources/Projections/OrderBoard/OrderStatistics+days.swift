import FoundationEssentials
import Postgres

extension OrderStatistics {
  /// What came and went between two instants.
  public struct DayCount: Sendable, Equatable {
    /// Opened then.
    public var opened = 0
    /// Finished then, and not reopened before the end of the whole period.
    public var finished = 0
    /// Open when it ended.
    public var open = 0
  }

  /// What came and went on each of some days.
  ///
  /// - Parameter bounds: the instants at which the days begin, ascending, and last the one at which the last day ends: two
  ///   or more. They come as instants so that no database's idea of a time zone, and no summer time, can move them.
  /// - Returns: one for each day, one fewer than there are bounds.
  public static func days(
    _ bounds: [Date], _ scope: Scope = Scope(), on connection: isolated Connection
  ) throws -> [DayCount] {
    guard let from = bounds.first, let to = bounds.last, let period = Period(from: from, to: to) else { return [] }
    let starts = Array(bounds.dropLast())
    // Days count from 1; what was open before is day 0. Unit and process may change with every span, so the stock is
    // counted from the spans and not from the flow.
    let rows = try connection.query(
      """
      with o as (\(stood(at: period.end, scope))), change (day, opened, finished, open) as (
        select width_bucket(opened_at, \(starts)::timestamptz[]), 1, 0, 0 from o where opened_at >= \(from)
        union all
        select width_bucket(finished_at, \(starts)::timestamptz[]), 0, 1, 0 from o
          where kind <> 'open' and finished_at >= \(from)
        union all
        select width_bucket(at, \(starts)::timestamptz[]), 0, 0, change from (\(stockChanges(scope))) as s
          where at <= \(period.end)
      )
      select day, sum(opened), sum(finished), sum(open) from change group by day order by day
      """)
    var days = [DayCount](repeating: DayCount(), count: starts.count)
    var stock = 0
    var changes = [Int](repeating: 0, count: starts.count)
    for row in rows {
      let (day, opened, finished, change) = try row.decode(Int32.self, Int64.self, Int64.self, Int64.self)
      if day == 0 {
        stock = Int(change)
      } else {
        days[Int(day) - 1].opened = Int(opened)
        days[Int(day) - 1].finished = Int(finished)
        changes[Int(day) - 1] = Int(change)
      }
    }
    for index in days.indices {
      stock += changes[index]
      days[index].open = stock
    }
    return days
  }

  /// When the number of open orders of a scope grew and shrank by one.
  private static func stockChanges(_ scope: Scope) -> SQL {
    var condition: SQL = "s.kind = 'open'"
    if let units = scope.units { condition += " and s.unit = any(\(units))" }
    if let process = scope.process {
      condition += " and exists (select from order_card c where c.no = s.no and c.process = \(process))"
    }
    if let seen = scope.sight.condition {
      condition += " and exists (select from order_card c where c.no = s.no and \(seen))"
    }
    return """
      select s.from_at as at, 1 as change from order_span s where \(condition)
      union all
      select s.until_at, -1 from order_span s where \(condition) and s.until_at is not null
      """
  }
}
