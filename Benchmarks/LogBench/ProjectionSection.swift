import EventStore
import Foundation
import Postgres
import Projections
import Synchronization

/// What it costs to keep a read model, and to compute one anew while the log goes on.
enum ProjectionSection {
  static let light = "light fold with checkpoint, pages of 2,000"
  static let rebuild = "order board anew, one caller appending"
  static let alone = "the caller alone"

  static func section(events: Int) -> Section {
    Section(
      name: "projection",
      cases: [
        Case(light) { try await lightFold(events, $0) },
        Case(alone) { try await appendAlone(events, $0) },
        Case(rebuild) { try await rebuildBoard(events, $0) },
      ],
      promises: [
        Promise(
          what: "light fold, events/s", figure: { $0.median(light, \.eventsPerSecond) }, limit: .atLeast(150_000)),
        Promise(
          what: "order board of a million events, seconds", figure: { 1e6 / $0.median(rebuild, \.eventsPerSecond) },
          limit: .atMost(20)),
        Promise(
          what: "append meanwhile, p99 of alone", figure: { $0.ratio(rebuild, of: alone) { $0.latency(0.99) } },
          limit: .atMost(2)),
      ])
  }

  private static func lightFold(_ events: Int, _ server: BenchServer) async throws -> Sample {
    try await ReadSection.inOffice(events, server) { address, store, head in
      try await ReadModels.migrate(store.connection)
      let runner = ProjectionRunner(store.connection)
      let toy = TypeCount()
      let watch = Stopwatch(server)
      try await runner.catchUp([toy])
      let sample = watch.stop(events: Int(head))
      let counted = try await store.connection.run { c in
        try c.query("select sum(n)::bigint from type_count").only().decode(Int64.self)
      }
      guard counted == head else { throw BenchError.wrong("\(counted) events were counted, not \(head)") }
      return sample
    }
  }

  private static func appendAlone(_ events: Int, _ server: BenchServer) async throws -> Sample {
    try await ReadSection.inOffice(events, server) { _, store, _ in
      let watch = Stopwatch(server)
      let latencies = try await append(to: store) { $0 < 5000 }
      return watch.stop(events: latencies.count, latencies: latencies)
    }
  }

  private static func rebuildBoard(_ events: Int, _ server: BenchServer) async throws -> Sample {
    try await ReadSection.inOffice(events, server) { address, store, head in
      try await ReadModels.migrate(store.connection)
      let builder = try await ReadSection.session(address)
      let runner = ProjectionRunner(builder) { try await ReadSection.session(address) }
      let end = End()
      return try await withThrowingTaskGroup(of: [Double].self) { group in
        group.addTask { try await append(to: store) { _ in !end.isReached.load(ordering: .relaxed) } }
        defer { end.isReached.store(true, ordering: .relaxed) }
        let watch = Stopwatch(server)
        let begin = ContinuousClock.now
        try await runner.rebuild(OrderBoard(), fresh: true)
        let seconds = (ContinuousClock.now - begin).seconds
        end.isReached.store(true, ordering: .relaxed)
        let latencies = try await group.reduce(into: []) { $0 += $1 }
        let whole = watch.stop(events: Int(head))
        return Sample(
          events: Int(head), seconds: seconds, serverSeconds: whole.serverSeconds, ownSeconds: whole.ownSeconds,
          latencies: latencies)
      }
    }
  }

  /// Tells the appender that the rebuild is done.
  private final class End: Sendable {
    let isReached = Atomic(false)
  }

  /// Appends single events, each after the one before is durable; how long each took.
  private static func append(to store: EventStore, while goesOn: (Int) -> Bool) async throws -> [Double] {
    let author = Authorship(actor: SampleEvents.actor, correlation: UUID())
    var latencies: [Double] = []
    while goesOn(latencies.count) {
      let event = SampleEvents.event(latencies.count)
      let begin = ContinuousClock.now
      _ = try await store.append([StreamAppend(StreamName("bench", "appender"), expected: .any, [event])], by: author)
      latencies.append((ContinuousClock.now - begin).seconds)
    }
    return latencies
  }
}

/// The lightest read model there is: how many events of each type.
struct TypeCount: Projection {
  let name = "type-count"
  let version = 1
  let tables = ["type_count"]
  let categories: Set<Substring> = ["order", "party", "definition"]
  let readsMeaning = false
  let schema = "create table type_count (type text primary key, n bigint not null);"

  func apply(_ page: Page, on connection: isolated Connection) throws {
    var counts: [String: Int64] = [:]
    for event in page.recorded { counts[event.type.name, default: 0] += 1 }
    try connection.execute(
      """
      insert into type_count (type, n)
        select * from unnest(\(Array(counts.keys))::text[], \(Array(counts.values))::bigint[])
        on conflict (type) do update set n = type_count.n + excluded.n
      """)
  }
}
