import Domain
import FoundationEssentials
import Projections
import Spreadsheets

/// Writes the lines of a table as a sheet.
struct TableSheet {
  let question: TableQuestion
  let measures: [MeasureKey: Measure]
  let own: TableFigures
  let base: TableFigures?
  let lines: [TableLine]
  let notes: [Words]
  let isUpright: Bool

  var plan: TablePlan { question.plan }

  /// One figure of every line.
  struct Cell {
    let measure: Measure
    let column: FactGroup.Column
    let part: ReportColumn.Part
  }

  /// The columns' values in their order, then all together.
  var groups: [FactGroup.Column] {
    guard let columns = question.columns, let scale = question.scales[columns] else { return [.all] }
    var keys = own.facts.columnKeys.union(base?.facts.columnKeys ?? [])
    if plan.every.contains(columns) { keys.formUnion(scale.all) }
    let sorted = keys.sorted { scale.isBefore($0, $1) }
    return sorted.map { .one($0) } + (plan.totalsColumns || sorted.isEmpty ? [.all] : [])
  }

  /// What stands beside one another of some measures: of ratios the difference in percentage points.
  func parts(_ measures: [Measure]) -> [ReportColumn.Part] {
    guard base != nil else { return [.value] }
    return ReportColumn.Part.allCases.filter { part in
      switch part {
      case .difference: measures.contains { $0.unit != .percent }
      case .points: measures.contains { $0.unit == .percent }
      case .value, .base, .change: true
      }
    }
  }

  var shown: [Measure] { plan.measures.compactMap { measures[$0] } }

  func sheet() -> ReportSheet {
    plan.lines == .measures ? measureSheet : dimensionSheet
  }

  // MARK: A line a group

  /// The figures of a line, left to right.
  var cells: [Cell] {
    groups.flatMap { group in
      shown.flatMap { measure in parts([measure]).map { Cell(measure: measure, column: group, part: $0) } }
    }
  }

  private var dimensionSheet: ReportSheet {
    let cells = cells
    let heads =
      question.rows.isEmpty
      ? [ReportColumn("scope", zh: "范围", en: "Scope", .text)]
      : question.heads(question.rows)
    let columns = heads + cells.map(column)
    let rows = lines.map { line in
      ReportRow(
        head(line, width: heads.count) + cells.map { value($0, line) }, line.kind.emphasis)
    }
    return ReportSheet(
      plan.key, Words(plan.labels, key: plan.key), notes: notes, columns: columns,
      frozenColumns: min(heads.count, 2), isUpright: columns.count <= 7, charts: charts(cells, heads),
      formulas: MeasureClosure(plan.measures, in: measures).all.map { $0.formula(in: measures) }
    ) { _, _, row in
      for line in rows { try row(line) }
    }
  }

  /// The cells before the figures.
  func head(_ line: TableLine, width: Int) -> [ReportValue] {
    var values = question.values(line.keys, of: question.rows)
    if let others = line.others {
      values.append(ReportCatalog.others(others))
    } else if line.kind == .subtotal {
      values.append(.label(Words(zh: "小计", en: "Subtotal"), code: nil))
    } else if line.keys.isEmpty {
      values = [ReportCatalog.total]
    }
    return values + Array(repeating: .none, count: max(0, width - values.count))
  }

  func column(_ cell: Cell) -> ReportColumn {
    let name = Words(cell.measure.labels, key: cell.measure.key.rawValue)
    var key = cell.measure.key.rawValue
    var (heading, group): (Words, Words?) = (name, nil)
    if let columns = question.columns {
      let value = value(of: cell.column, columns)
      key += ".\(value.key)"
      (heading, group) = shown.count == 1 && base == nil ? (value.words, name) : (name, value.words)
    }
    if cell.part != .value { key += ".\(cell.part.rawValue)" }
    if base != nil {
      group = group.map { Words(zh: "\($0.zh) · \(heading.zh)", en: "\($0.en) · \(heading.en)") } ?? heading
      heading = cell.part.heading
    }
    return ReportColumn(
      key, heading, cell.part.kind(cell.measure.unit.columnKind), group: group,
      formula: cell.measure.formula(in: measures),
      bands: cell.part == .value || cell.part == .base ? cell.measure.bands : [],
      part: cell.part)
  }

  private func value(of column: FactGroup.Column, _ dimension: ReportDimension) -> (key: String, words: Words) {
    guard case .one(let key) = column else { return ("total", Words(zh: "合计", en: "Total")) }
    guard case .label(let words, let code)? = question.scales[dimension]?.value(key) else {
      return (key ?? "-", Words(key ?? "-"))
    }
    return (code ?? key ?? "-", words)
  }

  private func value(_ cell: Cell, _ line: TableLine) -> ReportValue {
    let groups = line.groups.map { FactGroup(rows: $0, column: cell.column) }
    return value(cell.measure, groups, cell.part)
  }

