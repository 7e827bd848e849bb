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
    try days(bounds, scope, of: nil, on: connection)[0] ?? bounds.dropLast().map { _ in DayCount() }
  }

  /// The same of portions, each by itself, by their numbers; of those that something came and went of.
  public static func days(
    _ bounds: [Date], _ scope: Scope, of portions: Portions, on connection: isolated Connection
  ) throws -> [Int: [DayCount]] {
    try days(bounds, scope, of: .some(portions), on: connection)
  }

  private static func days(
    _ bounds: [Date], _ scope: Scope, of portions: Portions?, on connection: isolated Connection
  ) throws -> [Int: [DayCount]] {
    guard let from = bounds.first, let to = bounds.last, let period = Period(from: from, to: to) else { return [:] }
    let starts = Array(bounds.dropLast())
    let (portion, asked) = (Portions.number(portions), Portions.asked(portions))
    // Days count from 1; what was open before is day 0. Unit and process may change with every span, so the stock is
    // counted from the spans and not from the flow.
    let rows = try connection.query(
      """
      with o as (select o.*, \(portion) as portion from (\(stood(at: period.end, scope))) as o\(asked)),
      change (portion, day, opened, finished, open) as (
        select portion, width_bucket(opened_at, \(starts)::timestamptz[]), 1, 0, 0 from o where opened_at >= \(from)
        union all
        select portion, width_bucket(finished_at, \(starts)::timestamptz[]), 0, 1, 0 from o
          where kind <> 'open' and finished_at >= \(from)
        union all
        select \(portion), width_bucket(at, \(starts)::timestamptz[]), 0, 0, change
          from (\(stockChanges(scope))) as s\(asked) where at <= \(period.end)
      )
      select portion, day, sum(opened), sum(finished), sum(open) from change group by portion, day order by portion, day
      """)
    var found: [Int: [DayCount]] = [:]
    for row in rows {
      let (portion, day, opened, finished, change) = try row.decode(
        Int32.self, Int32.self, Int64.self, Int64.self, Int64.self)
      // What was open before the first day is open on it.
      let index = max(0, Int(day) - 1)
      found[Int(portion), default: starts.map { _ in DayCount() }][index].opened += Int(opened)
      found[Int(portion), default: []][index].finished += Int(finished)
      found[Int(portion), default: []][index].open += Int(change)
    }
    for (portion, days) in found {
      var stock = 0
      found[portion] = days.map { day in
        stock += day.open
        return DayCount(opened: day.opened, finished: day.finished, open: stock)
      }
    }
    return found
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
      select s.no, s.from_at as at, 1 as change from order_span s where \(condition)
      union all
      select s.no, s.until_at, -1 from order_span s where \(condition) and s.until_at is not null
      """
  }
}
