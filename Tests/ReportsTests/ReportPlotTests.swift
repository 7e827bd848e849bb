import FoundationEssentials
import Spreadsheets
import Testing

@testable import Reports

/// What of a table is drawn, and on which axis.
struct ReportPlotTests {
  /// A table of one column with a picture, as a page shows it.
  private func drawn(
    _ values: [ReportValue], _ kind: ChartKind, column: ReportColumn.Kind, rowLimit: Int = 40
  ) throws -> ReportPlot? {
    let asked = try ReportRequest(
      Looks.report, asOf: .newYork(2015, 4, 1), language: .zh, zone: .gmt, program: "hotline test")
    let sheet = ReportSheet(
      "s", Words("s"), columns: [ReportColumn("n", Words("n"), .text), ReportColumn("v", Words("v"), column)]
    ) { _, _, _ in }
    let chart = ReportChart(kind: kind, title: Words("t"), categories: "n", series: ["v"], rowLimit: rowLimit)
    let rows = values.enumerated().map { ReportRow([.text("\($0)"), $1]) }
    return ReportPlot(chart, of: sheet, rows, ReportText(asked))
  }

  private func plot(
    _ values: [ReportValue], _ kind: ChartKind, column: ReportColumn.Kind, rowLimit: Int = 40
  ) throws -> ReportPlot {
    try #require(try drawn(values, kind, column: column, rowLimit: rowLimit))
  }

  @Test func ofNothingThereIsNoPicture() throws {
    #expect(try drawn([.integer(0), .integer(0), .integer(0)], .line, column: .integer) == nil)
    #expect(try drawn([.percent(nil)], .bar, column: .percent) == nil)
  }

  @Test func aSeriesWithoutAnyValueIsNeitherDrawnNorNamed() throws {
    let asked = try ReportRequest(
      Looks.report, asOf: .newYork(2015, 4, 1), language: .zh, zone: .gmt, program: "hotline test")
    let columns = ["phone", "web", "fax"].map { ReportColumn($0, Words($0), .integer) }
    let sheet = ReportSheet("s", Words("s"), columns: [ReportColumn("n", Words("n"), .text)] + columns) { _, _, _ in }
    func plot(_ kind: ChartKind, _ rows: [[ReportValue]], byRow: Bool = false) -> ReportPlot? {
      let chart = ReportChart(
        kind: kind, title: Words("t"), categories: "n", series: columns.map(\.key),
        direction: byRow ? .byRow : .byColumn,
        rowLimit: 2)
      let rows = rows.enumerated().map { ReportRow([.text("\($0)")] + $1) }
      return ReportPlot(chart, of: sheet, rows, ReportText(asked))
    }
    // What only a line has that is not drawn is not in the picture.
    let rows: [[ReportValue]] = [
      [.integer(0), .integer(2), .none], [.integer(0), .integer(0), .none], [.integer(9), .integer(9), .integer(9)],
    ]
    #expect(plot(.stackedColumn, rows)?.series.map(\.name) == ["web"])
    #expect(plot(.stackedColumn, rows)?.points == ["0", "1"])
    let overTime = plot(.line, rows, byRow: true)
    #expect(overTime?.series.map(\.name) == ["0"] && overTime?.points == ["phone", "web", "fax"])
    // The slices of a pie are lines.
    let pie = plot(.pie, [[.integer(3), .integer(1), .none], [.integer(0), .integer(1), .none]])
    #expect(pie?.points == ["0"] && pie?.lines == [0] && pie?.series.map(\.name) == ["phone"])
    #expect(plot(.bar, [[.integer(0), .none, .integer(0)]]) == nil)
  }

