import EventStore
import Postgres

extension ProjectionRunner {
  /// Keeps read models at the head of the log until the task is cancelled.
  ///
  /// One that stands still is told and left behind; the others go on.
  ///
  /// - Parameters:
  ///   - wakeUp: returns when there may be something new. It must not miss what is appended between two calls:
  ///     ``LogWakeUps`` does not.
  ///   - caughtUp: told after every look that found something, with the position reached.
  ///   - stopped: told of each read model that cannot go on.
  /// - Throws: ``ProjectionError/stopped(_:)`` when none is left; what the connection or `wakeUp` throws.
  public func follow(
    _ projections: [any Projection], wakeUp: () async throws -> Void,
    caughtUp: @Sendable (_ position: Int64) -> Void = { _ in }, stopped: (ProjectionStop) -> Void = { _ in }
  ) async throws {
    var going = projections
    var last: Step?
    while true {
      let before = last?.to
      do {
        try await catchUp(going, after: &last, progress: { _, _ in })
      } catch ProjectionError.stopped(let stops) {
        for stop in stops { stopped(stop) }
        going.removeAll { projection in stops.contains { $0.name == projection.name } }
        guard !going.isEmpty else { throw ProjectionError.stopped(stops) }
      }
      if let reached = last?.to, reached != before { caughtUp(reached) }
      try await wakeUp()
    }
  }
}

/// Says when the log has grown: by the notification of every append, and at the latest after a second.
public struct LogWakeUps: Sendable {
  private let connection: Connection
  private let fallback: Duration

  /// Listens from here on.
  ///
  /// - Parameters:
  ///   - connection: a session for this alone; its thread stands still most of the time.
  ///   - fallback: returns after this long without a notification.
  public init(_ connection: Connection, fallback: Duration = .seconds(1)) async throws {
    self.connection = connection
    self.fallback = fallback
    try await connection.run { connection in try connection.listen("hotline_log") }
  }

  /// Returns when something was appended since the last call.
  public func next() async throws {
    let fallback = fallback
    try await connection.run { connection in
      _ = try connection.waitForNotification(timeout: fallback)
      // One look answers all that wait already.
      while try connection.waitForNotification(timeout: .zero) != nil {}
    }
  }
}
