import Domain
import FoundationEssentials
import Projections

/// The figures of one period of a table, counted ones and those computed from them.
struct TableFigures {
  let question: TableQuestion
  let facts: FactTable
  let measures: [MeasureKey: Measure]
  let given: GivenFigures
  /// Days that there are not in the period: 29 February in another year.
  let missing: [ReportDimension: Set<String>]
  private let places: [MeasureKey: Int]

  /// What stands in a cell.
  enum Figure: Equatable {
    /// Nothing can stand there.
    case none
    /// A number; `nil` where nothing was divided.
    case number(Double?)

    var number: Double? { if case .number(let number) = self { number } else { nil } }
  }

  init(
    _ question: TableQuestion, _ facts: FactTable, _ measures: [MeasureKey: Measure], _ given: GivenFigures,
    missing: [ReportDimension: Set<String>] = [:]
  ) {
    self.question = question
    self.facts = facts
    self.measures = measures
    self.given = given
    self.missing = missing
    places = Dictionary(question.counted.enumerated().map { ($1.measure.key, $0) }) { first, _ in first }
  }

  /// The figure of a measure over some groups together: one, or those that are not among the first.
  func figure(_ key: MeasureKey, _ groups: [FactGroup]) -> Figure {
    guard let first = groups.first else { return .number(nil) }
    let counted = MeasureClosure([key], in: measures).counted
    guard counted.allSatisfy({ question.isShown($0.counting, first) }) else { return .none }
    guard !isMissing(first) else { return .number(nil) }
    return .number(number(key, groups, 0))
  }

  private func isMissing(_ group: FactGroup) -> Bool {
    for (dimension, key) in zip(question.rows, group.rows) {
      if let key, missing[dimension]?.contains(key) == true { return true }
    }
    if let columns = question.columns, case .one(let key?) = group.column, missing[columns]?.contains(key) == true {
      return true
    }
    return false
  }

  private func number(_ key: MeasureKey, _ groups: [FactGroup], _ depth: Int) -> Double? {
    guard depth < 64, let measure = measures[key] else { return nil }
    switch measure.body {
    case .counted(let counting):
      guard let place = places[key], question.isAnswered(by: counting.source) else { return nil }
      return facts.value(place, groups)
    case .formula(let formula): return formula.value { number($0, groups, depth + 1) }
    case .given(let figures):
      var sum = 0.0
      for group in groups {
        guard let value = given.value(figures, group) else { return nil }
        sum += value
      }
      return sum
    }
  }
}

/// What was told and not counted, as far as it fits a table and its period.
struct GivenFigures {
  let question: TableQuestion
  let period: OrderStatistics.Period?
  let bounds: [Date]
  /// What somebody asked for beside what the report says: what the data does not know, it cannot tell.
  let asked: [ReportFilter]

  /// The sum of what is of a group; `nil` where nothing was told of it, or the data does not know how to split by what it is.
  func value(_ all: [GivenFigure], _ group: FactGroup) -> Double? {
    let figures = fitting(all)
    let known = Set(figures.flatMap(\.fields.keys))
    let scope = question.context.request.scope
    guard asked.allSatisfy({ known.contains($0.field) }) else { return nil }
    guard scope.unit == nil && scope.sight.scope == .all || known.contains(.unit) else { return nil }
    guard scope.process == nil || known.contains(.process) else { return nil }
    var wanted = zip(question.rows, group.rows).map { ($0, $1) }
    if let columns = question.columns, case .one(let key) = group.column { wanted.append((columns, key)) }
    for (dimension, _) in wanted {
      switch dimension {
      case .field(let field), .level(let field, _): guard known.contains(field) else { return nil }
      case .bucket: return nil
      case .time(let time): guard time.isStretch else { return nil }
      }
    }
    let told = figures.filter { figure in isAsked(figure) && isIn(figure, wanted) }
    return told.isEmpty ? nil : told.reduce(0) { $0 + $1.value }
  }

  /// Those that are told of all that the table splits by at any depth, where some are: units told by model have no part in a table by
  /// part, nor in its total.
  private func fitting(_ figures: [GivenFigure]) -> [GivenFigure] {
    let plan = question.plan
    let fields = (plan.rows + [plan.columns].compactMap(\.self)).compactMap { dimension -> FactField? in
      switch dimension {
      case .field(let field), .level(let field, _): field
      case .bucket, .time: nil
      }
    }
    let fitting = figures.filter { figure in fields.allSatisfy { figure.fields[$0] != nil } }
    return fitting.isEmpty ? figures : fitting
  }

  private func isAsked(_ figure: GivenFigure) -> Bool {
    let scope = question.context.request.scope
    if let process = scope.process, figure.fields[.process] != process { return false }
    if let unit = scope.unit, !(scope.subtree ?? [unit]).contains(figure.fields[.unit] ?? "") { return false }
    if let seen = scope.sight.scope.codes, !seen.contains(figure.fields[.unit] ?? "") { return false }
    for case let (field, values, isExcluding)? in question.filters.map(\.named) {
      if let value = figure.fields[field], values.contains(value) == isExcluding { return false }
    }
    guard let month = figure.month else { return true }
    guard let period, let (from, to) = month.bounds(question.context.request.zone) else { return false }
    return period.from <= from && to <= period.to
  }

  private func isIn(_ figure: GivenFigure, _ wanted: [(ReportDimension, String?)]) -> Bool {
    wanted.allSatisfy { dimension, key in
      switch dimension {
      case .field(let field), .level(let field, _):
        return question.scales[dimension]?.key(figure.fields[field]) == key
      case .bucket: return false
      case .time(let kind):
        guard let month = figure.month, let (from, to) = month.bounds(question.context.request.zone),
          let time = question.time
        else { return false }
        let inside = (0..<time.count).filter { bounds[$0] < to && bounds[$0 + 1] > from }
        return !inside.isEmpty && inside.allSatisfy { time.key($0, kind) == key }
      }
    }
  }

  /// The lines that data is told of, where it knows all that the lines are.
  func rowKeys(_ figures: [GivenFigure]) -> [[String?]] {
    figures.filter(isAsked).compactMap { figure in
      var keys: [String?] = []
      for dimension in question.rows {
        switch dimension {
        case .field(let field), .level(let field, _):
          guard let value = figure.fields[field] else { return nil }
          keys.append(question.scales[dimension]?.key(value) ?? nil)
        case .bucket, .time: return nil
        }
      }
      return keys
    }
  }
}

extension GivenMonth {
  /// From its first instant up to that of the next.
  func bounds(_ zone: TimeZone) -> (from: Date, to: Date)? {
    let calendar = OfficeCalendar(timeZone: zone)
    let next = month.map { $0 == 12 ? (year + 1, 1) : (year, $0 + 1) } ?? (year + 1, 1)
    guard let first = CivilDay(year: year, month: month ?? 1, day: 1),
      let last = CivilDay(year: next.0, month: next.1, day: 1)
    else { return nil }
    return (calendar.instant(of: first, secondOfDay: 0), calendar.instant(of: last, secondOfDay: 0))
  }
}
