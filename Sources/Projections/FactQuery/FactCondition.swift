/// A test that something counted passes or fails.
public enum FactCondition: Hashable, Sendable {
  /// When something happened, seen from the period.
  public enum When: String, Sendable, CaseIterable {
    /// In it.
    case inPeriod = "in-period"
    /// Before it.
    case before
  }

  /// Has one of the values; `nil` is none.
  case isOne(FactField, [String?])
  /// Was opened then.
  case opened(When)
  /// Stands finished since then.
  case finished(When)
  /// Stands finished, or does not.
  case isFinished(Bool)
  /// Is open and was due before the end, or is not.
  case overdue(Bool)
  /// Is overdue by more than the one and at most the other, in seconds.
  case lateBy(over: Double?, upTo: Double?)
  /// One of the steps happened to it, in the period or ever.
  case had([String], ever: Bool)
  /// An order of that relation follows from it, which was done or closed by the end.
  case followedBy(String)
  /// Not all of them hold.
  case except([FactCondition])
  /// Came into the book then.
  case registered(When)
  /// Is the first of an order with its step, detail and item: what an order has twice counts once.
  case once
  /// Waited more than the one and at most the other, in seconds.
  case waited(over: Double?, upTo: Double?)
}

/// A figure that is taken of what fulfils conditions.
public struct FactFigure: Hashable, Sendable {
  /// What is made of it.
  public enum Aggregate: Hashable, Sendable {
    /// How many.
    case count
    /// Of a value.
    case sum(FactValue), least(FactValue), most(FactValue)
  }

  /// What is made of it.
  public var aggregate: Aggregate
  /// All of which hold.
  public var conditions: [FactCondition]

  /// A figure.
  public init(_ aggregate: Aggregate = .count, where conditions: [FactCondition]) {
    self.aggregate = aggregate
    self.conditions = conditions
  }
}

/// The time of something counted, by which it stands in a day or month.
public enum FactClock: String, Sendable, CaseIterable {
  /// Its opening; of a party, its coming into the book.
  case opened
  /// Its finish.
  case finished
  /// Of a step.
  case happened
}

extension FactCondition {
  /// The field and values of a condition that names them, or of one that excludes them.
  public var named: (field: FactField, values: [String?], isExcluding: Bool)? {
    switch self {
    case .isOne(let field, let values): (field, values, false)
    case .except(let others):
      if others.count == 1, case .isOne(let field, let values) = others[0] { (field, values, true) } else { nil }
    default: nil
    }
  }
}
