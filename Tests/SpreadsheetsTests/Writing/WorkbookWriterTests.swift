import Glibc
import Testing

@testable import Spreadsheets

private let properties = WorkbookProperties(
  title: "月报", subject: "样例", author: "hotline", company: "样例热线", comments: "position=4711",
  createdUnixSeconds: 1_700_000_000)

private let columns = [
  OutputColumn("编号", .code), OutputColumn("标题"), OutputColumn("件数", .integer, isTotalled: true),
  OutputColumn("金额", .decimal, isTotalled: true), OutputColumn("及时率", .percent), OutputColumn("日期", .day),
  OutputColumn("时间", .dateTime), OutputColumn("已办", .text),
]

private func row(_ number: Int) throws -> [OutputCell] {
  let date = try #require(CivilDateTime(year: 2024, month: 3, day: 1 + number % 28, hour: 9, minute: 30, hasTime: true))
  return [
    .text("+8613908710\(100 + number % 900)"), .text("样例工单 \(number)"), .integer(number),
    .number(Double(number) / 4, decimals: 2),
    .percent(number % 7 == 0 ? nil : 0.25), .date(date), .date(date), .boolean(number % 2 == 0),
  ]
}

@Suite struct WorkbookWriterTests {
  @Test func aSheetHoldsTitleHeaderRowsAndTotals() throws {
    try withFolder { folder in
      let path = folder + "/月报.xlsx"
      let writer = try WorkbookWriter(path, properties: properties)
      try writer.addSheet(
        "工单", title: "热线月报", subtitle: ["2024-03", "截至 4711"], columns: columns, options: SheetOptions(totals: "合计"))
      for number in 1...20 { try writer.append(try row(number), emphasis: number == 3 ? .warning : .none) }
      let summary = try writer.finish()
      #expect(summary.rowCount == 20)
      #expect(summary.cutTextCount == 0)
      #expect(summary.byteCount == bytes(of: path).count)
      #expect(names(in: folder) == ["月报.xlsx"])

      let parts = parts(of: path)
      let sheet = try #require(parts["xl/worksheets/sheet1.xml"])
      #expect(sheet.contains("热线月报"))
      #expect(sheet.contains("截至 4711"))
      // Header in row 4, data to 24, totals in 25.
      #expect(sheet.contains("<autoFilter ref=\"A4:H24\"/>"))
      #expect(sheet.contains("<pane ySplit=\"4\""))
      #expect(sheet.contains("state=\"frozen\""))
      #expect(sheet.contains("<f>SUBTOTAL(109,C5:C24)</f><v>210</v>"))
      #expect(sheet.contains("<f>SUBTOTAL(109,D5:D24)</f><v>52.5</v>"))
      #expect(sheet.contains("<dimension ref=\"A1:H25\"/>"))
      #expect(sheet.contains("paperSize=\"9\""))
      #expect(sheet.contains("orientation=\"landscape\""))
      #expect(sheet.contains("<is><t>+8613908710101</t></is>"))
      // 2024-03-02 09:30 and its day.
      #expect(sheet.contains("<v>45353.395833333"))
      let workbook = try #require(parts["xl/workbook.xml"])
      #expect(workbook.contains("<sheet name=\"工单\""))
      #expect(workbook.contains("'工单'!$A$4:$H$24"))
      #expect(workbook.contains("'工单'!$4:$4"))
      let styles = try #require(parts["xl/styles.xml"])
      #expect(styles.contains("Microsoft YaHei"))
      #expect(styles.contains("yyyy-mm-dd hh:mm"))
      #expect(styles.contains("numFmtId=\"49\""))  // @
      let core = try #require(parts["docProps/core.xml"])
      #expect(core.contains("月报"))
      #expect(core.contains("position=4711"))
      #expect(core.contains("2023-11-14T22:13:20Z"))
    }
  }

