import Testing

@testable import Spreadsheets

private let properties = WorkbookProperties(title: "月报", createdUnixSeconds: 1_700_000_000)

/// How a workbook looks, which others have to open without a word.
@Suite struct WorkbookLooksTests {
  @Test func aHeadingHasItsNoteAndItsGroup() throws {
    try withFolder { folder in
      let path = folder + "/looks.xlsx"
      let writer = try WorkbookWriter(path, properties: properties)
      try writer.addSheet(
        "表", title: "标题",
        columns: [
          OutputColumn("单位"), OutputColumn("受理", .integer, group: "未办结", note: "opened@1"),
          OutputColumn("按时率", .percent, group: "未办结", note: "on-time-rate@1"),
          OutputColumn("受理", .integer, group: "已办结"),
        ])
      try writer.append([.text("甲"), .integer(1), .percent(0.5), .integer(2)])
      _ = try writer.finish()
      let sheet = try #require(parts(of: path)["xl/worksheets/sheet1.xml"])
      // Title, groups, headings: the filter is on the headings, and all three stay in sight.
      #expect(sheet.contains("<mergeCell ref=\"B2:C2\"/>"))
      #expect(sheet.contains("<autoFilter ref=\"A3:D4\"/>"))
      #expect(sheet.contains("<pane ySplit=\"3\""))
      let book = try TableFile.open(path)
      var rows: [[String]] = []
      try book.readRows(of: 0) { row in
        rows.append(row.cells.map(\.shown))
        return true
      }
      #expect(Array(rows[1].prefix(4)) == ["", "未办结", "", "已办结"])
      #expect(rows[2] == ["单位", "受理\nopened@1", "按时率\non-time-rate@1", "受理"])
      let workbook = try #require(parts(of: path)["xl/workbook.xml"])
      #expect(workbook.contains("'表'!$2:$3"))
    }
  }

  @Test func oneCellOfARowCanBeMarked() throws {
    try withFolder { folder in
      let path = folder + "/marked.xlsx"
      let writer = try WorkbookWriter(path, properties: properties)
      try writer.addSheet("s", columns: [OutputColumn("甲"), OutputColumn("乙"), OutputColumn("丙")])
      try writer.append([.text("1"), .text("2"), .empty], marked: 1)
      try writer.append([.text("1"), .text("2"), .empty], marked: 2)
      _ = try writer.finish()
      let sheet = try #require(parts(of: path)["xl/worksheets/sheet1.xml"])
      func style(_ cell: String) -> Substring? {
        sheet.matches(of: /<c r="([A-Z]+[0-9]+)" s="([0-9]+)"/).first { $0.output.1 == cell }?.output.2
      }
      #expect(style("A2") == style("A3") && style("B3") == style("A3") && style("B2") != style("A2"))
      #expect(style("C2") == nil && style("C3") != nil, "an empty cell can be marked, too")
      #expect(try #require(parts(of: path)["xl/styles.xml"]).contains("FFFFE699"))
    }
  }

  @Test func aNumberInABandStaysANumberWithAColourAndAWord() throws {
    try withFolder { folder in
      let path = folder + "/bands.xlsx"
      let writer = try WorkbookWriter(path, properties: properties)
      let bands = [
        OutputBand(below: 0.8, tone: .poor, word: "偏低\""), OutputBand(from: 0.95, tone: .good, word: "优"),
      ]
      try writer.addSheet(
        "s",
        columns: [
          OutputColumn("率", .percent, bands: bands), OutputColumn("差", .integer, isSigned: true),
          OutputColumn("用时", .duration),
        ])
      try writer.append([.percent(0.7999), .integer(3), .duration(seconds: 93_789)])
      try writer.append([.percent(0.8), .integer(-3), .duration(seconds: nil)])
      try writer.append([.percent(0.95), .integer(0), .text("n/a")])
      _ = try writer.finish()
      let styles = try #require(parts(of: path)["xl/styles.xml"])
      for code in [
        "0.00%&quot; 偏低&quot;", "0.00%&quot; 优&quot;", "formatCode=\"0.00%\"", "+#,##0;-#,##0;#,##0", "[h]:mm:ss",
      ] {
        #expect(styles.contains(code), "\(code)")
      }
      #expect(styles.contains("FFFFC7CE") && styles.contains("FFC6EFCE"))
      let sheet = try #require(parts(of: path)["xl/worksheets/sheet1.xml"])
      #expect(sheet.contains("<v>0.7999"))
      #expect(sheet.contains("<v>1.085520833"))
    }
  }

