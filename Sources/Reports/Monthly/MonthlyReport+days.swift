import Domain
import FoundationEssentials
import Postgres
import Projections

extension ReportCatalog {
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
    ],
    shares: dayShares
  ) { context, connection, row in
    guard let period = context.request.counted else { return }
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
        [total, .integer(opened), .integer(finished), .none], .total))
  }
}
