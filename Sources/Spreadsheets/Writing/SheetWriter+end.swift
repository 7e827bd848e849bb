import CXlsxWriter
import Glibc

extension SheetWriter {
  /// Whether another row fits, with the totals row still to come.
  func hasRoom(rowLimit: Int) -> Bool { endRow + (options.totals == nil ? 0 : 1) < rowLimit }

  /// The rows of data so far; `nil` for none.
  var dataRows: ClosedRange<Int>? { endRow > headerRow + 1 ? (headerRow + 1)...(endRow - 1) : nil }

  /// Remembers a chart for `end`.
  mutating func add(_ chart: SheetChart) { charts.append(chart) }

  /// The sums so far, for a continuation sheet.
  var runningSums: [Double] { sums }

  /// Writes totals, filter, widths and charts. `carried` are the sums of the sheets this one continues, `nil` when it
  /// stands alone; `isLast` is false when another sheet continues it and will bear the totals.
  mutating func end(carried: [Double]?, isLast: Bool, pen: inout Pen) throws(Failure) {
    try settle(pen: &pen)
    let dataEnd = nextRow
    if let label = options.totals, isLast { try writeTotals(label, carried: carried, pen: &pen) }
    // The header says members are not set directly, but it is the only way to a filter over rows that were not known:
    // Excel hides nothing without it, and offers only the first gap-free block of values.
    if options.filters { unsafe sheet.pointee.autofilter.last_row = UInt32(lastFilteredRow) }
    for (column, width) in widths.shown.enumerated() {
      try check(unsafe worksheet_set_column(sheet, UInt16(column), UInt16(column), width, nil))
    }
    try allowNumbersAsText(dataEnd: dataEnd)
    let paper = paper
    try setBreaks(paper)
    for (index, chart) in charts.enumerated() {
      let data = (headerRow + 1)..<dataEnd
      let rows = (chart.rows ?? [0..<(lastFilteredRow - headerRow)])
        .map { ($0.lowerBound + headerRow + 1)..<($0.upperBound + headerRow + 1) }
      // A chart of nothing would be a file Excel repairs.
      guard !rows.isEmpty, rows.allSatisfy({ !$0.isEmpty && data.contains($0.lowerBound) && $0.upperBound <= dataEnd })
      else { continue }
      let above = charts[..<index].filter { $0.place == chart.place }.count * Self.chartRows
      // Beside the first line, not the headings: what lies over those is printed on every page.
      // Nor over columns that are.
      let (row, column) =
        chart.place == .beside
        ? (headerRow + 1 + above, columns.count + 1)
        : (nextRow + 1 + above, !paper.columnBreaks.isEmpty ? max(1, options.frozenColumns) : 0)
      let ground = SheetChart.Ground(name: name, columns: columns, headerRow: headerRow, rows: rows)
      let room = chart.place == .below ? pixels(from: column, paper) : nil
      try check(unsafe chart.insert(into: sheet, over: ground, row: row, column: column, room: room, pen: pen))
    }
  }

  /// Telephone numbers and ids are texts on purpose: Excel is not to mark each with a green corner.
  private func allowNumbersAsText(dataEnd: Int) throws(Failure) {
    guard dataEnd > headerRow + 1 else { return }
    let ranges = columns.indices.filter { columns[$0].kind == .code }.map { column in
      let letters = Self.letters(column)
      return "\(letters)\(headerRow + 2):\(letters)\(dataEnd)"
    }
    guard !ranges.isEmpty else { return }
    try check(
      unsafe worksheet_ignore_errors(
        sheet, UInt8(LXW_IGNORE_NUMBER_STORED_AS_TEXT.rawValue), ranges.joined(separator: " ")))
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
          _ = widths.widen(column, to: label)
          try unsafe write(label, row: nextRow, column: column, format: format)
          isLabelled = true
        }
        continue
      }
      let style: CellStyle = output.kind == .decimal ? .decimal(2) : output.kind == .duration ? .duration : .integer
      let format = unsafe pen.format(style, .total)
      let sum = sums[column] + (carried?[column] ?? 0)
      widths.widen(column, to: sum, style, extra: 0)
      onCell?(name, nextRow, column, .number(sum, format: nil))
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
  static func letters(_ column: Int) -> String {
    let last = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(column % 26)))
    return column < 26 ? last : letters(column / 26 - 1) + last
  }
}
