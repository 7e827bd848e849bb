import EventStore
import FoundationEssentials
import Postgres
import TestCluster

/// A log of its own for one test, and sessions on it.
struct TestLog {
  let address: Address
  /// The session of the database's owner.
  let owner: Connection
  /// A session with the working role.
  let connection: Connection
  let store: EventStore

  init() async throws {
    address = try await TestCluster.database()
    owner = try await Connection.open(address)
    try await LogSchema.migrate(owner)
    connection = try await Connection.open(address)
    try await LogSchema.takeWorkingRole(connection)
    store = EventStore(connection, randomBytes: Self.randomBytes)
  }

  /// A store on a further session with the working role.
  func another() async throws -> EventStore {
    let connection = try await Connection.open(address)
    try await LogSchema.takeWorkingRole(connection)
    return EventStore(connection, randomBytes: Self.randomBytes)
  }

  static func randomBytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255) } }

  /// A number by which a statement of one column answers.
  func count(_ statement: SQL) async throws -> Int64 {
    try await owner.run { c in try c.query(statement).only().decode(Int64.self) }
  }
}

extension EventStore {
  /// Appends to one stream.
  @discardableResult
  func append(
    _ stream: StreamName, _ expected: ExpectedVersion = .any, _ events: NewEvent...,
    by authorship: Authorship = Authorship(actor: "clerk.test")
  ) async throws(EventStoreError) -> AppendResult {
    try await append([StreamAppend(stream, expected: expected, events)], by: authorship)
  }
}

extension NewEvent {
  /// An event of which a test cares for little.
  static func sample(
    _ id: UUID = UUID(), _ data: String = #"{"n": 1}"#, type: EventType = EventType("thing.done"),
    at instant: Date = Date(timeIntervalSince1970: 1_430_000_000), personal: Personal? = nil
  ) -> NewEvent {
    NewEvent(id: id, type: type, occurredAt: instant, data: data, personal: personal)
  }
}

extension Personal {
  static let card = Personal(subject: "party-1", data: #"{"name": "Nobody", "words": "门坏了"}"#)
}

extension StreamName: ExpressibleByStringLiteral {
  /// By the stored name.
  public init(stringLiteral name: String) { self.init(name) }
}
