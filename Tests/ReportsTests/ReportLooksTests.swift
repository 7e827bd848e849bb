import Domain
import FoundationEssentials
import Spreadsheets
import Testing

@testable import Reports

/// A report with everything that a table can have.
enum Looks {
  static let opened = ReportFormula(
    id: "opened@1", name: Words(zh: "受理", en: "Opened"), rule: Words(zh: "受理时间在时间段内", en: "opened in the period"))
  static let rate = ReportFormula(
    id: "on-time-rate@2", name: Words(zh: "按时率", en: "On-time rate"),
    rule: Words(zh: "按时 / 办结", en: "on time / finished"),
    base: Words(zh: "有期限的工单", en: "orders with a due time"), whenEmpty: Words("n/a"))
  static let bands = [
    ReportBand(below: 0.8, .poor, Words(zh: "偏低", en: "low")),
    ReportBand(from: 0.95, .good, Words(zh: "优", en: "high")),
  ]

  static let matrix = ReportSheet(
    "matrix", Words(zh: "王's 矩阵", en: "Lee's matrix"), unit: Words(zh: "件", en: "orders"),
    columns: [
      ReportColumn("unit", Words(zh: "单位", en: "Unit"), .text),
      ReportColumn(
        "opened", Words(zh: "受理", en: "Opened"), .integer, group: Words(zh: "本期", en: "Now"), formula: opened),
      ReportColumn(
        "rate", Words(zh: "按时率", en: "On-time rate"), .percent, group: Words(zh: "本期", en: "Now"), formula: rate,
        bands: bands),
      ReportColumn(
        "change", Words(zh: "变化", en: "Change"), .percent, group: Words(zh: "同期", en: "Before"), part: .change),
      ReportColumn("mean", Words(zh: "平均用时", en: "Mean time"), .duration),
    ],
    charts: [
      ReportChart(
        kind: .stackedBar, title: Words(zh: "各单位", en: "By unit"), categories: "unit", series: ["opened"], rowLimit: 5)
    ]
  ) { _, _, row in
    try row(line("<b>甲</b> & \"乙\"", 1_200, 0.763, 0.25, 3_661))
    try row(line("丙", 34, nil, -0.5, nil))
    try row(ReportRow(line("小计", 1_234, 0.76, nil, 90_061).values, .subtotal))
    try row(line("丁", 5, 1, 0, 59))
    try row(ReportRow(line("小计", 5, 1, 0, 59).values, .subtotal))
    try row(ReportRow(line("合计", 1_239, 0.8, nil, 10).values, .total))
  }

  static let months = ReportSheet(
    "months", Words(zh: "按月", en: "By month"),
    columns: [ReportColumn("class", Words(zh: "类别", en: "Class"), .text)]
      + (1...3).map { ReportColumn("m\($0)", Words(zh: "\($0)月", en: "Month \($0)"), .integer, formula: opened) },
    charts: [
      ReportChart(
        kind: .line, title: Words(zh: "走势", en: "Trend"), categories: "class", series: ["m1", "m2", "m3"],
        direction: .byRow),
      ReportChart(kind: .pie, title: Words(zh: "份额", en: "Shares"), categories: "class", series: ["m1"]),
    ]
  ) { _, _, row in
    try row(ReportRow([.text("水"), .integer(1), .integer(2), .integer(4)]))
    try row(ReportRow([.text("电"), .integer(3), .integer(0), .integer(9)], .warning))
    try row(ReportRow([.text("合计"), .integer(4), .integer(2), .integer(13)], .total))
  }

  static let report = ReportDefinition(
    key: "looks", title: Words(zh: "样张", en: "Looks"), purpose: Words(zh: "样张", en: "looks"), timeFrame: .instant,
    sheets: [matrix, months])

  private static func line(
    _ name: String, _ opened: Int, _ rate: Double?, _ change: Double?, _ seconds: Int?
  ) -> ReportRow {
    ReportRow([.text(name), .integer(opened), .percent(rate), .percent(change), .duration(seconds: seconds)])
  }
}

struct ReportLooksTests {
  @Test func aFigureHasItsDefinitionUnderItsHeadingAndOnTheLastSheet() async throws {
    let log = try await SmallLog([])
    let folder = try await Scratch()
    let asked = try request(Looks.report, log, asOf: .newYork(2015, 4, 1), language: .zh)
    _ = try await asked.write(to: folder.file("looks.xlsx"), on: log.connection)
    let file = try TableFile.open(folder.file("looks.xlsx"))
    #expect(file.sheets.map(\.name) == ["王's 矩阵", "按月", "指标定义"])
    let sheets = try file.sheets.indices.map { index in
      var rows: [[String]] = []
      try file.readRows(of: index) { row in
        rows.append(row.cells.map(\.shown))
        return true
      }
      return rows
    }
    #expect(sheets[0].contains(["单位", "受理\nopened@1", "按时率\non-time-rate@2", "变化", "平均用时"]))
    #expect(sheets[0].contains { $0.first == "单位：件" })
    // A heading that names the points of a line stays clean; the id stands above the table.
    #expect(sheets[1].contains(["类别", "1月", "2月", "3月"]))
    #expect(sheets[1].contains { $0.first == "受理: opened@1" })
    #expect(sheets[2].contains(["on-time-rate@2", "按时率", "按时 / 办结", "有期限的工单", "n/a"]))
  }

