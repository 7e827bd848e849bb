import Domain
import FoundationEssentials
import Postgres
import Projections

extension ReportCatalog {
  /// Which unit is how far behind at an instant, and with which orders.
  static let overdue = ReportDefinition(
    key: "overdue",
    title: Words(zh: "逾期工单", en: "Overdue orders"),
    purpose: Words(zh: "某一时刻各单位的逾期工单，逐单列出", en: "what every unit is late with at an instant, order by order"),
    timeFrame: .instant,
    sheets: [overdueByUnit, overdueOrders])

  private static let rule = Words(
    zh: "逾期：在该时刻或之前受理，期限早于该时刻，且当时未办结。逾期时长按每天 24 小时计。",
    en: "Overdue: opened by then, due before then, and not finished by then. A day late is 24 hours.")

  private static let overdueByUnit = ReportSheet(
    "by-unit", Words(zh: "按单位", en: "By unit"),
    notes: [
      rule,
      Words(
        zh: "逾期率 = 逾期 / 未办结；没有未办结工单时为 n/a。",
        en: "Share overdue = overdue / open; n/a where nothing is open."),
    ],
    legend: Words(zh: "底色行：有逾期 30 天以上的工单。", en: "Shaded: has orders over 30 days late."),
    columns: [
      ReportColumn("unit", zh: "单位", en: "Unit", .text),
      ReportColumn("open", zh: "未办结", en: "Open", .integer),
      ReportColumn("overdue", zh: "逾期", en: "Overdue", .integer),
      ReportColumn("overdueShare", zh: "逾期率", en: "Share overdue", .percent),
      ReportColumn("lateUpTo7Days", zh: "逾期 7 天以内", en: "≤ 7 days late", .integer),
      ReportColumn("lateUpTo30Days", zh: "逾期 7 至 30 天", en: "7–30 days late", .integer),
      ReportColumn("lateOver30Days", zh: "逾期 30 天以上", en: "> 30 days late", .integer),
      ReportColumn("oldestDue", zh: "最早期限", en: "Oldest due", .deadline),
      ReportColumn("longestDelayDays", zh: "最长逾期（天）", en: "Longest delay (days)", .decimal),
    ],
    frozenColumns: 1, isUpright: true,
    charts: [
      ReportChart(
        kind: .bar, title: Words(zh: "各单位逾期工单数", en: "Overdue orders per unit"), categories: "unit",
        series: ["overdue"], rowLimit: 20, place: .below)
    ], shares: overdueShares
  ) { context, connection, row in
    let asOf = context.request.asOf
    let loads = try OrderStatistics.load(asOf: asOf, context.request.scope, on: connection)
    func line(_ name: ReportValue, _ loads: [OrderStatistics.UnitLoad], _ emphasis: ReportRow.Emphasis) -> ReportRow {
      func sum(_ count: KeyPath<OrderStatistics.UnitLoad, Int>) -> Int { loads.reduce(0) { $0 + $1[keyPath: count] } }
      let oldest = loads.compactMap(\.oldestDue).min()
      let open = sum(\.open)
      return ReportRow(
        [
          name, .integer(open), .integer(sum(\.overdue)),
          .percent(open == 0 ? nil : Double(sum(\.overdue)) / Double(open)), .integer(sum(\.lateUpTo7Days)),
          .integer(sum(\.lateUpTo30Days)), .integer(sum(\.lateOver30Days)), .instant(oldest),
          oldest.map { .decimal(Lateness.days(due: $0, asOf: asOf), places: 1) } ?? .none,
        ], emphasis)
    }
    // The worst first; a stable order between equals, or the same log would make other files.
    let worstFirst = loads.enumerated().sorted { ($1.element.overdue, $0.offset) < ($0.element.overdue, $1.offset) }
    for load in worstFirst.map(\.element) {
      try row(line(context.unit(load.unit), [load], load.lateOver30Days > 0 ? .warning : .none))
    }
    try row(line(total, loads, .total))
  }

