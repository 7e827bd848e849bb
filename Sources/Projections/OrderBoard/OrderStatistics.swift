import Domain
import FoundationEssentials
import Postgres

/// Counts over the board for reports, each one set-based statement. Call them on a board that is up to date.
///
/// A figure of a period [from, to) is read from how every order stood at its end, the last microsecond before `to`: an
/// order counts as opened in it by its opening, as finished in it if it stood finished at the end since an instant inside.
/// So all figures of one period add up: what was carried over + opened − finished = open at the end.
public enum OrderStatistics {
  /// What is counted.
  public struct Scope: Sendable, Equatable {
    /// Only orders of a process.
    public var process: String?
    /// Only orders that a unit had.
    public var unit: String?
    /// The units that count as that one: itself and all that stood below it then; itself alone where not given.
    public var subtree: [String]?

    /// Only orders that somebody may see.
    public var sight = OrderSight.everything

    /// The units whose orders count; `nil` for all.
    var units: [String]? { unit.map { subtree ?? [$0] } }

    /// Everything, or less.
    public init(process: String? = nil, unit: String? = nil) {
      self.process = process
      self.unit = unit
    }
  }

  /// Opened and finished since, [from, to).
  public struct Period: Sendable, Equatable {
    /// The first instant.
    public let from: Date
    /// The first instant that is no longer in it.
    public let to: Date

    /// `nil` where `to` is not after `from`.
    public init?(from: Date, to: Date) {
      guard from < to else { return nil }
      self.from = from
      self.to = to
    }

    /// The last instant in it: the log's grain is the microsecond.
    public var end: Date { to.addingTimeInterval(-0.000_001) }
  }

  /// What a unit has on its hands as of an instant.
  public struct UnitLoad: Sendable, Equatable {
    /// Its code; `nil` for orders that nobody has.
    public let unit: String?
    /// Orders that are open.
    public let open: Int
    /// Of these, overdue by ``Overdue``.
    public let overdue: Int
    /// Of the overdue, late by seven days of 24 hours at most.
    public let lateUpTo7Days: Int
    /// Of the overdue, late by more than 7 days, by 30 at most.
    public let lateUpTo30Days: Int
    /// Of the overdue, late by more than 30 days.
    public let lateOver30Days: Int
    /// The due time of the order that is overdue longest.
    public let oldestDue: Date?
  }

  /// What every unit with open orders has on its hands as of an instant: by code, orders of nobody last.
  public static func load(
    asOf instant: Date, _ scope: Scope = Scope(), on connection: isolated Connection
  ) throws -> [UnitLoad] {
    try load(asOf: instant, scope, of: nil, on: connection).map(\.load)
  }

  /// The same of portions, each by itself.
  public static func load(
    asOf instant: Date, _ scope: Scope, of portions: Portions, on connection: isolated Connection
  ) throws -> [(portion: Int, load: UnitLoad)] {
    try load(asOf: instant, scope, of: .some(portions), on: connection)
  }

  private static func load(
    asOf instant: Date, _ scope: Scope, of portions: Portions?, on connection: isolated Connection
  ) throws -> [(portion: Int, load: UnitLoad)] {
    let week = instant.addingTimeInterval(-7 * 86_400)
    let month = instant.addingTimeInterval(-30 * 86_400)
    let rows = try connection.query(
      """
      select \(Portions.number(portions)), unit, count(*), count(*) filter (where due_at < \(instant)),
          count(*) filter (where due_at < \(instant) and due_at >= \(week)),
          count(*) filter (where due_at < \(week) and due_at >= \(month)),
          count(*) filter (where due_at < \(month)), min(due_at) filter (where due_at < \(instant))
        from (\(stood(at: instant, scope))) as o\(Portions.asked(portions)) where kind = 'open'
        group by 1, unit order by unit collate "C" nulls last
      """)
    return try rows.map { row in
      let (portion, unit, open, overdue, upTo7, upTo30, over30, oldest) = try row.decode(
        Int32.self, String?.self, Int64.self, Int64.self, Int64.self, Int64.self, Int64.self, Date?.self)
      return (
        Int(portion),
        UnitLoad(
          unit: unit, open: Int(open), overdue: Int(overdue), lateUpTo7Days: Int(upTo7), lateUpTo30Days: Int(upTo30),
          lateOver30Days: Int(over30), oldestDue: oldest)
      )
    }
  }

  /// How every order of a scope stood at an instant: one row an order that was opened by then.
  ///
  /// `finished_at` is never before `opened_at`, whatever a file said; it is null for an open order.
  static func stood(at instant: Date, _ scope: Scope) -> SQL {
    var condition: SQL = "s.from_at <= \(instant) and (s.until_at is null or s.until_at > \(instant))"
    if let process = scope.process { condition += " and c.process = \(process)" }
    if let units = scope.units { condition += " and s.unit = any(\(units))" }
    if let seen = scope.sight.condition { condition += " and \(seen)" }
    return """
      select c.no, c.process, s.category, c.channel, c.opened_at, s.state, s.kind, s.unit, s.due_at,
          greatest(s.finished_at, case when s.finished_at is not null then c.opened_at end) as finished_at
        from order_span s join order_card c using (no) where \(condition)
      """
  }
}