  @Test func aLongTextIsWrappedInARowThatIsHighEnough() throws {
    try withFolder { folder in
      let path = folder + "/long.xlsx"
      let writer = try WorkbookWriter(path, properties: properties)
      try writer.addSheet("s", columns: [OutputColumn("a"), OutputColumn("b")])
      try writer.append([.text(String(repeating: "热线", count: 40)), .text("短")])
      try writer.append([.text("一\n二\n三"), .text("短")])
      _ = try writer.finish()
      let sheet = try #require(parts(of: path)["xl/worksheets/sheet1.xml"])
      // 160 columns in 49 are four lines.
      #expect(sheet.contains("<row r=\"2\" ht=\"60\" customHeight=\"1\">"))
      #expect(sheet.contains("<row r=\"3\" ht=\"46\" customHeight=\"1\">"))
      #expect(sheet.contains("max=\"1\" width=\"52.7"))
    }
  }

  @Test func aTitleWiderThanItsTableIsWrappedNotCut() throws {
    try withFolder { folder in
      let path = folder + "/title.xlsx"
      let writer = try WorkbookWriter(path, properties: properties)
      try writer.addSheet(
        "s", title: "标题", subtitle: [String(repeating: "很长的说明", count: 30)],
        columns: [OutputColumn("a"), OutputColumn("b")],
        options: SheetOptions(isLandscape: false))
      // What the first rows need is known before the title is written.
      try writer.append([.text("一二三四五六七八九十"), .text("短")])
      _ = try writer.finish()
      let sheet = try #require(parts(of: path)["xl/worksheets/sheet1.xml"])
      #expect(sheet.contains("<mergeCell ref=\"A2:I2\"/>"))
      #expect(sheet.contains("<row r=\"2\" ht=\"60\" customHeight=\"1\">"))
    }
  }

  @Test func numbersThatAreTextsAreNotMarkedAsMistakes() throws {
    try withFolder { folder in
      let path = folder + "/codes.xlsx"
      let writer = try WorkbookWriter(path, properties: properties)
      try writer.addSheet("s", columns: [OutputColumn("电话", .code), OutputColumn("b"), OutputColumn("编号", .code)])
      try writer.append([.text("013908710000"), .text("x"), .integer(4711)])
      _ = try writer.finish()
      let sheet = try #require(parts(of: path)["xl/worksheets/sheet1.xml"])
      #expect(sheet.contains("<ignoredError sqref=\"A2:A2 C2:C2\" numberStoredAsText=\"1\"/>"))
      #expect(sheet.contains("<t>4711</t>"))
    }
  }

