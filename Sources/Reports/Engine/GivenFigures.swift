import Domain
import FoundationEssentials
import Projections

/// What was told and not counted, as far as it fits a table and its period.
struct GivenFigures {
  let question: TableQuestion
  /// What is told of months in it counts; the whole of them, over or not.
  let period: OrderStatistics.Period?
  /// What was counted: up to now where the period is not over.
  let counted: OrderStatistics.Period?
  let bounds: [Date]
  /// What somebody asked for beside what the report says: what the data does not know, it cannot tell.
  let asked: [ReportFilter]

  /// The sum of what is of a group; `nil` where nothing was told of it, or the data does not know how to split by what it is.
  func value(_ all: [GivenFigure], _ group: FactGroup) -> Double? {
    let told = told(all, group)
    return told.isEmpty ? nil : told.reduce(0) { $0 + $1.value }
  }

  /// The lines of data that are of a group.
  func told(_ all: [GivenFigure], _ group: FactGroup) -> [GivenFigure] {
    let figures = fitting(all)
    let known = Set(figures.flatMap(\.fields.keys))
    let scope = question.context.request.scope
    guard asked.allSatisfy({ known.contains($0.field) }) else { return [] }
    guard scope.unit == nil && scope.sight.scope == .all || known.contains(.unit) else { return [] }
    guard scope.process == nil || known.contains(.process) else { return [] }
    let wanted = wanted(group)
    for (dimension, _) in wanted {
      switch dimension {
      case .field(let field), .level(let field, _): guard known.contains(field) else { return [] }
      case .bucket: return []
      case .time(let time): guard time.isStretch else { return [] }
      }
    }
    return figures.filter { figure in isAsked(figure) && isIn(figure, wanted) }
  }

  /// The values that a group has.
  func wanted(_ group: FactGroup) -> [(ReportDimension, String?)] {
    var wanted = zip(question.rows, group.rows).map { ($0, $1) }
    if let columns = question.columns, case .one(let key) = group.column { wanted.append((columns, key)) }
    return wanted
  }

  /// Those that are told of all that the table splits by at any depth, where some are: units told by model have no part in a table by
  /// part, nor in its total.
  func fitting(_ figures: [GivenFigure]) -> [GivenFigure] {
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

  func isAsked(_ figure: GivenFigure) -> Bool {
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

  func isIn(_ figure: GivenFigure, _ wanted: [(ReportDimension, String?)]) -> Bool {
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
