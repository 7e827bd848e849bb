import EventStore
import Postgres
import TestSeeds
import Testing

@testable import Projections

@Suite struct RunnerPastTests {
  /// What was live at a position is computed again later, row by row, from the log as it went on.
  @Test(arguments: UInt64(70)..<74) func thePastIsWhatWasLiveThen(seed: UInt64) async throws {
    var random = Seeded(seed)
    var log = try await OfficeLog()
    var seen: [(position: Int64, dump: Dump)] = []
    for _ in 0..<3 {
      try await log.happen(25, forgetting: false, &random)
      try await log.runner().catchUp(ReadModels.all)
      seen.append((try await log.store.head(), try await Dump(on: log.connection)))
    }
    // Onward, then back to an earlier one, which begins anew.
    for index in [1, 2, 0, 0] {
      let then = seen[index]
      let past = try await log.past(at: then.position, pageSize: 7)
      #expect(past == then.dump, "\(past.difference(from: then.dump))")
    }
    #expect(try await Dump(on: log.connection) == seen[2].dump)
  }

  @Test func aLookBackThatWasCutOffLeavesNothingWrong() async throws {
    var random = Seeded(75)
    var log = try await OfficeLog()
    try await log.happen(40, forgetting: false, &random)
    try await log.runner().catchUp(ReadModels.all)
    let (position, dump) = (try await log.store.head(), try await Dump([OrderBoard()], on: log.connection))
    try await log.happen(40, forgetting: false, &random)
    let cutOff = CutOff(OrderBoard(), at: position / 2)
    await #expect(throws: CancellationError.self) {
      try await log.runner(pageSize: 5).lookingBack(to: position, in: [cutOff.model]) {}
    }
    // By another process, which finds the lock free.
    let past = try await log.past(at: position, [OrderBoard()], pageSize: 5)
    #expect(past == dump, "\(past.difference(from: dump))")
  }

  @Test func whatNobodyLooksBackToGoesByItself() async throws {
    var random = Seeded(77)
    var log = try await OfficeLog()
    try await log.happen(30, forgetting: false, &random)
    let position = try await log.store.head()
    try await log.happen(5, forgetting: false, &random)
    _ = try await log.past(at: position, [OrderBoard(), OrderCounts()], pageSize: 50)
    let connection = log.connection
    func dropped() async throws -> Int? {
      try await connection.run { try ReadModels.dropPast(unusedFor: ReadModels.pastKept, on: $0) }
    }
    #expect(try await dropped() == 0)
    try await connection.run { connection in
      _ = try connection.execute(
        "update read_past.projection set since = now() - interval '25 hours', moved_at = null where name = 'order-board'"
      )
    }
    #expect(try await dropped() == 1)
    let kept = try await connection.run { connection in
      try connection.query("select name from read_past.projection").map { try $0.decode(String.self) }
    }
    let tables = try await connection.run { connection in
      try connection.query("select count(*) from pg_tables where schemaname = 'read_past' and tablename = 'order_card'")
        .only().decode(Int64.self)
    }
    #expect(kept == ["order-counts"] && tables == 0)
    #expect(try await connection.run { try ReadModels.dropPast(on: $0) } == 1)
  }

  @Test func forgettingReachesThePast() async throws {
    var random = Seeded(76)
    var log = try await OfficeLog()
    try await log.happen(60, forgetting: false, &random)
    try await log.runner().catchUp(ReadModels.all)
    let position = try await log.store.head()
    _ = try await log.past(at: position, pageSize: 50)
    // Of so many commands some forget somebody.
    try await log.happen(80, &random)
    try await log.runner().catchUp(ReadModels.all)
    let kept = try await log.connection.run { connection in
      try connection.query("select count(*) from read_past.projection").only().decode(Int64.self)
    }
    #expect(kept == 0)
    // It is computed again without the words.
    _ = try await log.past(at: position, pageSize: 50)
  }
}

extension OfficeLog {
  fileprivate func past(
    at position: Int64, _ models: [any Projection] = ReadModels.all, pageSize: Int
  ) async throws -> Dump {
    try await runner(pageSize: pageSize).lookingBack(to: position, in: models) {
      try await Dump(models, inThePast: true, on: connection)
    }
  }
}
