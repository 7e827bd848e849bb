import Domain
import FoundationEssentials
import Postgres
import Projections
import Reports
import Testing

/// Tables counted by the engine, beside plain Swift that counts what was told to have happened.
struct EngineTests {
  static let yaml = """
    report: mine
    labels: {zh: 我的, en: Mine}
    time: period
    tables:
      - name: cross
        labels: {zh: 交叉, en: Cross}
        rows: [category, unit]
        columns: kind
        measures: [opened, finished, on-time, late, open, overdue, standing]
        subtotals: true
        totals: [rows, columns]
        drill: true
      - name: by-day
        labels: {zh: 按日, en: By day}
        rows: [day]
        measures: [opened, finished, open]
        every: [day]
      - name: by-month
        labels: {zh: 按月, en: By month}
        rows: [channel]
        columns: month
        measures: [opened, open]
        every: [month]
        totals: [rows, columns]
      - name: top
        labels: {zh: 前, en: Top}
        rows: [category]
        measures: [opened, on-time-rate]
        sort: -opened
        top: 2
      - name: late
        labels: {zh: 逾期, en: Late}
        rows: [lateness]
        measures: [overdue]
        buckets: {lateness: [7d, 30d]}
        every: [lateness]
    """

  func period() throws -> (from: Date, to: Date) { (try .newYork(2015, 3, 1), try .newYork(2015, 4, 1)) }

  func tables(
    _ log: SmallLog, _ scope: OrderStatistics.Scope = .init(), yaml: String = yaml,
    _ change: (inout ReportOptions) -> Void = { _ in }
  ) async throws -> [String: ReportTable] {
    let library = ReportLibrary(
      published: [DefinitionText(kind: .report, key: "mine", edition: .published(1), yaml: yaml)])
    #expect(library.broken.isEmpty)
    let (from, to) = try period()
    var asked = try request(try library.report("mine"), log, from: from, to: to, scope: scope)
    change(&asked.options)
    try await ProjectionRunner(log.connection, pageSize: 97).catchUp(asked.models)
    let tables = try await asked.tables(on: log.connection)
    return Dictionary(uniqueKeysWithValues: tables.map { ($0.sheet.key, $0) })
  }

  /// What a measure of the shipped ones is of some facts.
  func count(_ measure: String, _ facts: [Fact]) throws -> Int {
    let (from, to) = try period()
    let end = to.addingTimeInterval(-0.000_001)
    return facts.count { fact in
      guard let stood = fact.stood(at: end) else { return false }
      let isFinished = stood.finishedAt.map { $0 >= from } == true
      return switch measure {
      case "opened": fact.openedAt >= from
      case "finished": isFinished
      case "on-time":
        isFinished && fact.promise(at: end).map { due in stood.finishedAt.map { $0 <= due } == true } == true
      case "late": isFinished && fact.promise(at: end).map { due in stood.finishedAt.map { $0 > due } == true } == true
      case "open": stood.kind == .open
      case "overdue": fact.isOverdue(at: end)
      case "standing": true
      default: false
      }
    }
  }

  func integers(_ table: ReportTable, _ row: ReportRow) -> [String: Int] {
    var found: [String: Int] = [:]
    for (column, value) in zip(table.sheet.columns, row.values) {
      if case .integer(let number) = value { found[column.key] = number }
    }
    return found
  }

  func code(_ value: ReportValue) -> String? { if case .label(_, let code) = value { code } else { nil } }

  @Test(arguments: UInt64(100)..<104)
  func everyCellIsAPlainCountAndEverySumIsTheSumOfItsLines(seed: UInt64) async throws {
    let log = try await SmallLog(Fact.some(140, seed: seed))
    let table = try #require(try await tables(log)["cross"])
    let end = try period().to.addingTimeInterval(-0.000_001)
    let kinds = StateKind.allCases
    let measures = ["opened", "finished", "on-time", "late", "open", "overdue", "standing"]
    var (total, subtotal): ([String: Int], [String: Int]) = ([:], [:])
    for row in table.rows {
      let figures = integers(table, row)
      switch row.emphasis {
      case .none, .warning, .single, .rest:
        let (category, unit) = (code(row.values[0]), code(row.values[1]))
        let facts = log.facts.filter { fact in
          fact.stood(at: end).map { fact.category == category && $0.unit == unit } == true
        }
        for measure in measures {
          for kind in kinds {
            let expected = try count(measure, facts.filter { $0.stood(at: end)?.kind == kind })
            #expect((figures["\(measure).\(kind.rawValue)"] ?? 0) == expected, "seed \(seed) \(measure) \(kind)")
          }
          #expect(figures["\(measure).total"] == (try count(measure, facts)), "seed \(seed) \(measure)")
        }
        for (key, value) in figures {
          total[key, default: 0] += value
          subtotal[key, default: 0] += value
        }
        // Of one line there is no subtotal: it is one.
        if row.emphasis == .single {
          #expect(figures == subtotal, "seed \(seed)")
          subtotal = [:]
        }
      case .subtotal:
        #expect(figures == subtotal, "seed \(seed)")
        subtotal = [:]
      case .total: #expect(figures == total, "seed \(seed)")
      }
    }
    #expect(total["opened.total"] == (try count("opened", log.facts)))
  }

