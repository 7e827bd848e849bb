import CXlsxWriter
import Glibc

/// One sheet while it is written, row by row downwards; the library forgets each row when the next begins.
///
///     row 0        title            (if any)
///     row 1…       subtitle lines
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
  private let headerRow: Int
  /// The row the next `append` fills.
  private(set) var nextRow: Int
  private(set) var cutTextCount = 0
  /// The last row that is not a total: as far as the filter goes.
  private var lastFilteredRow: Int
  private var widths: ColumnWidths
  private var sums: [Double]
  private var charts: [SheetChart] = []

  /// A failed step of the library.
  struct Failure: Error {
    var code: lxw_error
  }

  init(
    _ sheet: UnsafeMutablePointer<lxw_worksheet>, name: String, title: String?, subtitle: [String],
    columns: [OutputColumn], options: SheetOptions, pen: inout Pen
  ) throws(Failure) {
    unsafe self.sheet = sheet
    self.name = name
    self.columns = columns
    self.options = options
    headerRow = (title == nil ? 0 : 1) + subtitle.count
    nextRow = headerRow + 1
    lastFilteredRow = headerRow
    widths = ColumnWidths(columns)
    sums = columns.map { _ in 0 }
    try writeTop(title: title, subtitle: subtitle, pen: &pen)
  }

  private mutating func writeTop(title: String?, subtitle: [String], pen: inout Pen) throws(Failure) {
    unsafe worksheet_set_paper(sheet, 9)  // A4
    // The library's 15 points are for Calibri; Chinese characters of this size touch the lines there.
    unsafe worksheet_set_default_row(sheet, 18, 0)
    if options.isLandscape { unsafe worksheet_set_landscape(sheet) }
    unsafe worksheet_fit_to_pages(sheet, 1, 0)
    try check(unsafe worksheet_set_footer(sheet, "&C&P / &N"))
    try check(unsafe worksheet_repeat_rows(sheet, UInt32(headerRow), UInt32(headerRow)))
    if options.freezesHeader || options.frozenColumns > 0 {
      unsafe worksheet_freeze_panes(
        sheet, options.freezesHeader ? UInt32(headerRow + 1) : 0, UInt16(options.frozenColumns))
    }
    // Before the rows: once the first is written the library refuses it. How far it goes is set at the end.
    if options.filters, !columns.isEmpty {
      try check(
        unsafe worksheet_autofilter(sheet, UInt32(headerRow), 0, UInt32(headerRow), UInt16(columns.count - 1)))
    }
    if let title {
      try check(unsafe worksheet_set_row(sheet, 0, 24, nil))
      try unsafe write(title, row: 0, column: 0, format: pen.format(.title))
    }
    for (line, text) in subtitle.enumerated() {
      try unsafe write(text, row: headerRow - subtitle.count + line, column: 0, format: pen.format(.subtitle))
    }
    try check(unsafe worksheet_set_row(sheet, UInt32(headerRow), 22, nil))
    for (column, heading) in columns.enumerated() {
      try unsafe write(heading.heading, row: headerRow, column: column, format: pen.format(.header))
    }
  }

  /// Writes the next row.
  mutating func append(_ row: [OutputCell], emphasis: Emphasis, pen: inout Pen) throws(Failure) {
    precondition(row.count <= columns.count, "a row of \(row.count) cells for \(columns.count) columns")
    for column in columns.indices {
      try write(column < row.count ? row[column] : .empty, column: column, emphasis: emphasis, pen: &pen)
    }
    if emphasis != .total { lastFilteredRow = nextRow }
    nextRow += 1
  }

  private mutating func write(
    _ cell: OutputCell, column: Int, emphasis: Emphasis, pen: inout Pen
  ) throws(Failure) {
    let kind = columns[column].kind
    switch cell {
    case .empty, .percent(nil):
      guard emphasis != .none else { return }
      try check(unsafe worksheet_write_blank(sheet, UInt32(nextRow), UInt16(column), pen.format(.plain, emphasis)))
    case .text(let text):
      let (prepared, isCut) = ExcelText.prepared(text)
      if isCut { cutTextCount += 1 }
      widths.widen(column, to: prepared)
      let style: CellStyle =
        switch kind {
        case .text, .date, .dateTime, .day: .text
        case .code: .code
        case .integer, .decimal, .percent: .remark
        }
      try unsafe write(prepared, row: nextRow, column: column, format: pen.format(style, emphasis))
    case .integer(let value) where kind == .code:
      widths.widen(column, to: String(value).utf8.count)
      try unsafe write(String(value), row: nextRow, column: column, format: pen.format(.code, emphasis))
    case .integer(let value):
      let style: CellStyle = kind == .text ? .plain : kind == .decimal ? .decimal(0) : .integer
      try write(Double(value), column: column, style: style, emphasis: emphasis, pen: &pen)
    case .number(let value, let decimals):
      let places = kind == .integer ? 0 : max(0, min(decimals, 9))
      try write(value, column: column, style: .decimal(places), emphasis: emphasis, pen: &pen)
    case .percent(let value?): try write(value, column: column, style: .percent, emphasis: emphasis, pen: &pen)
    case .date(let date):
      guard let serial = SerialNumber.of(date) else {
        widths.widen(column, to: 19)
        return try unsafe write(date.description, row: nextRow, column: column, format: pen.format(.plain, emphasis))
      }
      let showsTime = kind == .dateTime || (kind != .day && date.hasTime)
      widths.widen(column, to: showsTime ? 16 : 10)
      let format = unsafe pen.format(showsTime ? .dateTime : .day, emphasis)
      try check(unsafe worksheet_write_number(sheet, UInt32(nextRow), UInt16(column), serial, format))
    case .boolean(let value):
      widths.widen(column, to: 5)
      let format = unsafe pen.format(.plain, emphasis)
      try check(unsafe worksheet_write_boolean(sheet, UInt32(nextRow), UInt16(column), value ? 1 : 0, format))
    }
  }

  private mutating func write(
    _ value: Double, column: Int, style: CellStyle, emphasis: Emphasis, pen: inout Pen
  ) throws(Failure) {
    guard value.isFinite else { return try write(.empty, column: column, emphasis: emphasis, pen: &pen) }
    widths.widen(column, to: value, style)
    if emphasis == .none || emphasis == .warning { sums[column] += value }
    let format = unsafe pen.format(style, emphasis)
    try check(unsafe worksheet_write_number(sheet, UInt32(nextRow), UInt16(column), value, format))
  }

  private func write(
    _ text: String, row: Int, column: Int, format: UnsafeMutablePointer<lxw_format>?
  ) throws(Failure) {
    try check(unsafe worksheet_write_string(sheet, UInt32(row), UInt16(column), text, format))
  }

  private func check(_ code: lxw_error) throws(Failure) {
    if code != LXW_NO_ERROR { throw Failure(code: code) }
  }
}

