import Domain
import EventStore
import Postgres

extension Build {
  /// Brings the new tables of a read model to the head and puts them in the place of the live ones, in one transaction. The
  /// live ones become the previous ones; what was previous before that is dropped.
  mutating func switchOver(
    _ projection: any Projection, _ progress: @Sendable (RebuildProgress) -> Void
  ) async throws {
    progress(.switching(name: projection.name))
    while true {
      do {
        let (feeding, pageSize) = (Feeding(place: .building, codec: runner.codec), runner.pageSize)
        try await runner.connection.run { connection in
          try connection.transaction { connection in
            // Whoever asks for the old tables queues behind us while we wait for those who read them: not for long.
            try connection.execute("set local lock_timeout = '500ms'")
            let live = try Checkpoints.lock([projection.name], at: .live, on: connection)
            try Self.finish(projection, feeding, pageSize, on: connection)
            try Self.exchange(projection, wasUsed: (live[projection.name]?.version ?? 0) > 0, on: connection)
          }
        }
        return
      } catch let error as PostgresError where error.isLockNotAvailable {
        try await Task.sleep(for: .milliseconds(200))
      } catch is PageFailure {
        // Found out with nobody waiting.
        try await advance(leaving: 0, progress)
        if let stop = stops.first(where: { $0.name == projection.name }) { throw ProjectionError.stopped([stop]) }
      }
    }
  }

  /// Applies what was appended since, up to the head as of now: nobody may have brought the old tables further.
  private static func finish(
    _ projection: any Projection, _ feeding: Feeding, _ pageSize: Int, on connection: isolated Connection
  ) throws {
    try Place.building.enter(on: connection)
    let mark = try Checkpoints.lock([projection.name], at: .building, on: connection)[projection.name]
    guard let mark, mark.version == projection.version else {
      throw ProjectionError.moved(names: [projection.name], from: 0)
    }
    var position = mark.position
    let head = try LogReader.head(on: connection)
    guard position < head else { return }
    var definitions = try feeding.definitions(upTo: position, for: [projection], on: connection)
    while position < head {
      let stretch = try LogReader.page(after: position, limit: pageSize, on: connection)
      guard let last = stretch.last else { return }
      let parking =
        mark.hasParked ? try Parking(behind: stretch, of: projection, at: .building, on: connection) : nil
      try feeding.apply(
        stretch, to: [projection], from: position, &definitions, .runs, parking: parking, on: connection)
      position = last.position
    }
  }

  private static func exchange(
    _ projection: any Projection, wasUsed: Bool, on connection: isolated Connection
  ) throws {
    let name = projection.name
    try connection.execute("set local search_path = read, log")
    try Copies.drop(name, at: .previous, on: connection)
    if wasUsed {
      try Copies.moveTables(of: name, from: .live, to: Place.previous.schema, on: connection)
      try Copies.copyRows(of: name, from: .live, to: .previous, on: connection)
    }
    for table in projection.tables { try connection.execute("drop table if exists \(Place.live.table(table))") }
    try Copies.moveTables(of: name, from: .building, to: Place.live.schema, on: connection)
    try connection.execute("delete from read.projection where name = \(name)")
    try connection.execute("delete from read.parked where projection = \(name)")
    try Copies.copyRows(of: name, from: .building, to: .live, on: connection)
    try connection.execute("delete from read_building.projection where name = \(name)")
    try connection.execute("delete from read_building.parked where projection = \(name)")
  }
}
