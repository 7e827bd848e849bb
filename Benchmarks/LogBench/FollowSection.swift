import EventStore
import Foundation
import Postgres
import Projections
import Synchronization

/// How soon what was committed is seen, on an idle system.
enum FollowSection {
  static let page = "commit to a follower's page"
  static let model = "commit to six read models"

  static var section: Section {
    Section(
      name: "follow",
      cases: [Case(page) { try await pages($0) }, Case(model) { try await models($0) }],
      promises: [
        Promise(
          what: "commit to read model, p50 in ms", figure: { $0.median(model) { $0.latency(0.5) } * 1000 },
          limit: .atMost(10))
      ])
  }

  private static let count = 500

  private static func pages(_ server: BenchServer) async throws -> Sample {
    try await measure(server) { address, start, seen in
      try await LogFollower(after: start) { try await ReadSection.session(address) }.run { page in
        if let last = page.last { seen(last.position) }
      }
    }
  }

  private static func models(_ server: BenchServer) async throws -> Sample {
    try await measure(server) { address, _, seen in
      let runner = ProjectionRunner(try await ReadSection.session(address))
      let wakeUps = try await LogWakeUps(ReadSection.session(address))
      try await runner.follow(ReadModels.all, wakeUp: wakeUps.next, caughtUp: seen)
    }
  }

  /// Opens an order, waits until that is seen, pauses, and so on.
  private static func measure(
    _ server: BenchServer,
    follow: @escaping @Sendable (Address, Int64, @escaping @Sendable (Int64) -> Void) async throws -> Void
  ) async throws -> Sample {
    try await server.inFreshDatabase { address in
      let owner = try await Connection.open(address)
      try await LogSchema.migrate(owner)
      await owner.close()
      let store = EventStore(try await ReadSection.session(address), randomBytes: SampleEvents.salts)
      try await ReadModels.migrate(store.connection)
      var office = try await OfficeEvents.begun(in: store)
      let head = try await store.head()
      let (positions, continuation) = AsyncStream<Int64>.makeStream()
      let seen: @Sendable (Int64) -> Void = { continuation.yield($0) }
      return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await follow(address, head - 1, seen) }
        defer { group.cancelAll() }
        var arrivals = positions.makeAsyncIterator()
        while let position = await arrivals.next(), position < head {}
        var watch = Stopwatch(server)
        for _ in 0..<count {
          let position = try await office.goOn(in: store)
          await watch.lap { while let arrived = await arrivals.next(), arrived < position {} }
          // Idle is what is measured, not a queue.
          try await Task.sleep(for: .milliseconds(2))
        }
        return watch.stop(events: count)
      }
    }
  }
}
