import Domain
import FoundationEssentials
import Postgres
import Projections

extension ReportCatalog {
  private static let subtotal = ReportValue.label(Words(zh: "小计", en: "Subtotal"), code: nil)

  static let byUnitAndCategory = ReportSheet(
    "by-unit", Words(zh: "按单位和类别", en: "By unit and category"),
    notes: [
      Words(
        zh: "单位指时间段结束时（已办结的为办结时）负责工单的单位。",
        en: "The unit is the one that had the order at the end of the period, or when it was finished."), onTimeRule,
    ],
    columns: [
      ReportColumn("unit", zh: "单位", en: "Unit", .text),
      ReportColumn("category", zh: "类别", en: "Category", .text),
    ] + figureColumns,
    frozenColumns: 2,
    shares: figureShares { share, context in
      let (unit, category) = (context.unit(share.cell.unit), context.category(share.cell.category))
      return [[unit, category], [unit, subtotal], [total, .none]]
    }
  ) { context, connection, row in
    guard let period = context.request.counted else { return }
    let cells = try OrderStatistics.figures(period, context.request.scope, on: connection)
    var sum = OrderStatistics.Figures()
    // The cells come by unit, so one look ahead finds where a unit ends.
    var unitTotal = OrderStatistics.Figures()
    for (index, cell) in cells.enumerated() {
      let isFirst = index == 0 || cells[index - 1].unit != cell.unit
      let isLast = index + 1 == cells.count || cells[index + 1].unit != cell.unit
      let isSingle = isFirst && isLast && !context.request.layout.hasEverySubtotal
      try row(
        ReportRow(
          [context.unit(cell.unit), context.category(cell.category)] + figureValues(cell.figures),
          isSingle ? .single : .none))
      unitTotal = unitTotal + cell.figures
      if isLast {
        if !isSingle {
          try row(ReportRow([context.unit(cell.unit), subtotal] + figureValues(unitTotal), .subtotal))
        }
        sum = sum + unitTotal
        unitTotal = OrderStatistics.Figures()
      }
    }
    try row(ReportRow([total, .none] + figureValues(sum), .total))
  }
}
