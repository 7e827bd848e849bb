import Domain
import EventCodec
import Spreadsheets

/// What becomes of a row.
struct RowVerdict: Sendable {
  let row: TableRow
  let outcome: RowOutcome
  var reason: String?
  /// The row that it repeats.
  var sameAs: Int?
  /// The order that it repeats.
  var order: OrderNumber?
  /// What it says, for an accepted row.
  var entry: ListRow?
  /// The customer that it makes, changes or repeats.
  var party: PartyID?
  /// The part or article that it makes, changes or repeats.
  var entryKey: EntryKey?
  /// What it changes of what was there.
  var changes: [ListedChange] = []
  /// Whose changes they are.
  var who: ImportSummary.Who?
  /// What was guessed, for a row that is taken in.
  var warnings: [RowWarning] = []
  /// The cell that it was refused for, where it is one.
  var place: CellPlace?
  /// What a refused row probably meant.
  var nearest: String?
  /// What a repeat of a customer's row says: it stands for itself where that row is refused.
  var repeated: ListRow?

  /// The same row, refused.
  ///
  /// - Parameter place: the cell it is refused for.
  func refused(_ reason: RejectReason, at place: CellPlace? = nil) -> RowVerdict {
    RowVerdict(row: row, outcome: .rejected, reason: reason.rawValue, place: place)
  }
}

/// Judges the rows of a list one after the other, within the file: read, refuse, find repeats.
///
/// Whether a row repeats what the book holds is for the caller, who can ask the book.
struct RowJudge: Sendable {
  private let reader: RowReader
  private let firstDataRow: Int
  private let headingRow: Int
  private var firstRows = FirstRows()
  private var blanks: [TableRow] = []
  private(set) var hiddenRows = 0

  init(_ reader: RowReader, heading: ListHeading) {
    self.reader = reader
    headingRow = heading.row
    firstDataRow = heading.firstDataRow
  }

  /// The verdicts on the next rows. Blank rows are told when a row follows that is not blank, so that a sheet with a
  /// million formatted empty rows at its end has none.
  mutating func judge(_ rows: [TableRow]) -> [RowVerdict] {
    var verdicts: [RowVerdict] = []
    verdicts.reserveCapacity(rows.count)
    for row in rows where row.number > headingRow {
      let reading = reader.read(row)
      if case .skipped(.blank) = reading {
        blanks.append(TableRow(number: row.number, cells: []))
        continue
      }
      for blank in blanks {
        verdicts.append(RowVerdict(row: blank, outcome: .skipped, reason: SkipReason.blank.rawValue))
      }
      blanks.removeAll(keepingCapacity: true)
      if row.isHidden { hiddenRows += 1 }
      verdicts.append(verdict(row, reading))
    }
    return verdicts
  }

  private mutating func verdict(_ row: TableRow, _ reading: RowReading) -> RowVerdict {
    switch reading {
    case .skipped(let reason): return RowVerdict(row: row, outcome: .skipped, reason: reason.rawValue)
    case .rejected(let rejection):
      return RowVerdict(
        row: row, outcome: .rejected, reason: rejection.reason.rawValue,
        place: reader.layout.place(rejection.field, row: row.number), nearest: rejection.nearest)
    case .entry(let entry):
      if let first = firstRows.first(entry) {
        return RowVerdict(
          row: row, outcome: .duplicate, reason: DuplicateReason.inFile.rawValue, sameAs: first,
          repeated: entry.customer == nil && entry.listed == nil ? nil : entry)
      }
      firstRows.add(entry, row: row.number)
      return RowVerdict(row: row, outcome: .accepted, entry: entry, warnings: entry.warnings)
    }
  }
}