  @Test func whatIsWrittenIsReadBack() throws {
    try withFolder { folder in
      let path = folder + "/back.xlsx"
      let date = try #require(
        CivilDateTime(year: 2024, month: 2, day: 29, hour: 23, minute: 59, second: 59, hasTime: true))
      let day = try #require(CivilDateTime(year: 2100, month: 12, day: 31))
      let texts = ["+8613908711234", "=1+1", "_x0041_", "两\n行", " edges ", "bell\u{7}", "<&>"]
      let writer = try WorkbookWriter(path, properties: properties)
      try writer.addSheet("工单", columns: texts.map { OutputColumn($0) })
      try writer.append(texts.map { .text($0) })
      try writer.append([
        .integer(-4711), .number(0.1, decimals: 2), .date(date), .date(day), .boolean(true), .percent(0.125), .empty,
      ])
      _ = try writer.finish()
      var rows: [[Cell]] = []
      let file = try TableFile.open(path)
      #expect(file.sheets.map(\.name) == ["工单"])
      _ = try file.readRows(of: 0) { row in
        rows.append(row.cells)
        return true
      }
      try #require(rows.count == 3)
      #expect(rows[1] == texts.map { .text($0) })
      #expect(rows[2].map(\.shown) == ["-4711", "0.1", "2024-02-29 23:59:59", "2100-12-31", "TRUE", "0.125"])
    }
  }

  @Test func theSameRowsGiveTheSameBytes() throws {
    try withFolder { folder in
      for name in ["one.xlsx", "two.xlsx"] {
        let writer = try WorkbookWriter("\(folder)/\(name)", properties: properties)
        try writer.addSheet("工单", columns: columns, options: SheetOptions(totals: "合计"))
        for number in 1...500 { try writer.append(try row(number)) }
        writer.addChart(.column, title: "件数", categories: 1, series: [2], rows: [0..<10])
        _ = try writer.finish()
      }
      let one = bytes(of: folder + "/one.xlsx")
      #expect(!one.isEmpty)
      #expect(one == bytes(of: folder + "/two.xlsx"))
    }
  }

  @Test func textIsNeverAFormulaAndNothingInItIsLost() throws {
    try withFolder { folder in
      let path = folder + "/text.xlsx"
      let writer = try WorkbookWriter(path, properties: properties)
      try writer.addSheet("s", columns: [OutputColumn("a")], options: SheetOptions(filters: false))
      for text in [
        "=cmd|' /C calc'!A0", "+1", "@SUM(A1)", "<&>\"", "_x0041_", "a\0b", "bell\u{7}", " edges ", "\u{FFFF}",
      ] {
        try writer.append([.text(text)])
      }
      _ = try writer.finish()
      let sheet = try #require(parts(of: path)["xl/worksheets/sheet1.xml"])
      #expect(!sheet.contains("<f>"))
      for expected in [
        "<t>=cmd|' /C calc'!A0</t>", "<t>+1</t>", "<t>@SUM(A1)</t>", "<t>&lt;&amp;&gt;\"</t>", "<t>_x005F_x0041_</t>",
        "<t>a\u{FFFD}b</t>",
        "<t>bell_x0007_</t>", "<t xml:space=\"preserve\"> edges </t>", "<t>\u{FFFD}</t>",
      ] {
        #expect(sheet.contains(expected), "\(expected)")
      }
    }
  }

  @Test func textLongerThanACellIsCutAndCounted() throws {
    try withFolder { folder in
      let path = folder + "/long.xlsx"
      let writer = try WorkbookWriter(path, properties: properties)
      try writer.addSheet("s", columns: [OutputColumn("a")])
      try writer.append([.text(String(repeating: "x", count: 32_767))])
      try writer.append([.text(String(repeating: "x", count: 32_766) + "😀")])
      try writer.append([.text(String(repeating: "热", count: 40_000))])
      let summary = try writer.finish()
      #expect(summary.cutTextCount == 2)
      let sheet = try #require(parts(of: path)["xl/worksheets/sheet1.xml"])
      #expect(!sheet.contains("😀"))
      #expect(sheet.contains(">" + String(repeating: "热", count: 32_767) + "<"))
    }
  }

  @Test func aFullSheetContinuesOnTheNextAndTheTotalsCountBoth() throws {
    try withFolder { folder in
      let path = folder + "/many.xlsx"
      let writer = try WorkbookWriter(path, properties: properties, rowLimit: 10)
      try writer.addSheet("工单", title: "很多", columns: columns, options: SheetOptions(totals: "合计"))
      for number in 1...15 { try writer.append(try row(number)) }
      #expect(try writer.finish().rowCount == 15)
      let parts = parts(of: path)
      let workbook = try #require(parts["xl/workbook.xml"])
      #expect(workbook.contains("name=\"工单\""))
      #expect(workbook.contains("name=\"工单 (2)\""))
      #expect(workbook.contains("name=\"工单 (3)\""))
      let last = try #require(parts["xl/worksheets/sheet3.xml"])
      // Seven rows a sheet: title, header, seven, room for the total.
      #expect(last.contains("样例工单 15"))
      #expect(last.contains("<v>120</v>"))
      #expect(!last.contains("SUBTOTAL"))
      #expect(parts["xl/worksheets/sheet1.xml"]?.contains("合计") == false)
    }
  }

  @Test func widthsFollowTheWidestText() throws {
    try withFolder { folder in
      let path = folder + "/widths.xlsx"
      let writer = try WorkbookWriter(path, properties: properties)
      try writer.addSheet(
        "s",
        columns: [OutputColumn("a"), OutputColumn("b"), OutputColumn("c", .integer), OutputColumn("d", widthHint: 30)])
      try writer.append([.text("十个汉字正好二十列宽"), .text(String(repeating: "w", count: 200)), .integer(1_234_567)])
      _ = try writer.finish()
      let sheet = try #require(parts(of: path)["xl/worksheets/sheet1.xml"])
      for expected in [
        "min=\"1\" max=\"1\" width=\"22.7", "min=\"2\" max=\"2\" width=\"52.7", "min=\"3\" max=\"3\" width=\"11.7",
        "min=\"4\" max=\"4\" width=\"32.7",
      ] {
        #expect(sheet.contains(expected), "\(expected)")
      }
    }
  }

  @Test func chartsStandOverTheirColumns() throws {
    try withFolder { folder in
      let path = folder + "/charts.xlsx"
      let writer = try WorkbookWriter(path, properties: properties)
      try writer.addSheet("按月", columns: columns, options: SheetOptions(totals: "合计"))
      for number in 1...12 { try writer.append(try row(number)) }
      writer.addChart(.column, title: "件数", categories: 1, series: [2])
      writer.addChart(.line, title: "走势", categories: 1, series: [2, 3], rows: [0..<6], at: .below)
      writer.addChart(.bar, title: "横条", categories: 1, series: [2], at: .below)
      try writer.addSheet("空", columns: columns)
      writer.addChart(.bar, title: "没有", categories: 1, series: [2])
      _ = try writer.finish()
      let parts = parts(of: path)
      let column = try #require(parts["xl/charts/chart1.xml"])
      #expect(column.contains("'按月'!$C$2:$C$13"))
      #expect(column.contains("件数"))
      let line = try #require(parts["xl/charts/chart2.xml"])
      #expect(line.contains("'按月'!$D$2:$D$7"))
      let bar = try #require(parts["xl/charts/chart3.xml"])
      let categoryAxis = try #require(bar.split(separator: "<c:catAx>").last?.split(separator: "</c:catAx>").first)
      #expect(categoryAxis.contains("<c:orientation val=\"maxMin\"/>"))
      #expect(parts["xl/charts/chart4.xml"] == nil)
    }
  }

  @Test func aSheetWithoutRowsAndABookWithoutSheetsAreFiles() throws {
    try withFolder { folder in
      let writer = try WorkbookWriter(folder + "/empty.xlsx", properties: properties)
      try writer.addSheet("空", columns: columns, options: SheetOptions(totals: "合计"))
      #expect(try writer.finish().rowCount == 0)
      let sheet = try #require(parts(of: folder + "/empty.xlsx")["xl/worksheets/sheet1.xml"])
      #expect(sheet.contains("<autoFilter ref=\"A1:H1\"/>"))
      #expect(try WorkbookWriter(folder + "/none.xlsx", properties: properties).finish().byteCount > 0)
    }
  }

  @Test func whatExcelCannotShowIsEmptyOrText() throws {
    try withFolder { folder in
      let path = folder + "/odd.xlsx"
      let writer = try WorkbookWriter(path, properties: properties)
      try writer.addSheet("s", columns: [OutputColumn("a", .decimal), OutputColumn("b", .date)])
      let old = try #require(CivilDateTime(year: 1899, month: 12, day: 31))
      let leap = try #require(CivilDateTime(year: 1900, month: 3, day: 1))
      try writer.append([.number(.nan, decimals: 2), .date(old)])
      try writer.append([.number(.infinity, decimals: 2), .date(leap)], emphasis: .total)
      _ = try writer.finish()
      let sheet = try #require(parts(of: path)["xl/worksheets/sheet1.xml"])
      #expect(sheet.contains("<t>1899-12-31</t>"))
      #expect(sheet.contains("<v>61</v>"))
      #expect(!sheet.lowercased().contains("nan<"))
      #expect(!sheet.lowercased().contains("inf<"))
    }
  }

  @Test func givingUpLeavesNothingAndKeepsTheOldFile() throws {
    try withFolder { folder in
      let path = folder + "/old.xlsx"
      let old = try CSVWriter(path, byteOrderMark: false)
      try old.append([.text("old")])
      _ = try old.finish()
      do {
        let writer = try WorkbookWriter(path, properties: properties)
        try writer.addSheet("s", columns: columns)
        try writer.append(try row(1))
        #expect(names(in: folder).count == 2)
        writer.cancel()
        let dropped = try WorkbookWriter(folder + "/dropped.xlsx", properties: properties)
        try dropped.addSheet("s", columns: columns)
      }
      #expect(names(in: folder) == ["old.xlsx"])
      #expect(bytes(of: path) == Array("old\r\n".utf8))
      let writer = try WorkbookWriter(path, properties: properties)
      try writer.addSheet("s", columns: columns)
      _ = try writer.finish()
      #expect(parts(of: path)["xl/workbook.xml"] != nil)
    }
  }

  @Test func aPathThatCannotBeIsNamedAtOnce() throws {
    try withFolder { folder in
      #expect(throws: WriteError.folderMissing(path: folder + "/none/a.xlsx")) {
        _ = try WorkbookWriter(folder + "/none/a.xlsx", properties: properties)
      }
      #expect(throws: WriteError.isFolder(path: folder)) { _ = try WorkbookWriter(folder, properties: properties) }
      #expect(throws: WriteError.isFolder(path: folder + "/")) { _ = try CSVWriter(folder + "/") }
      #expect(throws: WriteError.notAFile(path: "/dev/null")) { _ = try CSVWriter("/dev/null") }
    }
  }

  /// Small disks of many sizes, so that space ends while rows are spooled, while the sheet is assembled, while it is zipped.
  @Test(.enabled(if: canMount, "needs root, to mount small disks"))
  func aFullDiskIsAnErrorAndNoFile() throws {
    let rows = try (1...4_000).map(row)
    var outcomes: Set<String> = []
    for kilobytes in Array(stride(from: 64, through: 6_000, by: 424)) {
      try withFolder { folder in
        guard unsafe mount("tmpfs", folder, "tmpfs", 0, "size=\(kilobytes)k") == 0 else { return }
        defer { unsafe umount(folder) }
        do throws(WriteError) {
          let writer = try WorkbookWriter(folder + "/big.xlsx", properties: properties)
          try writer.addSheet("s", columns: columns)
          for row in rows { try writer.append(row) }
          _ = try writer.finish()
          outcomes.insert("written")
          #expect(WorkbookCheck.firstDamage(folder + "/big.xlsx", sheetByteCounts: [0]) == nil, "\(kilobytes)k")
        } catch {
          switch error {
          case .diskFull: outcomes.insert("full")
          case .damaged: outcomes.insert("damaged")
          default: outcomes.insert("\(error)")
          }
          #expect(names(in: folder).isEmpty, "\(kilobytes)k: \(error)")
        }
      }
    }
    #expect(outcomes.contains("written"))
    #expect(outcomes.subtracting(["written", "damaged"]) == ["full"], "\(outcomes)")
  }

  @Test(arguments: [10, 500, 1_000])
  func damageIsSeen(at place: Int) throws {
    try withFolder { folder in
      let path = folder + "/good.xlsx"
      let writer = try WorkbookWriter(path, properties: properties)
      try writer.addSheet("s", columns: columns)
      for number in 1...500 { try writer.append(try row(number)) }
      _ = try writer.finish()
      #expect(WorkbookCheck.firstDamage(path, sheetByteCounts: [1_000]) == nil)
      #expect(WorkbookCheck.firstDamage(path, sheetByteCounts: [100_000_000]) == "xl/worksheets/sheet1.xml")
      #expect(WorkbookCheck.firstDamage(path, sheetByteCounts: [0, 0]) == "the list of parts")
      let whole = bytes(of: path)
      var broken = whole
      broken[whole.count / 3 + place] ^= 0xFF
      for (index, damaged) in [broken, Array(whole[..<(whole.count - place)])].enumerated() {
        let file = try ReplacingFile("\(folder)/\(index).xlsx")
        try file.write(damaged)
        _ = try file.commit()
        #expect(
          WorkbookCheck.firstDamage("\(folder)/\(index).xlsx", sheetByteCounts: [0]) != nil,
          "\(index) of \(whole.count)")
      }
    }
  }
}

