import Domain
import FoundationEssentials
import Postgres
import Projections

/// The orders behind every figure of a table, one line each: as many of a count as its figure says.
struct DrillSheet {
  let question: TableQuestion
  let period: OrderStatistics.Period?
  let end: Date

  static func key(of plan: TablePlan) -> String { "\(plan.key)-orders" }

  func sheet() -> ReportSheet {
    let plan = question.plan
    let dimensions = question.dimensions
    let columns =
      [ReportColumn("measure", zh: "指标", en: "Measure", .text)]
      + question.heads(dimensions) + [
        ReportColumn("no", zh: "工单号", en: "Order", .code), ReportColumn("openedAt", zh: "受理时间", en: "Opened", .instant),
        ReportColumn("dueAt", zh: "期限", en: "Due", .deadline),
        ReportColumn("finishedAt", zh: "办结时间", en: "Finished", .instant),
        ReportColumn("currentState", zh: "状态", en: "State", .text),
      ]
    let title = Words(plan.labels, key: plan.key)
    let drill = self
    return ReportSheet(
      Self.key(of: plan), Words(zh: "\(title.zh) · 明细", en: "\(title.en) · orders"),
      notes: [
        Words(
          zh: "每个数字背后的工单，每单一行；计数的行数与数字相等，求和的列出计入的工单。比率见其各组成指标。",
          en:
            "The orders behind every figure, a line each: of counts as many as the figure says, of sums those that were summed. Of a ratio, those of its parts."
        )
      ],
      columns: columns, frozenColumns: 1, isDrill: true
    ) { context, connection, row in
      let parts = try drill.question.parts(drill.period, end: drill.end, bounds: drill.question.time?.bounds ?? [])
      for (index, item) in drill.question.counted.enumerated() where item.counting.source.isOfOrders {
        let measure = item.measure
        let name = ReportValue.label(Words(measure.labels, key: measure.key.rawValue), code: measure.key.rawValue)
        for part in parts where part.measures.contains(index) {
          try part.query.items(of: item.counting.figure, on: connection) { order in
            let place = drill.question.place(order.keys, of: part.query, stretch: part.stretch)
            var keys = place.rows
            if case .one(let key) = place.column { keys.append(key) }
            try row(
              ReportRow(
                [name] + drill.question.values(keys, of: dimensions) + [
                  .code(order.no.description), .instant(order.openedAt), .instant(order.dueAt),
                  .instant(order.finishedAt), context.state(order.state, of: order.process),
                ]))
          }
        }
      }
    }
  }
}