  private static let overdueShares: @Sendable (ReportContext, Portions, isolated Connection) throws -> [SheetShare] = {
    context, portions, connection in
    var sums = ShareSums()
    let loads = try OrderStatistics.load(
      asOf: context.request.asOf, context.request.scope, of: portions, on: connection)
    for (portion, load) in loads {
      let oldest = load.oldestDue?.timeIntervalSince1970 ?? 0
      for head in [[context.unit(load.unit)], [total]] {
        sums.add([Double(load.open)], head, "open", portion, isSum: true)
        sums.add([Double(load.overdue)], head, "overdue", portion, isSum: true)
        sums.add([Double(load.overdue), Double(load.open)], head, "overdueShare", portion, isSum: false)
        sums.add([Double(load.lateUpTo7Days)], head, "lateUpTo7Days", portion, isSum: true)
        sums.add([Double(load.lateUpTo30Days)], head, "lateUpTo30Days", portion, isSum: true)
        sums.add([Double(load.lateOver30Days)], head, "lateOver30Days", portion, isSum: true)
        sums.add([oldest], head, "oldestDue", portion, isSum: false)
        sums.add([oldest], head, "longestDelayDays", portion, isSum: false)
      }
    }
    return sums.all
  }

  private static let overdueOrders = ReportSheet(
    "orders", Words(zh: "工单清单", en: "Orders"),
    notes: [
      rule, Words(zh: "期限最早的在前。", en: "The oldest due time first."),
    ],
    legend: Words(zh: "底色行：逾期 30 天以上。", en: "Shaded: over 30 days late."),
    columns: [
      ReportColumn("no", zh: "工单号", en: "Order", .code),
      ReportColumn("key", zh: "原编号", en: "Key", .code),
      ReportColumn("unit", zh: "单位", en: "Unit", .text),
      ReportColumn("category", zh: "类别", en: "Category", .text),
      ReportColumn("title", zh: "标题", en: "Title", .text),
      ReportColumn("state", zh: "状态", en: "State", .text),
      ReportColumn("openedAt", zh: "受理时间", en: "Opened", .instant),
      ReportColumn("dueAt", zh: "期限", en: "Due", .deadline),
      ReportColumn("daysLate", zh: "逾期（天）", en: "Days late", .decimal),
      ReportColumn("lateness", zh: "逾期程度", en: "Lateness", .text),
    ],
    frozenColumns: 1
  ) { context, connection, row in
    let asOf = context.request.asOf
    var query = BoardQuery(asOf: asOf, sort: .due)
    query.overdueOnly = true
    query.process = context.request.scope.process
    if let unit = context.request.scope.unit { query.units = .these(context.request.scope.subtree ?? [unit]) }
    query.sight = context.request.scope.sight
    try OrderBoard.list(query, on: connection) { order in
      let lateness = order.dueAt.map { Lateness(due: $0, asOf: asOf) }
      try row(
        ReportRow(
          [
            .code(order.no.description), .code(order.key), context.unit(order.unit), context.category(order.category),
            .text(order.title), context.state(order.state, of: order.process), .instant(order.openedAt),
            .instant(order.dueAt), order.dueAt.map { .decimal(Lateness.days(due: $0, asOf: asOf), places: 1) } ?? .none,
            lateness.map { .label($0.words, code: $0.rawValue) } ?? .none,
          ], lateness == .over30Days ? .warning : .none))
    }
  }
}

/// How late an overdue order is, in the steps of `OrderStatistics.UnitLoad`.
enum Lateness: String {
  case upTo7Days = "up-to-7-days"
  case upTo30Days = "up-to-30-days"
  case over30Days = "over-30-days"

  init(due: Date, asOf instant: Date) {
    switch Self.days(due: due, asOf: instant) {
    case ...7: self = .upTo7Days
    case ...30: self = .upTo30Days
    default: self = .over30Days
    }
  }

  /// Days of 24 hours.
  static func days(due: Date, asOf instant: Date) -> Double { instant.timeIntervalSince(due) / 86_400 }

  var words: Words {
    switch self {
    case .upTo7Days: Words(zh: "7 天以内", en: "up to 7 days")
    case .upTo30Days: Words(zh: "7 至 30 天", en: "7 to 30 days")
    case .over30Days: Words(zh: "30 天以上", en: "over 30 days")
    }
  }
}