  @Test func aPageHasTheSameFiguresInWordsColoursAndPictures() async throws {
    let log = try await SmallLog([])
    let asked = try request(Looks.report, log, asOf: .newYork(2015, 4, 1), language: .zh)
    let page = try await asked.run(on: log.connection) { ReportPage() }.outcome
    for expected in [
      "<h1>市民热线 · 样张</h1>", "<th colspan=\"2\">本期</th>", "按时率<small>on-time-rate@2</small>",
      "<td class=\"n poor\">76.30% <b>偏低</b></td>", "<td class=\"n good\">100.00% <b>优</b></td>",
      "<td class=\"n\">n/a</td>", "<td class=\"n\">+25.00%</td>", "<td class=\"n\">-50.00%</td>",
      "<td class=\"n\">1,239</td>", "<td class=\"n\">25:01:01</td>", "<tr class=\"subtotal\">", "<tr class=\"total\">",
      "<title>小计, 本期 · 受理: 1,234</title>", "<title>水: 1 (25.00%)</title>", "<title>3月, 电: 9</title>", "指标定义",
      "<meta name=\"hotline.position\" content=",
    ] {
      #expect(page.contains(expected), "\(expected)")
    }
    // Where there are subtotals, they are the picture: a single order class would be drawn twice.
    #expect(!page.contains("<title>丙, 本期 · 受理"))
    // What a caller said stays text.
    #expect(page.contains("&lt;b&gt;甲&lt;/b&gt; &amp; &quot;乙&quot;") && !page.contains("<b>甲"))
    // One file that needs nothing from outside.
    #expect(!page.contains("http") && !page.contains("src=") && !page.contains("<script"))
    #expect(try await asked.run(on: log.connection) { ReportPage() }.outcome == page)
  }

  @Test(arguments: [
    (ReportValue.integer(-1_234_567), "-1,234,567"), (.decimal(1234.565, places: 2), "1,234.57"),
    (.decimal(-0.004, places: 2), "0.00"), (.percent(0.66666), "66.67%"), (.percent(nil), "n/a"),
    (.points(0.031), "3.10 pp"), (.points(nil), "n/a"), (.duration(seconds: 93_789), "26:03:09"),
    (.duration(seconds: nil), "n/a"), (.none, ""),
  ])
  func aValueReadsAsInTheWorkbook(value: ReportValue, text: String) throws {
    let asked = try ReportRequest(
      Looks.report, asOf: .newYork(2015, 4, 1), language: .en, zone: .gmt, program: "hotline test")
    #expect(ReportText(asked)(value, in: ReportColumn("x", Words("x"), .mixed)) == text)
  }

  @Test func aTableWiderThanPaperIsSeveralBelowOneAnother() throws {
    let asked = try ReportRequest(
      Looks.report, asOf: .newYork(2015, 4, 1), language: .en, zone: .gmt, program: "hotline test")
    let columns =
      [ReportColumn("unit", Words("Unit"), .text)]
      + (0..<40).map {
        ReportColumn("v\($0)", Words("Difference"), .integer, group: Words("Figure \($0 / 4)"))
      }
    let sheet = ReportSheet("s", Words("s"), columns: columns) { _, _, _ in }
    let row = ReportRow([.text("east")] + (0..<40).map { .integer($0) })
    let html = HTMLTable(sheet, ReportText(asked)).html([row])
    let tables = html.split(separator: "<table>")
    #expect(tables.count == 4)
    // Each says what its line is, no group is torn, and every figure stands once.
    #expect(tables.allSatisfy { $0.contains("<td class=\"s\">east</td>") })
    #expect(!html.replacing("<th colspan=\"1\"></th>", with: "").contains("colspan=\"1\""))
    for number in 0..<40 {
      #expect(html.split(separator: ">\(number)</td>", omittingEmptySubsequences: false).count == 2)
    }
    // Headings of 202 letters and their margins are more than a page has room for.
    let wide = ReportSheet("w", Words("w"), columns: Array(columns.prefix(16))) { _, _, _ in }
    let few = HTMLTable(wide, ReportText(asked)).html([ReportRow(Array(row.values.prefix(16)))])
    #expect(few.split(separator: "<table>").count == 2)
  }

  @Test func whatIsDueAtMidnightIsDueAtTheEndOfTheDay() throws {
    var asked = try ReportRequest(
      Looks.report, asOf: .newYork(2015, 4, 1), language: .zh, zone: .gmt, program: "hotline test")
    let midnight = ReportValue.instant(Date(timeIntervalSince1970: 86_400))
    let (due, opened) = (ReportColumn("d", Words("d"), .deadline), ReportColumn("o", Words("o"), .instant))
    #expect(ReportText(asked)(midnight, in: due) == "1970-01-01 24:00")
    #expect(ReportText(asked)(.instant(Date(timeIntervalSince1970: 86_460)), in: due) == "1970-01-02 00:01")
    #expect(ReportText(asked)(midnight, in: opened) == "1970-01-02 00:00")
    // A page that was made before is made again as it was.
    asked.layout = .own
    #expect(ReportText(asked)(midnight, in: due) == "1970-01-02 00:00")
  }
}
