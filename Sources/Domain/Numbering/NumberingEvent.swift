/// What can have happened to the series of order numbers.
public enum NumberingEvent: Sendable, Equatable {
  /// Somebody took the next numbers.
  case reserved(NumbersReserved)
}

/// The next numbers of the series were taken, in the same append that uses them or says what will.
///
/// So a killed import finds its numbers again, and no two orders ever share one.
public struct NumbersReserved: Sendable, Equatable, Codable {
  /// The first sequence, from 1.
  public var first: Int
  /// How many, at least 1.
  public var count: Int

  /// Numbers taken.
  public init(first: Int, count: Int) {
    self.first = first
    self.count = count
  }

  /// The next `count` numbers after the last reservation.
  public static func next(_ count: Int, after last: NumbersReserved?) -> NumbersReserved {
    NumbersReserved(first: last.map { $0.first + $0.count } ?? 1, count: count)
  }
}
