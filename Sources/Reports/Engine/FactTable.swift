import Projections

/// Which lines of what was counted are taken together: those with some first values of the lines' dimensions, in one column or
/// in all.
struct FactGroup: Hashable {
  /// The first values of the lines' dimensions; none for the whole.
  var rows: [String?]
  /// The value of the columns' dimension.
  var column: Column

  enum Column: Hashable {
    case all
    case one(String?)
  }
}

/// What was counted, added up for every group that a table can show.
struct FactTable {
  /// How the numbers of each measure are put together.
  private let aggregates: [FactFigure.Aggregate]
  private var groups: [FactGroup: [Double?]] = [:]

  init(_ countings: [Counting]) { aggregates = countings.map(\.figure.aggregate) }

  /// Adds a number to a line and to all that sum it up.
  ///
  /// - Parameter isShown: which groups the measure has a number of.
  mutating func add(
    _ value: Double?, of measure: Int, rows: [String?], column: FactGroup.Column, isShown: (FactGroup) -> Bool
  ) {
    for count in 0...rows.count {
      let prefix = Array(rows.prefix(count))
      add(value, measure, FactGroup(rows: prefix, column: .all), isShown)
      if column != .all { add(value, measure, FactGroup(rows: prefix, column: column), isShown) }
    }
  }

  private mutating func add(_ value: Double?, _ measure: Int, _ group: FactGroup, _ isShown: (FactGroup) -> Bool) {
    guard isShown(group) else { return }
    var values = groups[group] ?? aggregates.indices.map(nothing)
    values[measure] = combined(values[measure], value, measure)
    groups[group] = values
  }

  private func combined(_ a: Double?, _ b: Double?, _ measure: Int) -> Double? {
    guard let a, let b else { return a ?? b }
    return switch aggregates[measure] {
    case .count, .sum: a + b
    case .least: min(a, b)
    case .most: max(a, b)
    }
  }

  /// What stands where nothing was counted.
  private func nothing(_ measure: Int) -> Double? {
    switch aggregates[measure] {
    case .count, .sum: 0
    case .least, .most: nil
    }
  }

  /// The number of a measure in a group; of sums 0 where nothing was counted.
  func value(_ measure: Int, _ group: FactGroup) -> Double? {
    groups[group].map { $0[measure] } ?? nothing(measure)
  }

  /// The same over several groups.
  func value(_ measure: Int, _ several: [FactGroup]) -> Double? {
    several.dropFirst().reduce(several.first.flatMap { value(measure, $0) }) { sum, group in
      combined(sum, value(measure, group), measure)
    }
  }

  /// All groups that something was counted in.
  var all: Dictionary<FactGroup, [Double?]>.Keys { groups.keys }

  /// The full keys of all lines, and of all columns.
  func rowKeys(_ count: Int) -> Set<[String?]> {
    Set(groups.keys.lazy.filter { $0.rows.count == count }.map(\.rows))
  }
  var columnKeys: Set<String?> {
    Set(groups.keys.compactMap { if case .one(let key) = $0.column { key } else { String??.none } })
  }
}
