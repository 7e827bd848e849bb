/// What a report looks at, one by one.
public enum FactSource: String, Sendable, CaseIterable {
  /// Orders, as they stood at the end.
  case orders
  /// What happened to orders, in the period.
  case steps
  /// What stands in the forms of orders, at the end.
  case answers
  /// Whoever is in the book, at the end.
  case parties
  /// Rows of lists that were imported in the period.
  case imports
  /// Calls that asked for a person in the period.
  case calls

  /// Whether every one of them is an order or of one.
  public var isOfOrders: Bool {
    switch self {
    case .orders, .steps, .answers: true
    case .parties, .imports, .calls: false
    }
  }

  /// Whether each happened at an instant, so that there are none without a period.
  public var isOfPeriod: Bool {
    switch self {
    case .steps, .imports, .calls: true
    case .orders, .answers, .parties: false
    }
  }
}
