import Domain
import FoundationEssentials
import Postgres
import Projections

extension ReportCatalog {
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
    ], shares: summaryShares
  ) { context, connection, row in
    guard let period = context.request.counted else { return }
    let figures = try OrderStatistics.figures(period, context.request.scope, on: connection)
      .reduce(OrderStatistics.Figures()) { $0 + $1.figures }
    for line in summaryLines {
      try row(
        ReportRow([.label(line.name, code: line.id), line.value(figures), .label(line.rule, code: line.rule.en)]))
    }
  }

  private static let summaryShares: @Sendable (ReportContext, Portions, isolated Connection) throws -> [SheetShare] = {
    context, portions, connection in
    guard case .period(let period) = context.request.time else { return [] }
    var sums = ShareSums()
    for share in try OrderStatistics.shares(period, context.request.scope, of: portions, on: connection) {
      let figures = share.cell.figures
      for line in summaryLines {
        let head = [ReportValue.label(line.name, code: line.id)]
        if case .integer(let number) = line.value(figures) {
          sums.add([Double(number)], head, "value", share.portion, isSum: true)
        } else {
          let parts = line.id == "on-time-rate" ? [figures.onTime, figures.late] : [figures.open, figures.overdue]
          sums.add(parts.map(Double.init), head, "value", share.portion, isSum: false)
        }
      }
    }
    return sums.all
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
}
