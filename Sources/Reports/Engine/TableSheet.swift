import Domain
import FoundationEssentials
import Projections

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
        head(line, width: heads.count) + cells.map { value($0, line) }, emphasis(line))
    }
    return ReportSheet(
      plan.key, Words(plan.labels, key: plan.key), notes: notes, columns: columns,
      frozenColumns: min(heads.count, 2), isUpright: columns.count <= 7, charts: charts(cells, heads),
      formulas: MeasureClosure(plan.measures, in: measures).all.map { $0.formula(in: measures) }
    ) { _, _, row in
      for line in rows { try row(line) }
    }
  }

  private func emphasis(_ line: TableLine) -> ReportRow.Emphasis {
    switch line.kind {
    case .plain: .none
    // What a subtotal adds up is as any other line of it.
    case .rest: plan.hasSubtotals && !line.keys.isEmpty ? .none : .rest
    case .single: .single
    case .subtotal: .subtotal
    case .total: .total
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

  func value(of column: FactGroup.Column, _ dimension: ReportDimension) -> (key: String, words: Words) {
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

  func value(_ measure: Measure, _ groups: [FactGroup], _ part: ReportColumn.Part) -> ReportValue {
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
}

extension ReportDimension {
  var columnKind: ReportColumn.Kind { self == .time(.day) ? .day : .text }
}
