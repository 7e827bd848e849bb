import Domain
import FoundationEssentials
import Postgres
import Projections

extension ReportCatalog {
  static let onTimeRule = Words(
    zh: "按时率 = 按时办结 / 本期办结且有期限的工单；没有这样的工单时为 n/a，不写 0% 或 100%。",
    en: "On-time rate = on time / finished in the period with a due time; n/a, not 0 % or 100 %, where there is none.")

  /// The columns of ``figureValues(_:)``.
  static let figureColumns = [
    ReportColumn("opened", zh: "受理", en: "Opened", .integer),
    ReportColumn("finished", zh: "办结", en: "Finished", .integer),
    ReportColumn("onTime", zh: "按时办结", en: "On time", .integer),
    ReportColumn("late", zh: "逾期办结", en: "Late", .integer),
    ReportColumn("onTimeRate", zh: "按时率", en: "On-time rate", .percent),
    ReportColumn("open", zh: "期末未办结", en: "Open at the end", .integer),
    ReportColumn("overdue", zh: "期末逾期", en: "Overdue at the end", .integer),
  ]

  static func figureValues(_ figures: OrderStatistics.Figures) -> [ReportValue] {
    [
      .integer(figures.opened), .integer(figures.finished), .integer(figures.onTime), .integer(figures.late),
      .percent(figures.onTimeRate), .integer(figures.open), .integer(figures.overdue),
    ]
  }

  static let summary = ReportSheet(
    "summary", Words(zh: "概要", en: "Summary"),
    notes: [
      Words(
        zh: "各项按工单在时间段结束时的情况计算：结转 + 受理 − 办结 = 期末未办结。",
        en: "Counted from how every order stood at the end of the period: carried over + opened − finished = open.")
    ],
    columns: [
      ReportColumn("figure", zh: "指标", en: "Figure", .text),
      ReportColumn("value", zh: "数值", en: "Value", .mixed),
      ReportColumn("rule", zh: "计算方法", en: "How it is counted", .text),
      ReportColumn("id", zh: "代号", en: "Id", .code),
    ]
  ) { context, connection, row in
    guard case .period(let period) = context.request.time else { return }
    let figures = try OrderStatistics.figures(period, context.request.scope, on: connection)
      .reduce(OrderStatistics.Figures()) { $0 + $1.figures }
    for line in summaryLines {
      try row(
        ReportRow([
          .text(context.words(line.name)), line.value(figures), .text(context.words(line.rule)), .code(line.id),
        ]))
    }
  }

  private struct SummaryLine: Sendable {
    let id: String
    let name: Words
    let rule: Words
    let value: @Sendable (OrderStatistics.Figures) -> ReportValue
  }

