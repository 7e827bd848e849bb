import Domain
import FoundationEssentials

/// One cell of a report, before it is written in some format.
public enum ReportValue: Sendable, Equatable {
  /// Nothing to say.
  case none
  /// What somebody wrote: the same in every language.
  case text(String)
  /// What has a name in words for people and a code, or nothing, for scripts.
  case label(Words, code: String?)
  /// A number people say aloud, a key: text, never a number.
  case code(String)
  /// A count.
  case integer(Int)
  /// A measure with so many decimals.
  case decimal(Double, places: Int)
  /// A ratio from 0 to 1; `nil` is a ratio of nothing, which reads ``notApplicable`` and never 0 % or 100 %.
  case percent(Double?)
  /// The difference of two ratios, as one: 0.031 reads 3.10 percentage points; `nil` where one of them is of nothing.
  case points(Double?)
  /// A length of time in seconds; `nil`, the mean of nothing, reads ``notApplicable``.
  case duration(seconds: Int?)
  /// A moment, shown in the zone of the report.
  case instant(Date)
  /// A day of the office.
  case day(CivilDay)

  /// What the difference of two ratios is counted in.
  public static let pointsUnit = Words(zh: "百分点", en: "pp")

  /// How a ratio of nothing reads, in every language.
  public static let notApplicable = "n/a"
}

extension ReportValue {
  /// A name that is its own code.
  static func name(_ name: String) -> Self { .label(Words(name), code: name) }
  static func text(_ text: String?) -> Self { text.map { .text($0) } ?? .none }
  static func code(_ code: String?) -> Self { code.map { .code($0) } ?? .none }
  static func instant(_ date: Date?) -> Self { date.map { .instant($0) } ?? .none }

  /// What bands and pictures measure it by; `nil` for what is no number.
  var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .decimal(let value, _): value
    case .percent(let ratio), .points(let ratio): ratio
    case .duration(let seconds): seconds.map(Double.init)
    case .none, .text, .label, .code, .instant, .day: nil
    }
  }
}

/// One line of a report.
public struct ReportRow: Sendable, Equatable {
  /// How a line stands out.
  public enum Emphasis: Sendable {
    /// As all others.
    case none
    /// As all others; it is the only line of what it begins with, so there is no subtotal of that.
    case single
    /// All else in one line, behind the first.
    case rest
    /// It sums up the lines above it that begin alike; scripts, which can sum, do not get it.
    case subtotal
    /// It sums up the table, or all lines above it; scripts do not get it.
    case total
    /// Look here first; a word in the line says the same.
    case warning
  }

  /// Whether it sums up other lines.
  public var isSum: Bool { emphasis == .subtotal || emphasis == .total }

  /// One value a column.
  public let values: [ReportValue]
  /// How it stands out.
  public let emphasis: Emphasis

  /// A line.
  public init(_ values: [ReportValue], _ emphasis: Emphasis = .none) {
    self.values = values
    self.emphasis = emphasis
  }
}
