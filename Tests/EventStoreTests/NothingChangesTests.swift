import EventStore
import Postgres
import Testing

/// What was recorded stays: the working role lacks the privilege, and the owner, who has it, meets a trigger.
@Suite struct NothingChangesTests {
  static let changes = [
    "update log.events set actor = 'x'", "update log.events set data = '{}' where position = 1",
    "delete from log.events", "truncate log.events cascade",
    "update log.personal set data = '{}'", "update log.personal set subject = 'x'", "truncate log.personal",
    "delete from log.head", "truncate log.head",
    "update log.streams set name = 'order-2'", "delete from log.streams", "truncate log.streams cascade",
    "update log.event_types set name = 'x'", "delete from log.event_types", "truncate log.event_types cascade",
  ]

  @Test(arguments: changes)
  func theWorkingRoleHasNoPrivilege(change: String) async throws {
    let log = try await filled()
    let error = await #expect(throws: PostgresError.self) { try await log.connection.run { c in try c.script(change) } }
    #expect(
      error?.sqlState == "42501" && error?.message.contains("permission denied") == true,
      "\(change): \(String(describing: error))")
  }

  @Test(arguments: changes)
  func theOwnerMeetsATrigger(change: String) async throws {
    let log = try await filled()
    let before = try await log.store.read(after: 0, limit: 10)
    let error = await #expect(throws: PostgresError.self) { try await log.owner.run { c in try c.script(change) } }
    #expect(
      error?.sqlState == "42501" && error?.message.contains("is refused") == true,
      "\(change): \(String(describing: error))")
    #expect(try await log.store.read(after: 0, limit: 10) == before)
  }

  @Test(arguments: [
    "update log.head set only_row = true", "alter table log.events disable trigger all", "drop table log.personal",
    "drop trigger events_never_change on log.events", "set session_replication_role = replica",
    "create table log.mine (n bigint)", "update log.streams set stream_no = default", "drop schema log cascade",
    "create or replace function log.refuse_change() returns trigger language plpgsql as 'begin return null; end'",
  ])
  func theWorkingRoleCannotOpenAWay(statement: String) async throws {
    let log = try await filled()
    let error = await #expect(throws: PostgresError.self) {
      try await log.connection.run { c in try c.script(statement) }
    }
    #expect(error?.sqlState == "42501", "\(statement): \(String(describing: error))")
  }

  private func filled() async throws -> TestLog {
    let log = try await TestLog()
    try await log.store.append("order-1", .none, .sample(personal: .card), .sample())
    return log
  }
}
