import Domain
import FoundationEssentials
import Projections
import Reports
import Testing

/// Which lines a table of several dimensions has: subtotals where they say something, the first of the level that is named.
struct LineLayoutTests {
  private static let yaml = """
    report: mine
    labels: {zh: 我的, en: Mine}
    time: period
    tables:
      - name: sums
        labels: {zh: 计, en: S}
        rows: [category, channel]
        measures: [opened]
        subtotals: true
        chart: {type: bar}
      - name: inner
        labels: {zh: 内, en: I}
        rows: [category, channel]
        measures: [opened]
        subtotals: true
        sort: -opened
        top: {channel: 1}
      - {name: outer, labels: {zh: 外, en: O}, rows: [category, channel], measures: [opened], sort: -opened, top: 1}
      - name: drawn
        labels: {zh: 画, en: D}
        rows: [category]
        measures: [opened]
        sort: -opened
        top: 1
        chart: {type: bar, limit: 1}
      - name: shares
        labels: {zh: 份, en: Shares}
        rows: [category, channel]
        measures: [opened]
        subtotals: true
        sort: -opened
        top: {category: 1, channel: 1}
        chart: {type: pie}
      - {name: whole, labels: {zh: 全, en: W}, rows: [category], columns: channel, measures: [opened], totals: [rows, columns], chart: {type: pie}}
      - {name: part, labels: {zh: 分, en: P}, rows: [category], columns: channel, measures: [opened], chart: {type: pie}}
    """

  private func request(_ log: SmallLog) throws -> ReportRequest {
    let library = ReportLibrary(
      published: [DefinitionText(kind: .report, key: "mine", edition: .published(1), yaml: Self.yaml)])
    return try ReportRequest(
      try library.report("mine"), from: .newYork(2015, 3, 1), to: .newYork(2015, 4, 1), language: .en, zone: log.zone,
      program: "hotline test")
  }

  private func log() async throws -> SmallLog {
    let days = try [
      ("Noise", "phone"), ("Noise", "phone"), ("Pothole", "phone"), ("Pothole", "web"), ("Pothole", "web"),
    ]
    .enumerated().map { day, fact in
      Fact(category: fact.0, channel: fact.1, openedAt: try .newYork(2015, 3, day + 1, 9))
    }
    return try await SmallLog(days)
  }

  private func lines(_ table: ReportTable) -> [String] {
    table.rows.map { row in
      row.values.map { value in
        switch value {
        case .label(let words, _): words.en
        case .integer(let number): String(number)
        default: "-"
        }
      }.joined(separator: " ")
    }
  }