  @Test func anAxisOfRatiosBeginsAtNothingAndEndsAtAllOfIt() throws {
    func ticks(_ ratios: [Double], _ kind: ChartKind = .line) throws -> [Double] {
      try plot(ratios.map { .percent($0) }, kind, column: .percent).ticks.map { ($0 * 1000).rounded() / 1000 }
    }
    #expect(try ticks([0.97, 0.98, 1]) == [0, 0.2, 0.4, 0.6, 0.8, 1])
    #expect(try ticks([0.25, 0.3, 0.21], .column) == [0, 0.2, 0.4, 0.6, 0.8, 1])
    // Small ones would lie flat on such an axis; greater ones than 100 % are not cut.
    #expect(try ticks([0.02, 0.029, 0.01]) == [0, 0.01, 0.02, 0.03])
    #expect(try ticks([0.9, 1.3, 1]).last == 1.5)
  }

  @Test func aLineOfOneOrTwoPointsIsDrawnAsColumns() throws {
    #expect(try plot([.integer(3)], .line, column: .integer).kind == .column)
    #expect(try plot([.integer(3), .integer(4)], .line, column: .integer).kind == .column)
    #expect(try plot([.integer(3), .integer(4), .integer(5)], .line, column: .integer).kind == .line)
  }

  @Test func aPictureOfTheFirstLinesSaysSo() throws {
    let five = (1...5).map { ReportValue.integer($0) }
    #expect(try plot(five, .bar, column: .integer, rowLimit: 3).title == "t · v（前 3 项，共 5 项）")
    #expect(try plot(five, .bar, column: .integer, rowLimit: 5).title == "t · v")
  }

  @Test func aPictureOfOneSeriesSaysWhichUnlessItsTitleDoes() throws {
    let asked = try ReportRequest(
      Looks.report, asOf: .newYork(2015, 4, 1), language: .en, zone: .gmt, program: "hotline test")
    func title(_ title: String, _ series: [String], byRow: Bool = false) -> String? {
      let columns = [
        ReportColumn("n", Words("n"), .text), ReportColumn("open", Words("Open"), .integer),
        ReportColumn("late", Words("Late"), .integer, group: Words("By phone")),
      ]
      let sheet = ReportSheet("s", Words("s"), columns: columns) { _, _, _ in }
      let chart = ReportChart(
        kind: .bar, title: Words(title), categories: "n", series: series, direction: byRow ? .byRow : .byColumn)
      return ReportPlot(chart, of: sheet, [ReportRow([.text("east"), .integer(1), .integer(2)])], ReportText(asked))?
        .title
    }
    #expect(title("By unit", ["open"]) == "By unit · Open")
    #expect(title("What is open", ["open"]) == "What is open")
    #expect(title("Late by unit", ["late"]) == "Late by unit · By phone")
    #expect(title("By unit", ["open", "late"]) == "By unit")
    #expect(title("By unit", ["open", "late"], byRow: true) == "By unit · east")
  }

  @Test func linesOverMonthsSayInTheTitleOfWhichMeasureTheyAre() throws {
    let asked = try ReportRequest(
      Looks.report, asOf: .newYork(2015, 4, 1), language: .en, zone: .gmt, program: "hotline test")
    let months = (1...3).map { ReportColumn("m\($0)", Words("Opened"), .integer, group: Words("2015-0\($0)")) }
    let sheet = ReportSheet("s", Words("s"), columns: [ReportColumn("n", Words("n"), .text)] + months) { _, _, _ in }
    let chart = ReportChart(
      kind: .line, title: Words("By unit"), categories: "n", series: months.map(\.key), direction: .byRow)
    let rows = ["east", "west"].map { ReportRow([.text($0), .integer(1), .integer(2), .integer(3)]) }
    let plot = try #require(ReportPlot(chart, of: sheet, rows, ReportText(asked)))
    #expect(plot.title == "By unit · Opened" && plot.points == ["2015-01", "2015-02", "2015-03"])
  }

