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
}
