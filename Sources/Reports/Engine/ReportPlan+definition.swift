import Domain
import FoundationEssentials
import Postgres
import Projections

extension ReportPlan {
  /// The report as all others are: its tables are counted when it is run.
  func definition(_ measures: [MeasureKey: Measure]) -> ReportDefinition {
    var models: [any Projection] = [Units()]
    for model in tables.flatMap({ $0.models(measures, filters) })
    where !models.contains(where: { $0.name == model.name }) {
      models.append(model)
    }
    return ReportDefinition(
      key: key, title: Words(labels, key: key), purpose: Words(purpose, key: ""), timeFrame: timeFrame,
      sheets: tables.map { sheet($0, measures) }, models: models, needs: needs(measures), edition: edition,
      filters: filters + tables.flatMap(\.filters),
      counted: MeasureClosure(tables.flatMap(\.measures), in: measures).counted.map {
        ($0.measure.key, $0.counting.source)
      })
  }

  private func needs(_ measures: [MeasureKey: Measure]) -> [ReportNeed] {
    let all = MeasureClosure(tables.flatMap(\.measures), in: measures)
    let untold = all.all.filter { $0.body == .given([]) }.map(\.key.rawValue)
    return (all.counted.contains { $0.counting.source == .calls } ? [.calls] : [])
      + (untold.isEmpty ? [] : [.told(untold)])
  }

  /// A table as it is listed, before it is known which columns and further sheets it has.
  private func sheet(_ table: TablePlan, _ measures: [MeasureKey: Measure]) -> ReportSheet {
    let heads = table.rows.map { ReportColumn($0.name, $0.heading, $0.columnKind) }
    let closure = MeasureClosure(table.measures, in: measures)
    let figures = table.measures.compactMap { measures[$0] }.map {
      ReportColumn(
        $0.key.rawValue, Words($0.labels, key: $0.key.rawValue), $0.unit.columnKind, formula: $0.formula(in: measures))
    }
    let plan = self
    var sheet = ReportSheet(
      table.key, Words(table.labels, key: table.key), columns: heads + figures,
      formulas: closure.all.map { $0.formula(in: measures) }
    ) { _, _, _ in }
    sheet.resolve = { context, connection in
      try TableRun(report: plan, table: table, measures: measures, context: context, on: connection).sheets(
        on: connection)
    }
    return sheet
  }
}

extension TablePlan {
  /// What its figures are read from.
  fileprivate func models(_ measures: [MeasureKey: Measure], _ filters: [ReportFilter]) -> [any Projection] {
    let dimensions = (rows + [columns].compactMap(\.self)).compactMap { dimension -> FactQuery.Dimension? in
      switch dimension {
      case .field(let field), .level(let field, _): .field(field)
      case .bucket(let value): .bucket(value, borders: [])
      case .time: nil
      }
    }
    return MeasureClosure(self.measures, in: measures).counted.flatMap { _, counting in
      FactQuery(
        counting.source, period: nil, end: .distantFuture, scope: .init(), by: dimensions,
        where: (filters + self.filters).map { .isOne($0.field, $0.values) }, figures: [counting.figure]
      ).models
    }
  }
}

/// One table on the way from its text to its lines.
struct TableRun {
  private let report: ReportPlan
  private let plan: TablePlan
  private let measures: [MeasureKey: Measure]
  private let context: ReportContext
  private let question: TableQuestion
  private let asked: [ReportFilter]
  private let maker: ScaleMaker

  init(
    report: ReportPlan, table: TablePlan, measures: [MeasureKey: Measure], context: ReportContext,
    on connection: isolated Connection
  ) throws {
    (self.report, plan, self.measures, self.context) = (report, table, measures, context)
    let request = context.request
    asked = request.options.filters
    let filters = report.filters + table.filters + asked
    let rows =
      switch request.options.depth {
      case .summary: [ReportDimension]()
      case .general: Array(table.rows.prefix(table.generalDepth))
      case .detailed, nil: table.rows
      }
    let columns = table.columns
    let times = (rows + [columns].compactMap(\.self)).compactMap { dimension -> ReportDimension.Time? in
      if case .time(let time) = dimension { time } else { nil }
    }
    var time: TimeScale?
    if let period = request.counted, !times.isEmpty {
      time = TimeScale(period, times, context.definitions.calendar, request.zone)
    }
    maker = ScaleMaker(context: context, processes: Self.processes(filters, context))
    var scales: [ReportDimension: DimensionScale] = [:]
    for dimension in rows + [columns].compactMap(\.self) { scales[dimension] = maker.scale(dimension, table, time) }
    question = TableQuestion(
      context: context, plan: table, rows: rows, columns: columns, scales: scales, time: time,
      filters: filters.map { Self.condition($0, context) },
      counted: MeasureClosure(table.measures, in: measures).counted.map { measure, counting in
        (measure, counting.expanded { Self.expanded($0, $1, context) })
      })
  }

  /// The processes that conditions leave; empty for all.
  private static func processes(_ filters: [ReportFilter], _ context: ReportContext) -> [String] {
    if let process = context.request.scope.process { return [process] }
    let filters = filters.filter { $0.field == .process }
    guard !filters.isEmpty else { return [] }
    return context.definitions.all.map(\.key.rawValue).filter { process in
      filters.allSatisfy { $0.values.contains(process) != $0.isExcluding }
    }
  }

