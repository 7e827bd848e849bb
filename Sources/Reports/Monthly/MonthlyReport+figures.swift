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
}
