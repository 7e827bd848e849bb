import Domain

/// Measures that name one another, checked: every name is known, nothing goes in a circle, likes are added to likes.
struct MeasureSet {
  /// By key.
  private(set) var measures: [MeasureKey: Measure] = [:]

  /// What a formula's numbers are, as far as it matters what they can be added to.
  private enum Nature: Equatable {
    case literal, plain, ratio, duration, money

    var words: String {
      switch self {
      case .literal: "a number"
      case .plain: "a count"
      case .ratio: "a share"
      case .duration: "a length of time"
      case .money: "an amount"
      }
    }
  }

  private struct Mixed: Error {
    let reason: String
    let wayOut: String
  }

  /// Checks drafts beside known measures, whose place they take.
  ///
  /// - Returns: the problems by the place of the draft in the list.
  init(_ known: [MeasureKey: Measure], adding drafts: [MeasureDraft], problems: inout [Int: [ProcessError.Problem]]) {
    measures = known
    for draft in drafts { measures[draft.measure.key] = draft.measure }
    for (index, draft) in drafts.enumerated() {
      guard let (reason, wayOut) = problem(with: draft.measure) else { continue }
      problems[index, default: []].append(
        .init(line: draft.line, column: draft.column, path: "formula", reason: reason, suggestion: wayOut))
    }
  }

  private func problem(with measure: Measure) -> (reason: String, wayOut: String)? {
    guard case .formula(let formula) = measure.body else { return nil }
    for key in formula.measures where measures[key] == nil {
      return (
        "there is no measure `\(key)`",
        Spelling.advice(for: key.rawValue, in: measures.keys.map(\.rawValue).sorted())
      )
    }
    if let circle = circle(from: measure.key) {
      return (
        "the formula comes back to itself: \(circle.map(\.rawValue).joined(separator: " → "))",
        "leave one of them out"
      )
    }
    do throws(Mixed) {
      let nature = try nature(of: formula)
      guard nature != .literal else { return ("the formula names no measure", Self.advice(for: nature)) }
      guard fits(nature, measure.unit) else {
        return ("the formula is \(nature.words), not `as: \(measure.unit.rawValue)`", Self.advice(for: nature))
      }
      return nil
    } catch {
      return (error.reason, error.wayOut)
    }
  }

  private static func advice(for nature: Nature) -> String {
    switch nature {
    case .literal: "a number alone is no measure: count something, or write the key of another measure"
    case .plain: "write `as: count` or `as: number`; a share is a quotient"
    case .ratio: "write `as: percent` or `as: number`"
    case .duration: "write `as: duration`"
    case .money: "write `as: money`"
    }
  }

  private func fits(_ nature: Nature, _ unit: Measure.Unit) -> Bool {
    switch unit {
    case .count: nature == .plain
    case .number: nature == .plain || nature == .ratio
    case .percent: nature == .ratio
    case .duration: nature == .duration
    case .money: nature == .money
    }
  }

  /// The way back to a measure, itself first and last; `nil` where there is none.
  private func circle(from start: MeasureKey) -> [MeasureKey]? {
    var done: Set<MeasureKey> = []
    func way(_ key: MeasureKey, _ path: [MeasureKey]) -> [MeasureKey]? {
      guard case .formula(let formula)? = measures[key]?.body, done.insert(key).inserted else { return nil }
      for next in formula.measures {
        if next == start { return path + [next] }
        if let found = way(next, path + [next]) { return found }
      }
      return nil
    }
    return way(start, [start])
  }

  private func nature(of key: MeasureKey) -> Nature {
    switch measures[key]?.unit {
    case .percent: .ratio
    case .duration: .duration
    case .money: .money
    case .count, .number, nil: .plain
    }
  }

  private func nature(of formula: Formula) throws(Mixed) -> Nature {
    switch formula {
    case .number: return .literal
    case .measure(let key): return nature(of: key)
    case .combined(let left, let operation, let right):
      let (a, b) = (try nature(of: left), try nature(of: right))
      switch operation {
      case .plus, .minus:
        if a == b { return a }
        if a == .literal, b == .plain || b == .ratio { return b }
        if b == .literal, a == .plain || a == .ratio { return a }
        throw Mixed(
          reason: operation == .plus
            ? "\(a.words) and \(b.words) cannot be added"
            : "\(a.words) and \(b.words) cannot be taken from one another",
          wayOut: "use measures of like units")
      case .times:
        if a == .literal { return b }
        if b == .literal { return a }
        if a == .ratio { return b }
        if b == .ratio { return a }
        if a == .plain { return b }
        if b == .plain { return a }
        throw Mixed(reason: "\(a.words) times \(b.words) is nothing known", wayOut: "multiply by a count or a number")
      case .divided:
        if a == b { return a == .literal ? .literal : .ratio }
        if b == .literal || b == .ratio || b == .plain { return a == .literal ? .plain : a }
        throw Mixed(
          reason: "\(a.words) cannot be divided by \(b.words)", wayOut: "divide likes, or divide by a count or a number"
        )
      }
    }
  }
}
