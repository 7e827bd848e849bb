import Domain
import EventCodec
import EventStore
import Postgres

/// Takes stretches of the log into read models of one place: the same for live ones and for those that are being rebuilt.
struct Feeding: Sendable {
  let place: Place
  let codec: EventCodec
  /// What stretches that follow one another leave to the next.
  var recent = RecentOrders()

  /// Applies a stretch to read models that all stand right before it, and moves their checkpoints; in the caller's
  /// transaction, at the place.
  ///
  /// - Parameter definitions: what is configured before the stretch; then, after it. Only used where one asks for it.
  /// - Throws: ``PageFailure`` where the events are to blame.
  func apply(
    _ stretch: [RecordedEvent], to projections: [any Projection], from: Int64, _ definitions: inout Definitions,
    _ stopwatch: Checkpoints.Stopwatch, parking: Parking? = nil, on connection: isolated Connection
  ) throws {
    guard let to = stretch.last?.position else { return }
    var after = definitions
    do {
      try take(parking?.others ?? stretch, into: projections, &after, on: connection)
    } catch  where PageFailure.isBlamed(on: error) {
      throw PageFailure(error: error, stretch: stretch, projections: projections)
    }
    try parking?.write(on: connection)
    if place == .live { try Erasures.follow(stretch, in: projections, on: connection) }
    try Checkpoints.move(projections, from: from, to: to, at: place, stopwatch, on: connection)
    definitions = after
  }

  /// Changes the tables as events say, and nothing else.
  func take(
    _ events: [RecordedEvent], into projections: [any Projection], _ definitions: inout Definitions,
    on connection: isolated Connection
  ) throws {
    let before = definitions
    let page = try Page(
      events, categories: Self.decodedCategories(projections), definitions: &definitions, codec: codec,
      recent: recent, on: connection)
    for projection in projections where !projection.readsMeaning || !page.entries.isEmpty {
      try projection.apply(page, on: connection)
    }
    guard before.calendars.revision != definitions.calendars.revision, let last = events.last else { return }
    let recount = Recount(from: before, to: definitions, after: last.position, codec: codec)
    try recount.run(projections.filter(\.readsMeaning), touched: Set(page.orders.map(\.no)), on: connection)
  }

  /// What has to be decoded for some read models.
  private static func decodedCategories(_ projections: [any Projection]) -> Set<Substring> {
    projections.reduce(into: []) { categories, projection in
      if projection.readsMeaning { categories.formUnion(projection.categories) }
      // Which calendar a unit works by is configured, too.
      if projection.readsMeaning, projection.categories.contains("definition") { categories.insert("unit") }
    }
  }

  /// Whether one of the read models looks at what is configured.
  static func asksForDefinitions(_ projections: [any Projection]) -> Bool {
    projections.contains { $0.readsMeaning && $0.categories.contains("definition") }
  }

  /// What is configured as of a position, where one of the read models asks for it.
  func definitions(
    upTo position: Int64, for projections: [any Projection], on connection: isolated Connection
  ) throws -> Definitions {
    guard Self.asksForDefinitions(projections) else { return Definitions() }
    return try ProjectionRunner.definitions(upTo: position, codec, on: connection)
  }

  /// Applies a stretch to one read model in transactions of its own. What fails is halved until it is one event, which is
  /// parked or stops the read model; all before it is kept.
  ///
  /// - Throws: ``ProjectionStop``; ``WentOn`` where the read model does not stand before the stretch any more.
  func applyAlone(
    _ stretch: ArraySlice<RecordedEvent>, to projection: any Projection, on connection: isolated Connection
  ) throws {
    guard let first = stretch.first else { return }
    do {
      try connection.transaction { connection in
        let mark = try lock(projection, before: first, on: connection)
        let parking =
          mark.hasParked
          ? try Parking(behind: Array(stretch), of: projection, at: place, on: connection) : nil
        var definitions = try self.definitions(upTo: mark.position, for: [projection], on: connection)
        try apply(
          Array(stretch), to: [projection], from: mark.position, &definitions, stopwatch, parking: parking,
          on: connection)
      }
    } catch let failure as PageFailure {
      guard stretch.count == 1 else {
        let middle = stretch.startIndex + stretch.count / 2
        try applyAlone(stretch[..<middle], to: projection, on: connection)
        try applyAlone(stretch[middle...], to: projection, on: connection)
        return
      }
      try setAside(first, failure.error, projection, on: connection)
    }
  }

  /// Which live pages belong to one stretch of catching up, only the runner knows; a rebuild is one.
  private var stopwatch: Checkpoints.Stopwatch { place == .live ? .stands : .runs }

  /// Enters the place and locks the read model's row.
  private func lock(
    _ projection: any Projection, before event: RecordedEvent, on connection: isolated Connection
  ) throws -> Checkpoints.Mark {
    try place.enter(on: connection)
    let mark =
      try place == .live
      ? Checkpoints.lockLive([projection], on: connection)[projection.name]
      : Checkpoints.lock([projection.name], at: place, on: connection)[projection.name]
    guard let mark, mark.version == projection.version, mark.position == event.position - 1 else { throw WentOn() }
    return mark
  }

  private func setAside(
    _ event: RecordedEvent, _ error: any Error, _ projection: any Projection, on connection: isolated Connection
  ) throws {
    let reason: String? = try connection.transaction { connection in
      let mark = try lock(projection, before: event, on: connection)
      switch projection.poisonPolicy {
      case .park where !PageFailure.isTooOld(error):
        guard try Parking.count(of: projection, at: place, on: connection) < Parking.limit else {
          return try stop(
            projection, "\(Parking.limit) events are parked already, so it is not the event: \(error)", on: connection)
        }
        try Parking([(event, "\(error)")], of: projection, at: place).write(on: connection)
        try Checkpoints.move(
          [projection], from: mark.position, to: event.position, at: place, stopwatch, on: connection)
        return nil
      case .park, .stop: return try stop(projection, "\(error)", on: connection)
      }
    }
    if let reason {
      throw ProjectionStop(name: projection.name, position: event.position, type: event.type, reason: reason)
    }
  }

  /// Notes for `projection status` why a read model stands still.
  private func stop(
    _ projection: any Projection, _ reason: String, on connection: isolated Connection
  ) throws -> String {
    try connection.execute(
      "update \(place.table("projection")) set failure = \(reason) where name = \(projection.name)")
    return reason
  }
}
