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
  private let sheet: UnsafeMutablePointer<lxw_worksheet>
  private let headerRow: Int
  /// The row the next `append` fills.
  private(set) var nextRow: Int
  private(set) var cutTextCount = 0
  /// The last row that is not a total: as far as the filter goes.
  private var lastFilteredRow: Int
  private var widths: [Int]
  private var sums: [Double]
  private var charts: [Chart] = []

  /// A chart, put in place when the last row is known.
  struct Chart {
    var kind: ChartKind
    var title: String
    var categories: Int
    var series: [Int]
    /// Data rows from 0; all when `nil`.
    var rows: Range<Int>?
    var place: ChartPlace
  }

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
    widths = columns.map { max($0.widthHint, displayWidth($0.heading) + 2) }
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
      widen(column, to: Self.lineWidth(prepared))
      try unsafe write(
        prepared, row: nextRow, column: column, format: pen.format(kind == .code ? .code : .plain, emphasis))
    case .integer(let value) where kind == .code:
      widen(column, to: String(value).utf8.count)
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
        widen(column, to: 19)
        return try unsafe write(date.description, row: nextRow, column: column, format: pen.format(.plain, emphasis))
      }
      let showsTime = kind == .dateTime || (kind != .day && date.hasTime)
      widen(column, to: showsTime ? 16 : 10)
      let format = unsafe pen.format(showsTime ? .dateTime : .day, emphasis)
      try check(unsafe worksheet_write_number(sheet, UInt32(nextRow), UInt16(column), serial, format))
    case .boolean(let value):
      widen(column, to: 5)
      let format = unsafe pen.format(.plain, emphasis)
      try check(unsafe worksheet_write_boolean(sheet, UInt32(nextRow), UInt16(column), value ? 1 : 0, format))
    }
  }

  private mutating func write(
    _ value: Double, column: Int, style: CellStyle, emphasis: Emphasis, pen: inout Pen
  ) throws(Failure) {
    guard value.isFinite else { return try write(.empty, column: column, emphasis: emphasis, pen: &pen) }
    widen(column, to: Self.width(of: value, style))
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

  /// Remembers a chart for `end`.
  mutating func add(_ chart: Chart) { charts.append(chart) }

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
    for (column, width) in widths.enumerated() {
      let shown = Double(max(6, min(width, 60)) + 2)
      try check(unsafe worksheet_set_column(sheet, UInt16(column), UInt16(column), shown, nil))
    }
    for (index, chart) in charts.enumerated() { try insert(chart, at: index, dataEnd: dataEnd, pen: &pen) }
  }

  /// The sums; SUBTOTAL, so that a filtered list sums what it shows. Over several sheets they are plain numbers.
  private mutating func writeTotals(_ label: String, carried: [Double]?, pen: inout Pen) throws(Failure) {
    let dataEnd = nextRow
    var isLabelled = false
    for (column, output) in columns.enumerated() {
      let row = UInt32(nextRow)
      guard output.isTotalled else {
        let format = unsafe pen.format(.plain, .total)
        if isLabelled {
          try check(unsafe worksheet_write_blank(sheet, row, UInt16(column), format))
        } else {
          widen(column, to: displayWidth(label))
          try check(unsafe worksheet_write_string(sheet, row, UInt16(column), label, format))
          isLabelled = true
        }
        continue
      }
      let style: CellStyle = output.kind == .decimal ? .decimal(2) : .integer
      let format = unsafe pen.format(style, .total)
      let sum = sums[column] + (carried?[column] ?? 0)
      widen(column, to: Self.width(of: sum, style))
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

  private func insert(_ chart: Chart, at index: Int, dataEnd: Int, pen: inout Pen) throws(Failure) {
    let first = headerRow + 1 + (chart.rows?.lowerBound ?? 0)
    let last = chart.rows.map { headerRow + $0.upperBound } ?? lastFilteredRow
    // A chart of nothing would be a file Excel repairs.
    guard first <= last, last < dataEnd, !chart.series.isEmpty else { return }
    let made = unsafe pen.chart(chart.kind)
    guard let made = unsafe made else { throw Failure(code: LXW_ERROR_MEMORY_MALLOC_FAILED) }
    unsafe chart_title_set_name(made, chart.title)
    for column in chart.series {
      guard let series = unsafe chart_add_series(made, nil, nil) else {
        throw Failure(code: LXW_ERROR_MEMORY_MALLOC_FAILED)
      }
      unsafe chart_series_set_name(series, columns[column].heading)
      let categories = UInt16(chart.categories)
      unsafe chart_series_set_categories(series, name, UInt32(first), categories, UInt32(last), categories)
      unsafe chart_series_set_values(series, name, UInt32(first), UInt16(column), UInt32(last), UInt16(column))
    }
    if chart.series.count == 1 {
      unsafe chart_legend_set_position(made, UInt8(LXW_CHART_LEGEND_NONE.rawValue))
    } else {
      unsafe chart_legend_set_position(made, UInt8(LXW_CHART_LEGEND_BOTTOM.rawValue))
    }
    // Lying bars run from the bottom; the list beside them runs from the top.
    if chart.kind == .bar { unsafe chart_axis_set_reverse(made.pointee.y_axis) }
    let before = charts[..<index].filter { $0.place == chart.place }.count
    // 288 pixels of chart, scaled, are 20 rows of 20 pixels.
    let row = chart.place == .beside ? headerRow + before * 21 : nextRow + 1 + before * 21
    let column = chart.place == .beside ? columns.count + 1 : 0
    var options = unsafe lxw_chart_options()
    unsafe options.x_scale = 1.4
    unsafe options.y_scale = 1.4
    try check(unsafe worksheet_insert_chart_opt(sheet, UInt32(row), UInt16(column), made, &options))
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

  private mutating func widen(_ column: Int, to width: Int) {
    if width > widths[column] { widths[column] = width }
  }

  private static func lineWidth(_ text: String) -> Int {
    guard text.utf8.contains(0x0A) else { return displayWidth(text) }
    return text.split(separator: "\n").map { displayWidth(String($0)) }.max() ?? 0
  }

  /// Of the number as shown, separators counted.
  private static func width(of value: Double, _ style: CellStyle) -> Int {
    var digits = 1
    var rest = value.magnitude
    while rest >= 10, digits < 20 {
      rest /= 10
      digits += 1
    }
    let sign = value < 0 ? 1 : 0
    return switch style {
    case .integer: sign + digits + (digits - 1) / 3
    case .decimal(let places): sign + digits + (digits - 1) / 3 + (places > 0 ? places + 1 : 0)
    case .percent: sign + digits + 5
    case .plain, .code, .day, .dateTime, .title, .subtitle, .header: sign + digits
    }
  }

  /// `A`, `Z`, `AA`.
  private static func letters(_ column: Int) -> String {
    let last = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(column % 26)))
    return column < 26 ? last : letters(column / 26 - 1) + last
  }
}

