import Domain
import FoundationEssentials
import Postgres

extension OrderFacts {
  /// How every order of a scope stood at an instant: one row an order that was opened by then, with the columns no,
  /// process, opened_at, changed_at, state, kind, stage, unit, staff, category, due_at, finished_at, channel, area, campaign,
  /// intake, operator, party, parent, relation, priority, is_secret. Needs ``OrderFacts`` and ``OrderBoard`` at one position.
  ///
  /// What an order has only one of (priority, area, whether it is secret, who helps) is told as of now. `changed_at` is
  /// since when the order stood so; `finished_at` is null for an open order, and never before `opened_at`.
  ///
  /// Cost: the facts, less what `since` leaves out; and for an instant in the past one look at an index for each order that
  /// was open then or has changed since.
  ///
  /// - Parameter since: leaves out what was finished before and stood so: no figure of a period that begins then, or of what
  ///   is open, counts it. Ten million orders of five years come down to those of one.
  static func stood(at instant: Date, _ scope: OrderStatistics.Scope = .init(), since: Date? = nil) -> SQL {
    // Both parts are told by ranges of pages, so that what changed since an instant of last year is not looked for in all
    // that came after it.
    """
    select f.no, f.process, f.opened_at, f.changed_at, f.state, f.kind, f.stage, f.unit, f.staff, f.category, f.due_at,
        f.finished_at, \(ofOrder)
      from order_fact f
      where f.changed_at <= \(instant)\(counted("f.changed_at", "f.kind", since))\(conditions(scope, span: "f"))
    union all
    select f.no, f.process, f.opened_at, s.from_at, s.state, s.kind, s.stage, s.unit, s.staff, s.category, s.due_at,
        greatest(s.finished_at, case when s.finished_at is not null then f.opened_at end), \(ofOrder)
      from order_fact f cross join lateral (
        select from_at, state, kind, stage, unit, staff, category, due_at, finished_at from order_span
          where no = f.no and from_at <= \(instant) order by from_at desc limit 1) as s
      where f.changed_at > \(instant) and f.opened_at <= \(instant)
        \(counted("s.from_at", "s.kind", since))\(conditions(scope, span: "s"))
    """
  }

  private static func counted(_ changedAt: SQL, _ kind: SQL, _ since: Date?) -> SQL {
    guard let since else { return "" }
    return " and (\(changedAt) >= \(since) or \(kind) = 'open')"
  }

  private static let ofOrder: SQL = """
    f.channel, f.area, f.campaign, f.intake, f.operator, f.party, f.parent, f.relation, f.priority, f.is_secret
    """

  private static func conditions(_ scope: OrderStatistics.Scope, span: SQL) -> SQL {
    var condition: SQL = ""
    if let process = scope.process { condition += " and f.process = \(process)" }
    if let units = scope.units { condition += " and \(span).unit = any(\(units))" }
    if let seen = scope.sight.condition(span: span, card: "f") { condition += " and \(seen)" }
    return condition
  }
}