@Suite struct LeftoversTests {
  /// What a killed process left goes with the next file of the name; not what is being written, and nobody else's.
  @Test func aFileTakesAwayWhatWasLeftOfItself() throws {
    try withFolder { folder in
      func make(_ name: String, secondsAgo: Int) -> Int32 {
        let descriptor = unsafe open("\(folder)/\(name)", O_WRONLY | O_CREAT, 0o600)
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        let then = timespec(tv_sec: now.tv_sec - secondsAgo, tv_nsec: 0)
        _ = unsafe futimens(descriptor, [then, then])
        return descriptor
      }
      for (name, seconds) in [
        (".a.xlsx.4711-0.partial", 3600), (".a.xlsx.4712-0.partial", 1), (".b.xlsx.4711-0.partial", 3600),
        (".a.xlsx.mine.partial", 3600),
      ] {
        close(make(name, secondsAgo: seconds))
      }
      let held = make(".a.xlsx.4713-0.partial", secondsAgo: 3600)
      defer { close(held) }
      #expect(flock(held, LOCK_EX | LOCK_NB) == 0)
      let file = try ReplacingFile("\(folder)/a.xlsx")
      try file.write([1])
      _ = try file.commit()
      #expect(
        names(in: folder).sorted() == [
          ".a.xlsx.4712-0.partial", ".a.xlsx.4713-0.partial", ".a.xlsx.mine.partial", ".b.xlsx.4711-0.partial",
          "a.xlsx",
        ])
    }
  }
}

