/// What a look at every row of a sheet tells: how large it is, what hides in it, and what each column holds.
///
/// Memory is the first rows and a few counts a column.
public struct SheetSurvey: Sendable, Equatable {
  /// The sheet, with what stands behind its rows.
  public let info: SheetInfo
  /// Rows that the file holds, blank ones included.
  public private(set) var rowCount = 0
  /// Of those, the ones in which a person would see nothing.
  public private(set) var blankRowCount = 0
  /// Rows that are hidden, by hand or by a filter.
  public private(set) var hiddenRowCount = 0
  /// The number of the last row with anything in it, 0 where there is none.
  public private(set) var lastRow = 0
  /// Cells with a value.
  public private(set) var cellCount = 0
  /// The heading, and which columns the fields asked for are; `nil` where no row looks like one.
  public private(set) var heading: HeaderMatch?
  /// Whether the heading was taken for one by its looks alone, because too few of its words are known.
  public private(set) var isHeadingGuessed = false
  /// What the columns hold below the heading, from column 0 to the widest row's last.
  public private(set) var columns: [ColumnSurvey] = []
  /// The first rows of the file with anything in them, the heading and what is above it included.
  public private(set) var firstRows: [TableRow] = []
}

/// What one column holds below the heading.
public struct ColumnSurvey: Sendable, Equatable {
  /// Cells by what they hold; blank ones are not counted.
  public internal(set) var counts: [CellType: Int] = [:]
  /// Texts made of digits alone: numbers kept as text, as phones should be.
  public internal(set) var digitTextCount = 0
  /// The first three number formats in it.
  public internal(set) var formats: [String] = []

  mutating func note(_ cell: Cell) {
    guard !cell.isBlank, let type = CellType(cell) else { return }
    counts[type, default: 0] += 1
    switch cell {
    case .text(let text):
      if text.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) { digitTextCount += 1 }
    case .number(_, let format?): if formats.count < 3, !formats.contains(format) { formats.append(format) }
    default: break
    }
  }
}

/// What a cell holds, as a word: stable in machine formats.
public enum CellType: String, Sendable, CaseIterable {
  /// As the cases of ``Cell``.
  case text, number, date, boolean, error, noCachedValue

  /// `nil` for an empty cell.
  public init?(_ cell: Cell) {
    switch cell {
    case .empty: return nil
    case .text: self = .text
    case .number: self = .number
    case .date: self = .date
    case .boolean: self = .boolean
    case .error: self = .error
    case .noCachedValue: self = .noCachedValue
    }
  }
}

extension TableFile {
  /// Reads a sheet to its end and tells what is in it; costs as much as reading it.
  ///
  /// - Parameters:
  ///   - fields: what to look for in the heading.
  ///   - keeping: how many rows with anything in them are kept.
  ///   - isCancelled: asked now and then; the survey ends in `CancellationError`.
  public func survey(
    _ sheet: Int, fields: [HeaderField] = HeaderField.common, keeping: Int = 10, isCancelled: () -> Bool = { false }
  ) throws -> SheetSurvey {
    var survey = SheetSurvey(info: sheets[sheet])
    var start: [TableRow] = []
    let info = try readRows(of: sheet) { row in
      if start.count < SheetSurvey.startCount {
        start.append(row)
        if start.count == SheetSurvey.startCount { survey.begin(start, fields) }
      } else {
        survey.count(row)
      }
      if survey.firstRows.count < keeping, !row.isBlank { survey.keep(row) }
      if row.number & 0xFFF == 0, isCancelled() { throw CancellationError() }
      return true
    }
    if start.count < SheetSurvey.startCount { survey.begin(start, fields) }
    return SheetSurvey(survey, info)
  }
}

extension SheetSurvey {
  /// Enough to find the heading in.
  fileprivate static let startCount = Header.searchDepth + 20

  fileprivate init(info: SheetInfo) { self.info = info }

  fileprivate init(_ survey: SheetSurvey, _ info: SheetInfo) {
    self = SheetSurvey(info: info)
    (rowCount, blankRowCount, hiddenRowCount) = (survey.rowCount, survey.blankRowCount, survey.hiddenRowCount)
    (lastRow, cellCount, columns) = (survey.lastRow, survey.cellCount, survey.columns)
    (heading, isHeadingGuessed, firstRows) = (survey.heading, survey.isHeadingGuessed, survey.firstRows)
  }

  fileprivate mutating func begin(_ start: [TableRow], _ fields: [HeaderField]) {
    heading = Header.find(in: start, fields: fields)
    if heading == nil {
      heading = Header.guess(in: start, fields: fields)
      isHeadingGuessed = heading != nil
    }
    for row in start { count(row) }
  }

  fileprivate mutating func keep(_ row: TableRow) { firstRows.append(row) }

  fileprivate mutating func count(_ row: TableRow) {
    rowCount += 1
    if row.isHidden { hiddenRowCount += 1 }
    guard !row.isBlank else {
      blankRowCount += 1
      return
    }
    lastRow = max(lastRow, row.number)
    let isData = row.number > heading?.row ?? 0
    while columns.count < row.cells.count { columns.append(ColumnSurvey()) }
    for (index, cell) in row.cells.enumerated() where !cell.isBlank {
      cellCount += 1
      if isData { columns[index].note(cell) }
    }
  }
}
