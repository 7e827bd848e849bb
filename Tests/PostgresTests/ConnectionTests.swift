import FoundationEssentials
import Postgres
import TestCluster
import Testing

@Suite struct ConnectionTests {
  private func connection() async throws -> Connection {
    try await Connection.open(try await TestCluster.database())
  }

  @Test func anErrorKeepsItsStateAndNeverAValue() async throws {
    let connection = try await connection()
    let error = try await connection.run { c throws in
      try c.execute("create table t (phone text constraint one_phone unique)")
      try c.execute("insert into t values (\("secret"))")
      return #expect(throws: PostgresError.self) { try c.execute("insert into t values (\("secret"))") }
    }
    let found = try #require(error)
    #expect(found.isUniqueViolation)
    #expect(found.constraint == "one_phone")
    #expect(found.table == "t")
    #expect(found.statement == "insert into t values ($1)")
    #expect(!found.description.contains("secret"))
    #expect(found.detail?.contains("secret") == true)
  }

  @Test func anAddressNeverShowsItsPassword() async throws {
    for address in [
      Address("host=/nowhere user=u password='hun ter' dbname=d"),
      Address("postgresql://u:hunter@[::1]:1/d?connect_timeout=2"),
      Address("hunter"), Address("postgresql://u:hunter@:x:y/d"),
    ] {
      #expect(!"\(address) \(String(reflecting: address))".contains("hun"))
      var dumped = ""
      dump(address, to: &dumped)
      #expect(!dumped.contains("hun"))
      let error = await #expect(throws: PostgresError.self) { try await Connection.open(address) }
      #expect(error?.isUnreachable == true)
      #expect("\(try #require(error))".contains("hun") == false)
    }
  }

  @Test func addressesAreQuoted() {
    let address = Address.socket(folder: "/tmp/it's a \\ folder", database: "a b", user: "u")
    #expect(address.parameter("host") == "/tmp/it's a \\ folder")
    #expect(address.parameter("dbname") == "a b")
    #expect(address.database("c").parameter("dbname") == "c")
  }

