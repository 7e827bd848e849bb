/// When something applies: comparisons that must all hold, `count >= 3 and kind = open`.
public struct Condition: Sendable, Equatable {
  /// How two values are compared.
  public enum Comparison: String, Sendable, CaseIterable {
    case equal = "="
    case notEqual = "!="
    case atLeast = ">="
    case atMost = "<="
    case greater = ">"
    case less = "<"
  }

  /// One comparison.
  public struct Term: Sendable, Equatable {
    /// What is compared: a field, or what is known of the order.
    public let subject: FieldKey
    /// How.
    public let comparison: Comparison
    /// With what, as it is stored.
    public let value: String
  }

  /// At least one; all must hold.
  public let terms: [Term]

  init(_ terms: [Term]) { self.terms = terms }

  /// From its written form; nil where that is none. Names and values are for the caller to check.
  init?(_ text: String) {
    var terms: [Term] = []
    for part in text.split(separator: " and ", omittingEmptySubsequences: false) {
      guard let term = Term(String(part)) else { return nil }
      terms.append(term)
    }
    self.terms = terms
  }

  /// Whether all comparisons hold. A subject without a value equals nothing, so only `!=` holds for it.
  public func holds(for values: [String: String]) -> Bool {
    terms.allSatisfy { $0.holds(for: values[$0.subject.rawValue]) }
  }
}

extension Condition.Term {
  fileprivate init?(_ text: String) {
    // Longer signs first, or `>=` would be read as `>`.
    let signs = Condition.Comparison.allCases.sorted { $0.rawValue.utf8.count > $1.rawValue.utf8.count }
    guard
      let start = text.firstIndex(where: { "=!<>".contains($0) }),
      let comparison = signs.first(where: { text[start...].hasPrefix($0.rawValue) })
    else { return nil }
    let subject = text[..<start].split(whereSeparator: \.isWhitespace)
    let value = text[start...].dropFirst(comparison.rawValue.count).split(whereSeparator: \.isWhitespace)
    guard subject.count == 1, value.count == 1, !value[0].contains(where: { "=!<>".contains($0) }) else { return nil }
    self.init(subject: FieldKey(rawValue: String(subject[0])), comparison: comparison, value: String(value[0]))
  }

  fileprivate func holds(for given: String?) -> Bool {
    guard let given else { return comparison == .notEqual }
    let (left, right) = (Amount(given), Amount(value))
    switch comparison {
    case .equal: return given == value || (left != nil && left == right)
    case .notEqual: return given != value && (left == nil || left != right)
    case .atLeast, .atMost, .greater, .less:
      // Days and times of day are written so that their order is that of their letters.
      if let left, let right { return comparison.holds(left, right) }
      return comparison.holds(given, value)
    }
  }
}

extension Condition.Comparison {
  fileprivate func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
    switch self {
    case .equal: left == right
    case .notEqual: left != right
    case .atLeast: left >= right
    case .atMost: left <= right
    case .greater: left > right
    case .less: left < right
    }
  }
}

extension Condition: CustomStringConvertible {
  /// As written: `count >= 3 and kind = open`.
  public var description: String {
    terms.map { "\($0.subject) \($0.comparison.rawValue) \($0.value)" }.joined(separator: " and ")
  }
}