/// Whether this process may mount a file system: root outside of a locked-down container.
private let canMount: Bool = {
  var template = Array("/tmp/hotline-mount-XXXXXX".utf8CString)
  guard geteuid() == 0, unsafe mkdtemp(&template) != nil else { return false }
  defer { unsafe rmdir(template) }
  guard unsafe mount("tmpfs", template, "tmpfs", 0, "size=64k") == 0 else { return false }
  return unsafe umount(template) == 0
}()

@Suite struct SheetNameTests {
  @Test(arguments: [
    ("工单", "工单"), ("a/b:c", "a-b-c"), ("", "Sheet"), ("'x'", "x"), ("History", "History_"), (" \n", "Sheet"),
    (String(repeating: "长", count: 40), String(repeating: "长", count: 31)),
    (String(repeating: "😀", count: 20), String(repeating: "😀", count: 15)),
  ])
  func aNameIsMadeSafe(name: String, safe: String) {
    #expect(SheetName.safe(name, taken: []) == safe)
  }

  @Test func aTakenNameIsNumbered() {
    #expect(SheetName.safe("a", taken: ["A"]) == "a (2)")
    #expect(SheetName.safe("a", taken: ["a", "A (2)"]) == "a (3)")
    let long = String(repeating: "x", count: 31)
    #expect(SheetName.safe(long, taken: [long]) == String(repeating: "x", count: 27) + " (2)")
  }
}

