import Domain

/// A figure as others make it: `on-time / (on-time + late)`.
public indirect enum Formula: Sendable, Hashable {
  /// What is done with two numbers.
  public enum Operation: Character, Sendable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divided = "/"
  }

  /// A number.
  case number(Double)
  /// A measure.
  case measure(MeasureKey)
  /// Two, and what is done with them.
  case combined(Formula, Operation, Formula)

  /// The measures it names, each once, from the left.
  public var measures: [MeasureKey] {
    switch self {
    case .number: []
    case .measure(let key): [key]
    case .combined(let left, _, let right):
      left.measures + right.measures.filter { !left.measures.contains($0) }
    }
  }

  /// What it comes to; `nil` where something is not there or is divided by 0.
  public func value(_ measure: (MeasureKey) -> Double?) -> Double? {
    switch self {
    case .number(let number): return number
    case .measure(let key): return measure(key)
    case .combined(let left, let operation, let right):
      guard let left = left.value(measure), let right = right.value(measure) else { return nil }
      switch operation {
      case .plus: return left + right
      case .minus: return left - right
      case .times: return left * right
      case .divided: return right == 0 ? nil : left / right
      }
    }
  }
}
