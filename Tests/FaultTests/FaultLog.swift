import EventStore
import FoundationEssentials
import Postgres
import TestCluster

@testable import LogWorker

/// A log that is about to be maltreated, and the folder for what its workers write down.
struct FaultLog: Sendable {
  let address: Address
  let folder: String

  /// Makes the log in an empty database: one of the test server, if no other is given.
  init(_ empty: Address? = nil) async throws {
    address = if let empty { empty } else { try await TestCluster.database() }
    folder = try await TestCluster.folder()
    let owner = try await Connection.open(address)
    try await LogSchema.migrate(owner)
    await owner.close()
  }

  /// A session of the database's owner.
  /// Waits for a server that recovers from its death.
  func owner() async throws -> Connection {
    let end = ContinuousClock.now + .seconds(30)
    while true {
      do {
        return try await Connection.open(address)
      } catch {
        guard error.isUnreachable, ContinuousClock.now < end else { throw error }
        try await Task.sleep(for: .milliseconds(10))
      }
    }
  }

  /// A store on a session of its own.
  func store(_ application: String = "store") async throws -> EventStore {
    Self.store(on: try await .working(address, application: application))
  }

  static func store(on connection: Connection) -> EventStore {
    EventStore(connection) { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }
  }

  func append(_ command: Load.Command) async throws -> AppendResult {
    try await store().append(command.appends, by: command.authorship)
  }

  func appendSingle() async throws {
    _ = try await store().append(StreamAppend.single(StreamName("order-1")), by: Authorship(actor: "test"))
  }

  /// Runs statements as the owner, who may do what no working role may.
  func script(_ text: String) async throws {
    let owner = try await owner()
    for statement in text.split(separator: ";") { try await owner.run { c in try c.script(String(statement)) } }
    await owner.close()
  }

  func number(_ statement: SQL) async throws -> Int64 {
    let owner = try await owner()
    let number = try await owner.run { c in try c.query(statement).only().decode(Int64.self) }
    await owner.close()
    return number
  }
}

extension StreamAppend {
  /// One event for a stream, whatever its version.
  static func single(_ stream: StreamName, id: UUID = UUID(), data: String = "{}") -> [StreamAppend] {
    let event = NewEvent(
      id: id, type: EventType("thing.done"), occurredAt: Date(timeIntervalSince1970: 1_700_000_000), data: data)
    return [StreamAppend(stream, expected: .any, [event])]
  }
}
