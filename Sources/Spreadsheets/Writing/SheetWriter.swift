import CXlsxWriter
import Glibc

/// One sheet while it is written, row by row downwards; the library forgets each row when the next begins.
///
/// The first rows wait: how wide the columns become decides how many lines the title above them takes.
///
///     row 0        title            (if any)
///     row 1…       subtitle lines
///                  groups           (if any column has one)
///     headerRow    headings         frozen, with filter arrows, repeated on every printed page
///     …            data
///     last         totals           (if asked for)
///
/// Safe as long as the workbook's handle lives, which frees the sheet; `WorkbookWriter` lets go of both together.
@safe
struct SheetWriter {
  let name: String
  let columns: [OutputColumn]
  let options: SheetOptions
  let sheet: UnsafeMutablePointer<lxw_worksheet>
  let headerRow: Int
  /// The row the next `append` fills.
  var nextRow: Int
  private(set) var cutTextCount = 0
  /// The last row that is not a sum of all: as far as the filter goes.
  private(set) var lastFilteredRow: Int
  var widths: ColumnWidths
  private(set) var sums: [Double]
  var charts: [SheetChart] = []
  /// Lines of rows beyond their first.
  private(set) var furtherLines = 0
  private let top: (title: String?, subtitle: [String])
  /// The first rows, until there are enough of them or the sheet ends; `nil` once the top is written.
  private var waiting: [(cells: [OutputCell], emphasis: Emphasis, marked: Int?)]? = []
  /// Told of every cell with a value, where a reader will find it.
  let onCell: ((_ sheet: String, _ row: Int, _ column: Int, Cell) -> Void)?

  /// A failed step of the library.
  struct Failure: Error {
    var code: lxw_error
  }

  /// Points of a row of one line; the library's 15 are for Calibri, and Chinese characters touch the lines there.
  static let rowHeight = 18.0
  /// Rows that wait.
  private static let waitingLimit = 100

  init(
    _ sheet: UnsafeMutablePointer<lxw_worksheet>, name: String, title: String?, subtitle: [String],
    columns: [OutputColumn], options: SheetOptions,
    onCell: ((_ sheet: String, _ row: Int, _ column: Int, Cell) -> Void)? = nil, pen: inout Pen
  ) throws(Failure) {
    unsafe self.sheet = sheet
    self.onCell = onCell
    self.name = name
    self.columns = columns
    self.options = options
    headerRow = (title == nil ? 0 : 1) + subtitle.count + (columns.contains { $0.group != nil } ? 1 : 0)
    nextRow = headerRow + 1
    lastFilteredRow = headerRow
    widths = ColumnWidths(columns)
    sums = columns.map { _ in 0 }
    top = (title, subtitle)
    try setPage(title: title)
  }

  /// The row after the last one that was appended.
  var endRow: Int { nextRow + (waiting?.count ?? 0) }

  /// Writes the next row.
  mutating func append(
    _ row: [OutputCell], emphasis: Emphasis, marked: Int? = nil, pen: inout Pen
  ) throws(Failure) {
    precondition(row.count <= columns.count, "a row of \(row.count) cells for \(columns.count) columns")
    guard waiting != nil else { return try write(row, emphasis: emphasis, marked: marked, pen: &pen) }
    for (column, cell) in row.enumerated() { measure(cell, column: column) }
    waiting?.append((row, emphasis, marked))
    if (waiting?.count ?? 0) >= Self.waitingLimit { try settle(pen: &pen) }
  }

  /// Writes the top and the rows that waited.
  mutating func settle(pen: inout Pen) throws(Failure) {
    guard let rows = waiting else { return }
    waiting = nil
    try writeTop(title: top.title, subtitle: top.subtitle, pen: &pen)
    for row in rows { try write(row.cells, emphasis: row.emphasis, marked: row.marked, pen: &pen) }
  }

  /// The width that a cell will ask for, nearly: bands and signs are left out.
  private mutating func measure(_ cell: OutputCell, column: Int) {
    switch cell {
    case .text(let text): _ = widths.widen(column, to: text)
    case .integer(let value): widths.widen(column, to: Double(value), .integer, extra: 0)
    case .number(let value, let decimals): widths.widen(column, to: value, .decimal(decimals), extra: 0)
    case .date(let date): widths.widen(column, to: date.hasTime ? 16 : 10)
    case .measured(let value, let decimals, let unit):
      widths.widen(column, to: value, .measured(decimals, CellStyle.word(unit)), extra: 0)
    case .empty, .percent, .duration, .boolean: break
    }
  }

  private mutating func write(
    _ row: [OutputCell], emphasis: Emphasis, marked: Int?, pen: inout Pen
  ) throws(Failure) {
    var lines = 1
    for column in columns.indices {
      let cell = column < row.count ? row[column] : .empty
      let shown = column == marked ? .warning : emphasis
      lines = max(lines, try write(cell, column: column, emphasis: shown, pen: &pen))
    }
    if lines > 1 {
      furtherLines += lines - 1
      try setHeight(of: nextRow, lines: lines)
    }
    if emphasis != .total { lastFilteredRow = nextRow }
    nextRow += 1
  }

