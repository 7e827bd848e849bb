import Domain
import FoundationEssentials
import Projections

/// Names a measure: `on-time-rate`.
public typealias MeasureKey = Key<Measure>

/// Which text of a definition it is.
public enum Edition: Hashable, Sendable, CustomStringConvertible {
  /// Comes with Hotline; from 1, grows when the text changes.
  case shipped(Int)
  /// Published by the office; from 1.
  case published(Int)

  /// `0.1`, `1`: behind the `@` of an id.
  public var description: String {
    switch self {
    case .shipped(let number): "0.\(number)"
    case .published(let number): "\(number)"
    }
  }
}

/// A figure that reports show: how it is counted, over what, and how it reads where there is nothing.
public struct Measure: Sendable, Equatable {
  /// What its numbers are.
  public enum Unit: String, Sendable, CaseIterable {
    /// How many.
    case count
    /// A share, from 0 to 1.
    case percent
    /// Seconds.
    case duration
    /// A number with two decimals.
    case number
    /// An amount with two decimals.
    case money
  }

  /// How it comes about.
  public enum Body: Sendable, Equatable {
    /// Counted.
    case counted(Counting)
    /// Computed from others.
    case formula(Formula)
    /// Told.
    case given([GivenFigure])
  }

  /// Its name in formulas and reports.
  public let key: MeasureKey
  /// Which text of it.
  public let edition: Edition
  /// What people call it.
  public let labels: Labels
  /// What its numbers are.
  public let unit: Unit
  /// How it comes about.
  public let body: Body
  /// What it is counted over, in words.
  public let base: Labels
  /// Why nothing stands there, in words.
  public let zero: Labels
  /// How it is counted, in words; from the text where not given.
  public let rule: Labels
  /// Ranges that stand out.
  public let bands: [ReportBand]

  /// `on-time-rate@0.1`
  public var id: String { "\(key)@\(edition)" }
}

/// How a measure is counted.
public struct Counting: Sendable, Equatable {
  /// What is looked at.
  public let source: FactSource
  /// What is taken of what.
  public let figure: FactFigure
  /// The time by which it stands in a day or month; `nil` for what stands at the end of it.
  public let clock: FactClock?

  /// Whether the numbers of parts can be added up.
  public var isSum: Bool {
    switch figure.aggregate {
    case .count, .sum: true
    case .least, .most: false
    }
  }
}

/// A number that Hotline cannot count.
public struct GivenFigure: Sendable, Equatable {
  /// The number.
  public let value: Double
  /// What it is of.
  public let fields: [FactField: String]
  /// The month or year it is of; `nil` for always.
  public let month: GivenMonth?
}

/// A month, or a year, that a given figure is of.
public struct GivenMonth: Sendable, Hashable {
  /// The year.
  public let year: Int
  /// 1 to 12; `nil` for the whole year.
  public let month: Int?
}