  @Test(arguments: UInt64(110)..<113)
  func behindEveryFigureAreAsManyOrdersAsItSays(seed: UInt64) async throws {
    let log = try await SmallLog(Fact.some(90, seed: seed))
    let found = try await tables(log)
    let (table, drill) = (try #require(found["cross"]), try #require(found["cross-orders"]))
    #expect(drill.sheet.isDrill && !drill.rows.isEmpty)
    var counted: [String: Int] = [:]
    for row in drill.rows {
      let place = row.values.prefix(4).map { code($0) ?? "-" }
      counted[place.joined(separator: "|"), default: 0] += 1
    }
    var figures: [String: Int] = [:]
    for row in table.rows where !row.isSum {
      for (key, value) in integers(table, row) where value > 0 && !key.hasSuffix(".total") {
        let parts = key.split(separator: ".").map(String.init)
        figures["\(parts[0])|\(code(row.values[0]) ?? "-")|\(code(row.values[1]) ?? "-")|\(parts[1])"] = value
      }
    }
    #expect(counted == figures, "seed \(seed)")
  }

  @Test func whatHappenedStandsOnItsDayAndWhatStandsAtTheEndOfEach() async throws {
    let log = try await SmallLog(Fact.some(130, seed: 120))
    let found = try await tables(log)
    let table = try #require(found["by-day"])
    let lines = table.rows.filter { !$0.isSum }
    #expect(lines.count == 31)
    let ends = try period()
    for (index, row) in lines.enumerated() {
      let from = try Date.newYork(2015, 3, index + 1)
      let to = index == 30 ? ends.to : try .newYork(2015, 3, index + 2)
      let end = to.addingTimeInterval(-0.000_001)
      let figures = integers(table, row)
      #expect(figures["opened"] == log.facts.count { $0.openedAt >= from && $0.openedAt < to })
      #expect(figures["open"] == log.facts.count { $0.stood(at: end)?.kind == .open })
      let last = ends.to.addingTimeInterval(-0.000_001)
      #expect(
        figures["finished"]
          == log.facts.count { fact in
            fact.stood(at: last)?.finishedAt.map { $0 >= from && $0 < to } == true
          })
    }
    // What stands has no sum over days.
    let total = try #require(table.rows.last)
    #expect(total.emphasis == .total && total.values[3] == .none)
    #expect(total.values[1] == .integer(try count("opened", log.facts)))
  }

  @Test func theFirstOfAnOrderAndAllElseAreTheWhole() async throws {
    let log = try await SmallLog(Fact.some(130, seed: 130))
    let table = try #require(try await tables(log)["top"])
    let lines = table.rows.filter { !$0.isSum }.map { integers(table, $0)["opened"] ?? 0 }
    #expect(lines.count == 3 && lines[0] >= lines[1])
    #expect(lines.reduce(0, +) == (try count("opened", log.facts)))
  }

  @Test func bucketsHoldWhatLiesBetweenTheirBorders() async throws {
    let log = try await SmallLog(Fact.some(130, seed: 140))
    let table = try #require(try await tables(log)["late"])
    let end = try period().to.addingTimeInterval(-0.000_001)
    let late = log.facts.filter { $0.isOverdue(at: end) }.compactMap {
      $0.due.map { end.timeIntervalSince($0) / 86_400 }
    }
    let lines = table.rows.filter { !$0.isSum }.map { integers(table, $0)["overdue"] ?? 0 }
    #expect(lines.prefix(3) == [late.count { $0 < 7 }, late.count { $0 >= 7 && $0 < 30 }, late.count { $0 >= 30 }])
  }

