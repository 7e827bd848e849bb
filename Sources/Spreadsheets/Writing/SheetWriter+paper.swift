import CXlsxWriter

/// How a sheet lies on pages of A4.
struct SheetPaper {
  /// How much smaller it is printed, from 0 to 1.
  let scale: Double
  /// The columns that begin a further page; none where all columns are on one.
  let columnBreaks: [Int]
}

extension SheetWriter {
  /// Rows that a picture takes: 288 pixels, scaled, are 17 rows of 24, and one is left free.
  static let chartRows = 18
  /// Lines of the table that go with its picture to a page: alone it says little.
  private static let companions = 12
  /// What is printed smaller than this is read with a lens: 6 points.
  private static let leastScale = 0.6

  /// Wide tables go over several pages, between their groups, with the first columns on each.
  var paper: SheetPaper {
    let page = Double(Self.uprightWidth) * (options.isLandscape ? 1.5 : 1)
    let (shown, repeated) = (widths.shown, max(1, options.frozenColumns))
    let total = shown.reduce(0, +)
    guard total * Self.leastScale > page, repeated < shown.count else {
      return SheetPaper(scale: min(1, page / max(total, 1)), columnBreaks: [])
    }
    let (head, room) = (shown[..<repeated].reduce(0, +), page / Self.leastScale)
    var (breaks, used, widest) = ([Int](), head, head)
    var column = repeated
    while column < shown.count {
      var end = column + 1
      while end < shown.count, columns[end].group != nil, columns[end].group == columns[column].group { end += 1 }
      // A group that no page has room for is taken apart.
      if head + shown[column..<end].reduce(0, +) > room { end = column + 1 }
      let width = shown[column..<end].reduce(0, +)
      if used + width > room, used > head {
        breaks.append(column)
        used = head
      }
      used += width
      widest = max(widest, used)
      column = end
    }
    // Programs measure a font a little differently; a column too many would begin a page of its own.
    return SheetPaper(scale: min(1, page / widest * 0.97), columnBreaks: breaks)
  }

  /// What is a little more than a page is made a little smaller; else pictures begin a page with the last lines of the table: none
  /// is cut in two, and none stands alone.
  func setBreaks(_ paper: SheetPaper) throws(Failure) {
    if !paper.columnBreaks.isEmpty {
      unsafe worksheet_set_print_scale(sheet, UInt16(max(10, paper.scale * 100)))
      try check(unsafe worksheet_repeat_columns(sheet, 0, UInt16(max(1, options.frozenColumns) - 1)))
      var breaks = paper.columnBreaks.map(UInt16.init) + [0]
      try check(unsafe worksheet_set_v_pagebreaks(sheet, &breaks))
    }
    let below = charts.count { $0.place == .below }
    let rows = max(nextRow + below * Self.chartRows, headerRow + Self.chartRows * (charts.count - below))
    let pageRows = Double(options.isLandscape ? 27 : 40) / paper.scale
    if Double(rows) <= max(options.isLandscape ? 44 : 66, pageRows) {
      if paper.columnBreaks.isEmpty { unsafe worksheet_fit_to_pages(sheet, 1, 1) }
      return
    }
    guard below > 0 else { return }
    // The headings are repeated.
    let body = Int(pageRows * 0.95) - 4
    let first = nextRow - min(Self.companions, max(0, body - Self.chartRows))
    var breaks = first > headerRow + 1 ? [UInt32(first)] : []
    let together = max(1, (body - (nextRow - first)) / Self.chartRows)
    for chart in stride(from: together, to: below, by: max(1, body / Self.chartRows)) {
      breaks.append(UInt32(nextRow + chart * Self.chartRows))
    }
    breaks.append(0)
    guard breaks.count > 1 else { return }
    try check(unsafe worksheet_set_h_pagebreaks(sheet, &breaks))
  }
}
