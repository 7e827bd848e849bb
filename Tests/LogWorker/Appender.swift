import EventStore
import Postgres
import TestSeeds

/// Appends command after command. Where the outcome is unknown it does what every caller must: the same again.
struct Appender: Sendable {
  let address: Address
  let seed: UInt64
  /// Microseconds.
  let longestDelay: Int
  /// Milliseconds.
  let idleTimeout: Int?

  func run(_ count: Int, _ ledger: Ledger, _ command: (Int) throws -> Load.Command) async throws {
    // Other delays at each start.
    var random = Seeded(seed &+ UInt64(ledger.lines.count) << 20)
    var n = ledger.lines.last.flatMap { Ledger.Acknowledged($0) }.map { $0.command + 1 } ?? 0
    var patience = ContinuousClock.now + Self.longestOutage
    var session: Connection?
    while n < count {
      let next = try command(n)
      do {
        let connection = if let session { session } else { try await connect() }
        session = connection
        let store = EventStore(connection) { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }
        let result = try await store.append(next.appends, by: next.authorship)
        try ledger.note([Ledger.Acknowledged(command: n, positions: result.positions).line])
        n += 1
        patience = .now + Self.longestOutage
        if longestDelay > 0 {
          try await Task.sleep(for: .microseconds(Int.random(in: 0...longestDelay, using: &random)))
        }
      } catch {
        guard Self.isOutage(error), ContinuousClock.now < patience else { throw error }
        await session?.close()
        session = nil
        try await Task.sleep(for: .milliseconds(5))
      }
    }
  }

  private static let longestOutage = Duration.seconds(60)

  private func connect() async throws -> Connection {
    let connection = try await Connection.working(address, application: "writer.\(seed)")
    if let idleTimeout {
      try await connection.run { c in
        try c.script("set idle_in_transaction_session_timeout = \(idleTimeout)")
      }
    }
    return connection
  }

  private static func isOutage(_ error: any Error) -> Bool {
    switch error {
    case EventStoreError.unreachable, EventStoreError.busy: true
    case EventStoreError.refused(let cause): cause.isDiskFull
    case let error as PostgresError: error.isUnreachable
    default: false
    }
  }
}

/// Follows, and writes down what it was given before it goes on.
struct Journalist: Sendable {
  let address: Address
  let wakeUps: LogFollower.WakeUps

  func run(until last: Int64, _ journal: Ledger) async throws {
    struct Done: Error {}
    let known = journal.lines.last.flatMap { Ledger.Followed($0) }?.position ?? 0
    guard known < last else { return }
    let address = address
    let follower = LogFollower(
      after: known, wakeUps: wakeUps, pollEvery: .milliseconds(wakeUps == .pollOnly ? 5 : 1000), pageSize: 50,
      report: { state in if case .lost(let error, _) = state { say("lost: \(error)") } },
      open: {
        try await Connection.open(
          address, application: "follower", pooling: wakeUps == .pollOnly ? .transaction : .none)
      })
    do {
      try await follower.run { page in
        try journal.note(page.map { Ledger.Followed(position: $0.position, id: $0.id).line })
        if let event = page.last, event.position >= last { throw Done() }
      }
    } catch is Done {}
  }
}
