import FoundationEssentials
import Postgres
import TestCluster
import Testing

/// Cancelling reaches the server, and nobody else.
extension ConnectionTests {
  @Test func cancellingATaskReachesTheServer() async throws {
    let address = try await TestCluster.database()
    let (sleeper, watcher) = (try await Connection.open(address), try await Connection.open(address))
    let pid = await sleeper.serverProcessID
    let task = Task { try await sleeper.run { c in try c.execute("select pg_sleep(60)") } }
    try await watcher.waitUntil(
      "select state = 'active' and query like '%pg_sleep%' from pg_stat_activity where pid = \(pid)")
    let start = ContinuousClock.now
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    // Far from the 60 s that it would sleep, and far enough from now for a machine that is busy.
    #expect(ContinuousClock.now - start < .seconds(20))
    try await watcher.waitUntil("select state = 'idle' from pg_stat_activity where pid = \(pid)")
    // The connection is as good as before.
    #expect(try await sleeper.run { c in try c.query("select 7").first?.decode(Int32.self) } == 7)
  }

  @Test(arguments: 0..<40)
  func aCancellationAtAnyMomentIsNotLostAndHitsNobodyElse(step: Int) async throws {
    let connection = try await connection()
    let task = Task { try await connection.run { c in try c.execute("select pg_sleep(60)") } }
    for _ in 0..<step * 5 { await Task.yield() }
    task.cancel()
    let next = Task {
      try await connection.run { c in try c.query("select pg_sleep(0.01), 7").first?[1, as: Int.self] }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try await next.value == 7)
  }

  @Test func aCancelledTransactionIsRolledBack() async throws {
    let address = try await TestCluster.database()
    let (connection, watcher) = (try await Connection.open(address), try await Connection.open(address))
    let pid = await connection.serverProcessID
    try await connection.run { c in _ = try c.execute("create table t (n bigint)") }
    let task = Task {
      try await connection.run { c throws in
        try c.transaction { c in
          try c.execute("insert into t values (1)")
          try c.execute("select pg_sleep(60)")
        }
      }
    }
    try await watcher.waitUntil(
      "select state = 'active' and query like '%pg_sleep%' from pg_stat_activity where pid = \(pid)")
    connection.cancel()
    let error = await #expect(throws: PostgresError.self) { try await task.value }
    #expect(error?.isCancelled == true)
    #expect(try await connection.run { c in try c.query("select n from t").count } == 0)
  }
}
