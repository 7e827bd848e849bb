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
  /// A moment, shown in the zone of the report.
  case instant(Date)
  /// A day of the office.
  case day(CivilDay)

  /// How a ratio of nothing reads, in every language.
  public static let notApplicable = "n/a"
}

extension ReportValue {
  /// A name that is its own code.
  static func name(_ name: String) -> Self { .label(Words(name), code: name) }
  static func text(_ text: String?) -> Self { text.map { .text($0) } ?? .none }
  static func code(_ code: String?) -> Self { code.map { .code($0) } ?? .none }
  static func instant(_ date: Date?) -> Self { date.map { .instant($0) } ?? .none }
}

/// One line of a report.
public struct ReportRow: Sendable, Equatable {
  /// How a line stands out.
  public enum Emphasis: Sendable {
    /// As all others.
    case none
    /// It sums up lines above it; scripts, which can sum, do not get it.
    case total
    /// Look here first; a word in the line says the same.
    case warning
  }

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