  /// A condition with everything below the entries of trees that it names.
  private static func condition(
    _ filter: ReportFilter, _ context: ReportContext
  ) -> FactCondition {
    let condition = FactCondition.isOne(filter.field, expanded(filter.field, filter.values, context))
    return filter.isExcluding ? .except([condition]) : condition
  }

  private static func expanded(
    _ field: FactField, _ values: [String?], _ context: ReportContext
  ) -> [String?] {
    values.flatMap { value -> [String?] in
      guard let value else { return [nil] }
      switch field {
      case .category:
        let below = context.categoryPaths.filter { $0.value.contains { $0.key == value } }.map(\.key).sorted()
        return below.isEmpty ? [value] : below
      case .unit, .intake:
        let below = UnitKey(value).map { context.units.subtree(of: $0).map(\.unit.rawValue) } ?? []
        return below.isEmpty ? [value] : below
      default: return [value]
      }
    }
  }

  /// The table, and the orders behind it where they are asked for.
  func sheets(on connection: isolated Connection) throws -> [ReportSheet] {
    let request = context.request
    let (period, end) = (request.counted, request.asOf)
    let own = try figures(period, end, question.time?.bounds ?? [], told: nominal, on: connection)
    var (base, notes) = (TableFigures?.none, report.notes + plan.notes)
    var times = [CountedTime(period: period, end: end, bounds: question.time?.bounds ?? [])]
    if let comparison = request.options.comparison ?? plan.comparison {
      let compared = ComparedTime(comparison, of: nominal, upTo: request.until, in: request.zone)
      if let period, let nominal {
        let bounds = compared.moved(question.time?.bounds ?? [period.from, period.to])
        guard let from = bounds.first, let to = bounds.last,
          let other = OrderStatistics.Period(from: from, to: to)
        else { throw ReportError.nothingToCompare }
        if let lookedAt = request.lookedAt, other.to > lookedAt {
          throw ReportError.comparedNotOver(ZoneClock(request.zone).text(compared.whole(nominal)?.to ?? other.to))
        }
        times.append(CountedTime(period: other, end: other.end, bounds: question.time == nil ? [] : bounds))
        base = try figures(
          other, other.end, question.time == nil ? [] : bounds, told: compared.whole(nominal), on: connection)
        notes.append(
          ComparedTime.note(
            period, other, context.definitions.calendar, request.zone, isPart: request.until != nil))
      } else if let instant = compared.moved(end) {
        times.append(CountedTime(period: nil, end: instant, bounds: []))
        base = try figures(nil, instant, [], told: nil, on: connection)
        let text = ZoneClock(request.zone).text(instant)
        notes.append(Words(zh: "同期：截至 \(text)。", en: "Compared with \(text)."))
      } else {
        throw ReportError.nothingToCompare
      }
    }
    notes += TableLines.notes(question) + own.gapNotes(isBase: false) + (base?.gapNotes(isBase: true) ?? [])
    for filter in report.filters + plan.filters + asked {
      notes.append(maker.words(of: filter))
    }
    let lines = TableLines(question: question, figures: own, every: Set(plan.every)).lines(beside: base)
    let table = TableSheet(
      question: question, measures: measures, own: own, base: base, lines: lines, notes: notes, isUpright: false)
    var sheet = table.sheet()
    sheet.isRanked = !plan.top.isEmpty
    sheet.shares = { [question, times] _, portions, connection in
      table.shares(
        try times.map { time in
          try question.count(time.period, end: time.end, bounds: time.bounds, of: portions, on: connection)
        })
    }
    guard plan.hasDrill || request.options.hasDrill else { return [sheet] }
    return [sheet, DrillSheet(question: question, period: period, end: end).sheet()]
  }

  /// The whole of the report's period, over or not: what was told of its months is of them whole.
  private var nominal: OrderStatistics.Period? {
    if case .period(let period) = context.request.time { period } else { nil }
  }

  private func figures(
    _ period: OrderStatistics.Period?, _ end: Date, _ bounds: [Date], told: OrderStatistics.Period?,
    on connection: isolated Connection
  ) throws -> TableFigures {
    var missing: [ReportDimension: Set<String>] = [:]
    if let time = question.time {
      for kind in question.times { missing[.time(kind)] = time.missing(in: bounds, kind) }
    }
    return TableFigures(
      question, try question.count(period, end: end, bounds: bounds, on: connection), measures,
      GivenFigures(question: question, period: told, counted: period, bounds: bounds, asked: asked), missing: missing)
  }
}

/// A time that a table counts: its own, and the one that it is compared with.
private struct CountedTime: Sendable {
  let period: OrderStatistics.Period?
  let end: Date
  let bounds: [Date]
}

extension Counting {
  /// With the values of conditions on trees expanded.
  fileprivate func expanded(_ body: (FactField, [String?]) -> [String?]) -> Counting {
    let conditions = figure.conditions.map { condition -> FactCondition in
      if case .isOne(let field, let values) = condition { .isOne(field, body(field, values)) } else { condition }
    }
    return Counting(source: source, figure: FactFigure(figure.aggregate, where: conditions), clock: clock)
  }
}
