import Domain
import EventStore
import Postgres

extension ProjectionRunner {
  /// Tries the parked events of a read model again, stream by stream in order; one that fails keeps back the later ones of
  /// its stream.
  ///
  /// - Returns: how many were taken in, and how many stay.
  public func retryParked(_ projection: any Projection) async throws -> (taken: Int, left: Int) {
    // What is not there yet cannot come after what is parked.
    try await catchUp([projection])
    let parked = try await connection.run { connection in
      try ReadModels.parked(projection.name, on: connection)
    }
    let feeding = Feeding(place: .live, codec: codec)
    var failed: Set<String> = []
    var taken = 0
    for event in parked where !failed.contains(event.stream) {
      let isTaken = try await connection.run { connection in
        try feeding.takeParked(event, into: projection, on: connection)
      }
      if isTaken { taken += 1 } else { failed.insert(event.stream) }
    }
    return (taken, parked.count - taken)
  }
}

extension Feeding {
  /// Applies a parked event out of its place; `false` where that fails again, with the error of now.
  fileprivate func takeParked(
    _ parked: ParkedEvent, into projection: any Projection, on connection: isolated Connection
  ) throws -> Bool {
    do {
      try connection.transaction { connection in
        let mark = try Checkpoints.lockLive([projection], on: connection)
        // Gone meanwhile, with its copy or by somebody else's retry: there is nothing to do.
        let isThere =
          try connection.execute(
            "delete from parked where projection = \(projection.name) and position = \(parked.position)") == 1
        guard isThere, mark[projection.name] != nil else { return }
        let events = try LogReader.page(after: parked.position - 1, limit: 1, on: connection)
        var definitions = try self.definitions(upTo: parked.position - 1, for: [projection], on: connection)
        do {
          try take(events, into: [projection], &definitions, on: connection)
        } catch  where PageFailure.isBlamed(on: error) {
          throw PageFailure(error: error, stretch: events, projections: [projection])
        }
      }
      return true
    } catch let failure as PageFailure {
      try connection.execute(
        """
        update parked set error = \("\(failure.error)"), version = \(Int32(projection.version)), parked_at = now()
          where projection = \(projection.name) and position = \(parked.position)
        """)
      return false
    }
  }
}
