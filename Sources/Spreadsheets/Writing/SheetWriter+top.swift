import CXlsxWriter
import Glibc

extension SheetWriter {
  /// Paper, margins, what stands on every printed page, and what stays in sight.
  func setPage(title: String?) throws(Failure) {
    unsafe worksheet_set_paper(sheet, 9)  // A4
    unsafe worksheet_set_default_row(sheet, Self.rowHeight, 0)
    if options.isLandscape { unsafe worksheet_set_landscape(sheet) }
    unsafe worksheet_fit_to_pages(sheet, 1, 0)
    unsafe worksheet_set_margins(sheet, 0.5, 0.5, 0.75, 0.75)
    unsafe worksheet_center_horizontally(sheet)
    let head = options.pageHead ?? title ?? name
    try check(
      unsafe worksheet_set_header(sheet, Self.pageText("&L", head) + Self.pageText("&R", name == head ? "" : name)))
    try check(unsafe worksheet_set_footer(sheet, Self.foot(options.pageFoot)))
    let top = columns.contains { $0.group != nil } ? headerRow - 1 : headerRow
    try check(unsafe worksheet_repeat_rows(sheet, UInt32(top), UInt32(headerRow)))
    if options.freezesHeader || options.frozenColumns > 0 {
      unsafe worksheet_freeze_panes(
        sheet, options.freezesHeader ? UInt32(headerRow + 1) : 0, UInt16(options.frozenColumns))
    }
    // Before the rows: once the first is written the library refuses it. How far it goes is set at the end.
    if options.filters, !columns.isEmpty {
      try check(
        unsafe worksheet_autofilter(sheet, UInt32(headerRow), 0, UInt32(headerRow), UInt16(columns.count - 1)))
    }
  }

  /// Title, subtitle, groups and headings.
  mutating func writeTop(title: String?, subtitle: [String], pen: inout Pen) throws(Failure) {
    if let title { try writeLine(title, row: 0, style: .title, pen: &pen) }
    for (line, text) in subtitle.enumerated() {
      try writeLine(text, row: (title == nil ? 0 : 1) + line, style: .subtitle, pen: &pen)
    }
    if columns.contains(where: { $0.group != nil }) { try writeGroups(pen: &pen) }
    // Before the cells: the height of the row is known from them all.
    let lines = columns.map { HeadingSize($0).lines }.max() ?? 1
    let notes = columns.contains { $0.note != nil } ? 10.0 : 0
    try check(unsafe worksheet_set_row(sheet, UInt32(headerRow), 22 + 14 * Double(lines - 1) + notes, nil))
    for column in columns.indices { try writeHeading(column, pen: &pen) }
  }

  /// One line above the table, over the width of it: a text that is wider is wrapped. Of a table over several pages it
  /// stands right of the columns that are repeated, on the first page: in those, every page would have a torn piece of it.
  private func writeLine(_ text: String, row: Int, style: CellStyle, pen: inout Pen) throws(Failure) {
    // 14 points, bold, take the room of half as many again.
    let (scale, height) = style == .title ? (3, 24.0) : (2, Self.rowHeight)
    let prepared = ExcelText.prepared(text).text
    // The columns only grow, so that what is reckoned now is at worst a line too high. The page has room beside a narrow
    // table.
    var (span, room) = (columns.count, widths.total)
    let page = options.isLandscape ? Self.uprightWidth * 3 / 2 : Self.uprightWidth
    let end = paper.columnBreaks.first
    let start = end == nil ? 0 : max(1, options.frozenColumns)
    if let end { (span, room) = (end - start, Int(widths.shown[start..<end].reduce(0, +))) }
    while end == nil, room < page, room < displayWidth(prepared) * scale / 2 + 2 {
      span += 1
      room += 9
    }
    let lines = TextLines.count(prepared, width: max(20, room * 2 / scale))
    try check(unsafe worksheet_set_row(sheet, UInt32(row), min(height + (height - 4) * Double(lines - 1), 409), nil))
    let format = unsafe pen.format(style)
    guard span > 1 else { return try unsafe write(prepared, row: row, column: start, format: format) }
    tell(prepared, row: row, column: start)
    let last = UInt16(start + span - 1)
    try check(
      unsafe worksheet_merge_range(sheet, UInt32(row), UInt16(start), UInt32(row), last, prepared, format))
  }

  /// What an upright page of A4 has room for without being made smaller, in digits of the default font.
  static let uprightWidth = 88

  private func writeGroups(pen: inout Pen) throws(Failure) {
    let row = UInt32(headerRow - 1)
    let (format, plain) = unsafe (pen.format(.group), pen.format(.header))
    var start = 0
    while start < columns.count {
      let group = columns[start].group
      var end = start + 1
      while end < columns.count, columns[end].group == group { end += 1 }
      if let group {
        if end - start == 1 {
          try unsafe write(group, row: headerRow - 1, column: start, format: format)
        } else {
          tell(group, row: headerRow - 1, column: start)
          try check(unsafe worksheet_merge_range(sheet, row, UInt16(start), row, UInt16(end - 1), group, format))
        }
      } else {
        for column in start..<end { try check(unsafe worksheet_write_blank(sheet, row, UInt16(column), plain)) }
      }
      start = end
    }
  }

  /// The heading, and small under it its note, in one cell: so the filter and a chart find one header row.
  private func writeHeading(_ column: Int, pen: inout Pen) throws(Failure) {
    let heading = ExcelText.prepared(columns[column].heading).text
    let (header, small) = unsafe (pen.format(.header), pen.noteFormat())
    guard let note = columns[column].note, !note.isEmpty, !heading.isEmpty else {
      return try unsafe write(heading, row: headerRow, column: column, format: header)
    }
    tell(heading + "\n" + note, row: headerRow, column: column)
    let code = unsafe heading.withCString { heading in
      unsafe ("\n" + note).withCString { note in
        // The library reads the texts, and asks for pointers it could change.
        var parts = unsafe [
          lxw_rich_string_tuple(format: header, string: UnsafeMutablePointer(mutating: heading)),
          lxw_rich_string_tuple(format: small, string: UnsafeMutablePointer(mutating: note)),
        ]
        return unsafe parts.withUnsafeMutableBufferPointer { parts in
          guard let first = parts.baseAddress else { return LXW_ERROR_NULL_PARAMETER_IGNORED }
          var list = unsafe [first, first + 1, nil]
          return unsafe worksheet_write_rich_string(sheet, UInt32(headerRow), UInt16(column), &list, header)
        }
      }
    }
    try check(code)
  }

  /// A part of a page's head or foot in 8 points; the library takes 255 characters of all parts together.
  /// The foot of a printed page: a text on the left, the page number on the right.
  static func foot(_ text: String) -> String { pageText("&L", text) + "&R&8 &P / &N" }

  private static func pageText(_ place: String, _ text: String) -> String {
    let line = text.split(separator: "\n").joined(separator: " ")
    guard !line.isEmpty else { return "" }
    // A digit right behind the size would be read as a part of it.
    return "\(place)&8 "
      + line.prefix(60).split(separator: "&", omittingEmptySubsequences: false).joined(separator: "&&")
  }
}
