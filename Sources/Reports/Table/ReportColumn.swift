/// A column of a report's table.
public struct ReportColumn: Sendable, Equatable {
  /// What its values are.
  public enum Kind: Sendable {
    /// Words.
    case text
    /// Numbers that are names.
    case code
    /// Counts.
    case integer
    /// Measures.
    case decimal
    /// Ratios.
    case percent
    /// Differences of ratios, in percentage points.
    case points
    /// Lengths of time.
    case duration
    /// Moments.
    case instant
    /// Moments by which something is due: people read a midnight as the 24:00 of the day that ends.
    case deadline
    /// Days.
    case day
    /// Each row its own: a list of figures.
    case mixed
  }

  /// What a column of a same-period comparison holds.
  public enum Part: String, Sendable, CaseIterable {
    /// The figure of the report's own time.
    case value
    /// The figure of the time it is compared with.
    case base
    /// Value less base, in the figure's unit; shown with its sign.
    case difference
    /// The same of ratios, in percentage points.
    case points = "difference-pp"
    /// The difference as a share of the base, n/a where that is 0; shown with its sign.
    case change
  }

  /// The name in JSON and CSV; never translated, never changed once scripts read it.
  public let key: String
  /// What people read.
  public let heading: Words
  /// What its values are.
  public let kind: Kind
  /// What stands above this heading and its neighbours of the same group: the state over the measures of a matrix.
  public let group: Words?
  /// What the figure is.
  public let formula: ReportFormula?
  /// Ranges that stand out; the first that holds a value counts.
  public let bands: [ReportBand]
  /// Its part in a comparison.
  public let part: Part

  /// Makes a column.
  public init(
    _ key: String, _ heading: Words, _ kind: Kind, group: Words? = nil, formula: ReportFormula? = nil,
    bands: [ReportBand] = [], part: Part = .value
  ) {
    self.key = key
    self.heading = heading
    self.kind = kind
    self.group = group
    self.formula = formula
    self.bands = bands
    self.part = part
  }

  init(_ key: String, zh: String, en: String, _ kind: Kind) { self.init(key, Words(zh: zh, en: en), kind) }

  /// Whether a number above 0 shows its sign.
  public var isSigned: Bool { part == .difference || part == .points || part == .change }

  /// It adds up the other columns of a matrix.
  public var isTotal: Bool { key.split(separator: ".").dropFirst().contains("total") }

  /// The heading in one line, with its group: `未办结 · 受理`.
  public func fullHeading(_ language: ReportLanguage) -> String {
    [group, heading].compactMap { $0?(language) }.filter { !$0.isEmpty }.joined(separator: " · ")
  }
}
