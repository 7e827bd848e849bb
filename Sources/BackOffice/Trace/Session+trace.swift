import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections

extension Session {
  /// How many events of a command are shown that was asked for itself: an import's chunk has thousands.
  private static let commandLimit = 500

  /// The whole line of a matter: an order by its number; an event by its id or a command by its correlation, which lead
  /// to the order or party that they are about; an import by its id; a stream by its name.
  ///
  /// - Throws: ``OfficeError/nothingToTrace(_:)``.
  public func trace(_ typed: String) async throws -> Trace {
    if let no = try? OrderNumber(parsing: typed), try await store.readLast(of: .order(no)) != nil {
      if access.isEnforced { try requireWords(of: try await load(no)) }
      return try await trace(stream: .order(no), asked: nil)
    }
    let stream = StreamName(typed.lowercased())
    if !stream.id.isEmpty, UUID(uuidString: typed) == nil, try await store.readLast(of: stream) != nil {
      return try await trace(stream: stream, asked: nil)
    }
    guard let id = UUID(uuidString: typed) else { throw OfficeError.nothingToTrace(typed) }
    let event = try await connection.run { connection in
      try LogReader.events(at: LogReader.positions(ofIDs: [id], on: connection), on: connection).first
    }
    if let event { return try await trace(stream: event.stream, asked: id) }
    for stream in [StreamName.batch(id), .party(PartyID(id))]
    where try await store.readLast(of: stream) != nil { return try await trace(stream: stream, asked: nil) }
    guard let trace = try await trace(command: id) else { throw OfficeError.nothingToTrace(typed) }
    return trace
  }

  /// All of a stream, and what belongs to it: for an order its party, for a party its orders, for both their imports,
  /// and whatever else the same commands did.
  private func trace(stream: StreamName, asked: UUID?) async throws -> Trace {
    let streams = try await related(to: stream)
    var events = try await events(of: streams)
    // An import that brought some of it: how it began and ended, not its rows, which are about others.
    let batches = Set(events.compactMap(\.authorship.batch)).map(StreamName.batch).filter { !streams.contains($0) }
    for batch in batches { events += try await milestones(of: batch) }
    let (siblings, others) = try await siblings(of: events, in: streams)
    return try await trace("\(stream)", asked, events + siblings, others: others)
  }

  /// What one command did, and the events that it names as causes.
  private func trace(command: UUID) async throws -> Trace? {
    let found = try await connection.run { connection -> (events: [RecordedEvent], others: Int)? in
      guard let position = try LogReader.position(ofCommand: command, on: connection) else { return nil }
      let range = try LogReader.positions(ofCommand: command, around: position, on: connection)
      let shown = range.prefix(Self.commandLimit)
      var events = try LogReader.events(at: Array(shown), on: connection)
      let causes = try LogReader.positions(ofIDs: events.compactMap(\.authorship.cause), on: connection)
      events += try LogReader.events(at: causes.filter { !range.contains($0) }, on: connection)
      return (events, range.count - shown.count)
    }
    guard let found else { return nil }
    // A command about one order is a step of that order's line.
    let orders = Set(found.events.map(\.stream).filter { $0.orderNumber != nil })
    if orders.count == 1, let order = orders.first { return try await trace(stream: order, asked: nil) }
    return try await trace("\(command.uuidString.lowercased())", nil, found.events, others: found.others)
  }

  private func related(to stream: StreamName) async throws -> Set<StreamName> {
    if let no = stream.orderNumber { return [stream, try await subject(of: no).stream] }
    guard let party = stream.partyID else { return [stream] }
    try await catchUp([OrderBoard()])
    let orders = try await connection.run { connection in
      // The board leaves out withdrawn orders: their words lead to them.
      let about = try LogReader.positions(about: stream.rawValue, on: connection)
      return try OrderBoard.orders(of: party, on: connection).map { StreamName.order($0.no) }
        + LogReader.events(at: about, on: connection).map(\.stream)
    }
    return Set([stream] + orders)
  }

  /// Of an import only how it began and ended.
  private func events(of streams: Set<StreamName>) async throws -> [RecordedEvent] {
    var events = try await store.read(streams.filter { $0.batchID == nil })
    for batch in streams where batch.batchID != nil { events += try await milestones(of: batch) }
    return events
  }

  private func milestones(of batch: StreamName) async throws -> [RecordedEvent] {
    try await connection.run { connection in
      try [StoredName.batchStarted, .batchFinished, .batchUndoBegan, .batchUndone].flatMap { name in
        var query = LogQuery()
        query.stream = batch
        query.type = name.rawValue
        var search = try LogSearch(query, on: connection)
        return try search?.next(100, on: connection) ?? []
      }
    }
  }

  /// What the commands of some events did besides, other people's orders left out.
  private func siblings(
    of events: [RecordedEvent], in streams: Set<StreamName>
  ) async throws -> (events: [RecordedEvent], others: Int) {
    let known = Set(events.map(\.position))
    let commands = Dictionary(
      events.filter { $0.stream.batchID == nil }.compactMap { event in
        event.authorship.correlation.map { ($0, event.position) }
      }, uniquingKeysWith: min)
    return try await connection.run { connection in
      var siblings: [RecordedEvent] = []
      var others = 0
      for (command, position) in commands {
        // An order and its party lie side by side, their import's rows behind up to five thousand others.
        let range = try LogReader.positions(ofCommand: command, around: position, limit: 10_000, on: connection)
        let unknown = range.filter { !known.contains($0) }
        guard range.count <= 50 else {
          others += unknown.count
          continue
        }
        for event in try LogReader.events(at: unknown, on: connection) {
          if event.stream.orderNumber == nil, event.stream.partyID == nil {
            siblings.append(event)
          } else {
            others += 1
          }
        }
      }
      return (siblings, others)
    }
  }

  private func trace(
    _ matter: String, _ asked: UUID?, _ events: [RecordedEvent], others: Int
  ) async throws -> Trace {
    let firings = events.filter { $0.type.name == StoredName.ruleFired.rawValue }.map(\.id)
    let deliveries = try await connection.run { try Outbox.deliveries(of: firings, on: $0) }
    let entries = Dictionary(try await visible(events).map { ($0.position, $0) }) { first, _ in first }.values
      .sorted { $0.position < $1.position }
      .map { Trace.Entry(recorded: $0, delivery: deliveries[$0.id]) }
    return Trace(matter: matter, asked: asked, entries, others: others)
  }
}
