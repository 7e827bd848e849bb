import FoundationEssentials
import Postgres
import TestCluster
import Testing

/// Many statements in one flight.
extension ConnectionTests {
  @Test func aPipelineIsOneFlightAndAllOrNothing() async throws {
    let connection = try await connection()
    try await connection.run { c throws in
      try c.execute("create table t (n bigint primary key)")
      let inserts = (1...500).map { "insert into t values (\($0)) returning n" as SQL }
      let rows = try c.pipeline(inserts + ["select count(*) from t"])
      #expect(try rows[499].first?.decode(Int.self) == 500)
      #expect(try rows[500].first?.decode(Int.self) == 500)

      let error = #expect(throws: PostgresError.self) {
        try c.pipeline([
          "insert into t values (\(501))", "insert into t values (\(1))", "insert into t values (\(502))",
        ])
      }
      #expect(error?.isUniqueViolation == true)
      #expect(try c.query("select n from t where n > 500").isEmpty)

      #expect(throws: PostgresError.self) { try c.pipeline(["select 1", "selec 2", "select 3"]) }
      #expect(throws: PostgresError.self) { try c.pipeline(["select \("a\0")"]) }
      try c.transaction { c in
        try c.execute("insert into t values (\(600))")
        #expect(throws: PostgresError.self) {
          try c.transaction { c in
            _ = try c.pipeline(["insert into t values (\(601))", "insert into t values (\(600))"])
          }
        }
        _ = try c.pipeline(["insert into t values (\(602))"])
      }
      #expect(try c.query("select n from t where n >= 600 order by n").map { try $0.decode(Int.self) } == [600, 602])
      // More than the socket holds, both ways.
      let big = String(repeating: "x", count: 100_000)
      let echoes = try c.pipeline((0..<200).map { _ in "select \(big)" })
      #expect(try echoes.allSatisfy { try $0[0].decode(String.self).utf8.count == 100_000 })
    }
  }

  @Test func aFailedPipelineKeepsWhatItPrepared() async throws {
    let connection = try await connection()
    try await connection.run { c throws in
      try c.execute("create table t (n bigint primary key)")
      for _ in 0..<50 {
        #expect(throws: PostgresError.self) {
          try c.pipeline([
            "insert into t values (\(1))", "select \("x")", "insert into t values (\(1))", "select \(true)",
          ])
        }
      }
      #expect(try c.query("select count(*) from pg_prepared_statements").first?.decode(Int.self) ?? 0 < 5)
      #expect(try c.query("select n from t").isEmpty)
      #expect(try c.pipeline(["insert into t values (\(1))", "select \("x")"]).count == 2)
    }
  }

  @Test func aPipelineIsCancelledAsAWhole() async throws {
    let address = try await TestCluster.database()
    let (connection, watcher) = (try await Connection.open(address), try await Connection.open(address))
    let pid = await connection.serverProcessID
    try await connection.run { c in try c.execute("create table t (n bigint)") }
    let task = Task {
      try await connection.run { c in
        try c.pipeline(["insert into t values (\(1))", "select pg_sleep(60)", "insert into t values (\(2))"]).count
      }
    }
    try await watcher.waitUntil("select wait_event = 'PgSleep' from pg_stat_activity where pid = \(pid)")
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try await connection.run { c in try c.query("select n from t").count } == 0)
  }

  @Test func tooManyValuesAreRefusedInWords() async throws {
    let connection = try await connection()
    let sql: SQL = "select 1 in (" + (0..<70_000).map { "\($0)" as SQL }.joined(separator: ", ") + ")"
    try await connection.run { c throws in
      let error = #expect(throws: PostgresError.self) { try c.query(sql) }
      #expect(error?.hint == "Bind arrays and unnest them.")
      #expect(throws: PostgresError.self) { try c.pipeline(["select 1", sql]) }
      #expect(try c.query("select 7").first?.decode(Int.self) == 7)
    }
  }
}
