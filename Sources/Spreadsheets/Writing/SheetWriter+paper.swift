import CXlsxWriter

/// How a sheet lies on pages of A4.
struct SheetPaper {
  /// How much smaller it is printed, from 0 to 1.
  let scale: Double
  /// The columns that begin a further page; none where all columns are on one.
  let columnBreaks: [Int]
  /// Whether a picture under the table on an upright page is wider than it, and so decides the scale.
  var isOfPicture = false
}

extension SheetWriter {
  /// Rows that a picture takes: 288 pixels, scaled, are 17 rows of 24, and one is left free.
  static let chartRows = 18
  /// Lines of the table that go with its picture to a page: alone it says little.
  private static let companions = 12
  /// The library takes 1023.
  private static let mostBreaks = 1000
  /// What is printed smaller than this is read with a lens: 6 points.
  private static let leastScale = 0.6
  /// Where the font is not there, another makes columns wider by more than a quarter; one too many would begin a page of
  /// its own. A picture lies over columns and grows with them.
  private static let spare = 0.75
  /// A picture of 672 pixels, as columns are measured.
  private static let pictureWidth = 85.0

  /// Wide tables go over several pages, between their groups, with the first columns on each.
  var paper: SheetPaper {
    let page = Double(Self.uprightWidth) * (options.isLandscape ? 1.5 : 1)
    let (shown, repeated) = (widths.shown, max(1, options.frozenColumns))
    let total = shown.reduce(0, +)
    guard total * Self.leastScale > page, repeated < shown.count else {
      let isOfPicture = !options.isLandscape && total < Self.pictureWidth && charts.contains { $0.place == .below }
      let scale = isOfPicture ? page * Self.spare / Self.pictureWidth : page / max(total, 1)
      return SheetPaper(scale: min(1, scale), columnBreaks: [], isOfPicture: isOfPicture)
    }
    let head = shown[..<repeated].reduce(0, +)
    // Where the first columns alone take half of a page, it is a little smaller rather than a page for each group.
    let room = min(max(page * Self.spare / Self.leastScale, head / 0.45), page * Self.spare / 0.5)
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
    return SheetPaper(scale: min(1, page * Self.spare / widest), columnBreaks: breaks)
  }

  /// What is a little more than a page is made a little smaller; else pictures stand on a page with the last lines of the table:
  /// none is cut in two, and none stands alone.
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
    let isWhole = paper.columnBreaks.isEmpty
    if Double(rows) <= (isWhole ? max(options.isLandscape ? 44 : 66, pageRows) : pageRows) {
      if isWhole { unsafe worksheet_fit_to_pages(sheet, 1, 1) }
      return
    }
    guard below > 0 else { return }
    // Fitted to the picture, which is wider with another font, a page would have room for other rows than were told.
    if paper.isOfPicture { unsafe worksheet_set_print_scale(sheet, UInt16(paper.scale * 100)) }
    var breaks = rowBreaks(pageRows, pictures: below).map(UInt32.init) + [0]
    try check(unsafe worksheet_set_h_pagebreaks(sheet, &breaks))
  }

  /// The pixels from a column to the end of the first page; `nil` where all columns are on one.
  func pixels(from column: Int, _ paper: SheetPaper) -> Double? {
    // A digit has 7, and a column 5 beside them.
    paper.columnBreaks.first.map { widths.shown[min(column, $0)..<$0].reduce(0) { $0 + $1 * 7 + 5 } }
  }

  /// The rows that begin a page. All are told: one that a program found for itself could come a few lines before one of these.
  private func rowBreaks(_ pageRows: Double, pictures: Int) -> [Int] {
    let count = nextRow - headerRow - 1
    // Lines of several are taken by their mean, and a little is left free; headings are repeated.
    let fitting = pageRows * 0.93 * Double(count) / (Double(count) + 0.8 * Double(furtherLines))
    let body = max(2, Int(fitting) - 4)
    var (breaks, left, room) = ([Int](), count, max(2, Int(fitting) - headerRow - 4))
    while left > room {
      left -= room
      breaks.append(nextRow - left)
      room = body
    }
    if left + Self.chartRows > room {
      left = min(left, Self.companions, max(0, body - Self.chartRows))
      breaks.append(nextRow - left)
    }
    let together = max(1, (body - left) / Self.chartRows)
    for picture in stride(from: together, to: pictures, by: max(1, body / Self.chartRows)) {
      breaks.append(nextRow + picture * Self.chartRows)
    }
    return breaks.suffix(Self.mostBreaks).filter { $0 > headerRow + 1 }
  }
}