  private func value(_ measure: Measure, _ groups: [FactGroup], _ part: ReportColumn.Part) -> ReportValue {
    let own = own.figure(measure.key, groups)
    guard let base else { return measure.value(own) }
    let other = base.figure(measure.key, groups)
    switch part {
    case .value: return measure.value(own)
    case .base: return measure.value(other)
    case .difference where measure.unit == .percent, .points where measure.unit != .percent: return .none
    case .difference, .points, .change:
      guard case .number(let a) = own, case .number(let b) = other else { return .none }
      let difference = a.flatMap { a in b.map { a - $0 } }
      if part == .points { return .points(difference) }
      guard part == .change else { return measure.value(.number(difference)) }
      return .percent(difference.flatMap { difference in b.flatMap { $0 == 0 ? nil : difference / abs($0) } })
    }
  }

  // MARK: A line a measure

  private var measureSheet: ReportSheet {
    let cells = groups.flatMap { group in parts(shown).map { (group: group, part: $0) } }
    var columns = [ReportColumn("figure", zh: "指标", en: "Figure", .text)]
    columns += cells.map { measureColumn($0.group, $0.part) }
    if question.columns == nil { columns.append(ReportColumn("rule", zh: "计算方法", en: "How it is counted", .text)) }
    let rows = shown.map { measure in
      var values = [Self.head(measure)]
      values += cells.map { value(measure, [FactGroup(rows: [], column: $0.group)], $0.part) }
      if question.columns == nil {
        let formula = measure.formula(in: measures)
        values.append(.label(formula.rule, code: formula.id))
      }
      return ReportRow(values)
    }
    return ReportSheet(
      plan.key, Words(plan.labels, key: plan.key), notes: notes, columns: columns, frozenColumns: 1,
      isUpright: columns.count <= 5,
      formulas: MeasureClosure(plan.measures, in: measures).all.map { $0.formula(in: measures) }
    ) { _, _, row in
      for line in rows { try row(line) }
    }
  }

  /// A column of the table in which each line is a measure.
  func measureColumn(_ group: FactGroup.Column, _ part: ReportColumn.Part) -> ReportColumn {
    var (key, heading): (String, Words) = ("value", Words(zh: "数值", en: "Value"))
    if let dimension = question.columns {
      let value = value(of: group, dimension)
      (key, heading) = (value.key, value.words)
    }
    guard base != nil else { return ReportColumn(key, heading, .mixed) }
    return ReportColumn(
      part == .value ? key : "\(key).\(part.rawValue)", part.heading, part.kind(.mixed),
      group: question.columns == nil ? nil : heading, part: part)
  }

  /// What stands before the figures of a measure's line.
  static func head(_ measure: Measure) -> ReportValue {
    .label(Words(measure.labels, key: measure.key.rawValue), code: measure.key.rawValue)
  }

  // MARK: Pictures

  private func charts(_ cells: [Cell], _ heads: [ReportColumn]) -> [ReportChart] {
    // Of a table with subtotals these are drawn, and the first column says of what they are.
    guard let named = plan.hasSubtotals ? heads.first : heads.last, !question.rows.isEmpty else { return [] }
    return plan.charts.compactMap { chart in
      let drawn = cells.filter { cell in
        guard chart.measures.contains(cell.measure.key), cell.part == .value || cell.part == .base else { return false }
        return question.columns == nil || cell.column != .all
      }
      guard !drawn.isEmpty else { return nil }
      let title = Words(chart.labels, key: "")
      return ReportChart(
        kind: chart.kind, title: title.zh.isEmpty ? Words(plan.labels, key: plan.key) : title, categories: named.key,
        series: drawn.map { column($0).key }, direction: isOverTime(chart.kind, drawn) ? .byRow : .byColumn,
        rowLimit: chart.limit)
    }
  }
}

extension TableSheet {
  /// Whether a picture is of lines over months that stand side by side: then each line of the table is one.
  private func isOverTime(_ kind: ChartKind, _ drawn: [Cell]) -> Bool {
    guard kind == .line, case .time? = question.columns else { return false }
    return Set(drawn.map(\.measure.key)).count == 1 && drawn.allSatisfy { $0.part == .value }
  }
}

extension TableLine.Kind {
  fileprivate var emphasis: ReportRow.Emphasis {
    switch self {
    case .plain: .none
    case .rest: .rest
    case .single: .single
    case .subtotal: .subtotal
    case .total: .total
    }
  }
}

extension ReportColumn.Part {
  var heading: Words {
    switch self {
    case .value: Words(zh: "本期", en: "Now")
    case .base: Words(zh: "同期", en: "Base")
    case .difference: Words(zh: "增减", en: "Difference")
    case .points: Words(zh: "增减（百分点）", en: "Difference (pp)")
    case .change: Words(zh: "增减率", en: "Change")
    }
  }

  /// What stands in a column of figures of a kind.
  func kind(_ own: ReportColumn.Kind) -> ReportColumn.Kind {
    switch self {
    case .value, .base, .difference: own
    case .points: .points
    case .change: .percent
    }
  }
}

extension ReportDimension {
  var columnKind: ReportColumn.Kind { self == .time(.day) ? .day : .text }
}
