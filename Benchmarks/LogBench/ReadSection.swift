import EventStore
import Foundation
import Postgres

/// What reading costs, beside the rows alone through bare libpq.
enum ReadSection {
  static let raw = "raw: pages of 1,000, binary, not decoded"
  static let typed = "store: pages of 1,000, decoded"
  static let scan = "store: a scan, pages of 5,000, decoded"

  static func section(events: Int) -> Section {
    Section(
      name: "read",
      cases: [
        Case(raw) { try await rawPages(events, $0) },
        Case(typed) { try await pages(events, $0) },
        Case(scan) { try await scan(events, $0) },
      ],
      promises: [
        Promise(
          what: "decoded pages, rate of raw ones", figure: { $0.ratio(typed, of: raw, \.eventsPerSecond) },
          limit: .atLeast(0.6))
      ])
  }

  /// The same rows: events and their erasable parts. The names of streams and types only the store has to find.
  private static func rawPages(_ events: Int, _ server: BenchServer) async throws -> Sample {
    try await inOffice(events, server) { address, _, head in
      let session = try RawSession(address)
      try session.prepare(
        "page",
        """
        select e.position, e.stream_no, e.version, e.type_no, e.schema, e.id, e.occurred_at, e.recorded_at, e.actor,
            e.cause, e.correlation, e.batch, e.data, p.subject, p.data
          from log.events e left join log.personal p on p.position = e.position and p.position > $1 and p.position <= $2
          where e.position > $1 and e.position <= $2 order by e.position
        """, types: [20, 20])
      var watch = Stopwatch(server)
      for start in stride(from: Int64(0), to: head, by: 1000) {
        try watch.lap {
          _ = try session.execute(prepared: "page", [start.bigEndianBytes, (start + 1000).bigEndianBytes])
        }
      }
      return watch.stop(events: Int(head))
    }
  }

  private static func pages(_ events: Int, _ server: BenchServer) async throws -> Sample {
    try await inOffice(events, server) { _, store, head in
      var watch = Stopwatch(server)
      var position: Int64 = 0
      while position < head {
        position = try await watch.lap { try await store.read(after: position, limit: 1000).last?.position ?? head }
      }
      return watch.stop(events: Int(head))
    }
  }

  private static func scan(_ events: Int, _ server: BenchServer) async throws -> Sample {
    try await inOffice(events, server) { _, store, head in
      let watch = Stopwatch(server)
      var count = 0
      try await LogScan(store.connection, upTo: head).run { page in
        count += page.count
        return true
      }
      return watch.stop(events: count)
    }
  }

  /// Runs a measurement on a log that holds an office's events, in a fresh database.
  static func inOffice<R>(
    _ events: Int, _ server: BenchServer, _ body: (Address, EventStore, _ head: Int64) async throws -> R
  ) async throws -> R {
    try await server.inFreshDatabase { address in
      let owner = try await Connection.open(address)
      try await LogSchema.migrate(owner)
      let store = EventStore(try await session(address), randomBytes: SampleEvents.salts)
      try await OfficeEvents.fill(store, events: events)
      // As on a server that has run for a while.
      try await owner.run { c in
        try c.execute("vacuum analyze")
        try c.execute("checkpoint")
      }
      let result = try await body(address, store, try await store.head())
      // Not earlier: the processor time of a session that ends would be missing from the server's.
      await owner.close()
      return result
    }
  }

  /// A session with the working role.
  static func session(_ address: Address) async throws -> Connection {
    let connection = try await Connection.open(address)
    try await LogSchema.takeWorkingRole(connection)
    return connection
  }
}