  /// Returns the lines that the cell takes.
  private mutating func write(
    _ cell: OutputCell, column: Int, emphasis: Emphasis, pen: inout Pen
  ) throws(Failure) -> Int {
    let kind = columns[column].kind
    switch cell {
    case .empty, .percent(nil), .duration(nil):
      guard emphasis != .none else { return 1 }
      try check(unsafe worksheet_write_blank(sheet, UInt32(nextRow), UInt16(column), pen.format(.plain, emphasis)))
    case .text(let text):
      let (prepared, isCut) = ExcelText.prepared(text)
      if isCut { cutTextCount += 1 }
      let lines = widths.widen(column, to: prepared)
      let style: CellStyle =
        switch kind {
        case .text, .date, .dateTime, .day: lines > 1 ? .wrapped : .text
        case .code: lines > 1 ? .wrapped : .code
        case .integer, .decimal, .percent, .duration: .remark
        }
      try unsafe write(prepared, row: nextRow, column: column, format: pen.format(style, emphasis))
      return style == .wrapped ? lines : 1
    case .integer(let value) where kind == .code:
      widths.widen(column, to: String(value).utf8.count)
      try unsafe write(String(value), row: nextRow, column: column, format: pen.format(.code, emphasis))
    case .integer(let value):
      let style: CellStyle = kind == .text ? .plain : kind == .decimal ? .decimal(0) : .integer
      try write(Double(value), column: column, style: style, emphasis: emphasis, pen: &pen)
    case .number(let value, let decimals):
      let places = kind == .integer ? 0 : max(0, min(decimals, 9))
      try write(value, column: column, style: .decimal(places), emphasis: emphasis, pen: &pen)
    case .measured(let value, let decimals, let unit):
      let style = CellStyle.measured(max(0, min(decimals, 9)), CellStyle.word(unit))
      try write(value, column: column, style: style, emphasis: emphasis, pen: &pen)
    case .percent(let value?): try write(value, column: column, style: .percent, emphasis: emphasis, pen: &pen)
    case .duration(let seconds?):
      try write(Double(seconds), column: column, style: .duration, emphasis: emphasis, pen: &pen)
    case .date(let date):
      guard let serial = SerialNumber.of(date) else {
        widths.widen(column, to: 19)
        try unsafe write(date.description, row: nextRow, column: column, format: pen.format(.plain, emphasis))
        return 1
      }
      let showsTime = kind == .dateTime || (kind != .day && date.hasTime)
      widths.widen(column, to: showsTime ? 16 : 10)
      let format = unsafe pen.format(showsTime ? .dateTime : .day, emphasis)
      onCell?(name, nextRow, column, .date(date))
      try check(unsafe worksheet_write_number(sheet, UInt32(nextRow), UInt16(column), serial, format))
    case .boolean(let value):
      widths.widen(column, to: 5)
      onCell?(name, nextRow, column, .boolean(value))
      let format = unsafe pen.format(.plain, emphasis)
      try check(unsafe worksheet_write_boolean(sheet, UInt32(nextRow), UInt16(column), value ? 1 : 0, format))
    }
    return 1
  }

  private mutating func write(
    _ value: Double, column: Int, style: CellStyle, emphasis: Emphasis, pen: inout Pen
  ) throws(Failure) {
    guard value.isFinite else {
      _ = try write(.empty, column: column, emphasis: emphasis, pen: &pen)
      return
    }
    var marks = CellMarks(emphasis: emphasis)
    var extra = 0
    if columns[column].isSigned {
      marks.isSigned = true
      extra = 1
    }
    if !columns[column].bands.isEmpty, let band = columns[column].bands.first(where: { $0.contains(value) }) {
      marks.band = band
      extra += band.shownWord.map { displayWidth($0) + 1 } ?? 0
    }
    // A length of time is a part of a day to the spreadsheet, and seconds to bands. Nine decimals are a tenth of a
    // millisecond, and every program saves them all.
    let stored = style == .duration ? (value / 86_400 * 1e9).rounded() / 1e9 : value
    widths.widen(column, to: stored, style, extra: extra)
    if emphasis == .none || emphasis == .warning { sums[column] += stored }
    let format = unsafe pen.format(style, marks)
    onCell?(name, nextRow, column, .number(stored, format: nil))
    try check(unsafe worksheet_write_number(sheet, UInt32(nextRow), UInt16(column), stored, format))
  }

  func write(
    _ text: String, row: Int, column: Int, format: UnsafeMutablePointer<lxw_format>?
  ) throws(Failure) {
    tell(text, row: row, column: column)
    try check(unsafe worksheet_write_string(sheet, UInt32(row), UInt16(column), text, format))
  }

  func tell(_ text: String, row: Int, column: Int) {
    if !text.isEmpty { onCell?(name, row, column, .text(ExcelText.read(text))) }
  }

  /// The library writes a row's height with the row, so until the next begins.
  func setHeight(of row: Int, lines: Int) throws(Failure) {
    // Excel's tallest row has 409.5 points.
    try check(unsafe worksheet_set_row(sheet, UInt32(row), min(Self.rowHeight + 14 * Double(lines - 1), 409), nil))
  }

  func check(_ code: lxw_error) throws(Failure) {
    if code != LXW_NO_ERROR { throw Failure(code: code) }
  }
}
