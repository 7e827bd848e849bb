import Domain
import EventCodec
import EventStore
import Postgres

/// Brings read models up to the head of the log, and rebuilds them.
///
/// Changes and checkpoint are one transaction, and the checkpoint's row is locked first: however many processes ask at
/// once, every page is applied exactly once. Live, catch-up and rebuild are the same code.
public struct ProjectionRunner: Sendable {
  let connection: Connection
  let codec: EventCodec
  let pageSize: Int
  /// What was learned of the log's names.
  let names = LogNames()
  private let openReader: (@Sendable () async throws -> Connection)?

  /// A runner on a session with the working role.
  ///
  /// - Parameters:
  ///   - pageSize: events a transaction.
  ///   - openReader: opens a further session with the working role, on which a rebuild reads ahead while it writes; without
  ///     it both share the one session.
  public init(
    _ connection: Connection, codec: EventCodec = EventCodec(), pageSize: Int = 2000,
    openReader: (@Sendable () async throws -> Connection)? = nil
  ) {
    self.connection = connection
    self.codec = codec
    self.pageSize = pageSize
    self.openReader = openReader
  }

  /// Lends a session to read the log on.
  func reading(
    isolation: isolated (any Actor)? = #isolation, _ body: (Connection) async throws -> Void
  ) async throws {
    guard let openReader else { return try await body(connection) }
    let reader = try await openReader()
    do {
      try await body(reader)
    } catch {
      await reader.close()
      throw error
    }
    await reader.close()
  }

