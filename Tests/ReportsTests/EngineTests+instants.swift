import Domain
import FoundationEssentials
import Projections
import Reports
import Testing

/// What stands at an instant, what the older reports say, what was told.
extension EngineTests {
  @Test(arguments: UInt64(200)..<203)
  func anInstantIsWhatHadHappenedByThen(seed: UInt64) async throws {
    let log = try await SmallLog(Fact.some(110, seed: seed))
    let states = try ReportLibrary.shipped.report("order-states")
    for instant in try [
      Date.newYork(2015, 1, 9), .newYork(2015, 2, 20, 12), .newYork(2015, 4, 1), .newYork(2016, 1, 1),
    ] {
      let asked = try request(states, log, asOf: instant)
      try await ProjectionRunner(log.connection, pageSize: 97).catchUp(asked.models)
      let table = try #require(try await asked.tables(only: "by-state", on: log.connection).first)
      var found: [String: [Int]] = [:]
      for row in table.rows where !row.isSum {
        let figures = integers(table, row)
        found[code(row.values[1]) ?? "-"] = [figures["standing"] ?? 0, figures["overdue"] ?? 0]
      }
      var expected: [String: [Int]] = [:]
      for fact in log.facts {
        guard let stood = fact.stood(at: instant) else { continue }
        expected[stood.state.rawValue, default: [0, 0]][0] += 1
        if fact.isOverdue(at: instant) { expected[stood.state.rawValue, default: [0, 0]][1] += 1 }
      }
      #expect(found == expected, "seed \(seed) \(instant)")
    }
  }

  @Test func theReportsWrittenInSwiftHaveTheSameFigures() async throws {
    let log = try await SmallLog(Fact.some(120, seed: 210))
    let (from, to) = try period()
    let month = try await monthly(log, from: from, to: to).tables(only: "by-unit", on: log.connection)[0]
    let cross = try #require(try await tables(log)["cross"])
    let old = try #require(month.rows.last).values.dropFirst(2)
    let new = integers(cross, try #require(cross.rows.last))
    #expect(
      Array(old.prefix(4)) + Array(old.suffix(2))
        == ["opened", "finished", "on-time", "late", "open", "overdue"].map { .integer(new["\($0).total"] ?? -1) })
  }

  @Test func aFigureThatWasToldIsNotSplitByWhatNobodyTold() async throws {
    let log = try await SmallLog(Fact.some(60, seed: 220))
    let yaml = """
      measure: sold
      labels: {zh: 销量, en: Sold}
      of: given
      as: count
      given:
        - {value: 40, category: Noise, month: 2015-03}
        - {value: 60, category: Pothole, month: 2015-03}
        - {value: 999, category: Pothole, month: 2015-04}
      ---
      measure: rate
      labels: {zh: 率, en: Rate}
      formula: opened / sold
      as: percent
      ---
      report: mine
      labels: {zh: 我的, en: Mine}
      time: period
      tables:
        - {name: by-category, labels: {zh: 类, en: C}, rows: [category], measures: [opened, sold, rate]}
        - {name: by-unit, labels: {zh: 位, en: U}, rows: [unit], measures: [opened, sold, rate]}
      """
    let texts = try ReportLibrary.shipped.check(yaml, called: "mine.yaml")
    let (from, to) = try period()
    let asked = try request(try ReportLibrary(published: texts).report("mine"), log, from: from, to: to)
    try await ProjectionRunner(log.connection, pageSize: 97).catchUp(asked.models)
    let tables = try await asked.tables(on: log.connection)
    let potholes = try #require(tables[0].rows.first { code($0.values[0]) == "Pothole" })
    #expect(potholes.values[2] == .integer(60))
    let opened = try count("opened", log.facts.filter { $0.category == "Pothole" })
    #expect(potholes.values[3] == .percent(Double(opened) / 60))
    #expect(tables[0].rows.last?.values[2] == .integer(100))
    for row in tables[1].rows where !row.isSum { #expect(row.values[3] == .percent(nil)) }
    #expect(tables[1].rows.last?.values[2] == .integer(100))
  }

  @Test func noReportIsMadeOfReadModelsThatStandApart() async throws {
    let log = try await SmallLog(Fact.some(20, seed: 230))
    let (from, to) = try period()
    let asked = try request(try ReportLibrary.shipped.report("volume"), log, from: from, to: to)
    let runner = ProjectionRunner(log.connection, pageSize: 97)
    try await runner.catchUp(asked.models)
    try await log.append(Fact(openedAt: try .newYork(2015, 3, 5)), sequence: 900)
    try await log.catchUp()
    await #expect(throws: ReportError.modelsApart) { try await asked.tables(on: log.connection) }
    try await runner.catchUp(asked.models)
    let table = try #require(try await asked.tables(only: "by-day", on: log.connection).first)
    let total = try #require(table.rows.last)
    #expect(total.values[1] == .integer(try count("opened", log.facts) + 1))
  }
}
