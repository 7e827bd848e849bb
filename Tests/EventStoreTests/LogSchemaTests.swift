import EventStore
import FoundationEssentials
import Postgres
import TestCluster
import Testing

@Suite struct LogSchemaTests {
  @Test func migratingTwiceIsMigratingOnce() async throws {
    let log = try await TestLog()
    try await log.store.append("order-1", .none, .sample())
    try await LogSchema.migrate(log.owner)
    try await LogSchema.migrate(try await Connection.open(log.address))
    #expect(try await log.store.head() == 1)
    #expect(try await log.count("select count(*) from log.migration") == 2)
  }

  @Test func severalMayStartAtOnceOnSeveralDatabases() async throws {
    let addresses = [try await TestCluster.database(), try await TestCluster.database()]
    try await withThrowingTaskGroup { group in
      for address in addresses + addresses {
        group.addTask {
          let connection = try await Connection.open(address)
          try await LogSchema.migrate(connection)
          try await LogSchema.takeWorkingRole(connection)
          try await EventStore(connection, randomBytes: TestLog.randomBytes).append("order-1", .any, .sample())
        }
      }
      try await group.waitForAll()
    }
    for address in addresses {
      let connection = try await Connection.open(address)
      #expect(try await EventStore(connection, randomBytes: TestLog.randomBytes).head() == 2)
    }
  }

  /// A server of an office's own: its administrator made the role and gave it to an owner who may make none.
  @Test func aRoleThatAnAdministratorMadeWillDo() async throws {
    let log = try await TestLog()
    let owner = "owner_" + UUID().uuidString.prefix(8).lowercased()
    let database = "test_" + UUID().uuidString.prefix(8).lowercased()
    try await log.owner.run { c in
      try c.script("create role \(owner) login; grant hotline_app to \(owner)")
      try c.script("create database \(database) owner \(owner) template template0 strategy file_copy")
    }
    let folder = try #require(log.address.parameter("host"))
    let connection = try await Connection.open(.socket(folder: folder, database: database, user: owner))
    try await LogSchema.migrate(connection)
    try await LogSchema.takeWorkingRole(connection)
    let store = EventStore(connection, randomBytes: TestLog.randomBytes)
    #expect(try await store.append("order-1", .none, .sample(personal: .card)).positions == [1])
  }
}
