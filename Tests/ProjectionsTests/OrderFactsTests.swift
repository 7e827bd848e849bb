import Domain
import FoundationEssentials
import Postgres
import TestSeeds
import Testing

@testable import Projections

@Suite struct OrderFactsTests {
  @Test(arguments: UInt64(400)..<404) func howOrdersStoodIsWhatTheBoardSays(seed: UInt64) async throws {
    var random = Seeded(seed)
    var log = try await OfficeLog()
    try await log.happen(150, &random)
    try await log.runner(pageSize: 9).catchUp([OrderFacts()])
    try await log.happen(100, &random)
    try await log.runner(pageSize: 40).catchUp([OrderFacts(), OrderBoard()])
    for _ in 0..<20 {
      let instant = instant(&random)
      var scope = OrderStatistics.Scope()
      if random.chance(20) { scope.process = "complaint" }
      if random.chance(20) { (scope.unit, scope.subtree) = ("PWDx", ["PWDx", "INFO"]) }
      if random.chance(30), let unit = UnitKey("维修") {
        scope.sight = OrderSight(scope: .units([unit]), secrets: .units([]))
      }
      let (asked, sight) = (scope, seed)
      let (differences, count) = try await log.connection.run { c in
        let columns: SQL = "no, process, category, channel, opened_at, state, kind, unit, due_at, finished_at"
        let rows = try c.query(
          """
          with board as (\(OrderStatistics.stood(at: instant, asked))),
            fact as (select \(columns) from (\(OrderFacts.stood(at: instant, asked))) as f)
          (table board except all table fact) union all (table fact except all table board)
          """)
        let count = try c.query("select count(*) from (\(OrderStatistics.stood(at: instant, asked))) as b")
        return (rows.count, try count.only().decode(Int64.self))
      }
      #expect(differences == 0, "seed \(sight), \(instant), \(count) orders")
    }
  }

  @Test func whatIsLeftOutCountsInNoFigureOfThePeriod() async throws {
    var random = Seeded(405)
    var log = try await OfficeLog()
    try await log.happen(250, &random)
    try await log.runner().catchUp([OrderFacts(), OrderBoard()])
    for _ in 0..<20 {
      let (first, second) = (instant(&random), instant(&random))
      guard let period = OrderStatistics.Period(from: min(first, second), to: max(first, second)) else { continue }
      let counts = try await log.connection.run { c in
        try [nil, period.from].map { since in
          try c.query(
            """
            select count(*) filter (where opened_at >= \(period.from))::text,
                count(*) filter (where kind <> 'open' and finished_at >= \(period.from))::text,
                count(*) filter (where kind = 'open')::text, count(distinct no)::text = count(*)::text
              from (\(OrderFacts.stood(at: period.end, since: since))) as o
            """
          ).only().decode(String.self, String.self, String.self, Bool.self)
        }
      }
      #expect(counts[0] == counts[1] && counts[0].3, "\(period)")
    }
  }

  @Test(arguments: UInt64(410)..<412) func aRowSaysWhatTheOrderIs(seed: UInt64) async throws {
    var random = Seeded(seed)
    var log = try await OfficeLog()
    try await log.happen(200, &random)
    try await log.runner(pageSize: 30).catchUp([OrderFacts(), OrderBoard()])
    var most = 0
    for instant in [self.instant(&random), self.instant(&random), .distantFuture.addingTimeInterval(-1)] {
      let rows = try await stood(at: instant, log)
      let expected = log.board(asOf: instant).map { row in
        let opening = log.streams[.order(row.no)]?.first
        let order = log.order(row.no)
        return [
          String(row.no.value), row.staff, row.stage?.rawValue, row.area, row.campaign, row.intake,
          opening.map(\.worker),
          order?.party.map { String(describing: $0.uuid).lowercased() }, row.parent.map { String($0.value) },
          order?.relation?.rawValue, String(row.priority.rank), row.isSecret ? "true" : "false",
        ].map { $0 ?? "-" }.joined(separator: " ")
      }
      #expect(rows == expected.sorted(), "seed \(seed)")
      most = max(most, rows.count)
    }
    #expect(most > 20)
  }

  @Test func whoOpenedAnOrderIsKnownAgainWhenItIsReinstated() async throws {
    var log = try await OfficeLog()
    let no = OrderNumber(sequence: 1)
    let process = try #require(log.definitions.process("request"))
    try await log.write(
      [(.order(no), .order(.opened(Order.open(no: no, process: process, channel: "phone"))), at: OfficeLog.hour(1))],
      by: "zhao")
    try await log.runner().catchUp([OrderFacts(), OrderBoard()])
    try await log.write(
      [(.order(no), .order(.withdrawn(OrderWithdrawn(generation: 1))), at: OfficeLog.hour(2))], by: "qian")
    try await log.runner().catchUp([OrderFacts(), OrderBoard()])
    #expect(try await stood(at: OfficeLog.hour(3), log).isEmpty)
    try await log.write(
      [(.order(no), .order(.reinstated(OrderReinstated(generation: 2))), at: OfficeLog.hour(3))], by: "qian")
    try await log.runner().catchUp([OrderFacts(), OrderBoard()])
    let rows = try await stood(at: OfficeLog.hour(4), log)
    #expect(rows.count == 1 && rows[0].contains(" zhao "))
  }

  private func instant(_ random: inout Seeded) -> Date {
    let hour = Double(random.next() % 1500) - 50
    return OfficeLog.hour(random.chance(70) ? hour : hour + 0.123)
  }

  /// The columns that the board has no part in, by number.
  private func stood(at instant: Date, _ log: OfficeLog) async throws -> [String] {
    try await log.connection.run { c in
      try c.query(
        """
        select concat_ws(' ', no, coalesce(staff, '-'), coalesce(stage, '-'), coalesce(area, '-'),
            coalesce(campaign, '-'), coalesce(intake, '-'), coalesce(operator, '-'), coalesce(party::text, '-'),
            coalesce(parent::text, '-'), coalesce(relation, '-'), priority, is_secret::text)
          from (\(OrderFacts.stood(at: instant))) as o
        """
      ).map { try $0.decode(String.self) }.sorted()
    }
  }
}
