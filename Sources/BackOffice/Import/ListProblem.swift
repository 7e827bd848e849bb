import EventStore
import Postgres
import Spreadsheets

/// Why a list cannot be taken in as a whole.
public enum ListProblem: Error, Sendable {
  /// The file itself: missing, encrypted, an old format …
  case file(SpreadsheetError)
  /// No visible sheet has a heading with the columns looked for.
  case noHeading(path: String, sheets: [String], wanted: [String])
  /// No visible sheet has a heading of this kind of list; one of the fields would do.
  case noHeadingOf(ImportTargetInfo, path: String, sheets: [String], enough: [String])
  /// A heading was found, but not all columns that must be there.
  case missingColumns(path: String, sheet: String, row: Int, missing: [String], headings: [String])
  /// Two columns could be the same field; columns count from 0.
  case ambiguousColumns(path: String, sheet: String, field: String, headings: [String], columns: [Int])
  /// One column was named for two fields; it counts from 0.
  case sameColumn(path: String, sheet: String, fields: [String], heading: String, column: Int)
  /// The column that was named for a field is not there.
  case noSuchColumn(path: String, sheet: String, field: String, named: String, headings: [String])
  /// A column was named for what is no field of the target.
  case noSuchField(String, target: String, known: [String])
  /// A list of customers with neither a number of theirs nor a telephone.
  case noIdentity(path: String, sheet: String, headings: [String])
  /// No map of this name is kept, and no file is called so.
  case noSuchMap(String, known: [String])
  /// The map is for lists of another sort.
  case mapForOther(String, target: String)
  /// It ended half-way: so many rows are in, and the same command goes on.
  case cutOff(by: Cut, rows: Int, of: Int)
  /// Several visible sheets look like the list.
  case severalSheets(path: String, sheets: [String])
  /// The sheet that was asked for is not there.
  case noSuchSheet(path: String, name: String, sheets: [String])
  /// Rows or columns are hidden, and nobody said what to do with them.
  case hidden(path: String, sheet: String, rows: Int, columns: [String])
  /// The rejects workbook cannot be written.
  case rejects(path: String, reason: String)
}

extension ListProblem {
  /// What ended an import half-way.
  public enum Cut: Sendable {
    /// The server had no room for what was to be written.
    case fullDisk
    /// The server was stopped, or went away: what it was told last may be in or not.
    case lostServer
    /// Somebody stopped the command: what it was writing may be in or not.
    case stopped

    /// `nil` of any other error.
    init?(_ error: any Error) {
      switch error {
      case EventStoreError.unreachable: self = .lostServer
      case EventStoreError.cancelled, is CancellationError: self = .stopped
      case EventStoreError.refused(let error): self.init(refused: error)
      case let error as PostgresError: self.init(refused: error)
      default: return nil
      }
    }

    private init?(refused error: PostgresError) {
      if error.isDiskFull {
        self = .fullDisk
      } else if error.isUnreachable {
        self = .lostServer
      } else if error.isCancelled {
        self = .stopped
      } else {
        return nil
      }
    }
  }
}
