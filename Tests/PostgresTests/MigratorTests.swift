import Postgres
import TestCluster
import Testing

@Suite struct MigratorTests {
  private let first = Migration(number: 1, name: "tables", sql: "create table a (n bigint); insert into a values (1);")
  private let second = Migration(number: 2, name: "more", sql: "create table b (n bigint);")

  @Test func migrationsRunOnceAndInTheirSchema() async throws {
    let connection = try await Connection.open(try await TestCluster.database())
    let (first, second) = (first, second)
    try await connection.run { c throws in
      #expect(try Migrator.migrate(c, schema: "log", [first]).map(\.number) == [1])
      #expect(try Migrator.migrate(c, schema: "log", [second, first]).map(\.number) == [2])
      #expect(try Migrator.migrate(c, schema: "log", [first, second]).isEmpty)
      #expect(try Migrator.migrate(c, schema: "other", [first]).map(\.number) == [1])
      #expect(try c.query("select n from log.a").count == 1)
      #expect(try c.query("select number, name, checksum from log.migration").count == 2)
    }
  }

  @Test func twoProcessesMayStartAtOnce() async throws {
    let address = try await TestCluster.database()
    let migrations = (1...20).map { Migration(number: $0, name: "m\($0)", sql: "create table t\($0) (n bigint)") }
    let done = try await withThrowingTaskGroup { group in
      for _ in 0..<4 {
        group.addTask {
          let connection = try await Connection.open(address)
          return try await connection.run { c in try Migrator.migrate(c, schema: "log", migrations).map(\.number) }
        }
      }
      var all: [Int] = []
      for try await numbers in group { all += numbers }
      return all
    }
    #expect(done.sorted() == Array(1...20))
  }

  @Test func aFailedMigrationLeavesNothing() async throws {
    let connection = try await Connection.open(try await TestCluster.database())
    let (first, second) = (first, second)
    try await connection.run { c throws in
      let bad = Migration(number: 2, name: "bad", sql: "create table c (n bigint); select 1 / 0;")
      let error = #expect(throws: MigrationError.self) { try Migrator.migrate(c, schema: "log", [first, bad]) }
      guard case .failed(_, 2, "bad", let cause) = error else {
        return #expect(Bool(false), "\(String(describing: error))")
      }
      #expect(cause.sqlState == "22012")
      #expect(try c.query("select to_regclass('log.c')::text").first?.decode(String?.self) == .some(nil))
      #expect(try Migrator.migrate(c, schema: "log", [first, second]).map(\.number) == [2])
    }
  }

  @Test func whatDoesNotFitIsRefusedInWords() async throws {
    let connection = try await Connection.open(try await TestCluster.database())
    let (first, second) = (first, second)
    try await connection.run { c throws in
      try Migrator.migrate(c, schema: "log", [first, second])
      let edited = Migration(number: 1, name: "tables", sql: "create table a (n text)")
      let changed = #expect(throws: MigrationError.self) { try Migrator.migrate(c, schema: "log", [edited, second]) }
      #expect(changed?.description.contains("was changed after it was released") == true)
      let newer = #expect(throws: MigrationError.self) { try Migrator.migrate(c, schema: "log", [first]) }
      #expect(newer?.description.contains("newer hotline") == true)
      let late = Migration(number: 0, name: "late", sql: "select 1")
      let tooLate = #expect(throws: MigrationError.self) {
        try Migrator.migrate(c, schema: "log", [first, second, late])
      }
      #expect(tooLate?.description.contains("higher number") == true)
    }
  }
}
