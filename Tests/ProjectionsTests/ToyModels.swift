import Domain
import EventStore
import FoundationEssentials
import Postgres
import Synchronization
import Testing

@testable import Projections

/// One row for each event of any category.
struct Tally: Projection {
  struct Refusal: Error {}

  let name = "tally"
  let version: Int
  var failsAt: Int64?
  var poisonPolicy = PoisonPolicy.stop
  let tables = ["tally"]
  let categories: Set<Substring> = [
    "order", "party", "batch", "definition", "unit", "staff", "campaign", "mailing", "report", "part",
    "article",
  ]
  var schema: String { "create table tally (position bigint primary key, version_\(version) boolean)" }

  func apply(_ page: Page, on connection: isolated Connection) throws {
    let positions = page.entries.map(\.recorded.position)
    try connection.execute("insert into tally (position) select * from unnest(\(positions)::bigint[])")
    if let failsAt, positions.contains(failsAt) { throw Refusal() }
  }

  static func count(_ log: OfficeLog) async throws -> Int64 {
    try await log.connection.run { c in
      let (count, last) = try c.query("select count(*), coalesce(max(position), 0) from tally").only()
        .decode(Int64.self, Int64.self)
      #expect(count == last)
      return count
    }
  }

  static func columns(_ log: OfficeLog) async throws -> [String] {
    try await log.connection.run { c in try c.query("select * from tally limit 0").columns.map(\.name) }
  }
}

/// A read model that stands elsewhere than the other.
struct OrderBoardAgain: Projection {
  let name = "again"
  let version = 1
  let tables = ["again"]
  let categories: Set<Substring> = []
  let schema = "create table again (n bigint)"
  func apply(_ page: Page, on connection: isolated Connection) throws {}
}

/// Another read model, with a look at every page before it is applied, on the thread of the connection.
struct Watched: Projection {
  let name: String
  let version: Int
  let tables: [String]
  let schema: String
  let indexes: String
  let categories: Set<Substring>
  let poisonPolicy: PoisonPolicy
  private let model: any Projection
  private let look: @Sendable (Page, isolated Connection) throws -> Void

  init(_ model: any Projection, _ look: @escaping @Sendable (Page, isolated Connection) throws -> Void) {
    self.model = model
    self.look = look
    name = model.name
    version = model.version
    tables = model.tables
    schema = model.schema
    indexes = model.indexes
    categories = model.categories
    poisonPolicy = model.poisonPolicy
  }

  func ordersAlive(since instant: Date, on connection: isolated Connection) throws -> [OrderNumber]? {
    try model.ordersAlive(since: instant, on: connection)
  }

  func apply(_ page: Page, on connection: isolated Connection) throws {
    try look(page, connection)
    try model.apply(page, on: connection)
  }
}

/// Holds what a rebuild holds.
enum RebuildLockHolder {
  static func holding(
    _ projection: any Projection, on connection: Connection, _ body: () async throws -> Void
  ) async throws {
    try await RebuildLock.holding([projection], on: connection, waiting: { _ in }, body)
  }
}

/// A value that closures of several tasks share.
final class Shared<Value: Sendable>: Sendable {
  private let value: Mutex<Value>

  init(_ value: Value) { self.value = Mutex(value) }

  var now: Value { value.withLock { $0 } }

  @discardableResult
  func change<R: Sendable>(_ body: (inout Value) -> R) -> R {
    value.withLock { value in body(&value) }
  }
}
