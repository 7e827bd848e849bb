import Domain
import FoundationEssentials
import Postgres

extension Batches {
  /// The rows of the imports that began in a period, as codes: at, batch, file, target, process, campaign, actor, outcome,
  /// reason, and whether the import was undone by an instant. None without a period.
  ///
  /// Of an import that was undone and run again these are the rows of the last run. Needs ``OrderFacts`` for who sees not
  /// everything: a row whose order is out of sight is not there, one that made no order is.
  static func imported(_ period: OrderStatistics.Period?, asOf end: Date, _ scope: OrderStatistics.Scope) -> SQL {
    var condition: SQL = period.map { "b.started_at >= \($0.from) and b.started_at < \($0.to)" } ?? "false"
    var orders: SQL = ""
    if let process = scope.process { condition += " and b.process = \(process)" }
    if let units = scope.units { condition += " and f.unit = any(\(units))" }
    let seen = scope.sight.condition(span: "f", card: "f")
    if let seen { condition += " and (r.order_no is null or \(seen))" }
    if seen != nil || scope.unit != nil { orders = " left join order_fact f on f.no = r.order_no" }
    return """
      select b.started_at as at, b.id::text as batch, b.file, b.target, b.process, b.campaign, b.actor, r.outcome, r.reason,
          coalesce(b.undone_at <= \(end), false) as is_undone
        from batch b join batch_row r on r.batch = b.id\(orders) where \(condition)
      """
  }
}
