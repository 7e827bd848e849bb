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

  @Test func columnsThatFindNoRoomGoByPriority() throws {
    let layout = TableLayout(columns, natural: [7, 80, 12, 16, 4, 7], available: 64)
    #expect(layout.dropped == [4])
    #expect(layout.columns.map(\.index) == [0, 1, 2, 3, 5])
    #expect(layout.columns.reduce(-2) { $0 + 2 + $1.width } == 64)
    let narrow = TableLayout(columns, natural: [7, 80, 12, 16, 4, 7], available: 40)
    #expect(narrow.dropped == [2, 4])
    #expect(narrow.columns.map(\.width) == [7, 4, 16, 7])
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
