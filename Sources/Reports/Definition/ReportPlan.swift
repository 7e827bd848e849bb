import Domain
import FoundationEssentials
import Projections
import Spreadsheets

/// A report as its text says it: which tables, what they count and by what.
public struct ReportPlan: Sendable {
  /// Its name on the command line.
  public let key: String
  /// Which text of it.
  public let edition: Edition
  /// What people call it.
  public let labels: Labels
  /// What it answers, in one line.
  public let purpose: Labels
  /// The time it is about.
  public let timeFrame: ReportDefinition.TimeFrame
  /// The orders it is about, in all tables.
  public let filters: [ReportFilter]
  /// To be read before the lines of all tables.
  public let notes: [Words]
  /// Its tables.
  public let tables: [TablePlan]
}

/// A condition on what a table is about: a field has one of some values, or none of them; `nil` is no value.
public struct ReportFilter: Sendable, Hashable {
  /// What is looked at.
  public let field: FactField
  /// The values; of trees with all that stands below them.
  public let values: [String?]
  /// It has none of them.
  public let isExcluding: Bool

  /// A condition.
  public init(_ field: FactField, _ values: [String?], isExcluding: Bool = false) {
    self.field = field
    self.values = values
    self.isExcluding = isExcluding
  }

  /// From `category=water`, `channel=phone,web`, `unit=-`, `process!=urge`.
  public init(_ text: String) throws(ReportError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let values = parts.last?.split(separator: ",") ?? []
    guard parts.count == 2, !values.isEmpty else { throw .noCondition(text) }
    let isExcluding = parts[0].hasSuffix("!")
    let name = String(isExcluding ? parts[0].dropLast() : parts[0])
    guard let field = FactField(name) else { throw .noSuchField(name) }
    self.init(field, values.map { $0 == "-" ? nil : String($0) }, isExcluding: isExcluding)
  }

  /// As it is typed.
  public var description: String {
    "\(field.name)\(isExcluding ? "!" : "")=\(values.map { $0 ?? "-" }.joined(separator: ","))"
  }
}

/// One table of a report as its text says it.
public struct TablePlan: Sendable {
  /// What the lines are.
  public enum Lines: Sendable, Hashable {
    /// One for each combination of values.
    case of([ReportDimension])
    /// One for each measure.
    case measures
  }

  /// A picture.
  public struct Chart: Sendable {
    /// Its form.
    public let kind: ChartKind
    /// What is drawn; the first measure where nothing is said.
    public let measures: [MeasureKey]
    /// How many lines.
    public let limit: Int
    /// What it is called; the table's name where nothing is said.
    public let labels: Labels
  }

  /// Its name on the command line.
  public let key: String
  /// What people call it.
  public let labels: Labels
  /// To be read before the lines.
  public let notes: [Words]
  /// What the lines are.
  public let lines: Lines
  /// What the columns are, beside the measures.
  public let columns: ReportDimension?
  /// What is counted, in that order.
  public let measures: [MeasureKey]
  /// The orders it is about, beside the report's own condition.
  public let filters: [ReportFilter]
  /// A line under each value of all dimensions but the last.
  public let hasSubtotals: Bool
  /// A last line.
  public let totalsRows: Bool
  /// Last columns, beside those of a dimension.
  public let totalsColumns: Bool
  /// The dimensions that show all values there are.
  public let every: [ReportDimension]
  /// So many values of a dimension below each value of those before it, all else in one line.
  public let top: [ReportDimension: Int]
  /// By which measure lines are sorted.
  public let sort: Sort?
  /// With what it is compared.
  public let comparison: ReportComparison?
  /// Its pictures.
  public let charts: [Chart]
  /// A further sheet with the orders.
  public let hasDrill: Bool
  /// How many dimensions `--depth general` shows.
  public let generalDepth: Int
  /// The borders of buckets, in seconds or in the field's own unit.
  public let buckets: [FactValue: [Double]]

  /// An order of lines.
  public struct Sort: Sendable, Hashable {
    /// By what.
    public let measure: MeasureKey
    /// The largest first.
    public let isDescending: Bool
  }

  /// The dimensions of its lines.
  public var rows: [ReportDimension] { if case .of(let dimensions) = lines { dimensions } else { [] } }
}

/// How much of a table's lines is shown.
public enum ReportDepth: String, Sendable, CaseIterable {
  /// The total.
  case summary
  /// The first dimension.
  case general
  /// As it is written.
  case detailed
}

/// With which other period a report compares its own.
public enum ReportComparison: Sendable, Hashable {
  /// A calendar year earlier.
  case year
  /// 364 days earlier.
  case weeks52
  /// As long, just before.
  case previous
  /// Any.
  case days(from: CivilDay, to: CivilDay)

  /// From `year`, `52-weeks`, `previous`, `2025-01-01..2025-02-01`; `nil` for anything else.
  public init?(_ text: String) {
    switch text {
    case "year": self = .year
    case "52-weeks": self = .weeks52
    case "previous": self = .previous
    default:
      guard let dots = text.range(of: ".."), let from = CivilDay(text: text[..<dots.lowerBound]),
        let to = CivilDay(text: text[dots.upperBound...]), from.number < to.number
      else { return nil }
      self = .days(from: from, to: to)
    }
  }

  /// As it is written.
  public var description: String {
    switch self {
    case .year: "year"
    case .weeks52: "52-weeks"
    case .previous: "previous"
    case .days(let from, let to): "\(from.iso)..\(to.iso)"
    }
  }

  /// By its written form.
  public static func == (left: Self, right: Self) -> Bool { left.description == right.description }
  /// By its written form.
  public func hash(into hasher: inout Hasher) { hasher.combine(description) }
}

/// What somebody who runs a report asks for beside time and part.
public struct ReportOptions: Sendable, Equatable {
  /// Further conditions, in all tables.
  public var filters: [ReportFilter] = []
  /// Instead of what the tables say.
  public var comparison: ReportComparison?
  /// How much of the lines.
  public var depth: ReportDepth?
  /// With the orders behind all figures.
  public var hasDrill = false

  /// Nothing asked for.
  public init() {}
}

extension ReportOptions {
  /// What the further conditions are read from.
  var models: [any Projection] {
    filters.flatMap(\.field.models)
  }
}