  @Test func aNestedTransactionIsRolledBackAlone() async throws {
    struct Refusal: Error {}
    let connection = try await connection()
    let found = try await connection.run { c throws in
      try c.execute("create table t (n bigint primary key)")
      try c.transaction { c in
        try c.execute("insert into t values (1)")
        #expect(throws: Refusal.self) {
          try c.transaction { c in
            try c.execute("insert into t values (2)")
            throw Refusal()
          }
        }
        #expect(throws: PostgresError.self) {
          try c.transaction { c in try c.execute("insert into t values (1)") }
        }
        try c.transaction { c in try c.execute("insert into t values (3)") }
      }
      #expect(throws: Refusal.self) {
        try c.transaction { c in
          try c.execute("insert into t values (4)")
          throw Refusal()
        }
      }
      return try c.query("select n from t order by n").map { try $0.decode(Int.self) }
    }
    #expect(found == [1, 3])
  }

  @Test func aSwallowedErrorFailsTheCommit() async throws {
    let connection = try await connection()
    try await connection.run { c throws in
      try c.execute("create table t (n bigint)")
      let error = #expect(throws: PostgresError.self) {
        try c.transaction { c in
          try c.execute("insert into t values (1)")
          _ = try? c.execute("select 1 / 0")
        }
      }
      #expect(error?.sqlState == "25P02")
      #expect(try c.query("select n from t").isEmpty)
    }
  }

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

  @Test func aMillionRowsPassOneByOne() async throws {
    let connection = try await connection()
    let sum = try await connection.run { c throws in
      var sum = 0
      try c.forEachRow("select n, 'x' as x from generate_series(1, \(1_000_000)) as n") { row in
        sum += try row.decode(Int.self, String.self).0
      }
      return sum
    }
    #expect(sum == 500_000_500_000)
  }

  @Test func leavingALoopOverRowsLeavesTheConnectionFree() async throws {
    struct Enough: Error {}
    let connection = try await connection()
    try await connection.run { c throws in
      #expect(throws: Enough.self) {
        try c.forEachRow("select generate_series(1, 1000000000)") { row in
          if try row.decode(Int.self) == 10 { throw Enough() }
        }
      }
      #expect(throws: PostgresError.self) {
        try c.forEachRow("select 1 / (3 - n) from generate_series(1, 5) as n") { _ in }
      }
      let error = #expect(throws: PostgresError.self) {
        try c.forEachRow("select 1") { _ in _ = try c.query("select 2") }
      }
      #expect(error?.sqlState == "55000")
      #expect(try c.query("select 7").first?.decode(Int.self) == 7)
    }
  }

  @Test func copyMovesRowsInAndOut() async throws {
    let connection = try await connection()
    try await connection.run { c throws in
      try c.execute("create table t (n bigint, name text, at timestamptz)")
      let text = try c.copyIn("copy t (n, name) from stdin") { writer in
        try writer.row(text: ["1", "a\tb\\\n转\r"])
        try writer.row(text: ["2", nil])
        try writer.write(Array("3\tplain\n".utf8))
      }
      #expect(text == 3)
      let binary = try c.copyIn("copy t from stdin (format binary)") { writer in
        for n in 4...10_003 { try writer.row(n, n % 2 == 0 ? nil : "name \(n)", Date(timeIntervalSince1970: 7)) }
      }
      #expect(binary == 10_000)
      #expect(try c.copyIn("copy t from stdin (format binary)") { _ in } == 0)
      #expect(try c.query("select name from t where n = 1").first?.decode(String.self) == "a\tb\\\n转\r")
      #expect(
        try c.query("select count(*), count(name) from t").first?.decode(Int.self, Int.self) ?? (0, 0) == (
          10_003, 5_002
        ))
      var lines: [String] = []
      try c.copyOut("copy (select n, name from t where n < 4 order by n) to stdout") { bytes in
        lines.append(String(decoding: (0..<bytes.count).map { bytes[$0] }, as: UTF8.self))
      }
      #expect(lines == ["1\ta\\tb\\\\\\n转\\r\n", "2\t\\N\n", "3\tplain\n"])
    }
  }

  @Test func aFailingCopyLeavesNothing() async throws {
    struct Broken: Error {}
    let connection = try await connection()
    try await connection.run { c throws in
      try c.execute("create table t (n bigint check (n < 100))")
      #expect(throws: Broken.self) {
        try c.copyIn("copy t from stdin") { writer in
          try writer.row(text: ["1"])
          throw Broken()
        }
      }
      let error = #expect(throws: PostgresError.self) {
        try c.copyIn("copy t from stdin") { writer in
          for n in 0..<100_000 { try writer.row(text: ["\(n)"]) }
        }
      }
      #expect(error?.sqlState == "23514")
      #expect(throws: PostgresError.self) { try c.copyIn("select 1") { _ in } }
      #expect(throws: PostgresError.self) { try c.query("copy t from stdin") }
      #expect(throws: PostgresError.self) { try c.query("copy t to stdout") }
      #expect(throws: PostgresError.self) { try c.script("copy t from stdin; select 1") }
      #expect(throws: Broken.self) {
        try c.copyOut("copy (select * from generate_series(1, 10000000)) to stdout") { _ in throw Broken() }
      }
      #expect(throws: PostgresError.self) { try c.query("  ") }
      #expect(try c.query("select count(*) from t").first?.decode(Int.self) == 0)
    }
  }

  @Test func notificationsArrive() async throws {
    let address = try await TestCluster.database()
    let (listener, sender) = (try await Connection.open(address), try await Connection.open(address))
    try await listener.run { c throws in
      try c.listen("odd \"name")
      #expect(try c.waitForNotification(timeout: .zero) == nil)
      #expect(try c.waitForNotification(timeout: .milliseconds(20)) == nil)
    }
    async let heard = listener.run { c in try c.waitForNotification(timeout: .seconds(20)) }
    try await sender.run { c in try c.notify("odd \"name", payload: "转") }
    let notification = try #require(try await heard)
    #expect(notification.payload == "转")
    #expect(notification.channel == "odd \"name")
    #expect(notification.processID == (await sender.serverProcessID))

    let waiting = Task { try await listener.run { c in try c.waitForNotification(timeout: .seconds(60)) } }
    for _ in 0..<20 { await Task.yield() }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    #expect(try await listener.run { c in try c.query("select 7").first?.decode(Int.self) } == 7)
  }

  @Test func preparedStatementsOutliveAChangedTable() async throws {
    let address = try await TestCluster.database()
    let (connection, other) = (try await Connection.open(address), try await Connection.open(address))
    let counts: () async throws -> Int = {
      try await connection.run { c in try c.query("select t.* from t where n > \(0)").columns.count }
    }
    try await connection.run { c in _ = try c.execute("create table t (n bigint)") }
    for _ in 0..<4 { #expect(try await counts() == 1) }
    try await other.run { c in _ = try c.execute("alter table t add column m bigint") }
    for _ in 0..<4 { #expect(try await counts() == 2) }
    try await connection.run { c in try c.script("deallocate all") }
    for _ in 0..<4 { #expect(try await counts() == 2) }
  }

  @Test func preparedStatementsAreBounded() async throws {
    let connection = try await connection()
    try await connection.run { c throws in
      for n in 0..<1000 {
        let column: SQL = "\(identifier: "c\(n)")"
        for _ in 0..<2 { _ = try c.query("select \(1) as \(column)") }
      }
      let count = try #require(try c.query("select count(*) from pg_prepared_statements").first?.decode(Int.self))
      #expect((1...256).contains(count))
    }
  }

  @Test func aLostServerIsUnreachable() async throws {
    let address = try await TestCluster.database()
    let (connection, other) = (try await Connection.open(address), try await Connection.open(address))
    let pid = await connection.serverProcessID
    _ = try await other.run { c in try c.execute("select pg_terminate_backend(\(Int32(pid)))") }
    let error = await #expect(throws: PostgresError.self) {
      try await connection.run { c throws in
        try c.transaction { c in
          for _ in 0..<1000 { _ = try c.query("select 1") }
        }
      }
    }
    #expect(error?.isUnreachable == true)
    #expect(await connection.isBroken)
    await connection.close()
    let closed = await #expect(throws: PostgresError.self) { try await connection.run { c in try c.query("select 1") } }
    #expect(closed?.isUnreachable == true)
  }

  @Test func connectionsWorkAtTheSameTime() async throws {
    let address = try await TestCluster.database()
    // More than there are cooperative threads: each sleeps on its own.
    let start = ContinuousClock.now
    try await withThrowingTaskGroup { group in
      for _ in 0..<20 {
        group.addTask {
          let connection = try await Connection.open(address)
          _ = try await connection.run { c in try c.query("select pg_sleep(1)") }
        }
      }
      try await group.waitForAll()
    }
    // One after the other they would take 20 s.
    #expect(ContinuousClock.now - start < .seconds(15))
  }
}

extension Connection {
  /// Asks until the answer is true; the server's clock is the only one, so it asks for at most ten seconds.
  nonisolated func waitUntil(_ sql: SQL) async throws {
    for _ in 0..<1000 {
      let isTrue = try await run { c in
        _ = try c.query("select pg_sleep(0.01)")
        return try c.query(sql).first?.decode(Bool?.self) ?? false
      }
      if isTrue { return }
    }
    Issue.record("never true: \(sql)")
  }
}
