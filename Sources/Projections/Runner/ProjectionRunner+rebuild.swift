import EventStore
import Postgres

extension ProjectionRunner {
  /// Computes a read model anew from the first event, beside the live tables, and puts the new ones in their place; also
  /// one that a newer program made.
  ///
  /// Others go on with the old tables meanwhile, and wait only for the last stretch, of about a page, and the switch. The
  /// old tables stay for ``rollBack(_:progress:)``. It works in many transactions: one that was killed goes on where it was.
  /// Of two rebuilds the second waits for the first. Nothing is fired or sent.
  ///
  /// - Parameters:
  ///   - fresh: does not go on with what an earlier rebuild left, but begins with the first event.
  ///   - rows: so many of the rows that differ are told, of each table and side.
  /// - Returns: how the live tables compared with the new ones before the switch; `nil` where they are of another version
  ///   or cannot be brought to the same position. The new ones took their place in any case.
  /// - Throws: ``ProjectionError/stopped(_:)`` where an event cannot be taken in; the live tables are then untouched.
  @discardableResult
  public func rebuild(
    _ projection: any Projection, fresh: Bool = false, rows: Int = 0,
    progress: @Sendable (RebuildProgress) -> Void = { _ in }
  ) async throws -> Comparison? {
    try await rebuild([projection], fresh: fresh, rows: rows, progress: progress).first
  }

  /// The same for several read models, fed from one read of the log.
  @discardableResult
  public func rebuild(
    _ projections: [any Projection], fresh: Bool = false, rows: Int = 0,
    progress: @Sendable (RebuildProgress) -> Void = { _ in }
  ) async throws -> [Comparison] {
    try await holdingLocks(projections, progress) {
      var build = try await Build(projections, fresh: fresh, self)
      try await build.run(progress)
      var comparisons: [Comparison] = []
      for projection in build.whole(of: projections) {
        if let comparison = try await build.compareIfPossible(projection, rows: rows, progress) {
          comparisons.append(comparison)
        }
        try await build.switchOver(projection, progress)
      }
      guard build.stops.isEmpty else { throw ProjectionError.stopped(build.stops) }
      return comparisons
    }
  }

  /// Rebuilds those with tables of an older version; whoever has to wait for another program's rebuild finds it done.
  func replaceOutdated(
    _ projections: [any Projection], progress: @Sendable (_ done: Int64, _ total: Int64) -> Void
  ) async throws -> [ProjectionStop] {
    let outdated = try await connection.run { connection in
      try Checkpoints.outdated(projections, on: connection)
    }
    guard !outdated.isEmpty else { return [] }
    @Sendable func show(_ step: RebuildProgress) {
      if case .applying(let done, let total) = step { progress(done, total) }
    }
    return try await holdingLocks(outdated, show) {
      let still = try await connection.run { connection in try Checkpoints.outdated(outdated, on: connection) }
      var build = try await Build(still, fresh: false, self)
      try await build.run(show)
      for projection in build.whole(of: still) { try await build.switchOver(projection, show) }
      return build.stops
    }
  }

  func holdingLocks<R: Sendable>(
    _ projections: [any Projection], _ progress: @Sendable (RebuildProgress) -> Void,
    _ body: () async throws -> R
  ) async throws -> R {
    try await RebuildLock.holding(
      projections, on: connection, waiting: { progress(.waiting(processID: $0)) }, body)
  }

  /// Runs a transaction that moves tables from place to place, again and again until nobody reads them for a moment.
  ///
  /// Whoever asks for a table queues behind us while we wait for those who read it: not for long.
  func changingPlaces(_ body: @Sendable (isolated Connection) throws -> Void) async throws {
    while true {
      do {
        return try await connection.run { connection in
          try connection.transaction { connection in
            try connection.execute("set local lock_timeout = '500ms'")
            try body(connection)
          }
        }
      } catch let error as PostgresError where error.isLockNotAvailable {
        try await Task.sleep(for: .milliseconds(200))
      }
    }
  }
}
