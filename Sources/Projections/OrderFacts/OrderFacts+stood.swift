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
  /// Cost: one pass over the facts, and for an instant in the past the spans that ended since: none for one in the future.
  static func stood(at instant: Date, _ scope: OrderStatistics.Scope = .init()) -> SQL {
    """
    select f.no, f.process, f.opened_at, f.changed_at, f.state, f.kind, f.stage, f.unit, f.staff, f.category, f.due_at,
        f.finished_at, \(ofOrder)
      from order_fact f where f.changed_at <= \(instant)\(conditions(scope, span: "f"))
    union all
    select f.no, f.process, f.opened_at, s.from_at, s.state, s.kind, s.stage, s.unit, s.staff, s.category, s.due_at,
        greatest(s.finished_at, case when s.finished_at is not null then f.opened_at end), \(ofOrder)
      from order_span s join order_fact f using (no)
      where s.until_at > \(instant) and s.from_at <= \(instant)\(conditions(scope, span: "s"))
    """
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
