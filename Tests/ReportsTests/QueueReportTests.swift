import FoundationEssentials
import Postgres
import Projections
import Reports
import Testing

/// The definitions of queues over twenty calls whose every figure was computed by hand (`fixtures/queue/golden.ndjson`).
struct QueueReportTests {
  private let log: SmallLog
  private let asked: ReportRequest

  init() async throws {
    log = try await SmallLog([])
    asked = try request(
      try ReportLibrary.shipped.report("queue"), log, from: .newYork(2026, 3, 1), to: .newYork(2026, 4, 1))
    try await ProjectionRunner(log.connection).catchUp(asked.models)
  }

  @Test func withoutTelephonyThereIsNoReportAndNoZero() async throws {
    #expect(asked.definition.needs == [.calls])
    await #expect(throws: ReportError.noCalls("queue")) { try await asked.tables(on: log.connection) }
    #expect(ReportError.noCalls("queue").words.zh.contains("还没有任何通话记录"))
  }

  @Test func theDefinitionsGiveTheGoldenVectorToTheDigit() async throws {
    try await record(try GoldenQueue.calls())
    let figures = try await figures("figures").merging(figures("formulas")) { first, _ in first }
    for (level, in20, in15) in [
      ("a", "66.67", "41.67"), ("b", "44.44", "27.78"), ("c", "61.11", "44.44"), ("d", "53.33", "33.33"),
      ("e", "50.00", "31.25"), ("f", "40.00", "25.00"), ("g", "55.00", "40.00"),
    ] {
      #expect(figures["service-level-\(level)-20"] == in20 && figures["service-level-\(level)-15"] == in15, "\(level)")
    }
    #expect(figures["abandon-rate-1"] == "30.00" && figures["abandon-rate-2"] == "33.33")
    #expect(figures["abandon-rate-3"] == "25.00" && figures["connection-rate"] == "60.00")
    #expect(figures["calls-entered"] == "20" && figures["calls-answered"] == "12" && figures["calls-abandoned"] == "6")
    #expect(figures["calls-abandoned-short"] == "2" && figures["calls-flowed-out"] == "2")
    // 363 s over 12, 635 s over 20, 172 s over 6; a workbook shows whole seconds.
    #expect(try await sums() == ["wait-answered": "363 s", "wait-entered": "635 s", "wait-abandoned": "172 s"])
    #expect(figures["speed-of-answer"] == "30 s" && figures["mean-wait"] == "32 s")
    #expect(figures["mean-time-to-abandon"] == "29 s" && figures["longest-wait"] == "130 s")
    #expect(figures["mean-handle-time"] == "190 s")

    // What never got in is no part of the queue but of the connection rate; what was lost got in.
    let begin = Date(timeIntervalSince1970: 1_772_500_000)
    try await record([
      QueuedCall(queuedAt: begin, outcome: .blocked, wait: .zero),
      QueuedCall(queuedAt: begin, outcome: .lost, wait: .seconds(90)),
    ])
    let more = try await self.figures("figures").merging(self.figures("formulas")) { first, _ in first }
    #expect(more["connection-rate"] == "54.55" && more["service-level-f-20"] == "38.10")
    #expect(more["service-level-e-20"] == "50.00" && more["calls-asked"] == "22")
  }

  @Test func ofNoCallsInAPeriodARateIsNotThere() async throws {
    let short = QueuedCall(queuedAt: try .newYork(2026, 3, 5), outcome: .abandoned, wait: .seconds(3))
    try await record([short])
    let figures = try await figures("formulas")
    // Who hung up at once does not count, and nobody else called.
    #expect(figures["service-level-e-20"] == "n/a" && figures["service-level-b-20"] == "0.00")
  }

  @Test func everyTableAddsUpToTheCalls() async throws {
    try await record(try GoldenQueue.calls())
    for table in try await asked.tables(on: log.connection) {
      guard let place = table.sheet.columns.firstIndex(where: { $0.key == "calls-answered" }) else { continue }
      let answered = table.rows.filter { !$0.isSum }.map { text($0.values[place]) }
      #expect(answered.compactMap { Int($0) }.reduce(0, +) == 12, "\(table.sheet.key)")
    }
    let waits = try #require(try await asked.tables(only: "by-wait", on: log.connection).first)
    // A stretch ends before its end: 0, 2, 4; then 5, 9, 12, 14; then 15, 16, 19.
    #expect(
      waits.rows.filter { !$0.isSum }.map { text($0.values.last ?? .none) } == ["3", "4", "3", "6", "3", "1", "0"])
  }

  /// Puts calls where telephony will: answered ones by one agent, for 190 s each.
  private func record(_ calls: [QueuedCall]) async throws {
    try await log.connection.run { connection in
      for call in calls {
        let isAnswered = call.outcome == .answered
        try connection.execute(
          """
          insert into call_fact (call, queued_at, queue, ended, agent, wait, ringing, talk, hold, wrap)
            values (gen_random_uuid(), \(call.queuedAt), 'citizens', \(call.outcome.rawValue),
              \(isAnswered ? "1001" : nil), \(call.wait / .milliseconds(1)), 2000, \(isAnswered ? Int64(120_000) : nil),
              \(isAnswered ? Int64(30_000) : nil), \(isAnswered ? Int64(40_000) : nil))
          """)
      }
    }
  }

  /// What stands beside each measure of a table.
  private func figures(_ table: String) async throws -> [String: String] {
    let found = try #require(try await asked.tables(only: table, on: log.connection).first)
    return Dictionary(uniqueKeysWithValues: found.rows.map { (code($0.values[0]), text($0.values[1])) })
  }

  /// The sums behind the means, as an office would publish a report of them.
  private func sums() async throws -> [String: String] {
    let yaml = """
      report: sums
      labels: {zh: 和, en: Sums}
      time: period
      tables:
        - {name: one, labels: {zh: 一, en: One}, lines: measures, measures: [wait-answered, wait-entered, wait-abandoned]}
      """
    let texts = try ReportLibrary.shipped.check(yaml, called: "mine.yaml")
    let sums = try request(
      try ReportLibrary(published: texts).report("sums"), log, from: .newYork(2026, 3, 1), to: .newYork(2026, 4, 1))
    let table = try #require(try await sums.tables(on: log.connection).first)
    return Dictionary(uniqueKeysWithValues: table.rows.map { (code($0.values[0]), text($0.values[1])) })
  }

  private func code(_ value: ReportValue) -> String { if case .label(_, let code) = value { code ?? "" } else { "" } }

  private func text(_ value: ReportValue) -> String {
    switch value {
    case .integer(let number): "\(number)"
    case .percent(let share): share.map { two($0 * 100) } ?? "n/a"
    case .duration(let seconds): seconds.map { "\($0) s" } ?? "n/a"
    case .label(let words, _): words.en
    default: ""
    }
  }

  private func two(_ number: Double) -> String {
    let hundredths = Int((number * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }
}
