import Domain
import Postgres
import Projections

// What portions of the orders count for in the tables of the monthly report: each order in one unit, category, channel and
// state, so in one line of each table and in its sums.
extension ReportCatalog {
  typealias Share = OrderStatistics.Share

  /// The shares in a table of ``figureColumns``.
  ///
  /// - Parameter heads: the beginnings of the lines in which something counts.
  static func figureShares(
    _ heads: @escaping @Sendable (Share, ReportContext) -> [[ReportValue]]
  ) -> @Sendable (ReportContext, Portions, isolated Connection) throws -> [SheetShare] {
    { context, portions, connection in
      guard case .period(let period) = context.request.time else { return [] }
      var sums = ShareSums()
      for share in try OrderStatistics.shares(period, context.request.scope, of: portions, on: connection) {
        let figures = share.cell.figures
        for head in heads(share, context) {
          for (column, value) in zip(figureColumns, figureValues(figures)) {
            if let number = value.number, column.kind == .integer {
              sums.add([number], head, column.key, share.portion, isSum: true)
            } else {
              sums.add([Double(figures.onTime), Double(figures.late)], head, column.key, share.portion, isSum: false)
            }
          }
        }
      }
      return sums.all
    }
  }

  static let stateShares: @Sendable (ReportContext, Portions, isolated Connection) throws -> [SheetShare] = {
    context, portions, connection in
    guard case .period(let period) = context.request.time else { return [] }
    var sums = ShareSums()
    for share in try OrderStatistics.shares(period, context.request.scope, of: portions, on: connection) {
      let state = share.state
      let head = [context.process(state.process), context.state(state.state, of: state.process), .kind(state.kind)]
      for head in [head, [total, .none, .none]] {
        sums.add([Double(state.orders)], head, "orders", share.portion, isSum: true)
        sums.add([Double(share.cell.figures.opened)], head, "opened", share.portion, isSum: true)
        sums.add([Double(share.cell.figures.overdue)], head, "overdue", share.portion, isSum: true)
      }
    }
    return sums.all
  }

  static let dayShares: @Sendable (ReportContext, Portions, isolated Connection) throws -> [SheetShare] = {
    context, portions, connection in
    guard case .period(let period) = context.request.time else { return [] }
    let clock = ZoneClock(context.request.zone)
    let bounds = clock.dayBounds(from: period.from, to: period.to)
    var sums = ShareSums()
    for (portion, days) in try OrderStatistics.days(bounds, context.request.scope, of: portions, on: connection) {
      for (start, day) in zip(bounds, days) {
        let head: [ReportValue] = [.day(CivilDay(day: clock.wall(start).day))]
        for head in [head, [total]] {
          sums.add([Double(day.opened)], head, "opened", portion, isSum: true)
          sums.add([Double(day.finished)], head, "finished", portion, isSum: true)
        }
        sums.add([Double(day.open)], head, "open", portion, isSum: true)
      }
    }
    return sums.all
  }
}

/// Shares on the way to their sums: one for each figure and portion.
struct ShareSums {
  private struct Key: Hashable {
    let head: [String]
    let column: String
    let portion: Int
  }

  private var shares: [Key: SheetShare] = [:]

  var all: [SheetShare] { Array(shares.values) }

  mutating func add(_ parts: [Double], _ head: [ReportValue], _ column: String, _ portion: Int, isSum: Bool) {
    guard parts.contains(where: { $0 != 0 }) else { return }
    let key = Key(head: head.map { "\($0)" }, column: column, portion: portion)
    let known = shares[key]?.parts ?? parts.map { _ in 0 }
    shares[key] = SheetShare(
      head: head, column: column, portion: portion, parts: zip(known, parts).map { ($0 ?? 0) + $1 }, isSum: isSum)
  }
}
