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
  /// - Parameter fresh: does not go on with what an earlier rebuild left, but begins with the first event.
  /// - Throws: ``ProjectionError/stopped(_:)`` where an event cannot be taken in; the live tables are then untouched.
  public func rebuild(
    _ projection: any Projection, fresh: Bool = false,
    progress: @Sendable (RebuildProgress) -> Void = { _ in }
  ) async throws {
    try await rebuild([projection], fresh: fresh, progress: progress)
  }

  /// The same for several read models, fed from one read of the log.
  public func rebuild(
    _ projections: [any Projection], fresh: Bool = false,
    progress: @Sendable (RebuildProgress) -> Void = { _ in }
  ) async throws {
    let stops = try await holdingLocks(projections, progress) {
      try await replace(projections, fresh: fresh, progress)
    }
    guard stops.isEmpty else { throw ProjectionError.stopped(stops) }
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
      return try await replace(still, fresh: false, show)
    }
  }

  private func replace(
    _ projections: [any Projection], fresh: Bool, _ progress: @Sendable (RebuildProgress) -> Void
  ) async throws -> [ProjectionStop] {
    var build = try await Build(projections, fresh: fresh, self)
    try await build.run(progress)
    for projection in projections where !build.stops.contains(where: { $0.name == projection.name }) {
      try await build.switchOver(projection, progress)
    }
    return build.stops
  }

  func holdingLocks<R: Sendable>(
    _ projections: [any Projection], _ progress: @Sendable (RebuildProgress) -> Void,
    _ body: () async throws -> R
  ) async throws -> R {
    try await RebuildLock.holding(
      projections, on: connection, waiting: { progress(.waiting(processID: $0)) }, body)
  }
}
