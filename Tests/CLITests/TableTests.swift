import Foundation
import Spreadsheets
import Testing

@testable import CLI

@Suite struct TableTests {
  private let columns = [
    ListColumn("no", Text(zh: "工单号", en: "no"), .code),
    ListColumn("title", Text(zh: "标题", en: "title")),
    ListColumn("unit", Text(zh: "单位", en: "unit"), priority: 1),
    ListColumn("dueAt", Text(zh: "应办结", en: "due"), .instant),
    ListColumn("days", Text(zh: "天数", en: "days"), .integer, priority: 2),
    ListColumn(
      "overdue", Text(zh: "超时", en: "overdue"), .flag, style: { $0[5] == .flag(true) ? .overdue : nil }),
  ]
  private let rows: [[Value]] = [
    [
      .code("1000013"), .text("自来水公司抢修后路面没有恢复，下雨天积水很深，居民出行困难，请尽快安排人员现场处理"), .text("供水抢修中心"),
      .instant(Date(timeIntervalSince1970: 1_427_843_520)), .integer(3), .flag(true),
    ],
    [.code("1000021"), .text("Pothole"), .text("PWDx"), .none, .integer(12), .flag(false)],
  ]

  private func table(_ available: Int?, colors: Bool = false, language: Language = .zh) throws -> [String] {
    let folder = try ScratchFolder()
    let writer = TableRows(
      columns: columns, sink: try ResultSink(path: folder.file("t")), available: available, colors: colors,
      language: language, zone: try #require(TimeZone(identifier: "America/New_York")))
    for row in rows { try writer.append(row) }
    try writer.finish()
    return try folder.text("t").split(separator: "\n").map(String.init)
  }

  @Test func chineseColumnsLineUpAndFitEightyColumns() throws {
    let lines = try table(80)
    #expect(lines.count == 4)
    #expect(lines.allSatisfy { displayWidth($0) <= 80 })
    let heading = try #require(lines[0].range(of: "应办结"))
    let due = try #require(lines[2].range(of: "2015-03-31 19:12"))
    #expect(displayWidth(String(lines[0][..<heading.lowerBound])) == displayWidth(String(lines[2][..<due.lowerBound])))
    #expect(lines[2].contains("…"))
    #expect(lines[2].hasPrefix("1000013  自来水公司"))
  }

  @Test(arguments: [40, 80], [Language.zh, .en])
  func whatFindsNoRoomStandsBelowItsRowWhereItIsReadWhole(_ available: Int, _ language: Language) throws {
    let folder = try ScratchFolder()
    let writer = TableRows(
      columns: columns, sink: try ResultSink(path: folder.file("t")), available: available, colors: false,
      language: language, zone: .gmt, foldsRest: true)
    for row in rows { try writer.append(row) }
    try writer.finish()
    let text = try folder.text("t")
    #expect(text.split(separator: "\n").allSatisfy { displayWidth(String($0)) <= available }, "\(text)")
    let said = text.split(separator: "\n").map { $0.drop { $0 == " " } }.joined()
    let sign = language == .zh ? "标题：" : "title: "
    #expect(said.contains(sign + "自来水公司抢修后路面没有恢复") && said.contains("请尽快安排人员现场处理"), "\(text)")
    #expect(writer.dropped.isEmpty && (available == 80 || said.contains(language == .zh ? "天数：3" : "days: 3")))
    #expect(said.components(separatedBy: sign).count == 2, "a row with room for all has nothing below it")
  }

  @Test func columnsThatFindNoRoomGoByPriority() throws {
    let headings = columns.map { $0.heading(.en) }
    func layout(_ available: Int) -> TableLayout {
      TableLayout(columns, headings: headings, cells: [7, 80, 12, 16, 4, 7], available: available)
    }
    #expect(layout(64).dropped == [4])
    #expect(layout(64).columns.map(\.index) == [0, 1, 2, 3, 5])
    #expect(layout(64).columns.reduce(-2) { $0 + 2 + $1.width } == 64)
    #expect(layout(44).dropped == [2, 4])
    #expect(layout(44).columns.map(\.width) == [7, 8, 16, 7])
    #expect(layout(40).dropped == [2, 4, 5])
    #expect(layout(40).columns.map(\.width) == [7, 13, 16])
    #expect(layout(6).columns.map(\.width) == [6])
  }

  @Test(arguments: [40, 80, 200], [Language.zh, .en])
  func aWideReportKeepsItsLabelsAndLosesFiguresFromTheRight(_ available: Int, _ language: Language) throws {
    let figures = (1...12).map { number in
      ListColumn(
        "f\(number)", Text(zh: "第\(number)项期末逾期占比", en: "Overdue at the end, \(number)"), .decimal,
        priority: number == 12 ? 1 : 2)
    }
    let folder = try ScratchFolder()
    let writer = TableRows(
      columns: [ListColumn("unit", Text(zh: "单位", en: "unit"), least: 16)] + figures,
      sink: try ResultSink(path: folder.file("t")), available: available, colors: false, language: language, zone: .gmt)
    for unit in ["Department of Public Works", "某市自来水公司抢修中心第二工区"] {
      try writer.append([.text(unit)] + figures.map { _ in .text("1,234.5 low") })
    }
    try writer.finish()
    let lines = try folder.text("t").split(separator: "\n").map(String.init)
    #expect(lines.allSatisfy { displayWidth($0) <= available })
    let label = try #require(lines.last?.prefix { $0 != " " })
    #expect(displayWidth(String(label)) >= 15)
    // The total stays, what goes is a run that ends before it.
    let lost = writer.dropped.compactMap { Int($0.key.dropFirst()) }
    #expect(lost == Array((12 - lost.count)..<12))
    #expect(available == 200 ? lost.count < 4 : !lost.isEmpty)
  }

  @Test func aHeadingBreaksBetweenWordsAndCharacters() {
    #expect(HeadingLines.narrowest("Mean time to finish") == 7)
    #expect(HeadingLines.narrowest("受理") == 4)
    #expect(HeadingLines.lines("受理 · 增减率", 6) == ["受理", "增减率"])
    #expect(HeadingLines.lines("Mean time to finish", 9) == ["Mean time", "to finish"])
    #expect(HeadingLines.narrowest("按时办结率") == 6)
    #expect(HeadingLines.lines("按时办结率", 6) == ["按时办", "结率"])
    #expect(HeadingLines.lines("Satisfaction", 6) == ["Satis…"])
  }

  @Test func nothingIsCutOrColouredAwayFromATerminal() throws {
    let lines = try table(nil)
    #expect(lines[2].contains("请尽快安排人员现场处理"))
    #expect(!lines.joined().contains("\u{1B}"))
  }

  @Test func numbersStandOnTheRightAndAWordStandsBesideTheColour() throws {
    let lines = try table(nil, colors: true, language: .en)
    #expect(lines[3].contains("  12  no"))
    #expect(lines[2].contains("   3  \u{1B}[31myes\u{1B}[0m"))
  }

  @Test func anImportedCellCannotSteerTheTerminal() {
    #expect(ValueText.oneLine("a\u{1B}[2Jb\nc\u{202E}d\u{9B}e") == "a\u{FFFD}[2Jb c\u{FFFD}d\u{FFFD}e")
    #expect(ValueText.oneLine("Ünï – “ok” 水") == "Ünï – “ok” 水")
  }

  @Test func aCutNeverSplitsACharacter() {
    #expect(cut("水电气", to: 4) == "水…")
    #expect(cut("水电气", to: 5) == "水电…")
    #expect(cut("abcdef", to: 4) == "abc…")
  }
}
