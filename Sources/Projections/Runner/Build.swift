import Domain
import EventStore
import Postgres

/// Read models that are computed anew beside the live ones, from one read of the log, in many transactions.
///
/// Each has its checkpoint at the place, moved in the transaction that fills its tables: a build that was killed goes
/// on where it was. Whoever holds a `Build` holds the ``RebuildLock`` of its read models; of those in the past, its lock.
struct Build {
  let runner: ProjectionRunner
  /// Where they lie.
  private let place: Place
  /// The last event they take in; `nil` for the head, wherever that is.
  private let end: Int64?
  private var going: [any Projection]
  /// What the next stretch need not look up.
  private var carried: (asOf: Int64, definitions: Definitions, recent: RecentOrders)?
  /// Those that cannot go on.
  private(set) var stops: [ProjectionStop] = []

  /// Begins anew, or goes on with what an earlier build of the same version left.
  init(
    _ projections: [any Projection], fresh: Bool, at place: Place = .building, upTo end: Int64? = nil,
    _ runner: ProjectionRunner
  ) async throws {
    let projections = projections.sorted { $0.name < $1.name }
    self.runner = runner
    self.place = place
    self.end = end
    going = projections
    try await runner.connection.run { connection in
      for projection in projections {
        try connection.transaction { connection in
          let isThere =
            try connection.execute(
              """
              update \(place.table("projection")) set since = now(), since_position = position, moved_at = null, failure = null
                where name = \(projection.name) and version = \(Int32(projection.version)) and not \(fresh)
              """) == 1
          if !isThere { try Copies.make(projection, at: place, on: connection) }
        }
      }
    }
  }

  /// Takes in the log until less than a page is missing, and makes the indexes.
  mutating func run(_ progress: @Sendable (RebuildProgress) -> Void) async throws {
    // Up to a place in the past all of it: nobody takes in the last stretch while others wait.
    let lag = end == nil ? Int64(runner.pageSize) : 0
    try await advance(leaving: lag, progress)
    for projection in going {
      progress(.indexing(name: projection.name))
      try await makeIndexes(projection)
    }
    // The log went on meanwhile.
    try await advance(leaving: lag, progress)
  }

  /// Takes in the log until at most so many events are missing.
  mutating func advance(
    leaving lag: Int64, _ progress: @Sendable (RebuildProgress) -> Void
  ) async throws {
    while !going.isEmpty {
      let names = going.map(\.name)
      let (place, end) = (place, end)
      let (marks, head) = try await runner.connection.run { connection in
        try connection.transaction { connection in
          let head = try LogReader.head(on: connection)
          return (try Checkpoints.lock(names, at: place, on: connection), min(head, end ?? head))
        }
      }
      guard marks.count == names.count else { throw ProjectionError.moved(names: names, from: 0) }
      guard let from = marks.values.map(\.position).min(), head - from > lag else { return }
      let behind = going.filter { marks[$0.name]?.position == from }
      try await takeIn(
        after: from, upTo: marks.values.map(\.position).filter { $0 > from }.min() ?? head, head,
        together: behind.filter { marks[$0.name]?.hasParked == false },
        apart: behind.filter { marks[$0.name]?.hasParked == true }, progress)
    }
  }

  /// Those of the read models that nothing stopped.
  func whole(of projections: [any Projection]) -> [any Projection] {
    projections.filter { projection in !stops.contains { $0.name == projection.name } }
  }

  private mutating func takeIn(
    after from: Int64, upTo end: Int64, _ head: Int64, together: [any Projection], apart: [any Projection],
    _ progress: @Sendable (RebuildProgress) -> Void
  ) async throws {
    try await runner.reading { reader in
      // Larger than a live page: what an order goes through within one page is written once.
      let scan = LogScan(reader, after: from, upTo: end, pageSize: runner.pageSize * 5, names: runner.names)
      try await scan.run { stretch in
        do {
          try await apply(stretch, to: together)
          try await takeAlone(stretch, apart)
        } catch let failure as PageFailure {
          try await takeAlone(failure.stretch, failure.projections + apart)
          // Who goes on together may be others now.
          return false
        }
        progress(.applying(done: stretch.last?.position ?? end, total: head))
        return apart.isEmpty || stops.isEmpty
      }
    }
  }

  private mutating func apply(_ stretch: [RecordedEvent], to projections: [any Projection]) async throws {
    guard let first = stretch.first, let last = stretch.last, !projections.isEmpty else { return }
    let from = first.position - 1
    let known = carried.flatMap { $0.asOf == from ? $0 : nil }
    let feeding = Feeding(place: place, codec: runner.codec, recent: known?.recent ?? RecentOrders())
    let after = try await runner.connection.run { connection in
      try connection.transaction { connection in
        try feeding.place.enter(on: connection)
        var definitions = try known?.definitions ?? feeding.definitions(upTo: from, for: projections, on: connection)
        try feeding.apply(stretch, to: projections, from: from, &definitions, .runs, on: connection)
        return definitions
      }
    }
    // What nobody asked for was not looked up, and the next page may be for others.
    carried = Feeding.asksForDefinitions(projections) ? (last.position, after, feeding.recent) : nil
  }

  private mutating func takeAlone(_ stretch: [RecordedEvent], _ projections: [any Projection]) async throws {
    guard !projections.isEmpty else { return }
    stops += try await runner.takeAlone(stretch, projections, at: place)
    carried = nil
    going.removeAll { projection in stops.contains { $0.name == projection.name } }
  }

  /// Makes what is left out during the bulk of the log, and lets the planner look at the tables.
  private func makeIndexes(_ projection: any Projection) async throws {
    let place = place
    try await runner.connection.run { connection in
      try connection.transaction { connection in
        let isDue =
          try connection.execute(
            """
            update \(place.table("projection")) set has_indexes = true where name = \(projection.name) and not has_indexes
            """) == 1
        guard isDue else { return }
        try place.enter(on: connection)
        if !projection.indexes.isEmpty { try connection.script(projection.indexes) }
        for table in projection.tables { try connection.execute("analyze \(place.table(table))") }
      }
    }
  }
}