  @Test func anAxisOfLengthsOfTimeHasWholeHoursOrDays() throws {
    func ticks(_ seconds: [Int], _ kind: ChartKind = .column) throws -> [String] {
      let plot = try plot(seconds.map { .duration(seconds: $0) }, kind, column: .duration)
      return plot.ticks.map { ReportText(.en, .gmt, endsDays: true).measure($0, .duration) }
    }
    #expect(try ticks([1_301_942, 40_000]) == ["0:00:00", "120:00:00", "240:00:00", "360:00:00", "480:00:00"])
    #expect(try ticks([50_000, 3_600]) == ["0:00:00", "3:00:00", "6:00:00", "9:00:00", "12:00:00", "15:00:00"])
    #expect(try ticks([7]) == ["0:00:00", "0:00:02", "0:00:04", "0:00:06", "0:00:08"])
    // In a workbook they are parts of days.
    let days = ChartAxis(.duration, .column, [40_000...1_301_942])
    #expect(days.step == 5 && days.format == "[h]:mm" && days.least == 0)
    #expect(ChartAxis(.duration, .column, [2...7]).format == "[h]:mm:ss")
    let flat = ChartAxis(.duration, .line, [864_000...918_000])
    #expect(flat.step == 0.125 && flat.least == 10)
  }

  @Test func namesStandAslantWhereTheyDoNotFitAndAreLeftOutOnlyWhereTheyWouldOverlap() throws {
    func names(
      _ count: Int, _ name: (Int) -> ReportValue, _ kind: ReportColumn.Kind = .text, to right: Double = 670
    ) throws -> PointNames {
      let asked = try ReportRequest(
        Looks.report, asOf: .newYork(2015, 4, 1), language: .en, zone: .gmt, program: "hotline test")
      let sheet = ReportSheet(
        "s", Words("s"), columns: [ReportColumn("n", Words("n"), kind), ReportColumn("v", Words("v"), .integer)]
      ) { _, _, _ in }
      let chart = ReportChart(kind: .column, title: Words("t"), categories: "n", series: ["v"])
      let rows = (1...count).map { ReportRow([name($0), .integer($0)]) }
      return PointNames(try #require(ReportPlot(chart, of: sheet, rows, ReportText(asked))), from: 30, to: right)
    }
    let few = try names(3) { .text("Unit \($0)") }
    #expect(!few.isTurned && few.every == 1 && few.left == 30)
    let eleven = try names(11) { _ in .text("Street lighting") }
    #expect(eleven.isTurned && eleven.every == 1 && eleven.left > 30)
    #expect(try names(40) { _ in .text("Street lighting") }.every == 1)
    #expect(try names(40, { _ in .text("Street lighting") }, to: 470).every == 2)
    let days = try names(31, { .text("2015-03-\($0 + 10)") }, .day)
    #expect(!days.isTurned && days.every == 4)
  }

  @Test func theAxisHasRoundNumbersAroundItsValues() throws {
    let asked = try ReportRequest(
      Looks.report, asOf: .newYork(2015, 4, 1), language: .en, zone: .gmt, program: "hotline test")
    func ticks(_ values: [Int], _ kind: ChartKind = .column) throws -> [Double] {
      let sheet = ReportSheet(
        "s", Words("s"),
        columns: [ReportColumn("n", Words("n"), .text), ReportColumn("v", Words("v"), .integer)]
      ) { _, _, _ in }
      let chart = ReportChart(kind: kind, title: Words("t"), categories: "n", series: ["v"])
      let rows = values.map { ReportRow([.text("\($0)"), .integer($0)]) }
      return try #require(ReportPlot(chart, of: sheet, rows, ReportText(asked))).ticks
    }
    #expect(try ticks([3, 9]) == [0, 2, 4, 6, 8, 10])
    #expect(try ticks([-3, 4]) == [-4, -2, 0, 2, 4])
    #expect(try ticks([627, 650, 703], .line) == [620, 640, 660, 680, 700, 720])
    #expect(try ticks([627, 703]) == [0, 200, 400, 600, 800])
  }
}
