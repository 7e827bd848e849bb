import Domain
import FoundationEssentials
import Postgres
import Projections

/// What a table asks of the facts about one period: the report's own, or the one that it is compared with.
struct TableQuestion {
  let context: ReportContext
  let plan: TablePlan
  /// The dimensions of the lines that are shown, and of the columns.
  let rows: [ReportDimension]
  let columns: ReportDimension?
  let scales: [ReportDimension: DimensionScale]
  let time: TimeScale?
  /// What all that is counted fulfils.
  let filters: [FactCondition]
  let counted: [(measure: Measure, counting: Counting)]

  /// Of what stands, at most at so many instants.
  static let mostInstants = 400

  var dimensions: [ReportDimension] { rows + [columns].compactMap(\.self) }

  var times: [ReportDimension.Time] {
    dimensions.compactMap { if case .time(let time) = $0 { time } else { nil } }
  }

  /// The columns that name values of dimensions.
  func heads(_ dimensions: [ReportDimension]) -> [ReportColumn] {
    dimensions.map { ReportColumn($0.name, scales[$0]?.heading ?? $0.heading, $0.columnKind) }
  }

  /// The values of a line's first dimensions, or of all: where it is of one process, in the words of that.
  func values(_ keys: [String?], of dimensions: [ReportDimension]) -> [ReportValue] {
    let process = zip(dimensions, keys).first { $0.0 == .field(.process) }?.1
    return zip(dimensions, keys).map { scales[$0]?.value($1, of: process) ?? .none }
  }

  /// Whether a measure has a number in a group: what stands has none over several days.
  func isShown(_ counting: Counting, _ group: FactGroup) -> Bool {
    guard counting.clock == nil, !times.isEmpty else { return true }
    let isInRows = rows.enumerated().allSatisfy { index, dimension in
      if case .time = dimension { index < group.rows.count } else { true }
    }
    if case .time? = columns { return isInRows && group.column != .all }
    return isInRows
  }

  // MARK: The questions

  /// One question of a part of the measures.
  struct Part {
    let query: FactQuery
    /// The places of the measures among ``TableQuestion/counted``.
    let measures: [Int]
    /// The stretch that all of it is in, where what stands is asked for.
    let stretch: Int?
  }

  /// The questions, each one statement.
  ///
  /// - Parameters:
  ///   - bounds: of the stretches of time, as they are or moved.
  func parts(_ period: OrderStatistics.Period?, end: Date, bounds: [Date]) throws(ReportError) -> [Part] {
    struct Shape: Hashable {
      let source: FactSource
      let clock: FactClock?
    }
    let isByTime = !times.isEmpty
    var shapes: [(shape: Shape, measures: [Int])] = []
    for (index, item) in counted.enumerated() {
      guard isAnswered(by: item.counting.source) else { continue }
      let shape = Shape(source: item.counting.source, clock: isByTime ? item.counting.clock : nil)
      if let place = shapes.firstIndex(where: { $0.shape == shape }) {
        shapes[place].measures.append(index)
      } else {
        shapes.append((shape, [index]))
      }
    }
    var parts: [Part] = []
    for (shape, measures) in shapes {
      if isByTime, shape.clock == nil {
        let count = bounds.count - 1
        guard count <= Self.mostInstants else { throw .tooManyInstants(table: plan.key, limit: Self.mostInstants) }
        for stretch in 0..<count where bounds[stretch] < bounds[stretch + 1] {
          guard let own = OrderStatistics.Period(from: bounds[stretch], to: bounds[stretch + 1]) else { continue }
          parts.append(
            Part(query: query(shape.source, own, end: own.end, measures, nil, []), measures: measures, stretch: stretch)
          )
        }
      } else {
        parts.append(
          Part(
            query: query(shape.source, period, end: end, measures, isByTime ? shape.clock : nil, bounds),
            measures: measures, stretch: nil))
      }
    }
    return parts
  }

  /// Whether a source knows all that is asked for.
  func isAnswered(by source: FactSource) -> Bool {
    filters.allSatisfy { $0.named?.field.isKnown(of: source) ?? true }
  }

  private func query(
    _ source: FactSource, _ period: OrderStatistics.Period?, end: Date, _ measures: [Int], _ clock: FactClock?,
    _ bounds: [Date]
  ) -> FactQuery {
    let dimensions = dimensions.compactMap { dimension -> FactQuery.Dimension? in
      switch dimension {
      case .field(let field), .level(let field, _): .field(field)
      case .bucket(let value): .bucket(value, borders: plan.buckets[value] ?? [])
      case .time: clock.map { .time($0, bounds: bounds) }
      }
    }
    var each: [FactQuery.Dimension] = []
    for dimension in dimensions where !each.contains(dimension) { each.append(dimension) }
    return FactQuery(
      source, period: period, end: end, scope: context.request.scope, by: each, where: filters,
      figures: measures.map { counted[$0].counting.figure })
  }

  /// The keys of a line and column, from what a query tells.
  func place(_ keys: [String?], of query: FactQuery, stretch: Int?) -> (rows: [String?], column: FactGroup.Column) {
    func key(_ dimension: ReportDimension) -> String? {
      func told(_ wanted: FactQuery.Dimension) -> String? {
        query.dimensions.firstIndex(of: wanted).flatMap { keys[$0] }
      }
      switch dimension {
      case .field(let field), .level(let field, _): return scales[dimension]?.key(told(.field(field))) ?? nil
      case .bucket(let value): return told(.bucket(value, borders: plan.buckets[value] ?? []))
      case .time(let kind):
        if let stretch { return time?.key(stretch, kind) }
        let place = query.dimensions.firstIndex { if case .time = $0 { true } else { false } }
        return place.flatMap { keys[$0] }.flatMap { Int($0) }.flatMap { time?.key($0, kind) }
      }
    }
    return (rows.map(key), columns.map { .one(key($0)) } ?? .all)
  }

  /// Counts everything.
  func count(
    _ period: OrderStatistics.Period?, end: Date, bounds: [Date], on connection: isolated Connection
  ) throws -> FactTable {
    try count(period, end: end, bounds: bounds, of: nil, on: connection)[0] ?? FactTable(counted.map(\.counting))
  }

  /// Counts portions, each by itself, by their numbers; everything together as 0 where none are given.
  func count(
    _ period: OrderStatistics.Period?, end: Date, bounds: [Date], of portions: Portions?,
    on connection: isolated Connection
  ) throws -> [Int: FactTable] {
    let empty = FactTable(counted.map(\.counting))
    var tables: [Int: FactTable] = [:]
    for part in try parts(period, end: end, bounds: bounds) {
      // Rows of lists and calls are no order's and nobody's in the book.
      guard portions == nil || part.query.source.isOfOrders || part.query.source == .parties else { continue }
      var query = part.query
      query.portions = portions
      for found in try query.parts(on: connection) {
        let (rows, column) = place(found.keys, of: part.query, stretch: part.stretch)
        for (value, measure) in zip(found.figures, part.measures) {
          // A line is there where something is, and not where all is 0.
          guard let value, value != 0 || !counted[measure].counting.isSum else { continue }
          tables[found.portion, default: empty].add(value, of: measure, rows: rows, column: column) {
            isShown(counted[measure].counting, $0)
          }
        }
      }
    }
    return tables
  }
}
