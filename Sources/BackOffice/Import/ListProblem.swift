import Spreadsheets

/// Why a list cannot be taken in as a whole.
public enum ListProblem: Error, Sendable {
  /// The file itself: missing, encrypted, an old format …
  case file(SpreadsheetError)
  /// No visible sheet has a heading with the columns looked for.
  case noHeading(path: String, sheets: [String], wanted: [String])
  /// A heading was found, but not all columns that must be there.
  case missingColumns(path: String, sheet: String, row: Int, missing: [String], headings: [String])
  /// Two columns could be the same field.
  case ambiguousColumns(path: String, sheet: String, field: String, headings: [String])
  /// Several visible sheets look like the list.
  case severalSheets(path: String, sheets: [String])
  /// The sheet that was asked for is not there.
  case noSuchSheet(path: String, name: String, sheets: [String])
  /// Rows or columns are hidden, and nobody said what to do with them.
  case hidden(path: String, sheet: String, rows: Int, columns: [String])
  /// The rejects workbook cannot be written.
  case rejects(path: String, reason: String)
}
