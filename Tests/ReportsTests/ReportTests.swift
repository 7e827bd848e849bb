import Domain
import FoundationEssentials
import Projections
import Reports
import Testing

struct ReportTests {
  @Test func aRateOfNothingIsNotApplicable() async throws {
    let log = try await SmallLog([Fact(openedAt: try .newYork(2015, 3, 2))])
    let tables = try await monthly(log, from: .newYork(2015, 3, 1), to: .newYork(2015, 4, 1)).tables(on: log.connection)
    let rates = values("onTimeRate", of: try #require(tables.first { $0.sheet.key == "by-unit" }))
    #expect(!rates.isEmpty && rates.allSatisfy { $0 == .percent(nil) })
    let summary = try #require(tables.first)
    let line = try #require(summary.rows.first { code(of: $0.values[0]) == "on-time-rate" })
    #expect(line.values[1] == .percent(nil))
  }

  @Test func aPeriodInWhichNothingHappenedHasZeros() async throws {
    let log = try await SmallLog([Fact(openedAt: try .newYork(2015, 3, 2))])
    let request = try monthly(log, from: .newYork(2014, 2, 1), to: .newYork(2014, 3, 1))
    let tables = try await request.tables(on: log.connection)
    #expect(tables.map(\.rows.count) == [11, 1, 29, 1, 1, 1])
    #expect(tables[2].rows.allSatisfy { $0.values[1] == .integer(0) && $0.values[2] == .integer(0) })
    #expect(tables[0].rows.map { $0.values[1] }.count { $0 == .integer(0) } == 9)
  }

  @Test func theDayTheClocksGoForwardHasTwentyThreeHoursAndTheNextBeginsAtMidnight() async throws {
    let log = try await SmallLog([
      Fact(openedAt: try .newYork(2015, 3, 8, 0, 0)), Fact(openedAt: try .newYork(2015, 3, 8, 23, 59)),
      Fact(openedAt: try .newYork(2015, 3, 9, 0, 0)),
    ])
    let request = try monthly(log, from: .newYork(2015, 3, 1), to: .newYork(2015, 4, 1))
    let table = try #require(try await request.tables(only: "by-day", on: log.connection).first)
    let days = Array(table.rows.dropLast())
    #expect(days.count == 31)
    #expect(
      days.map { $0.values[0] } == (1...31).compactMap { CivilDay(year: 2015, month: 3, day: $0).map { .day($0) } })
    #expect(days[6...9].map { $0.values[1] } == [.integer(0), .integer(2), .integer(1), .integer(0)])
  }

  @Test func theOverdueReportListsWhatTheBoardLists() async throws {
    let log = try await SmallLog(Fact.some(120, seed: 40))
    let asOf = try Date.newYork(2015, 4, 1)
    let tables = try await overdue(log, asOf: asOf).tables(on: log.connection)
    let overdueFacts = log.facts.enumerated().filter { $0.element.isOverdue(at: asOf) }
    let numbers = values("no", of: tables[1])
    let expected = overdueFacts.map { ReportValue.code(OrderNumber(sequence: $0.offset + 1).description) }
    #expect(numbers.count == expected.count && expected.allSatisfy(numbers.contains))
    let total = try #require(tables[0].rows.last)
    #expect(total.emphasis == .total && total.values[2] == .integer(overdueFacts.count))
    // The word and the colour of a line say the same.
    for row in tables[1].rows {
      #expect((row.values.last.flatMap(code) == "over-30-days") == (row.emphasis == .warning))
    }
    // The worst unit is on top.
    let counts = values("overdue", of: tables[0]).dropLast().compactMap {
      if case .integer(let n) = $0 { n } else { nil }
    }
    #expect(counts == counts.sorted(by: >))
  }

  @Test func aReportStandsOnThePositionThatTheBoardHasReached() async throws {
    let log = try await SmallLog(Fact.some(5, seed: 50))
    let request = try overdue(log, asOf: .newYork(2015, 4, 1))
    let head = try await log.head()
    try await log.append(Fact(openedAt: .newYork(2015, 1, 1), due: .newYork(2015, 1, 2)), sequence: 900)
    let folder = try await Scratch()
    let before = try await request.write(to: folder.file("a.xlsx"), on: log.connection)
    #expect(before.basis.position == head)
    try await log.catchUp()
    let after = try await request.write(to: folder.file("b.xlsx"), on: log.connection)
    #expect(after.basis.position == head + 1)
    #expect(after.rowCounts.last?.rows == (before.rowCounts.last?.rows ?? 0) + 1)
  }

  @Test func whatCannotBeReportedIsRefusedWithTheWayOut() async throws {
    let log = try await SmallLog([
      Fact(openedAt: try .newYork(2015, 3, 2), assignments: [(.newYork(2015, 3, 2), "ISD")])
    ])
    let day = try Date.newYork(2015, 3, 1)
    let (monthly, overdue) = (try ReportCatalog.named("monthly"), try ReportCatalog.named("overdue"))
    #expect(throws: ReportError.noSuchReport("weekly", known: ReportCatalog.all.map(\.key))) {
      try ReportCatalog.named("weekly")
    }
    #expect(throws: ReportError.emptyPeriod) { try request(monthly, log, from: day, to: day) }
    #expect(throws: ReportError.periodTooLong(dayLimit: 3660)) {
      try request(monthly, log, from: day, to: .newYork(2035, 1, 1))
    }
    #expect(throws: ReportError.wrongTimeFrame(report: "overdue", needs: .instant)) {
      try request(overdue, log, from: day, to: .newYork(2015, 4, 1))
    }
    await #expect(throws: ReportError.noSuchUnit("ISDD", known: ["ISD"])) {
      try await request(overdue, log, asOf: day, scope: .init(unit: "ISDD")).tables(on: log.connection)
    }
    let known = ShippedProcesses.all.map(\.key.rawValue)
    await #expect(throws: ReportError.noSuchProcess("requests", known: known)) {
      try await request(overdue, log, asOf: day, scope: .init(process: "requests")).tables(on: log.connection)
    }
    await #expect(throws: ReportError.noSuchSheet("days", known: ["by-unit", "orders"])) {
      try await request(overdue, log, asOf: day).tables(only: "days", on: log.connection)
    }
  }

  private func code(of value: ReportValue) -> String? {
    if case .label(_, let code) = value { code } else { nil }
  }

  private func values(_ column: String, of table: ReportTable) -> [ReportValue] {
    guard let place = table.sheet.columns.firstIndex(where: { $0.key == column }) else { return [] }
    return table.rows.map { $0.values[place] }
  }
}

func monthly(_ log: SmallLog, from: Date, to: Date, language: ReportLanguage = .en) throws -> ReportRequest {
  try request(ReportCatalog.named("monthly"), log, from: from, to: to, language: language)
}

func overdue(_ log: SmallLog, asOf: Date, language: ReportLanguage = .en) throws -> ReportRequest {
  try request(ReportCatalog.named("overdue"), log, asOf: asOf, language: language)
}

func request(
  _ definition: ReportDefinition, _ log: SmallLog, from: Date? = nil, to: Date? = nil, asOf: Date? = nil,
  scope: OrderStatistics.Scope = .init(), language: ReportLanguage = .en
) throws -> ReportRequest {
  try ReportRequest(
    definition, from: from, to: to, asOf: asOf, scope: scope, language: language, zone: log.zone, officeTitle: "市民热线",
    program: "hotline test")
}
