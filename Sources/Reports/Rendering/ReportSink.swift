/// Who takes a report's tables as they are read: a workbook, a terminal, a test. Called inside the report's transaction,
/// in the order of the sheets.
public protocol ReportSink: AnyObject {
  /// What comes out of it.
  associatedtype Outcome: Sendable
  /// The report begins.
  func begin(_ cover: ReportCover) throws
  /// A table begins.
  func begin(_ sheet: ReportSheet) throws
  /// The next line of the table; one value for each of its columns.
  func append(_ row: ReportRow) throws
  /// The table has ended.
  func end(_ sheet: ReportSheet) throws
  /// The report has ended. Without it nothing is to remain.
  func finish() throws -> Outcome
}

/// What became of a report.
public struct ReportSummary: Sendable, Equatable {
  /// What it stands on.
  public let basis: ReportBasis
  /// The keys of the tables, and their lines.
  public let rowCounts: [RowCount]
  /// Texts that were longer than a cell of a workbook takes, and were cut there.
  public var cutTextCount = 0

  /// Lines of one table.
  public struct RowCount: Sendable, Equatable {
    /// The table.
    public let sheet: String
    /// Its lines, sums included.
    public let rows: Int
  }
}

/// A table of a report as plain data.
public struct ReportTable: Sendable {
  /// What it is.
  public let sheet: ReportSheet
  /// Its lines.
  public internal(set) var rows: [ReportRow]
}

/// Keeps all tables of a report in memory.
final class ReportTables: ReportSink {
  private var tables: [ReportTable] = []

  func begin(_ cover: ReportCover) {}
  func begin(_ sheet: ReportSheet) { tables.append(ReportTable(sheet: sheet, rows: [])) }
  func append(_ row: ReportRow) { tables[tables.count - 1].rows.append(row) }
  func end(_ sheet: ReportSheet) {}
  func finish() -> [ReportTable] { tables }
}