  @Test func theThreeDepthsAddUpToTheSame() async throws {
    let log = try await SmallLog(Fact.some(100, seed: 150))
    func lines(_ depth: ReportDepth) async throws -> [Int] {
      let table = try #require(try await tables(log) { $0.depth = depth }["cross"])
      return table.rows.filter { !$0.isSum }.map { integers(table, $0)["opened.total"] ?? 0 }
    }
    let (summary, general, detailed) = (
      try await lines(.summary), try await lines(.general), try await lines(.detailed)
    )
    #expect(summary.count == 1 && general.count > 1 && detailed.count > general.count)
    #expect(summary[0] == general.reduce(0, +) && summary[0] == detailed.reduce(0, +))
    #expect(summary[0] == (try count("opened", log.facts)))
  }

  @Test func whoSeesOneUnitCountsOneUnit() async throws {
    let log = try await SmallLog(Fact.some(120, seed: 160))
    var scope = OrderStatistics.Scope()
    scope.sight = OrderSight(scope: .units([try #require(UnitKey("ISD"))]), secrets: .all)
    let found = try await tables(log, scope)
    let table = try #require(found["cross"])
    let end = try period().to.addingTimeInterval(-0.000_001)
    let own = log.facts.filter { $0.stood(at: end)?.unit == "ISD" }
    let total = integers(table, try #require(table.rows.last))
    for measure in ["opened", "open", "standing"] { #expect(total["\(measure).total"] == (try count(measure, own))) }
    #expect(found["cross-orders"]?.rows.allSatisfy { code($0.values[2]) == "ISD" } == true)
  }

  @Test func aConditionLeavesWhatItSays() async throws {
    let log = try await SmallLog(Fact.some(120, seed: 170))
    func opened(_ filter: String) async throws -> Int? {
      let filters = [try ReportFilter(filter)]
      let table = try #require(try await tables(log) { $0.filters = filters }["top"])
      return integers(table, try #require(table.rows.last))["opened"]
    }
    #expect(try await opened("channel=phone") == (try count("opened", log.facts.filter { $0.channel == "phone" })))
    #expect(try await opened("channel!=phone") == (try count("opened", log.facts.filter { $0.channel != "phone" })))
    #expect(try await opened("channel=-") == (try count("opened", log.facts.filter { $0.channel == nil })))
    #expect(
      try await opened("category=Noise,-")
        == (try count("opened", log.facts.filter { $0.category == nil || $0.category == "Noise" })))
  }

  @Test func theSameReportIsTheSameWheneverItIsMadeAgain() async throws {
    let log = try await SmallLog(Fact.some(60, seed: 180))
    let first = try await tables(log)["cross"]?.rows
    // What happens later changes nothing of what was.
    try await log.append(Fact(openedAt: try .newYork(2016, 1, 1), due: try .newYork(2016, 1, 2)), sequence: 900)
    #expect(try await tables(log)["cross"]?.rows == first)
  }

  @Test func aComparisonHasBothValuesTheirDifferenceAndNoShareOfNothing() async throws {
    let log = try await SmallLog(Fact.some(130, seed: 190))
    let table = try #require(try await tables(log) { $0.comparison = .previous }["top"])
    #expect(
      table.sheet.columns.dropFirst().prefix(4).map(\.key)
        == ["opened", "opened.base", "opened.difference", "opened.change"])
    // Of two rates the difference is in percentage points, and its key says so.
    #expect(
      table.sheet.columns.suffix(4).map(\.key)
        == ["on-time-rate", "on-time-rate.base", "on-time-rate.difference-pp", "on-time-rate.change"])
    #expect(table.sheet.columns.suffix(2).map(\.kind) == [.points, .percent])
    let rates = try #require(table.rows.last).values.suffix(4).map { $0 }
    if case (.percent(let now?), .percent(let then?)) = (rates[0], rates[1]) {
      #expect(rates[2] == .points(now - then) && now != then)
    } else {
      Issue.record("no rates: \(rates)")
    }
    let february = try log.facts.count {
      try $0.openedAt >= .newYork(2015, 2, 1) && $0.openedAt < .newYork(2015, 3, 1)
    }
    let total = try #require(table.rows.last)
    let march = try count("opened", log.facts)
    #expect(total.values[1...3] == [.integer(march), .integer(february), .integer(march - february)])
    #expect(total.values[4] == .percent(Double(march - february) / Double(february)))
    let none = try #require(try await tables(log) { $0.comparison = ReportComparison("2013-01-01..2013-02-01") }["top"])
    #expect(none.rows.last?.values[2...4] == [.integer(0), .integer(march), .percent(nil)])
  }
}