extension SheetWriter {
  /// Whether another row fits, with the totals row still to come.
  func hasRoom(rowLimit: Int) -> Bool { nextRow + (options.totals == nil ? 0 : 1) < rowLimit }

  /// The rows of data so far; `nil` for none.
  var dataRows: ClosedRange<Int>? { nextRow > headerRow + 1 ? (headerRow + 1)...(nextRow - 1) : nil }

  /// Remembers a chart for `end`.
  mutating func add(_ chart: SheetChart) { charts.append(chart) }

  /// The sums so far, for a continuation sheet.
  var runningSums: [Double] { sums }

  /// Writes totals, filter, widths and charts. `carried` are the sums of the sheets this one continues, `nil` when it
  /// stands alone; `isLast` is false when another sheet continues it and will bear the totals.
  mutating func end(carried: [Double]?, isLast: Bool, pen: inout Pen) throws(Failure) {
    let dataEnd = nextRow
    if let label = options.totals, isLast { try writeTotals(label, carried: carried, pen: &pen) }
    // The header says members are not set directly, but it is the only way to a filter over rows that were not known:
    // Excel hides nothing without it, and offers only the first gap-free block of values.
    if options.filters { unsafe sheet.pointee.autofilter.last_row = UInt32(lastFilteredRow) }
    for (column, width) in widths.shown.enumerated() {
      try check(unsafe worksheet_set_column(sheet, UInt16(column), UInt16(column), width, nil))
    }
    for (index, chart) in charts.enumerated() {
      let first = headerRow + 1 + (chart.rows?.lowerBound ?? 0)
      let last = chart.rows.map { headerRow + $0.upperBound } ?? lastFilteredRow
      // A chart of nothing would be a file Excel repairs.
      guard first <= last, last < dataEnd else { continue }
      // 288 pixels of chart, scaled, are 17 rows of 24 pixels.
      let above = charts[..<index].filter { $0.place == chart.place }.count * 18
      let (row, column) = chart.place == .beside ? (headerRow + above, columns.count + 1) : (nextRow + 1 + above, 0)
      try check(
        unsafe chart.insert(
          into: sheet, named: name, columns: columns, rows: first...last, row: row, column: column,
          pen: pen))
    }
  }

  /// The sums; SUBTOTAL, so that a filtered list sums what it shows. Over several sheets they are plain numbers.
  private mutating func writeTotals(_ label: String, carried: [Double]?, pen: inout Pen) throws(Failure) {
    let dataEnd = nextRow
    var isLabelled = false
    for (column, output) in columns.enumerated() {
      let row = UInt32(nextRow)
      guard output.isTotalled else {
        let format = unsafe pen.format(.text, .total)
        if isLabelled {
          try check(unsafe worksheet_write_blank(sheet, row, UInt16(column), format))
        } else {
          widths.widen(column, to: label)
          try check(unsafe worksheet_write_string(sheet, row, UInt16(column), label, format))
          isLabelled = true
        }
        continue
      }
      let style: CellStyle = output.kind == .decimal ? .decimal(2) : .integer
      let format = unsafe pen.format(style, .total)
      let sum = sums[column] + (carried?[column] ?? 0)
      widths.widen(column, to: sum, style)
      if carried == nil, dataEnd > headerRow + 1 {
        let letters = Self.letters(column)
        let formula = "=SUBTOTAL(109,\(letters)\(headerRow + 2):\(letters)\(dataEnd))"
        try check(unsafe worksheet_write_formula_num(sheet, row, UInt16(column), formula, format, sum))
      } else {
        try check(unsafe worksheet_write_number(sheet, row, UInt16(column), sum, format))
      }
    }
    nextRow += 1
  }

  /// What the library could not write to its temporary file; it does not look itself, and a cut sheet would be zipped.
  /// Costs a system call.
  func temporaryFileError() -> Int32? {
    guard let file = unsafe sheet.pointee.optimize_tmpfile else { return nil }
    if unsafe fflush(file) != 0 { return errno }
    return unsafe ferror(file) == 0 ? nil : ENOSPC
  }

  /// Bytes in the temporary file: the finished sheet has more.
  func temporaryByteCount() -> Int {
    guard let file = unsafe sheet.pointee.optimize_tmpfile else { return 0 }
    return max(0, unsafe ftell(file))
  }

  /// `A`, `Z`, `AA`.
  private static func letters(_ column: Int) -> String {
    let last = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(column % 26)))
    return column < 26 ? last : letters(column / 26 - 1) + last
  }
}
