import Domain
import EventStore
import Postgres

extension Build {
  /// Brings the new tables of a read model to the head and puts them in the place of the live ones, in one transaction. The
  /// live ones become the previous ones; what was previous before that is dropped. One that cannot take in the last stretch
  /// is among the ``stops`` then, and nothing is switched.
  mutating func switchOver(
    _ projection: any Projection, _ progress: @Sendable (RebuildProgress) -> Void
  ) async throws {
    progress(.switching(name: projection.name))
    let (feeding, pageSize) = (Feeding(place: .building, codec: runner.codec), runner.pageSize)
    while true {
      do {
        try await runner.changingPlaces { connection in
          let live = try Checkpoints.lock([projection.name], at: .live, on: connection)[projection.name]
          // The head as of now: nobody may have brought the old tables further.
          try Self.finish(
            projection, upTo: LogReader.head(on: connection), feeding, pageSize, on: connection)
          try Self.exchange(projection, live, on: connection)
        }
        return
      } catch is PageFailure {
        // Found out with nobody waiting.
        try await advance(leaving: 0, progress)
        if stops.contains(where: { $0.name == projection.name }) { return }
      }
    }
  }

  /// Applies what is missing up to a position, in the caller's transaction.
  static func finish(
    _ projection: any Projection, upTo end: Int64, _ feeding: Feeding, _ pageSize: Int,
    on connection: isolated Connection
  ) throws {
    try Place.building.enter(on: connection)
    let mark = try Checkpoints.lock([projection.name], at: .building, on: connection)[projection.name]
    guard let mark, mark.version == projection.version else {
      throw ProjectionError.moved(names: [projection.name], from: 0)
    }
    var position = mark.position
    guard position < end else { return }
    // What an earlier attempt left may hold words that were erased since.
    let feeding = Feeding(place: .building, codec: feeding.codec)
    var definitions = try feeding.definitions(upTo: position, for: [projection], on: connection)
    while position < end {
      let stretch = try LogReader.page(
        after: position, limit: min(pageSize, Int(end - position)), on: connection)
      guard let last = stretch.last else { return }
      let parking =
        mark.hasParked ? try Parking(behind: stretch, of: projection, at: .building, on: connection) : nil
      try feeding.apply(
        stretch, to: [projection], from: position, &definitions, .runs, parking: parking, on: connection)
      position = last.position
    }
  }

  private static func exchange(
    _ projection: any Projection, _ live: Checkpoints.Mark?, on connection: isolated Connection
  ) throws {
    try Copies.drop(projection.name, at: .previous, on: connection)
    if let live, live.version > 0, try Erasures.letKeep(live, of: projection, on: connection) {
      try Copies.move(projection.name, from: .live, to: .previous, on: connection)
    }
    try Copies.drop(projection.name, at: .live, on: connection)
    // Left behind where the row was lost.
    for table in projection.tables { try connection.execute("drop table if exists \(Place.live.table(table))") }
    try Copies.move(projection.name, from: .building, to: .live, on: connection)
  }
}
