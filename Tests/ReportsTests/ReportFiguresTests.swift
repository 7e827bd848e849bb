import Domain
import FoundationEssentials
import Testing

@testable import Reports

/// What changed between two reports, as it reads.
struct ReportFiguresTests {
  private func figures(_ values: [ReportValue], _ language: ReportLanguage = .en) throws -> ReportFigures {
    let report = ReportDefinition(
      key: "r", title: Words("r"), purpose: Words("r"), timeFrame: .instant, sheets: [])
    let asked = try ReportRequest(
      report, asOf: .newYork(2015, 4, 1), language: language, zone: .gmt, program: "hotline test")
    let kinds: [(ReportColumn.Kind, ReportColumn.Part)] = [
      (.duration, .value), (.integer, .value), (.percent, .value), (.points, .points), (.duration, .difference),
      (.instant, .value), (.deadline, .value),
    ]
    let columns = kinds.enumerated().map { ReportColumn("c\($0)", Words("c\($0)"), $1.0, part: $1.1) }
    let sheet = ReportSheet("s", Words("s"), columns: [ReportColumn("n", Words("n"), .text)] + columns) { _, _, _ in }
    return ReportFigures([ReportTable(sheet: sheet, rows: [ReportRow([.text("row")] + values)])], of: asked)
  }

  @Test func peopleReadAChangeAsInTheTablesAndScriptsAsBefore() throws {
    func instant(_ seconds: Double) -> ReportValue { .instant(Date(timeIntervalSince1970: seconds)) }
    let before: [ReportValue] = [
      .duration(seconds: 3_600), .integer(1_200), .percent(nil), .points(0.01), .duration(seconds: -60), instant(60),
      instant(60),
    ]
    let after: [ReportValue] = [
      .duration(seconds: 93_789), .integer(1_234_567), .percent(2.0 / 3), .points(0.031), .duration(seconds: 60),
      instant(90), instant(86_400),
    ]
    let changes = try figures(before).changes(to: try figures(after))
    #expect(changes.map(\.name.column) == (0...6).map { "c\($0)" })
    #expect(
      changes.map { $0.before?.shown } == [
        "1:00:00", "1,200", "n/a", "+1.00 pp", "-0:01:00", "1970-01-01 00:01", "1970-01-01 00:01",
      ])
    #expect(
      changes.map { $0.after?.shown } == [
        "26:03:09", "1,234,567", "66.67%", "+3.10 pp", "+0:01:00", "1970-01-01 00:01:30", "1970-01-01 24:00",
      ])
    #expect(
      changes.map { $0.after?.plain } == [
        "93789 s", "1234567", "66.67%", "3.10 pp", "60 s", "1970-01-01 00:01:30", "1970-01-02 00:00",
      ])
    // What one of the reasons did, too.
    #expect(changes[0].shown(90_189) == "+25:03:09" && changes[0].shown(-60) == "-0:01:00")
    #expect(changes[1].shown(1_233_367) == "+1,233,367" && changes[1].shown(-0.5) == "-0.50")
    let zh = try figures(before, .zh).changes(to: try figures(after, .zh))
    #expect(zh[3].after?.shown == "+3.10 百分点" && zh[3].after?.plain == "3.10 百分点")
  }

  /// A table of units with what each has open.
  private func units(_ lines: [(head: [ReportValue], open: Int)], _ language: ReportLanguage = .en) throws
    -> ReportFigures
  {
    let report = ReportDefinition(key: "r", title: Words("r"), purpose: Words("r"), timeFrame: .instant, sheets: [])
    let asked = try ReportRequest(
      report, asOf: .newYork(2015, 4, 1), language: language, zone: .gmt, program: "hotline test")
    let columns = [
      ReportColumn("unit", zh: "单位", en: "Unit", .text), ReportColumn("category", zh: "类别", en: "Category", .text),
      ReportColumn("open", Words(zh: "本期", en: "now"), .integer, group: Words(zh: "未办结", en: "Open")),
    ]
    let sheet = ReportSheet("by-unit", Words(zh: "按单位", en: "By unit"), columns: columns) { _, _, _ in }
    let rows = lines.map {
      ReportRow($0.head + Array(repeating: .none, count: 2 - $0.head.count) + [.integer($0.open)])
    }
    return ReportFigures([ReportTable(sheet: sheet, rows: rows)], of: asked)
  }

  private func unit(_ name: String, _ code: String) -> ReportValue { .label(Words(name), code: code) }

  @Test func aLineIsKnownByCodesWhateverItIsCalledAndInWhichLanguage() throws {
    let noUnit = ReportValue.label(Words(zh: "（未派单位）", en: "(no unit)"), code: nil)
    let before = try units([
      ([unit("Roads", "R")], 3), ([unit("North", "N1")], 1), ([unit("North", "N2")], 2), ([unit("Total", "Total")], 4),
      ([noUnit], 7), ([ReportCatalog.total], 17),
    ])
    // Renamed, in another order, and in Chinese.
    let same = try units(
      [
        ([unit("North", "N2")], 2), ([unit("North", "N1")], 1), ([unit("Streets", "R")], 3), ([noUnit], 7),
        ([unit("Total", "Total")], 4), ([ReportCatalog.total], 17),
      ], .zh)
    #expect(before.changes(to: same).isEmpty && same.changes(to: before).isEmpty)
    let after = try units([
      ([unit("Streets", "R")], 4), ([unit("North", "N2")], 5), ([unit("North", "N1")], 1), ([noUnit], 7),
      ([unit("Total", "Total")], 5), ([ReportCatalog.total], 22),
    ])
    let changes = before.changes(to: after)
    #expect(changes.map(\.name.line.code) == ["R", "N2", "Total", "Total"])
    // The words of the later one; of lines that read alike the codes, too.
    #expect(changes.map(\.label.row) == ["Streets", "North (N2)", "Total (Total)", "Total"])
    #expect(changes.map { $0.before?.shown } == ["3", "2", "4", "17"])
    #expect(changes.allSatisfy { $0.label.table == "By unit" && $0.label.column == "Open · now" })
  }

  @Test func aNewNameInACellIsNoChangeAndLinesThatBeginAlikeAreCounted() throws {
    func cells(_ values: [ReportValue]) throws -> ReportFigures { try figures([.integer(1)] + values) }
    let none = Array(repeating: ReportValue.none, count: 5)
    let renamed = try cells([unit("North", "N")] + none).changes(to: try cells([unit("Northern", "N")] + none))
    #expect(renamed.isEmpty)
    #expect(try cells([unit("North", "N")] + none).changes(to: try cells([unit("North", "S")] + none)).count == 1)
    let twice: [(head: [ReportValue], open: Int)] = [([unit("North", "N")], 1), ([unit("North", "N")], 2)]
    let more: [(head: [ReportValue], open: Int)] = [([unit("North", "N")], 1), ([unit("North", "N")], 3)]
    let change = try #require(try units(twice).changes(to: try units(more)).first)
    #expect(change.label.row == "North #2" && change.name.line.code == "N #2")
  }
}
