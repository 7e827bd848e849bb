import Domain
import Projections

/// What does not go together.
extension ReportReader {
  mutating func check(_ plan: TablePlan, _ fields: [String: Place], _ place: Place) {
    let dimensions = plan.rows + [plan.columns].compactMap(\.self)
    if let columns = plan.columns, plan.rows.contains(columns), let place = fields["columns"] {
      reader.refuse(place, "`\(columns.name)` is among the lines", "choose another dimension")
    }
    if plan.hasSubtotals, plan.rows.count < 2, let place = fields["subtotals"] {
      reader.refuse(place, "lines of one dimension have no subtotals", "name a second one in `rows`")
    }
    if plan.sort == nil, let place = fields["top"] {
      reader.refuse(place, "the first of what order?", "write `sort: -opened`")
    }
    if plan.rows.isEmpty, let place = fields["top"] ?? fields["sort"] {
      reader.refuse(place, "there are no lines to sort", "name a dimension in `rows`")
    }
    if plan.totalsColumns, plan.columns == nil, let place = fields["totals"] {
      reader.refuse(place, "there are no columns to add up", "leave it out, or name a dimension in `columns`")
    }
    for dimension in dimensions {
      if case .time = dimension, timeFrame == .instant {
        reader.refuse(
          fields["rows"] ?? place, "an instant has no `\(dimension.name)`", "make the report one of `time: period`")
      }
    }
    if plan.comparison != nil, timeFrame == .instant, plan.comparison?.isRelative == false,
      let place = fields["compare"]
    {
      reader.refuse(place, "an instant is not compared with a period", "use year, 52-weeks or previous")
    }
    let counted = MeasureClosure(plan.measures, in: measures).counted
    for (measure, counting) in counted { check(measure, counting, dimensions, fields["measures"] ?? place) }
  }

  private mutating func check(
    _ measure: Measure, _ counting: Counting, _ dimensions: [ReportDimension], _ place: Place
  ) {
    if timeFrame == .instant, counting.needsPeriod {
      reader.refuse(
        place, "`\(measure.key)` counts what happens in a period, and this is about an instant",
        "make the report one of `time: period`, or count what stands")
    }
    for dimension in dimensions {
      switch dimension {
      case .field(let field), .level(let field, _):
        guard !field.isKnown(of: counting.source) else { continue }
        reader.refuse(
          place, "`\(measure.key)` counts \(counting.source.rawValue), which have no `\(dimension.name)`",
          "leave one of them out")
      case .bucket(let value):
        guard !value.isKnown(of: counting.source) else { continue }
        reader.refuse(place, "\(counting.source.rawValue) have no `\(dimension.name)`", "leave one of them out")
      case .time(let time):
        guard counting.clock == nil, !time.isStretch else { continue }
        reader.refuse(
          place, "`\(measure.key)` is what stands, which has no `\(dimension.name)`",
          "count what happened, or use day, week, month, quarter or year")
      }
    }
  }
}

extension Counting {
  /// Whether it is nothing without a period.
  fileprivate var needsPeriod: Bool {
    source.isOfPeriod || clock != nil
      || figure.conditions.contains { if case .had(_, ever: false) = $0 { true } else { false } }
  }
}

extension ReportComparison {
  /// Whether it is told by the report's own time.
  var isRelative: Bool { if case .days = self { false } else { true } }
}

/// Measures with all that their formulas name.
struct MeasureClosure {
  /// Each once, those that are named before those that name them.
  let all: [Measure]

  init(_ keys: [MeasureKey], in measures: [MeasureKey: Measure]) {
    var found: [Measure] = []
    func take(_ key: MeasureKey, _ depth: Int) {
      guard depth < 64, let measure = measures[key], !found.contains(where: { $0.key == key }) else { return }
      if case .formula(let formula) = measure.body { for part in formula.measures { take(part, depth + 1) } }
      found.append(measure)
    }
    for key in keys { take(key, 0) }
    all = found
  }

  /// Those that are counted.
  var counted: [(measure: Measure, counting: Counting)] {
    all.compactMap { measure in
      if case .counted(let counting) = measure.body { (measure, counting) } else { nil }
    }
  }
}
