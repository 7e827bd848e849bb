import FoundationEssentials
import Spreadsheets
import Testing

/// What an analyst hands on: workbooks, pages, tables of the same numbers.
@Suite struct WorkbookFeatureTests {
  /// An office with a name, a clerk's list and some orders of a city.
  private static let office = Task { () -> Office in
    let office = try await Office.onTestServer()
    try await office.expect(0, "unit", "add", "city", "--name", "市政热线中心")
    try await office.expect(0, "unit", "add", "desk", "--parent", "city", "--name", "受理台")
    _ = try await office.importAnswer(.importing(try office.take("outreach-list.xlsx")), status: 3)
    for (title, key) in [("=1+1", "K-1"), ("路灯不亮，\n下班后无人修", "K-2"), (String(repeating: "很长的标题", count: 30), "K-3")] {
      try await office.expect(
        0, "order", "open", "--process", "request", "--title", title, "--unit", "desk", "--key", key, "--opened-at",
        "2015-03-02T09:00")
    }
    return office
  }

  private static let period = ["report", "run", "monthly", "--from", "2015-03-01", "--to", "2015-04-01"]

  @Test("M-STAT-13: an exported list opens, its types are right, and it has as many rows as the query")
  func anExportedListIsTheList() async throws {
    let office = try await Self.office.value
    let query = ["order", "list", "--campaign", "spring"]
    let lines = try await office.expect(0, query + ["--format", "ndjson"]).lines.count
    try await office.expect(0, query + ["-o", "spring.xlsx"])
    let rows = try rows(of: "\(office.folder)/spring.xlsx")
    let header = try #require(rows.firstIndex { $0.first?.shown == "no" })
    #expect(lines > 50 && rows.count - header - 1 == lines)
    for (heading, isRight) in [
      ("no", { if case .text(let text) = $0 { text.allSatisfy(\.isNumber) } else { false } }),
      ("opened", { if case .date = $0 { true } else { false } }),
    ] as [(String, (Cell) -> Bool)] {
      let column = try #require(rows[header].firstIndex { $0.shown == heading })
      #expect(rows[(header + 1)...].allSatisfy { isRight($0[column]) }, "\(heading)")
    }
    // What looks like a formula is text.
    try await office.expect(0, "order", "list", "--process", "request", "-o", "odd.xlsx")
    #expect(try self.rows(of: "\(office.folder)/odd.xlsx").joined().contains(.text("=1+1")))
  }

  @Test("M-STAT-13: csv guards against formulas when asked, and only then")
  func csvIsSafeWhenAsked() async throws {
    let office = try await Self.office.value
    let query = ["order", "list", "--process", "request", "--format", "csv"]
    #expect(try await office.expect(0, query).stdout.contains(",=1+1,"))
    #expect(try await office.expect(0, query + ["--csv-safe"]).stdout.contains(",'=1+1,"))
    let refused = try await office.expect(2, "order", "list", "--format", "json", "--csv-safe")
    #expect(refused.stderr.contains("--csv-safe is for csv"))
  }

