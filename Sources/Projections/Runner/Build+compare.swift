import EventStore
import Postgres

extension Build {
  /// Holds the new tables against the live ones; `nil` where those are of another version or stand still.
  mutating func compareIfPossible(
    _ projection: any Projection, rows: Int, _ progress: @Sendable (RebuildProgress) -> Void
  ) async throws -> Comparison? {
    do {
      return try await compare(projection, rows: rows, progress)
    } catch ProjectionError.notComparable, ProjectionError.stopped {
      return nil
    }
  }

  /// Holds the new tables against the live ones, at one position of the log and in one snapshot. Nobody waits for it.
  mutating func compare(
    _ projection: any Projection, rows: Int, _ progress: @Sendable (RebuildProgress) -> Void
  ) async throws -> Comparison {
    let name = projection.name
    let stored = try await runner.connection.run { connection in
      try Checkpoints.lock([name], at: .live, on: connection)[name]?.version ?? 0
    }
    guard stored == projection.version else {
      throw ProjectionError.notComparable(name: name, stored: stored, known: projection.version)
    }
    progress(.comparing(name: name))
    // The new tables may be ahead of live ones that nobody asks for.
    try await runner.catchUp([projection])
    let (feeding, pageSize) = (Feeding(place: .building, codec: runner.codec), runner.pageSize)
    while true {
      do {
        let comparison = try await runner.connection.run { connection -> Comparison? in
          try connection.transaction { connection in
            let live = try Checkpoints.lock([name], at: .live, on: connection)[name]?.position ?? 0
            try Self.finish(projection, upTo: live, feeding, pageSize, on: connection)
          }
          // Whoever waited for that lock needs longer for a page than we for a snapshot. If not: once more.
          return try connection.transaction { connection in
            try connection.execute("set transaction isolation level repeatable read, read only")
            let (live, built) = try connection.query(
              """
              select l.position, b.position from read.projection l join read_building.projection b using (name)
                where name = \(name)
              """
            ).only().decode(Int64.self, Int64.self)
            return live == built
              ? try Comparison(projection, at: live, rows: rows, on: connection) : nil
          }
        }
        if let comparison { return comparison }
      } catch is PageFailure {
        try await advance(leaving: 0, progress)
        if let stop = stops.first(where: { $0.name == name }) { throw ProjectionError.stopped([stop]) }
        try await runner.catchUp([projection])
      }
    }
  }
}

extension ProjectionRunner {
  /// Computes a read model anew beside the live tables, holds them against each other, and drops the new ones.
  ///
  /// - Parameter rows: so many of the rows that differ are told, of each table and side.
  /// - Throws: ``ProjectionError/notComparable(name:stored:known:)``; ``ProjectionError/stopped(_:)`` where the live or the
  ///   new tables cannot take in an event.
  public func compare(
    _ projection: any Projection, rows: Int = 0, progress: @Sendable (RebuildProgress) -> Void = { _ in }
  ) async throws -> Comparison {
    try await holdingLocks([projection], progress) {
      var build = try await Build([projection], fresh: false, self)
      try await build.run(progress)
      guard build.stops.isEmpty else { throw ProjectionError.stopped(build.stops) }
      let comparison = try await build.compare(projection, rows: rows, progress)
      try await connection.run { connection in
        try connection.transaction { connection in
          try Copies.drop(projection.name, at: .building, on: connection)
        }
      }
      return comparison
    }
  }
}
