import FoundationEssentials
import Postgres
import TestCluster
import Testing

@Suite struct ConnectionTests {
  func connection() async throws -> Connection {
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