  private static let summaryLines: [SummaryLine] = [
    SummaryLine(
      id: "carried-over", name: Words(zh: "结转", en: "Carried over"),
      rule: Words(zh: "此前受理，期初未办结或本期重新打开", en: "opened before; open at the start or reopened since")
    ) { .integer($0.carriedOver) },
    SummaryLine(
      id: "opened", name: Words(zh: "受理", en: "Opened"),
      rule: Words(zh: "受理时间在时间段内", en: "its opening lies in the period")
    ) { .integer($0.opened) },
    SummaryLine(
      id: "finished", name: Words(zh: "办结", en: "Finished"),
      rule: Words(zh: "在时间段内办结、关闭或取消，期末前未重新打开", en: "done, closed or cancelled in it, not reopened by its end")
    ) { .integer($0.finished) },
    SummaryLine(
      id: "cancelled", name: Words(zh: "　其中取消", en: "  of these cancelled"),
      rule: Words(zh: "期末处于“取消”类状态", en: "in a state of kind cancelled at the end")
    ) { .integer($0.cancelled) },
    SummaryLine(
      id: "on-time", name: Words(zh: "　其中按时", en: "  of these on time"),
      rule: Words(zh: "有期限，且不晚于期限办结", en: "had a due time and was finished by it")
    ) { .integer($0.onTime) },
    SummaryLine(
      id: "late", name: Words(zh: "　其中逾期", en: "  of these late"),
      rule: Words(zh: "有期限，且晚于期限办结", en: "had a due time and was finished after it")
    ) { .integer($0.late) },
    SummaryLine(
      id: "without-due", name: Words(zh: "　其中无期限", en: "  of these without due time"),
      rule: Words(zh: "不计入按时率", en: "not part of the on-time rate")
    ) { .integer($0.withoutDue) },
    SummaryLine(
      id: "on-time-rate", name: Words(zh: "按时率", en: "On-time rate"),
      rule: Words(zh: "按时 /（按时 + 逾期）；分母为 0 时为 n/a", en: "on time / (on time + late); n/a where that is 0")
    ) { .percent($0.onTimeRate) },
    SummaryLine(
      id: "open", name: Words(zh: "期末未办结", en: "Open at the end"),
      rule: Words(zh: "时间段结束时未办结", en: "not finished at the end of the period")
    ) { .integer($0.open) },
    SummaryLine(
      id: "overdue", name: Words(zh: "　其中逾期", en: "  of these overdue"),
      rule: Words(zh: "期限早于时间段结束", en: "due before the end of the period")
    ) { .integer($0.overdue) },
    SummaryLine(
      id: "overdue-share", name: Words(zh: "逾期率", en: "Share overdue"),
      rule: Words(zh: "期末逾期 / 期末未办结；分母为 0 时为 n/a", en: "overdue / open at the end; n/a where that is 0")
    ) { .percent($0.open == 0 ? nil : Double($0.overdue) / Double($0.open)) },
  ]

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
    frozenColumns: 2
  ) { context, connection, row in
    guard case .period(let period) = context.request.time else { return }
    let cells = try OrderStatistics.figures(period, context.request.scope, on: connection)
    var total = OrderStatistics.Figures()
    // The cells come by unit, so one look ahead finds where a unit ends.
    var unitTotal = OrderStatistics.Figures()
    let subtotal = context.words(Words(zh: "小计", en: "Subtotal"))
    for (index, cell) in cells.enumerated() {
      try row(ReportRow([context.unit(cell.unit), context.category(cell.category)] + figureValues(cell.figures)))
      unitTotal = unitTotal + cell.figures
      if index + 1 == cells.count || cells[index + 1].unit != cell.unit {
        try row(ReportRow([context.unit(cell.unit), .text(subtotal)] + figureValues(unitTotal), .total))
        total = total + unitTotal
        unitTotal = OrderStatistics.Figures()
      }
    }
    try row(ReportRow([.text(context.words(Self.total)), .none] + figureValues(total), .total))
  }

  static let byDay = ReportSheet(
    "by-day", Words(zh: "按日", en: "By day"),
    notes: [
      Words(
        zh: "办结：当日办结且期末前未重新打开。未办结：当日结束时。",
        en: "Finished: on that day and not reopened by the end of the period. Open: when the day ended.")
    ],
    columns: [
      ReportColumn("day", zh: "日期", en: "Day", .day),
      ReportColumn("opened", zh: "受理", en: "Opened", .integer),
      ReportColumn("finished", zh: "办结", en: "Finished", .integer),
      ReportColumn("open", zh: "未办结", en: "Open", .integer),
    ],
    isUpright: true,
    charts: [
      ReportChart(
        kind: .line, title: Words(zh: "每日受理与办结", en: "Opened and finished per day"), categories: "day",
        series: ["opened", "finished"], rowLimit: ReportRequest.dayLimit + 2,
        place: .beside),
      ReportChart(
        kind: .line, title: Words(zh: "每日结束时未办结", en: "Open at the end of the day"), categories: "day",
        series: ["open"], rowLimit: ReportRequest.dayLimit + 2,
        place: .beside),
    ]
  ) { context, connection, row in
    guard case .period(let period) = context.request.time else { return }
    let clock = ZoneClock(context.request.zone)
    let bounds = clock.dayBounds(from: period.from, to: period.to)
    let days = try OrderStatistics.days(bounds, context.request.scope, on: connection)
    for (start, day) in zip(bounds, days) {
      try row(
        ReportRow([
          .day(CivilDay(day: clock.wall(start).day)), .integer(day.opened), .integer(day.finished), .integer(day.open),
        ]))
    }
    let (opened, finished) = days.reduce((0, 0)) { ($0.0 + $1.opened, $0.1 + $1.finished) }
    try row(
      ReportRow(
        [.text(context.words(Self.total)), .integer(opened), .integer(finished), .none], .total))
  }
}
