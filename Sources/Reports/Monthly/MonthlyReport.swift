import Domain
import FoundationEssentials
import Postgres
import Projections

extension ReportCatalog {
  /// What came, what was done and how timely, over a period.
  static let monthly = ReportDefinition(
    key: "monthly",
    title: Words(zh: "工单月报", en: "Monthly report"),
    purpose: Words(
      zh: "一段时间内的受理、办结、按时率，按单位、类别、日、状态、渠道和主题；含自动生成的工单，不含的见 operation",
      en:
        "what came in, was finished and was on time over a period, by unit, category, day, state, channel and topic; all orders, those too that open by themselves (operation leaves these out)"
    ),
    timeFrame: .period,
    sheets: [summary, byUnitAndCategory, byDay, byState, byChannel, byTopic])

  static let total = ReportValue.label(Words(zh: "合计", en: "Total"), code: nil)

  private static let byState = ReportSheet(
    "by-state", Words(zh: "按状态", en: "By state"),
    notes: [
      Words(
        zh: "时间段结束时处于各状态的全部工单，不论何时受理。",
        en: "All orders that stood in a state at the end of the period, whenever they were opened.")
    ],
    columns: [
      ReportColumn("process", zh: "流程", en: "Process", .text),
      ReportColumn("state", zh: "状态", en: "State", .text),
      ReportColumn("kind", zh: "含义", en: "Meaning", .text),
      ReportColumn("orders", zh: "工单数", en: "Orders", .integer),
      ReportColumn("opened", zh: "其中本期受理", en: "Opened in the period", .integer),
      ReportColumn("overdue", zh: "其中逾期", en: "Overdue", .integer),
    ], shares: stateShares
  ) { context, connection, row in
    guard let period = context.request.counted else { return }
    let counts = try OrderStatistics.states(period, context.request.scope, on: connection)
    for count in counts.sorted(by: context.isInOrderOfProcess) {
      try row(
        ReportRow([
          context.process(count.process), context.state(count.state, of: count.process),
          .kind(count.kind), .integer(count.orders),
          .integer(count.opened), .integer(count.overdue),
        ]))
    }
    func sum(_ count: KeyPath<OrderStatistics.StateCount, Int>) -> ReportValue {
      .integer(counts.reduce(0) { $0 + $1[keyPath: count] })
    }
    try row(
      ReportRow(
        [total, .none, .none, sum(\.orders), sum(\.opened), sum(\.overdue)], .total))
  }

  private static let byChannel = ReportSheet(
    "by-channel", Words(zh: "按渠道", en: "By channel"), notes: [onTimeRule],
    columns: [ReportColumn("channel", zh: "渠道", en: "Channel", .text)] + figureColumns,
    shares: figureShares { share, context in [[context.channel(share.channel)], [total]] }
  ) { context, connection, row in
    guard let period = context.request.counted else { return }
    let counts = try OrderStatistics.channels(period, context.request.scope, on: connection)
    for count in counts { try row(ReportRow([context.channel(count.channel)] + figureValues(count.figures))) }
    let sum = counts.reduce(OrderStatistics.Figures()) { $0 + $1.figures }
    try row(ReportRow([total] + figureValues(sum), .total))
  }
}

extension ReportContext {
  /// States in the order in which the process is written; those it no longer has come last, by key.
  fileprivate func isInOrderOfProcess(_ a: OrderStatistics.StateCount, _ b: OrderStatistics.StateCount) -> Bool {
    func place(_ count: OrderStatistics.StateCount) -> (String, Int, String) {
      let states = definitions.process(count.process)?.states ?? []
      return (
        count.process.rawValue, states.firstIndex { $0.key == count.state } ?? states.count,
        "\(count.state) \(count.kind.rawValue)"
      )
    }
    return place(a) < place(b)
  }
}
