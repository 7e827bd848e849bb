import Postgres

extension ProjectionRunner {
  /// Puts the tables that the last rebuild replaced back in their place, and brings them up to the head from their own
  /// checkpoint. What was live until now is kept in their stead: a second rollback takes back the first.
  ///
  /// - Throws: ``ProjectionError/noPrevious(name:)``; ``ProjectionError/previousUnknown(name:stored:known:)`` where they are
  ///   of another version than this program's.
  public func rollBack(
    _ projection: any Projection, progress: @Sendable (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
  ) async throws {
    let (name, known) = (projection.name, projection.version)
    try await holdingLocks([projection], { _ in }) {
      try await changingPlaces { connection in
        _ = try Checkpoints.lock([name], at: .live, on: connection)
        let previous = try Checkpoints.lock([name], at: .previous, on: connection)[name]
        guard let previous else { throw ProjectionError.noPrevious(name: name) }
        guard previous.version == known else {
          throw ProjectionError.previousUnknown(name: name, stored: previous.version, known: known)
        }
        try Copies.move(name, from: .live, to: .exchange, on: connection)
        try Copies.move(name, from: .previous, to: .live, on: connection)
        try Copies.move(name, from: .exchange, to: .previous, on: connection)
      }
    }
    try await catchUp([projection], progress: progress)
  }
}
