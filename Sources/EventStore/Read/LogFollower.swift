import Foundation
import Postgres

/// Hands over the log page by page for ever, as it is committed.
///
///     let follower = LogFollower(after: 41) { try await Connection.open(address) }
///     try await follower.run { page in … }
///
/// It listens, reads, then waits; after a lost connection it does so again from the start, so nothing committed in
/// between is missed. The poll finds what no notification told of. It takes no role and no lock and writes nothing; with
/// `pollOnly` and a session made with `pooling: .transaction` it leaves nothing on the session either, as PgBouncer
/// wants it.
public struct LogFollower: Sendable {
  /// How it learns that the log grew.
  public enum WakeUps: Sendable {
    /// From the server at each commit; the poll is the net below.
    case notified
    /// By looking: behind a pooler (see `Connection.Pooling.transaction`) or on a standby, where LISTEN is refused.
    case pollOnly
  }

  /// What an owner may want to show of it.
  public enum State: Sendable {
    /// It has a session, and reads.
    case connected
    /// It has handed over all there is, up to this position, and waits.
    case atHead(Int64)
    /// The session was lost or could not be had; it tries again after the pause.
    case lost(PostgresError, retryIn: Duration)
  }

  private let start: Int64
  private let wakeUps: WakeUps
  private let pause: Duration
  private let pageSize: Int
  private let backoff: Backoff
  private let sleep: @Sendable (Duration) async throws -> Void
  private let report: @Sendable (State) -> Void
  private let open: @Sendable () async throws -> Connection

  /// A follower that begins with the event after a position.
  ///
  /// - Parameters:
  ///   - position: the last event that is known already; 0 for none.
  ///   - pause: from one look at the log to the next while nothing wakes it.
  ///   - pageSize: the most events that are handed over at once.
  ///   - sleep: waits between polls and before it connects again; ends early with an error where its task is cancelled.
  ///   - report: told what happens, in order, from the follower's task; must return soon.
  ///   - open: makes a session that may read the log; the follower closes it. It is the follower's alone, since its
  ///     thread sleeps in it.
  public init(
    after position: Int64, wakeUps: WakeUps = .notified, pollEvery pause: Duration = .seconds(1), pageSize: Int = 1000,
    backoff: Backoff = Backoff(),
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
    report: @escaping @Sendable (State) -> Void = { _ in }, open: @escaping @Sendable () async throws -> Connection
  ) {
    precondition(position >= 0 && pageSize > 0, "a follower begins at 0 or later, and hands over one event or more")
    start = position
    self.wakeUps = wakeUps
    self.pause = pause
    self.pageSize = pageSize
    self.backoff = backoff
    self.sleep = sleep
    self.report = report
    self.open = open
  }

  /// Follows until its task is cancelled or something is wrong that waiting does not mend. Each event is handed over
  /// once, in order; the next page is read when the body has returned. What the body throws ends it.
  ///
  /// A body may take its time; one that takes hours on a busy log makes the server keep its notifications (8 GB of them,
  /// then appends are refused): follow with `pollOnly` there.
  ///
  /// - Parameter body: gets at least one event; the first has the position after the last one it got.
  /// - Throws: `CancellationError`, what the body throws, or an ``EventStoreError``:
  ///   ``EventStoreError/hole(after:found:)`` for a damaged log, ``EventStoreError/otherLog(position:head:)`` where the
  ///   log does not hold what it was followed to (a database brought back from a backup),
  ///   ``EventStoreError/refused(_:)`` for a refusal that is no outage.
  public func run(
    isolation: isolated (any Actor)? = #isolation, _ body: ([RecordedEvent]) async throws -> Void
  ) async throws {
    var place = Place(position: start)
    var session: Connection?
    var failures = 0
    do {
      while true {
        let page: [RecordedEvent]
        do {
          let connection: Connection
          if let session {
            connection = session
          } else {
            connection = try await connect(at: place)
            session = connection
            // Nothing told of what was committed while there was no session.
            place.mustWait = false
          }
          page = try await nextPage(after: &place, on: connection)
          failures = 0
        } catch let error as PostgresError {
          try Task.checkCancellation()
          guard await isOutage(error, session) else { throw EventStoreError(error) }
          await session?.close()
          session = nil
          failures += 1
          let delay = backoff.delay(attempt: failures)
          report(.lost(error, retryIn: delay))
          try await sleep(delay)
          continue
        }
        try await body(page)
        place.moveTo(page, isFull: page.count == pageSize)
      }
    } catch {
      await session?.close()
      throw error
    }
  }

  /// How far it has come, and what it may take for granted there.
  private struct Place: Sendable {
    private(set) var position: Int64
    private(set) var last: UUID?
    /// Whatever was committed since the last read makes itself heard: a look would be for nothing.
    var mustWait = false
    let names = LogNames()

    init(position: Int64) { self.position = position }

    mutating func moveTo(_ page: [RecordedEvent], isFull: Bool) {
      guard let event = page.last else { return }
      position = event.position
      last = event.id
      mustWait = !isFull
    }
  }

  private func connect(at place: Place) async throws -> Connection {
    let connection = try await open()
    let (position, last, wakeUps) = (place.position, place.last, wakeUps)
    do {
      try await connection.run { connection in
        // Before the first read: what is committed after it is told, and what was committed before it is read.
        if wakeUps == .notified { try connection.listen("hotline_log") }
        let head = try LogReader.head(on: connection)
        let there = try connection.query("select id from log.events where position = \(position)").map { row in
          try row.decode(UUID.self)
        }
        guard position <= head, last == nil || there == [last] else {
          throw EventStoreError.otherLog(position: position, head: head)
        }
      }
    } catch {
      await connection.close()
      throw error
    }
    report(.connected)
    return connection
  }

  /// Waits until there is something to hand over.
  private func nextPage(after place: inout Place, on connection: Connection) async throws -> [RecordedEvent] {
    let (position, pageSize, wakeUps) = (place.position, pageSize, wakeUps)
    if place.mustWait { report(.atHead(position)) }
    while true {
      if place.mustWait { try await wait(on: connection) }
      let names = place.names
      let page = try await connection.run { connection in
        // Before the read, never after it: one that comes later may be of an event that the read did not see.
        if wakeUps == .notified { while try connection.waitForNotification(timeout: .zero) != nil {} }
        return try LogReader.page(after: position, limit: pageSize, names: names, on: connection)
      }
      guard page.isEmpty else { return page }
      if !place.mustWait { report(.atHead(position)) }
      place.mustWait = true
    }
  }

  private func wait(on connection: Connection) async throws {
    switch wakeUps {
    case .pollOnly: try await sleep(pause)
    case .notified:
      let pause = pause
      try await connection.run { connection in _ = try connection.waitForNotification(timeout: pause) }
    }
  }

  private func isOutage(_ error: PostgresError, _ session: Connection?) async -> Bool {
    if let session, await session.isBroken { return true }
    return error.isUnreachable || error.isPassing
  }
}

extension PostgresError {
  /// A reader that comes again may be served: no memory or connection left (class 53), a conflict on a standby (40001), a
  /// statement that was cancelled from outside or took too long.
  fileprivate var isPassing: Bool { sqlState?.hasPrefix("53") == true || isSerializationFailure || isCancelled }
}