@Suite struct WorkbookProofTests {
  /// What the writer tells of its cells is what a reader finds, so that a checksum over the one holds for the other.
  @Test func everyCellIsToldAsAReaderFindsIt() throws {
    try withFolder { folder in
      let path = folder + "/report.xlsx"
      let writer = try WorkbookWriter(path, properties: properties)
      var told: [String: String] = [:]
      writer.onCell = { sheet, row, column, cell in told["\(sheet) \(row) \(column)"] = cell.shown }
      try writer.addSheet("a/b", title: "T", subtitle: ["one"], columns: columns)
      for number in 1...20 { try writer.append(try row(number)) }
      try writer.append([.text("_x0041_ _x005F_"), .text(" <&>\u{1}"), .number(2.0 / 3, decimals: 2), .empty])
      try writer.setProperty("hotline.position", "4711 _x0041_")
      _ = try writer.finish()

      let file = try TableFile.open(path)
      #expect(try file.customProperties() == ["hotline.position": "4711 _x0041_"])
      var found: [String: String] = [:]
      try file.readRows(of: 0) { row in
        for (column, cell) in row.cells.enumerated() where cell != .empty {
          found["\(file.sheets[0].name) \(row.number - 1) \(column)"] = cell.shown
        }
        return true
      }
      #expect(found == told)
    }
  }
}
