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
    let isOfOneTime = areOfOneTime(groups)
    guard counted.allSatisfy({ question.isShown($0.counting, first) && (isOfOneTime || $0.counting.clock != nil) })
    else { return .none }
    guard !groups.contains(where: isMissing) else { return .number(nil) }
    return .number(number(key, groups, 0))
  }

  /// Whether groups that are told in one line are of the same days or months: what stood on each of several is no sum.
  private func areOfOneTime(_ groups: [FactGroup]) -> Bool {
    guard let first = groups.first else { return true }
    return question.rows.enumerated().allSatisfy { index, dimension in
      guard case .time = dimension, index < first.rows.count else { return true }
      return groups.allSatisfy { $0.rows[index] == first.rows[index] }
    }
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
    case .formula(let formula):
      guard isOfOneWhole(measure, groups) else { return nil }
      return formula.value { number($0, groups, depth + 1) }
    case .given(let figures):
      var sum = 0.0
      for group in groups {
        guard let value = given.value(figures, group) else { return nil }
        sum += value
      }
      return sum
    }
  }

  /// Whether all that a formula names is of the same time: what was told of two months is no base of what was counted in three.
  func isOfOneWhole(_ measure: Measure, _ groups: [FactGroup]) -> Bool {
    let closure = MeasureClosure([measure.key], in: measures)
    let told = closure.all.compactMap { if case .given(let figures) = $0.body { figures } else { nil } }
    guard let first = told.first else { return true }
    return groups.allSatisfy { group in
      if told.allSatisfy({ given.gaps($0, group).isEmpty }) { return true }
      guard closure.counted.isEmpty else { return false }
      let parts = given.parts(first, group)
      return told.dropFirst().allSatisfy { given.parts($0, group) == parts }
    }
  }
}