  @Test func aSingleLineHasNoSubtotalAndStandsInThePictureForIt() async throws {
    let log = try await log()
    var asked = try request(log)
    try await ProjectionRunner(log.connection, pageSize: 97).catchUp(asked.models)
    let table = try await asked.tables(on: log.connection)[0]
    #expect(
      lines(table) == [
        "Noise phone 2", "Pothole phone 1", "Pothole web 2", "Pothole Subtotal 3", "Total - 5",
      ])
    let chart = try #require(table.sheet.charts.first)
    let plot = try #require(ReportPlot(chart, of: table.sheet, table.rows, ReportText(asked)))
    #expect(plot.points == ["Noise", "Pothole"] && plot.series.map(\.values) == [[2, 3]])
    // A file says how its lines are laid out; one of before is made again as it was.
    let folder = try await Scratch()
    let path = folder.file("mine.xlsx")
    _ = try await asked.write(to: path, on: log.connection)
    var stamp = try ReportFile.open(path).stamp
    #expect(
      try stamp.parameters["layout"] == "3" && ReportRequest(stamp, definition: asked.definition).layout == .current)
    stamp.parameters["layout"] = nil
    asked = try ReportRequest(stamp, definition: asked.definition)
    let before = try await asked.tables(on: log.connection)[0]
    #expect(lines(before).filter { $0.contains("Subtotal") } == ["Noise Subtotal 2", "Pothole Subtotal 3"])
    stamp.parameters["layout"] = "2"
    #expect(try ReportRequest(stamp, definition: asked.definition).layout == .own)
    stamp.parameters["layout"] = "9"
    #expect(throws: ReportProofError.self) { try ReportRequest(stamp, definition: asked.definition) }
  }

  @Test func theFirstAreThoseOfTheLevelThatIsNamed() async throws {
    let log = try await log()
    let asked = try request(log)
    try await ProjectionRunner(log.connection, pageSize: 97).catchUp(asked.models)
    let tables = try await asked.tables(on: log.connection)
    #expect(
      lines(tables[1]) == [
        "Pothole web 2", "Pothole others (1) 1", "Pothole Subtotal 3", "Noise phone 2", "Total - 5",
      ])
    #expect(tables[1].sheet.notes.contains { $0.en.hasPrefix("Channel: the first 1 of what stands before it") })
    #expect(lines(tables[2]) == ["Pothole web 2", "Pothole phone 1", "others (1) - 2", "Total - 5"])
    #expect(tables[2].sheet.notes.contains { $0.en.hasPrefix("Category: the first 1, all others in one line") })
    // A picture of the first is of all that was to be shown.
    let chart = try #require(tables[3].sheet.charts.first)
    #expect(ReportPlot(chart, of: tables[3].sheet, tables[3].rows, ReportText(asked))?.title == "D · Opened")
    // A pie is of all there is: of the subtotals with all others, and of the sum of the columns, or it says of which.
    func pie(_ table: ReportTable) throws -> ReportPlot {
      try #require(
        table.sheet.charts.first.flatMap { ReportPlot($0, of: table.sheet, table.rows, ReportText(asked)) })
    }
    #expect(lines(tables[4]).contains("Pothole others (1) 1"))
    #expect(try pie(tables[4]).points == ["Pothole", "others (1)"])
    #expect(try pie(tables[4]).series.map(\.values) == [[3, 2]])
    #expect(try pie(tables[5]).series.map(\.values) == [[2, 3]] && pie(tables[5]).title == "W · Opened · Total")
    #expect(try pie(tables[6]).series.map(\.values) == [[2, 1]] && pie(tables[6]).title == "P · Opened · phone")
    let library = ReportLibrary.shipped
    #expect(throws: ProcessError.self) {
      try library.check(Self.yaml.replacing("top: {channel: 1}", with: "top: {area: 1}"), called: "mine.yaml")
    }
  }

  @Test func theLineOfAllOthersSaysOnlyWhatIsTrueOfThemTogether() async throws {
    let log = try await SmallLog(
      [27, 27, 28, 29].map { Fact(category: "Noise", channel: "web", openedAt: try .newYork(2024, 2, $0, 9)) })
    let table = "labels: {zh: 日, en: D}, rows: [day], sort: -opened"
    let yaml = """
      report: days
      labels: {zh: 按日, en: Days}
      time: period
      tables:
        - {name: several, \(table), measures: [opened, open], top: 1}
        - {name: one, \(table), measures: [opened, open], top: 2}
        - {name: leap, \(table), measures: [opened], top: 1, compare: year}
      """
    let asked = try ReportRequest(
      try ReportLibrary(
        published: [DefinitionText(kind: .report, key: "days", edition: .published(1), yaml: yaml)]
      ).report("days"), from: .newYork(2024, 2, 27), to: .newYork(2024, 3, 1), language: .en, zone: log.zone,
      program: "hotline test")
    try await ProjectionRunner(log.connection, pageSize: 97).catchUp(asked.models)
    let others = try await asked.tables(on: log.connection).map { try #require($0.rows.first { $0.emphasis == .rest }) }
    // What stood on one evening and what stood on the next are no sum.
    #expect(Array(others[0].values.dropFirst()) == [.integer(2), .none])
    #expect(Array(others[1].values.dropFirst()) == [.integer(1), .integer(4)])
    // 29 February has no day a year before: neither has a sum with it.
    let nothing = ReportValue.label(Words(ReportValue.notApplicable), code: nil)
    #expect(others[2].values[1] == .integer(2) && others[2].values[2] == nothing)
    // A script tells them from what has no value.
    #expect(others[0].values[0] == .label(Words(zh: "其他（2 项）", en: "others (2)"), code: "top:others"))
  }
}