  @Test("M-STAT-26: workbook, page and terminal have table and chart of the same numbers")
  func tableAndChartHaveTheSameNumbers() async throws {
    let office = try await Self.office.value
    struct Answer: Decodable {
      let tables: [String: [Line]]
      struct Line: Decodable {
        let day: String?
        let opened: Int?
      }
    }
    let json = try await office.expect(0, Self.period + ["--format", "json"]).stdout
    let days = try #require(try JSONDecoder().decode(Answer.self, from: Data(json.utf8)).tables["by-day"])
    #expect(days.count == 31 && days.contains { $0.opened == 3 })

    try await office.expect(0, Self.period + ["-o", "monthly.xlsx", "--lang", "en"])
    let rows = try rows(of: "\(office.folder)/monthly.xlsx", sheet: "By day")
    let page = try await office.expect(0, Self.period + ["--format", "html", "--lang", "en"]).stdout
    for line in days {
      let (day, opened) = (try #require(line.day), try #require(line.opened))
      let row = try #require(rows.first { $0.first?.shown == day })
      #expect(row[1].shown == "\(opened)")
      #expect(page.contains("<td class=\"s\">\(day)</td><td class=\"n\">\(opened)</td>"))
      #expect(page.contains("<title>\(day), Opened: \(opened)</title>"))
    }
    // The line of the terminal rises on the one day, and has no escape codes where nobody looks.
    let table = try await office.expect(0, Self.period + ["--table", "by-day", "--lang", "en"])
    #expect(table.stderr.contains("Opened  ▁█▁▁▁"))
    // Nothing was finished: the table says so, and the picture names nothing that is not to be seen.
    #expect(table.stdout.contains("Finished") && !table.stderr.contains("Finished  "))
    #expect(!table.stdout.contains("\u{1B}") && !table.stderr.contains("\u{1B}"))
  }

  @Test("M-STAT-26: a workbook calls units, channels, fields and figures by their names, in the reader's language")
  func namesStandForCodes() async throws {
    let office = try await Self.office.value
    let asked = Self.period + ["--process", "request", "--unit", "desk"]
    try await office.expect(0, asked + ["-o", "names.xlsx", "--lang", "zh"])
    let path = "\(office.folder)/names.xlsx"
    #expect(try rows(of: path, sheet: "按单位和类别").contains { $0.first?.shown == "受理台" })
    #expect(try rows(of: path, sheet: "按渠道").contains { $0.first?.shown == "电话" })
    #expect(try rows(of: path, sheet: "概要").contains { $0.first?.shown.contains("单位：受理台（desk）") == true })
    #expect(try await office.expect(0, "report", "verify", "names.xlsx").stderr.contains("equal"))
    // Scripts keep the codes.
    let channels = try await office.expect(0, asked + ["--table", "by-channel", "--format", "csv"]).stdout
    #expect(channels.contains("\nphone,"))

    let rates = ["report", "run", "failure-rate", "--period", "2015-03", "--orders"]
    try await office.expect(0, rates + ["-o", "rates.xlsx", "--lang", "zh"])
    #expect(try rows(of: "\(office.folder)/rates.xlsx", sheet: "按机型").contains { $0.first?.shown == "设备型号" })
    let rules = try rows(of: "\(office.folder)/rates.xlsx", sheet: "指标定义").compactMap { $0.dropFirst(2).first?.shown }
    #expect(rules.contains("报修 / 在用台数（repairs / units-served）"))
    try await office.expect(0, rates + ["-o", "rates-en.xlsx", "--lang", "en"])
    #expect(try TableFile.open("\(office.folder)/rates-en.xlsx").sheets.map(\.name).contains("By model · orders"))

    // Percentage points say so in every format.
    let compared = [
      "report", "run", "timeliness", "--period", "2015-03", "--compare", "previous", "--table", "by-unit",
    ]
    #expect(try await office.expect(0, compared + ["--format", "csv"]).stdout.contains(",on-time-rate.difference-pp,"))
    #expect(try await office.expect(0, compared + ["--lang", "zh", "--format", "table"]).stdout.contains("增减（百分点）"))
  }

  @Test("S2-40: filtered by date and class, the printed total is the screen's")
  func thePrintedTotalIsTheScreens() async throws {
    let office = try await Self.office.value
    let asked = Self.period + ["--process", "request", "--table", "by-unit", "--lang", "zh"]
    let screen = try await office.expect(0, asked).stdout
    let total = try #require(screen.split(separator: "\n").first { $0.hasPrefix("合计") })
    #expect(total.split(separator: " ")[1] == "3")
    try await office.expect(0, asked + ["-o", "total.xlsx"])
    let printed = try #require(try rows(of: "\(office.folder)/total.xlsx").first { $0.first?.shown == "合计" })
    #expect(printed[2].shown == "3")
    let page = try await office.expect(0, asked + ["--format", "html"]).stdout
    #expect(page.contains("<tr class=\"total\"><td class=\"s\">合计</td><td class=\"s\"></td><td class=\"n\">3</td>"))
    #expect(page.contains("市政热线中心 · 工单月报"))
  }

  @Test("S1-093: a full folder, a read-only one, and a wrong name end with a reason and without a file")
  func aFileThatCannotBeWrittenIsNotThere() async throws {
    let office = try await Self.office.value
    let missing = try await office.hotline(Self.period + ["-o", "nowhere/monthly.xlsx"])
    #expect(missing.status == 1 && missing.stderr.contains("the folder does not exist"))
    let page = try await office.hotline(Self.period + ["-o", "nowhere/monthly.html"])
    #expect(page.status == 1 && page.stderr.contains("create the folder first"))
    let odd = try await office.hotline(Self.period + ["-o", "monthly.doc"])
    #expect(odd.status == 2 && odd.stderr.contains(".html"))
    // /dev/full is a disk without room.
    let full = try await office.hotline(Self.period + ["--format", "html", "-o", "/dev/full"])
    #expect(full.status == 1 && !full.stderr.isEmpty)
    #expect(!office.has("nowhere"))
  }

  @Test("M-STAT-13: every workbook that Hotline writes opens in other programs without a repair")
  func everyWorkbookOpensElsewhere() async throws {
    let office = try await Self.office.value
    let (zh, en) = (["--lang", "zh"], ["--lang", "en"])
    var names = ["outreach-list.rejects.xlsx"]
    for (name, arguments) in [
      ("w-monthly", Self.period + zh), ("w-overdue", ["report", "run", "overdue", "--as-of", "2015-05-01"] + en),
      ("w-answers", ["report", "run", "answers", "--from", "2015-03-01", "--to", "2015-04-01"] + zh),
      ("w-orders", ["order", "list"] + zh), ("w-parties", ["party", "list"] + zh), ("w-units", ["unit", "list"] + en),
    ] {
      try await office.expect(0, arguments + ["-o", "\(name).xlsx"])
      names.append("\(name).xlsx")
    }
    let ended = try await Hotline.run(
      names, program: Self.script,
      environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": office.folder],
      directory: office.folder)
    #expect(ended.status == 0, "\(ended.stdout)\(ended.stderr)")
    // Where none of the programs is installed, the script says so three times.
    let isLooked = ended.lines.count { $0.contains("skipped") } < 3
    if isLooked { for name in names { #expect(ended.stdout.contains(name)) } }
  }

  /// Opens workbooks with what is on this machine.
  private static let script =
    #filePath.split(separator: "/").dropLast(4).map { "/\($0)" }.joined() + "/scripts/check-workbooks"

  private func rows(of path: String, sheet: String? = nil) throws -> [[Cell]] {
    let file = try TableFile.open(path)
    let index = try sheet.map { name in try #require(file.sheets.firstIndex { $0.name == name }) } ?? 0
    var rows: [[Cell]] = []
    try file.readRows(of: index) { row in
      rows.append(row.cells)
      return true
    }
    return rows
  }
}
