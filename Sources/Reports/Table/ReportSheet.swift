import Postgres
import Spreadsheets

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
    /// Moments.
    case instant
    /// Days.
    case day
    /// Each row its own: a list of figures.
    case mixed
  }

  /// The name in JSON and CSV; never translated, never changed once scripts read it.
  public let key: String
  /// What people read.
  public let heading: Words
  /// What its values are.
  public let kind: Kind

  init(_ key: String, zh: String, en: String, _ kind: Kind) {
    self.key = key
    heading = Words(zh: zh, en: en)
    self.kind = kind
  }
}

/// A picture of some columns of a table.
public struct ReportChart: Sendable {
  /// Its form.
  public let kind: ChartKind
  /// What it shows.
  public let title: Words
  /// The key of the column that names the points.
  public let categories: String
  /// The keys of the columns that are drawn.
  public let series: [String]
  /// At most so many lines of the table, from the first: a picture of a hundred bars shows nothing.
  public let rowLimit: Int
  /// Right of the table or under it.
  public let place: ChartPlace
}

/// One table of a report: what it shows, and how its lines are read.
public struct ReportSheet: Sendable {
  /// Its name for scripts and on the command line: `by-unit`.
  public let key: String
  /// Its name for people.
  public let title: Words
  /// What is counted, to be read before the lines.
  public let notes: [Words]
  /// What the coloured lines of a workbook mean.
  public let legend: Words?
  /// Its columns, left to right.
  public let columns: [ReportColumn]
  /// Columns from the left that stay in sight.
  public let frozenColumns: Int
  /// Printed upright: it is longer than it is wide.
  public let isUpright: Bool
  /// Its pictures.
  public let charts: [ReportChart]
  /// Hands over the lines one by one, inside the report's transaction.
  let rows: @Sendable (ReportContext, isolated Connection, (ReportRow) throws -> Void) throws -> Void

  init(
    _ key: String, _ title: Words, notes: [Words] = [], legend: Words? = nil, columns: [ReportColumn],
    frozenColumns: Int = 0,
    isUpright: Bool = false, charts: [ReportChart] = [],
    rows: @escaping @Sendable (ReportContext, isolated Connection, (ReportRow) throws -> Void) throws -> Void
  ) {
    self.key = key
    self.title = title
    self.notes = notes
    self.legend = legend
    self.columns = columns
    self.frozenColumns = frozenColumns
    self.isUpright = isUpright
    self.charts = charts
    self.rows = rows
  }
}
