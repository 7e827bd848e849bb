import FoundationEssentials
import Postgres

/// A question of a report in types: what is looked at, split by what, and which figures are taken of each part.
///
/// One statement, whose parts add up: what has no value of a field is a part of its own.
public struct FactQuery: Sendable {
  /// What the parts are split by.
  public enum Dimension: Hashable, Sendable {
    /// The value of a field.
    case field(FactField)
    /// The bucket of a number, from 0: under the first border, …, from the last on; none where there is no number.
    case bucket(FactValue, borders: [Double])
    /// The stretch between two of the query's bounds, from 0.
    case time(FactClock, bounds: [Date])
  }

  /// What is looked at.
  public var source: FactSource
  /// The time it is about; for an instant nothing is in the period but everything before it.
  public var period: OrderStatistics.Period?
  /// The instant as of which orders stand: the end of the period.
  public var end: Date
  /// What of it somebody may see and asked for.
  public var scope: OrderStatistics.Scope
  /// What it is split by.
  public var dimensions: [Dimension]
  /// What all of it fulfils.
  public var filters: [FactCondition]
  /// What is taken of each part.
  public var figures: [FactFigure]
  /// Only these, each group by itself; all together where not given.
  public var portions: Portions?

  /// A question.
  public init(
    _ source: FactSource, period: OrderStatistics.Period?, end: Date, scope: OrderStatistics.Scope,
    by dimensions: [Dimension], where filters: [FactCondition], figures: [FactFigure]
  ) {
    self.source = source
    self.period = period
    self.end = end
    self.scope = scope
    self.dimensions = dimensions
    self.filters = filters
    self.figures = figures
  }

  /// One part of the answer.
  public struct Part: Sendable, Equatable {
    /// A value a dimension; `nil` for none.
    public let keys: [String?]
    /// A number a figure; counts and sums of nothing are 0, the least and most of nothing `nil`.
    public let figures: [Double?]
    /// Of which of the ``FactQuery/portions``; 0 where none are given.
    public let portion: Int
  }
}
