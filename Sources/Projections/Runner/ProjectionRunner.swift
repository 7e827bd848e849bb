import Domain
import EventCodec
import EventStore
import Postgres

/// Brings read models up to the head of the log, and rebuilds them.
///
/// Changes and checkpoint are one transaction, and the checkpoint's row is locked first: however many processes ask at
/// once, every page is applied exactly once. Live, catch-up and rebuild are the same code.
public struct ProjectionRunner: Sendable {
  private let connection: Connection
  private let codec: EventCodec
  private let pageSize: Int

  /// A runner on a session with the working role.
  ///
  /// - Parameter pageSize: events a transaction.
  public init(_ connection: Connection, codec: EventCodec = EventCodec(), pageSize: Int = 2000) {
    self.connection = connection
    self.codec = codec
    self.pageSize = pageSize
  }

  /// Applies all that the log has and the read models do not, page by page. One cheap query when there is nothing to do.
  ///
  /// - Parameter progress: told the events done and the events in all, after every page.
  /// - Throws: ``ProjectionError/newer(name:stored:known:)`` for one that a newer program made.
  public func catchUp(
    _ projections: [any Projection], progress: @Sendable (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
  ) async throws {
    let projections = projections.sorted { $0.name < $1.name }
    var last: Step?
    var start: Int64 = 0
    while true {
      let (codec, pageSize, previous) = (codec, pageSize, last)
      let step = try await connection.run { connection -> Step? in
        if previous == nil, try Checkpoints.areAtHead(projections, on: connection) { return nil }
        return try connection.transaction { connection in
          try Self.applyNextPage(projections, codec, pageSize, after: previous, on: connection)
        }
      }
      guard let step else { return }
      if last == nil { start = step.from }
      last = step
      progress(step.to - start, step.head - start)
      if step.to >= step.head { return }
    }
  }

  /// Computes a read model anew from the first event, beside the old tables, and swaps them, all in one transaction; also
  /// one that a newer program made.
  ///
  /// Others go on with the old tables meanwhile, and wait only for the last stretch, of about a page, and the swap. Of two
  /// rebuilds the second waits for the first.
  public func rebuild(
    _ projection: any Projection, progress: @Sendable (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
  ) async throws {
    let (codec, pageSize) = (codec, pageSize)
    try await connection.run { connection in
      try connection.transaction { connection in
        // There is one schema for what is being rebuilt.
        try connection.execute("select pg_advisory_xact_lock(hashtextextended('hotline.rebuild', 0))")
        try connection.script("create schema rebuilding; set local search_path = rebuilding, read, log")
        try connection.script(projection.schema)
        var shadow = Shadow(projection, codec, pageSize: pageSize)
        var head = try LogReader.head(on: connection)
        // Each statement sees what was committed before it: the log goes on while we read it.
        repeat {
          try shadow.advance(to: head, on: connection, progress)
          head = try LogReader.head(on: connection)
        } while head - shadow.position > Int64(pageSize)
        // Not earlier: whoever has one event to catch up on would wait for the whole rebuild.
        try Checkpoints.lockForReplacing(projection, on: connection)
        // The head as of now: nobody may have brought the old tables further than the new ones.
        try shadow.advance(to: LogReader.head(on: connection), on: connection, progress)
        for table in projection.tables {
          try connection.execute("drop table if exists read.\(identifier: table)")
          try connection.execute("alter table rebuilding.\(identifier: table) set schema read")
        }
        try connection.script("drop schema rebuilding; set local search_path = read, log")
        try Checkpoints.replace(projection, at: shadow.position, on: connection)
      }
    }
  }

  /// The tables that a rebuild fills, and how far it has come.
  private struct Shadow {
    private let projection: any Projection
    private let codec: EventCodec
    private let pageSize: Int
    private var definitions = Definitions()
    private let names = LogNames()
    private let recent = RecentOrders()
    private(set) var position: Int64 = 0

    init(_ projection: any Projection, _ codec: EventCodec, pageSize: Int) {
      self.projection = projection
      self.codec = codec
      self.pageSize = pageSize
    }

    /// Applies the log at least up to a position.
    mutating func advance(
      to head: Int64, on connection: isolated Connection, _ progress: (_ done: Int64, _ total: Int64) -> Void
    ) throws {
      while position < head {
        let events = try LogReader.page(after: position, limit: pageSize, names: names, on: connection)
        guard let last = events.last else { return }
        let page = try Page(
          events, categories: projection.categories, definitions: &definitions, codec: codec, recent: recent,
          on: connection)
        if !page.entries.isEmpty { try projection.apply(page, on: connection) }
        position = last.position
        progress(position, max(position, head))
      }
    }
  }

  private struct Step: Sendable {
    let from: Int64
    let to: Int64
    let head: Int64
    /// What was configured as of `to`.
    let definitions: Definitions
  }

  private static func applyNextPage(
    _ projections: [any Projection], _ codec: EventCodec, _ pageSize: Int, after previous: Step?,
    on connection: isolated Connection
  ) throws -> Step {
    let positions = try Checkpoints.lock(projections, on: connection)
    let from = positions.values.min() ?? 0
    let head = try LogReader.head(on: connection)
    // Somebody else may have gone on since: then what was carried along is not of this place.
    var definitions =
      if let previous, previous.to == from { previous.definitions } else {
        try self.definitions(upTo: from, codec, on: connection)
      }
    let recorded = try LogReader.page(after: from, limit: pageSize, on: connection)
    guard let last = recorded.last else { return Step(from: from, to: from, head: from, definitions: definitions) }

    // Those that are ahead of the rest join at their own place, so a page never reaches past the next checkpoint.
    let border = positions.values.filter { $0 > from }.min() ?? last.position
    let behind = projections.filter { positions[$0.name] == from }
    let stretch = recorded.prefix { $0.position <= border }
    let to = min(border, last.position)
    let categories = behind.reduce(into: Set<Substring>()) { $0.formUnion($1.categories) }
    let page = try Page(
      Array(stretch), categories: categories, definitions: &definitions, codec: codec, on: connection)
    if !page.entries.isEmpty {
      for projection in behind { try projection.apply(page, on: connection) }
    }
    try Checkpoints.move(behind, to: to, on: connection)
    return Step(from: from, to: to, head: head, definitions: definitions)
  }

  /// What was configured as of a position.
  public static func definitions(
    upTo position: Int64, _ codec: EventCodec, on connection: isolated Connection
  ) throws -> Definitions {
    var definitions = Definitions()
    for recorded in try LogReader.events(ofCategory: "definition", upTo: position, on: connection) {
      if case .definition(let event) = try codec.decode(recorded) { try definitions.evolve(event) }
    }
    return definitions
  }
}
