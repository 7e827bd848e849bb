import Domain
import Projections

/// What the lines or columns of a table are.
public enum ReportDimension: Hashable, Sendable {
  /// A stretch of the calendar, or a kind of hour or day.
  public enum Time: String, Sendable, CaseIterable {
    case day, week, month, quarter, year, hour, weekday
    case workingDay = "working-day"

    /// Whether one follows on the other, so that each is a period of its own.
    public var isStretch: Bool {
      switch self {
      case .day, .week, .month, .quarter, .year: true
      case .hour, .weekday, .workingDay: false
      }
    }
  }

  /// The value of a field.
  case field(FactField)
  /// What of a level of the tree of categories, or of units, it stands below; from 1.
  case level(FactField, Int)
  /// How old, how late: in the buckets of the table.
  case bucket(FactValue)
  /// When.
  case time(Time)

  /// As reports write it: `category/1`, `month`; `nil` for what is none.
  public init?(_ name: String) {
    if let time = Time(rawValue: name) {
      self = .time(time)
    } else if let value = Self.buckets.first(where: { $0.name == name }) {
      self = .bucket(value)
    } else if let field = FactField(name) {
      self = .field(field)
    } else {
      let parts = name.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count == 2, let level = Int(parts[1]), (1...9).contains(level) else { return nil }
      switch parts[0] {
      case "category": self = .level(.category, level)
      case "unit": self = .level(.unit, level)
      default: return nil
      }
    }
  }

  /// As reports write it.
  public var name: String {
    switch self {
    case .field(let field): field.name
    case .level(let field, let level): "\(field.name)/\(level)"
    case .bucket(let value): value.name
    case .time(let time): time.rawValue
    }
  }

  /// All names, for advice.
  public static let names =
    FactField.names + ["category/1", "unit/1", "form.FIELD"] + buckets.map(\.name) + Time.allCases.map(\.rawValue)

  /// The numbers that lines can be made of.
  private static let buckets: [FactValue] = [.age, .lateness, .wait]
}