  /// Applies all that the log has as of this call and the read models do not, page by page. One cheap query when there is
  /// nothing to do. What is appended meanwhile is not waited for: beside a large import the log would grow as fast as it is
  /// read.
  ///
  /// Tables of an older version are rebuilt first, beside the old ones. An event that one of the read models cannot take in
  /// holds up none of the others.
  ///
  /// - Parameter progress: told the events done and the events in all, after every page.
  /// - Throws: ``ProjectionError/newer(name:stored:known:)`` for one that a newer program made, before anything is done;
  ///   ``ProjectionError/stopped(_:)`` for those that stand still, after all others are at the head.
  public func catchUp(
    _ projections: [any Projection],
    progress: @Sendable (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
  ) async throws {
    var last: Step?
    try await catchUp(projections, after: &last, progress: progress)
  }

  /// - Parameter last: how far this runner brought the same read models before: spares a look at what is configured.
  func catchUp(
    _ projections: [any Projection], after last: inout Step?,
    progress: @Sendable (_ done: Int64, _ total: Int64) -> Void
  ) async throws {
    var going = projections.sorted { $0.name < $1.name }
    var stops: [ProjectionStop] = []
    var (start, end) = (Int64?.none, Int64?.none)
    while !going.isEmpty {
      do {
        guard let step = try await nextPage(going, after: last, isFirst: start == nil) else { break }
        last = step
        stops += try await takeAlone(step.stretch, step.apart)
        if step.to - step.from >= PlannerStatistics.worthALook {
          let going = going
          try await connection.run { try PlannerStatistics.refresh(going, on: $0) }
        }
        let (begin, goal) = (start ?? step.from, end ?? step.head)
        (start, end) = (begin, goal)
        if step.to > begin { progress(min(step.to, goal) - begin, goal - begin) }
        // One that somebody else brought further waits for the others: they are asked for as of one place.
        if step.to >= goal, step.isLevel || step.to >= step.head { break }
      } catch is Checkpoints.Outdated {
        stops += try await replaceOutdated(going, progress: progress)
      } catch let failure as PageFailure {
        last = nil
        stops += try await takeAlone(failure.stretch, failure.projections)
      }
      going.removeAll { projection in stops.contains { $0.name == projection.name } }
    }
    guard stops.isEmpty else { throw ProjectionError.stopped(stops) }
  }

  struct Step: Sendable {
    let from: Int64
    let to: Int64
    let head: Int64
    /// Whether none of the read models is beyond `to`.
    let isLevel: Bool
    /// What was configured as of `to`; `nil` where nobody asked for it.
    let definitions: Definitions?
    /// The orders that were touched lately, as of `to`.
    let recent: RecentOrders?
    /// Whether it is a page of several, whose speed is worth keeping.
    let isTimed: Bool
    /// What was applied.
    var stretch: [RecordedEvent] = []
    /// Those that it was not applied to yet: they have parked events.
    var apart: [any Projection] = []
  }

  /// Applies a page to those that are furthest behind; `nil` where all are at the head.
  private func nextPage(
    _ projections: [any Projection], after previous: Step?, isFirst: Bool
  ) async throws -> Step? {
    let (codec, pageSize, names) = (codec, pageSize, names)
    return try await connection.run { connection -> Step? in
      if isFirst, try Checkpoints.areAtHead(projections, on: connection) { return nil }
      return try connection.transaction { connection in
        try Place.live.enter(on: connection)
        let marks = try Checkpoints.lockLive(projections, on: connection)
        let from = marks.values.map(\.position).min() ?? 0
        let head = try LogReader.head(on: connection)
        let recorded = try LogReader.page(after: from, limit: pageSize, names: names, on: connection)
        guard let last = recorded.last else {
          return Step(
            from: from, to: from, head: from, isLevel: true, definitions: previous?.definitions,
            recent: previous?.recent, isTimed: false)
        }
        // Those that are ahead of the rest join at their own place, so a page never reaches past the next checkpoint.
        let border = marks.values.map(\.position).filter { $0 > from }.min() ?? last.position
        let behind = projections.filter { marks[$0.name]?.position == from }
        let apart = behind.filter { marks[$0.name]?.hasParked == true }
        let together = behind.filter { marks[$0.name]?.hasParked == false }
        let stretch = Array(recorded.prefix { $0.position <= border })
        // Somebody else may have gone on since: then what was carried along is not of this place.
        let carried = previous?.to == from ? previous : nil
        let isLong = head - from > 4 * Int64(pageSize)
        let recent = carried?.recent ?? (isLong ? RecentOrders() : .ofShortStretches())
        let feeding = Feeding(place: .live, codec: codec, recent: recent)
        var definitions =
          if let known = carried?.definitions { known } else {
            try feeding.definitions(upTo: from, for: together, on: connection)
          }
        let isTimed = isFirst ? head - from > Int64(pageSize) : previous?.isTimed == true
        try feeding.apply(
          stretch, to: together, from: from, &definitions, isTimed ? (isFirst ? .begins : .runs) : .stands,
          on: connection)
        return Step(
          from: from, to: min(border, last.position), head: head,
          isLevel: marks.values.allSatisfy { $0.position <= min(border, last.position) },
          definitions: Feeding.asksForDefinitions(together) ? definitions : nil, recent: feeding.recent,
          isTimed: isTimed,
          stretch: apart.isEmpty ? [] : stretch, apart: apart)
      }
    }
  }

  /// Applies a stretch to read models one by one, and tells which of them stand still now.
  func takeAlone(
    _ stretch: [RecordedEvent], _ projections: [any Projection], at place: Place = .live
  ) async throws -> [ProjectionStop] {
    let feeding = Feeding(place: place, codec: codec)
    var stops: [ProjectionStop] = []
    for projection in projections {
      do {
        try await connection.run { connection in
          try feeding.applyAlone(stretch[...], to: projection, on: connection)
        }
      } catch is WentOn {
        // The next look at the checkpoint tells where it is now.
      } catch is Checkpoints.Outdated {
        // So does the next look at its version.
      } catch let stop as ProjectionStop {
        stops.append(stop)
      }
    }
    return stops
  }

  /// What was configured as of a position.
  public static func definitions(
    upTo position: Int64, _ codec: EventCodec, on connection: isolated Connection
  ) throws -> Definitions {
    var definitions = Definitions()
    for recorded in try LogReader.events(ofCategory: "definition", upTo: position, on: connection) {
      if case .definition(let event) = try codec.decode(recorded) {
        try definitions.evolve(event, at: recorded.occurredAt)
      }
    }
    // Which calendar a unit works by is configured, too.
    for recorded in try LogReader.events(ofCategory: "unit", upTo: position, on: connection) {
      if case .unit(let event) = try codec.decode(recorded) { definitions.evolve(event, at: recorded.occurredAt) }
    }
    return definitions
  }
}