  @Test func aNumberHasItsUnitInItsFormatAndAnAxisItsEnds() throws {
    try withFolder { folder in
      let path = folder + "/units.xlsx"
      let writer = try WorkbookWriter(path, properties: properties)
      try writer.addSheet("s", columns: [OutputColumn("单位"), OutputColumn("差", .decimal, isSigned: true)])
      for _ in 1...60 { try writer.append([.text("甲"), .measured(3.1, decimals: 2, unit: "百分点\"")]) }
      var axis = ChartAxis()
      (axis.least, axis.greatest, axis.format) = (0, 1, "0%")
      writer.addChart(.line, title: "率", categories: 0, series: [1], at: .below, axis: axis)
      writer.addChart(.bar, title: "旁", categories: 0, series: [1], at: .beside)
      try writer.addSheet(
        "t", columns: [OutputColumn("单位")] + ["受理", "办结"].map { OutputColumn("本期", .integer, group: $0) })
      try writer.append([.text("甲"), .integer(1), .integer(2)])
      writer.addChart(.column, title: "两项", categories: 0, series: [1, 2])
      _ = try writer.finish()
      #expect(SpreadsheetsTests.parts(of: path)["xl/charts/chart3.xml"]?.contains("<c:v>办结 · 本期</c:v>") == true)
      let parts = parts(of: path)
      let styles = try #require(parts["xl/styles.xml"])
      #expect(styles.contains("+#,##0.00&quot; 百分点&quot;;-#,##0.00&quot; 百分点&quot;"))
      let chart = try #require(parts["xl/charts/chart1.xml"])
      #expect(chart.contains("<c:max val=\"1\"/><c:min val=\"0\"/>") && chart.contains("formatCode=\"0%\""))
      // What is longer than a page begins a new one for its picture, with the last lines of the table: it is not cut in two.
      let sheet = try #require(parts["xl/worksheets/sheet1.xml"])
      let breaks = sheet.matches(of: /<brk id="(\d+)" max="16383"/).compactMap { Int($0.1) }
      #expect(breaks == [22, 43, 58])
      // Over the headings, which are repeated, a picture would be printed on every page.
      let places = try #require(parts["xl/drawings/drawing1.xml"])
      #expect(
        places.contains(
          "<xdr:from><xdr:col>3</xdr:col><xdr:colOff>38100</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>38100<"))
    }
  }

  @Test func theTitleAndPictureOfAWideTableStayOnItsFirstPage() throws {
    try withFolder { folder in
      let path = folder + "/wide.xlsx"
      let writer = try WorkbookWriter(path, properties: properties)
      let figures = (0..<40).map { OutputColumn("Difference", .integer, group: "Figure \($0 / 4)") }
      try writer.addSheet(
        "s", title: "Title", columns: [OutputColumn("Unit", widthHint: 12)] + figures,
        options: SheetOptions(frozenColumns: 1, isLandscape: false))
      for line in 1...30 { try writer.append([.text("east")] + (1...40).map { .integer($0 * line) }) }
      writer.addChart(.column, title: "Figures", categories: 0, series: [1, 5], at: .below)
      _ = try writer.finish()
      let parts = parts(of: path)
      let sheet = try #require(parts["xl/worksheets/sheet1.xml"])
      let page = try #require(sheet.firstMatch(of: /<colBreaks[^>]*><brk id="(\d+)"/).flatMap { Int($0.1) })
      #expect(page == 5 && sheet.contains("<mergeCell ref=\"B1:E1\"/>"))
      // Lines and picture are more than a page: it stands with the last of them.
      #expect(sheet.matches(of: /<brk id="(\d+)" max="16383"/).compactMap { Int($0.1) } == [21])
      let drawing = try #require(parts["xl/drawings/drawing1.xml"])
      let end = try #require(drawing.firstMatch(of: /<xdr:to><xdr:col>(\d+)/).flatMap { Int($0.1) })
      #expect(end < page)
    }
  }

  @Test func aPictureWiderThanItsTableLeavesNoPageHalfEmpty() throws {
    try withFolder { folder in
      let path = folder + "/days.xlsx"
      let writer = try WorkbookWriter(path, properties: properties)
      try writer.addSheet(
        "s", columns: [OutputColumn("Day"), OutputColumn("Opened", .integer)],
        options: SheetOptions(isLandscape: false))
      for day in 1...90 { try writer.append([.text("\(day)"), .integer(day)]) }
      writer.addChart(.line, title: "Days", categories: 0, series: [1], at: .below)
      _ = try writer.finish()
      let sheet = try #require(parts(of: path)["xl/worksheets/sheet1.xml"])
      // The scale is told: fitted to the width, it would depend on the fonts that are there, and the rows of a page on it.
      #expect(sheet.contains(" scale=\"77\"") && !sheet.contains("fitToPage"))
      #expect(sheet.matches(of: /<brk id="(\d+)" max="16383"/).compactMap { Int($0.1) } == [44, 87])
    }
  }

  @Test func aChartMayTakeItsSeriesFromRowsAndItsPointsFromSubtotals() throws {
    try withFolder { folder in
      let path = folder + "/charts.xlsx"
      let writer = try WorkbookWriter(path, properties: properties)
      try writer.addSheet(
        "王's 表 & 图", columns: [OutputColumn("类别"), OutputColumn("一月", .integer), OutputColumn("二月", .integer)])
      for number in 1...6 {
        try writer.append(
          [.text("类\(number)"), .integer(number), .integer(number * 2)], emphasis: number % 3 == 0 ? .subtotal : .none)
      }
      writer.addChart(.line, title: "按行", categories: 0, series: [1, 2], direction: .byRow, rows: [0..<2])
      writer.addChart(.column, title: "小计", categories: 0, series: [1], rows: [2..<3, 5..<6])
      writer.addChart(.pie, title: "份额", categories: 0, series: [2, 1], rows: [0..<2])
      writer.addChart(.stackedBar, title: "堆叠", categories: 0, series: [1, 2], rows: [0..<2])
      // Of two measures a month one is drawn; the month stands above the first of them.
      let months = (1...4).flatMap { month in
        ["受理", "办结"].map { OutputColumn($0, .integer, group: "\(month)月") }
      }
      try writer.addSheet("月", columns: [OutputColumn("类别")] + months)
      try writer.append([.text("水")] + (1...8).map { .integer($0) })
      writer.addChart(.line, title: "办结", categories: 0, series: [2, 4, 6, 8], direction: .byRow)
      _ = try writer.finish()
      let parts = parts(of: path)
      let name = "'王''s 表 &amp; 图'"
      let byRow = try #require(parts["xl/charts/chart1.xml"])
      #expect(byRow.contains("<c:f>\(name)!$B$2:$C$2</c:f>") && byRow.contains("<c:f>\(name)!$B$3:$C$3</c:f>"))
      #expect(byRow.contains("<c:f>\(name)!$B$1:$C$1</c:f>") && byRow.contains("<c:f>\(name)!$A$2</c:f>"))
      let sums = try #require(parts["xl/charts/chart2.xml"])
      #expect(sums.contains("<c:f>(\(name)!$B$4:$B$4,\(name)!$B$7:$B$7)</c:f>"))
      let pie = try #require(parts["xl/charts/chart3.xml"])
      #expect(pie.contains("<c:pieChart>") && pie.contains("<c:showPercent val=\"1\"/>"))
      #expect(pie.contains("$C$2:$C$3") && !pie.contains("$B$2:$B$3"))
      let stacked = try #require(parts["xl/charts/chart4.xml"])
      #expect(stacked.contains("<c:grouping val=\"stacked\"/>"))
      let apart = try #require(parts["xl/charts/chart5.xml"])
      func cells(_ columns: [String], _ row: Int) -> String {
        "<c:f>(" + columns.map { "'月'!$\($0)$\(row):$\($0)$\(row)" }.joined(separator: ",") + ")</c:f>"
      }
      #expect(apart.contains(cells(["C", "E", "G", "I"], 3)) && apart.contains(cells(["B", "D", "F", "H"], 1)))
    }
  }

  @Test(arguments: [
    ("热线", 4, 1), ("热线", 2, 2), ("one two three", 20, 1), ("one two three", 8, 2), ("abcdefghij", 4, 3), ("", 5, 1),
    ("a\n\nb", 5, 3), ("热线a b", 5, 2),
  ])
  func linesAreCountedAsTheyBreak(text: String, width: Int, lines: Int) {
    #expect(TextLines.count(text, width: width) == lines)
  }
}
