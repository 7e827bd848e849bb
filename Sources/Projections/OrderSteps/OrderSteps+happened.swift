import Domain
import FoundationEssentials
import Postgres

extension OrderSteps {
  /// What happened to the orders of a scope in a period [from, to), without what was taken back by its end. Needs
  /// ``OrderSteps``, ``OrderFacts`` and ``OrderBoard`` at one position.
  ///
  /// One row a step, with the columns no, at, position, step, actor, detail, item, ref, amount and price; `unit`, `staff`,
  /// `category`, `state`, `kind` and `stage` of its order right after it; process, opened_at, channel, area, campaign, intake,
  /// operator, party, parent, relation, priority and is_secret of its order; and `due_at`, when the order was due right
  /// before it: what was signed by then was signed in time. Who takes no `due_at` pays nothing for it.
  ///
  /// - Parameter steps: only these, which is by index; all where not given.
  static func happened(
    _ period: OrderStatistics.Period, _ scope: OrderStatistics.Scope = .init(), only steps: [String]? = nil
  ) -> SQL {
    var condition: SQL = "t.at >= \(period.from) and t.at < \(period.to)"
    if let steps { condition += " and t.step = any(\(steps))" }
    if let process = scope.process { condition += " and f.process = \(process)" }
    if let units = scope.units { condition += " and s.unit = any(\(units))" }
    if let seen = scope.sight.condition(span: "s", card: "f") { condition += " and \(seen)" }
    return """
      select t.no, t.at, t.position, t.step, t.actor, t.detail, t.item, t.ref, t.amount, t.price, s.unit, s.staff,
          s.category, s.state, s.kind, s.stage, f.process, f.opened_at, f.channel, f.area, f.campaign, f.intake,
          f.operator, f.party, f.parent, f.relation, f.priority, f.is_secret,
          (select b.due_at from order_span b where b.no = t.no and b.from_at < t.at order by b.from_at desc limit 1)
            as due_at
        from order_step t join order_fact f using (no)
          join order_span s on s.no = t.no and s.from_at <= greatest(t.at, f.opened_at)
            and (s.until_at is null or s.until_at > greatest(t.at, f.opened_at))
        where \(condition) and (t.undone_at is null or t.undone_at >= \(period.to))
          and (t.step <> 'urged' and t.step not like 'child:%' or exists (select from order_fact u where u.no = t.ref))
      """
  }
}