/// What sheets draw with: the workbook's formats and charts. Safe as long as the workbook's handle lives.
@safe
struct Pen {
  private let workbook: UnsafeMutablePointer<lxw_workbook>
  private var formats = WorkbookFormats()

  init(_ workbook: UnsafeMutablePointer<lxw_workbook>) { unsafe self.workbook = workbook }

  mutating func format(_ style: CellStyle, _ emphasis: Emphasis = .none) -> UnsafeMutablePointer<lxw_format>? {
    unsafe formats.format(style, emphasis, in: workbook)
  }

  /// The next sheet; `nil` when its temporary file could not be made, with `errno` set.
  func addSheet(_ name: String) -> UnsafeMutablePointer<lxw_worksheet>? {
    errno = 0
    return unsafe workbook_add_worksheet(workbook, name)
  }

  func chart(_ kind: ChartKind) -> UnsafeMutablePointer<lxw_chart>? {
    let type =
      switch kind {
      case .column: LXW_CHART_COLUMN
      case .bar: LXW_CHART_BAR
      case .line: LXW_CHART_LINE
      }
    return unsafe workbook_add_chart(workbook, UInt8(type.rawValue))
  }
}

/// Dates as Excel's numbers of the 1900 system.
enum SerialNumber {
  /// Days since 1899-12-30, the time as a fraction; `nil` before March 1900, where Excel counts a day that never was.
  static func of(_ date: CivilDateTime) -> Double? {
    guard date.year > 1900 || (date.year == 1900 && date.month > 2) else { return nil }
    // Years that start in March have their leap day last.
    let year = date.month > 2 ? date.year : date.year - 1
    let month = date.month > 2 ? date.month - 3 : date.month + 9
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + date.day - 1
    let seconds = date.hour * 3_600 + date.minute * 60 + date.second
    // 693_899 is 1899-12-30 by the same count.
    return Double(days - 693_899) + Double(seconds) / 86_400
  }
}
