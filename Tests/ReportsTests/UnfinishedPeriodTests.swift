import Domain
import FoundationEssentials
import Projections
import Spreadsheets
import Testing

@testable import Reports

/// Reports of a time that is not over when somebody looks.
@Suite struct UnfinishedPeriodTests {
  private func asked(
    _ definition: ReportDefinition, _ log: SmallLog, lookedAt: Date?, _ change: (inout ReportRequest) -> Void = { _ in }
  ) throws -> ReportRequest {
    var request = try ReportRequest(
      definition, from: try .newYork(2015, 3, 1), to: try .newYork(2015, 4, 1), lookedAt: lookedAt, language: .en,
      zone: log.zone, program: "hotline test")
    change(&request)
    return request
  }

  private func figure(_ table: ReportTable, _ key: String) -> ReportValue? {
    table.rows.first { if case .label(_, key) = $0.values[0] { true } else { false } }?.values[1]
  }

  @Test func whatFallsDueLaterIsNotOverdueAndTheReportSaysUpToWhen() async throws {
    let log = try await SmallLog(Fact.some(130, seed: 600))
    let now = try Date.newYork(2015, 3, 20, 10)
    let end = now.addingTimeInterval(-0.000_001)
    let request = try asked(try ReportCatalog.named("monthly"), log, lookedAt: now)
    let tables = try await request.tables(on: log.connection)
    let (then, late) = (
      log.facts.count { $0.isOverdue(at: end) },
      try log.facts.count { $0.isOverdue(at: try .newYork(2015, 4, 1).addingTimeInterval(-0.000_001)) }
    )
    #expect(then != late)
    #expect(figure(tables[0], "overdue") == .integer(then))
    // Days to come are no days of the report.
    #expect(tables.first { $0.sheet.key == "by-day" }?.rows.count == 21)
    let cover = try await request.run(on: log.connection) { CoverKeeper() }.outcome
    #expect(cover.lines[1] == "Period not over; counted up to 2015-03-20 10:00")
    #expect(cover.lines[0].contains("2015-04-01"))
  }

  @Test func oneThatIsOverIsAsItAlwaysWas() async throws {
    let log = try await SmallLog(Fact.some(60, seed: 601))
    let monthly = try ReportCatalog.named("monthly")
    let (before, after) = (
      try asked(monthly, log, lookedAt: nil), try asked(monthly, log, lookedAt: .newYork(2015, 4, 1))
    )
    #expect(after.until == nil && before.parameters == after.parameters && before.asOf == after.asOf)
    #expect(throws: ReportError.notBegun("2015-03-01 00:00")) {
      try asked(monthly, log, lookedAt: .newYork(2015, 3, 1))
    }
  }

  @Test func theFileSaysUpToWhenSoThatItIsMadeAgain() async throws {
    let log = try await SmallLog(Fact.some(90, seed: 602))
    let folder = try await Scratch()
    for key in ["monthly", "volume", "timeliness"] {
      let request = try asked(
        try ReportCatalog.named(key), log, lookedAt: try .newYork(2015, 3, 20, 10).addingTimeInterval(0.25))
      try await ProjectionRunner(log.connection, pageSize: 97).catchUp(request.models)
      _ = try await request.write(to: folder.file("\(key).xlsx"), on: log.connection)
      let file = try ReportFile.open(folder.file("\(key).xlsx"))
      #expect(file.stamp.parameters["until"] == "2015-03-20T14:00:01Z")
      let again = try ReportRequest(file.stamp, definition: request.definition)
      _ = try await again.write(to: folder.file("again.xlsx"), on: log.connection)
      #expect(try folder.bytes("\(key).xlsx") == folder.bytes("again.xlsx"), "\(key)")
    }
  }

  @Test func likeIsComparedWithLike() async throws {
    let log = try await SmallLog(Fact.some(130, seed: 603))
    let same = try ReportLibrary.shipped.report("same-period")
    let now = try Date.newYork(2015, 3, 20, 10)
    let request = try asked(same, log, lookedAt: now) { $0.options.comparison = .previous }
    try await ProjectionRunner(log.connection, pageSize: 97).catchUp(request.models)
    let table = try #require(try await request.tables(only: "by-process", on: log.connection).first)
    let total = try #require(table.rows.last)
    let columns = table.sheet.columns.map(\.key)
    func value(_ key: String) throws -> ReportValue { total.values[try #require(columns.firstIndex(of: key))] }
    func opened(_ from: Date, _ to: Date) -> ReportValue {
      .integer(log.facts.count { $0.openedAt >= from && $0.openedAt < to })
    }
    #expect(try value("opened") == opened(.newYork(2015, 3, 1), now))
    #expect(try value("opened.base") == opened(.newYork(2015, 2, 1), .newYork(2015, 2, 20, 10)))
    let note = try #require(table.sheet.notes.first { $0.en.hasPrefix("Compared") })
    #expect(note.en.contains("the same part of the other period, 2015-02-01 00:00") && note.en.contains("Days: 20"))
    // A base that is not over tells nothing.
    let ahead = try asked(same, log, lookedAt: try .newYork(2015, 4, 2)) {
      $0.options.comparison = ReportComparison("2015-04-01..2015-05-01")
    }
    await #expect(throws: ReportError.comparedNotOver("2015-05-01 00:00")) {
      try await ahead.tables(on: log.connection)
    }
  }

  @Test func whatWasToldOfAMonthIsOfTheMonthAlsoWhileItIsNotOver() async throws {
    let log = try await SmallLog(Fact.some(40, seed: 604))
    let yaml = """
      measure: sold
      labels: {zh: 销量, en: Sold}
      of: given
      as: count
      given: [{value: 40, month: 2015-03}, {value: 30, month: 2015-02}]
      ---
      report: mine
      labels: {zh: 我的, en: Mine}
      time: period
      tables: [{name: all, labels: {zh: 总, en: All}, rows: [], measures: [sold], compare: previous}]
      """
    let texts = try ReportLibrary.shipped.check(yaml, called: "mine.yaml")
    let request = try asked(
      try ReportLibrary(published: texts).report("mine"), log, lookedAt: try .newYork(2015, 3, 20))
    try await ProjectionRunner(log.connection, pageSize: 97).catchUp(request.models)
    let row = try #require(try await request.tables(on: log.connection).first?.rows.first)
    #expect(row.values[1...2] == [.integer(40), .integer(30)])
  }

  @Test func anInstantToComeIsSaidToBeOne() async throws {
    let log = try await SmallLog([])
    let asOf = try Date.newYork(2015, 3, 9)
    func lines(_ lookedAt: Date) async throws -> [String] {
      let request = try ReportRequest(
        ReportCatalog.named("overdue"), asOf: asOf, lookedAt: lookedAt, language: .en, zone: log.zone,
        program: "hotline test")
      return try await request.run(on: log.connection) { CoverKeeper() }.outcome.lines
    }
    #expect(try await lines(asOf).count == 2)
    #expect(try await lines(.newYork(2015, 3, 8))[1].contains("Not come yet"))
  }
}
