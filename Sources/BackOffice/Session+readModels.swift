import Projections

extension Session {
  /// Brings read models up to the head of the log; nearly free when they are.
  public func catchUp(
    _ projections: [any Projection], progress: @Sendable (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
  ) async throws {
    try await runner.catchUp(projections, progress: progress)
  }

  /// Keeps read models up while the body appends, on a database session of their own: both processors have work.
  func keepingUp<R: Sendable>(
    _ projections: [any Projection], _ body: (KeptUp) async throws -> R
  ) async throws -> R {
    let connection = try await openReader()
    let lists = KeptUp(ProjectionRunner(connection, codec: codec), projections)
    do {
      let result = try await body(lists)
      try await lists.finish()
      await connection.close()
      return result
    } catch {
      await lists.stop()
      await connection.close()
      throw error
    }
  }

  /// Computes a read model anew from the first event, beside the live one.
  ///
  /// See `ProjectionRunner` for this and the others.
  public func rebuild(
    _ projection: any Projection, fresh: Bool, rows: Int, progress: @Sendable (RebuildProgress) -> Void
  ) async throws -> Comparison? {
    try await runner.rebuild(projection, fresh: fresh, rows: rows, progress: progress)
  }

  /// Computes a read model anew and only holds it against the live one.
  public func compare(
    _ projection: any Projection, rows: Int, progress: @Sendable (RebuildProgress) -> Void
  ) async throws -> Comparison {
    try await runner.compare(projection, rows: rows, progress: progress)
  }

  /// Goes back to the tables that the last rebuild replaced.
  public func rollBack(
    _ projection: any Projection, progress: @Sendable (_ done: Int64, _ total: Int64) -> Void
  ) async throws {
    try await runner.rollBack(projection, progress: progress)
  }

  /// Tries the parked events of a read model again.
  public func retryParked(_ projection: any Projection) async throws -> (taken: Int, left: Int) {
    try await runner.retryParked(projection)
  }
}
