import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections

/// Everything that is held about somebody, from the log itself: what a person may ask for (GDPR article 15, PIPL
/// article 45).
public struct Dossier: Sendable {
  /// One event about them or their orders.
  public struct Entry: Sendable {
    /// Envelope and `data`.
    public let recorded: RecordedEvent
    /// Its erasable part; `nil` where it has none, it was erased, or it is about somebody else.
    public let personal: String?
    /// What became of the message that it made, for a reminder.
    public let delivery: Outbox.Delivery?
  }

  /// One order of theirs.
  public struct OrderLine: Sendable {
    /// The order as all that happened made it.
    public let order: Order
    /// Its opening, with the words that are still held.
    public let opened: OrderOpened
  }

  /// A list that some of it came from.
  public struct Source: Sendable {
    /// The import.
    public let batch: UUID
    /// The file's name.
    public let file: String
    /// When it was taken in.
    public let at: Date
    /// By whom.
    public let actor: String
  }

  /// Who.
  public let subject: Subject
  /// What the book says of them, without whoever is merged into them; `nil` for an order.
  public let party: Party?
  /// Their name, numbers and address; `nil` where nothing is left, or for an order.
  public var card: PartyCard? { party?.card }
  /// Their orders, by number; withdrawn ones too.
  public let orders: [OrderLine]
  /// What happened, in the order of the log.
  public let entries: [Entry]
  /// The lists that some of it came from, oldest first.
  public let sources: [Source]
  /// When they were forgotten, oldest first: what stands here was learned later.
  public let forgettings: [PastForgetting]
  /// The last event of the log when this was put together.
  public let position: Int64
}

extension Session {
  /// Puts together what is held about somebody. Cost: their own events, found by index.
  public func dossier(of subject: Subject) async throws -> Dossier {
    let numbers: [OrderNumber]
    switch subject {
    case .order(let no): numbers = [no]
    case .party(let id):
      try await catchUp([OrderBoard(), Parties()])
      numbers = try await orders(ofGroup: group(of: id)).map(\.no)
    }
    let position = try await store.head()
    let everybody = Whole(try await everybody(in: subject))
    let names = everybody.streams.map(\.rawValue)
    let about = try await connection.run { connection in
      try LogReader.events(
        at: names.flatMap { try LogReader.positions(about: $0, on: connection) }.sorted(), on: connection)
    }
    // The board leaves out withdrawn orders: their words lead to them.
    let streams = Set(everybody.streams + numbers.map(StreamName.order) + about.map(\.stream))
    var events = Dictionary(uniqueKeysWithValues: about.map { ($0.position, $0) })
    var orders: [Dossier.OrderLine] = []
    let definitions = try await definitions()
    for (stream, stretch) in Dictionary(grouping: try await store.read(Array(streams)), by: \.stream) {
      // Of a stream that is somebody else's only what is about them counts.
      guard try isOwn(stream, stretch, everybody) else { continue }
      for event in stretch { events[event.position] = event }
      if let line = try orderLine(stretch, everybody, definitions) { orders.append(line) }
    }
    let all = events.values.filter { $0.position <= position }.sorted { $0.position < $1.position }
    return Dossier(
      subject: subject, party: try party(in: all, subject), orders: orders.sorted { $0.order.no < $1.order.no },
      entries: try await entries(all, everybody), sources: try await sources(of: all),
      forgettings: try await forgettings(of: subject), position: position)
  }

  private func isOwn(_ stream: StreamName, _ events: [RecordedEvent], _ subject: Whole) throws -> Bool {
    guard !subject.streams.contains(stream) else { return true }
    guard let first = events.first, case .order(.opened(let opened)) = try codec.decode(first),
      let party = opened.party
    else { return false }
    return subject.streams.contains(.party(party))
  }

  private func orderLine(
    _ events: [RecordedEvent], _ subject: Whole, _ definitions: Definitions
  ) throws -> Dossier.OrderLine? {
    let entries = try events.compactMap { recorded -> OrderHistory.Entry? in
      guard case .order(let event) = try codec.decode(recorded) else { return nil }
      return OrderHistory.Entry(event, at: recorded.occurredAt)
    }
    guard let history = OrderHistory(entries), let order = history.order(definitions) else { return nil }
    var opened = history.opened
    if events.first?.personal(of: subject) == nil { opened.words = nil }
    return Dossier.OrderLine(order: order, opened: opened)
  }

  private func party(in events: [RecordedEvent], _ subject: Subject) throws -> Party? {
    guard case .party(let id) = subject else { return nil }
    // Who was taken out of the book with an import is held all the same, until forgotten.
    return try events.reduce(into: Party(id)) { party, recorded in
      guard recorded.stream == subject.stream, case .party(let event) = try codec.decode(recorded) else { return }
      if case .withdrawn = event { return }
      if case .registered = event, party != Party(id) {
        party.evolve(.withdrawn(PartyWithdrawn(generation: 0)), at: recorded.occurredAt)
      }
      party.evolve(event, at: recorded.occurredAt)
    }
  }

  private func sources(of events: [RecordedEvent]) async throws -> [Dossier.Source] {
    let codec = codec
    return try await connection.run { connection in
      try Set(events.compactMap(\.authorship.batch)).compactMap { batch -> Dossier.Source? in
        var query = LogQuery()
        query.stream = .batch(batch)
        // The first alone: the others hold its rows.
        var search = try LogSearch(query, on: connection)
        guard let first = try search?.next(1, on: connection).first,
          case .batch(.started(let started)) = try codec.decode(first)
        else { return nil }
        return Dossier.Source(batch: batch, file: started.file, at: first.occurredAt, actor: first.authorship.actor)
      }.sorted { ($0.at, $0.file) < ($1.at, $1.file) }
    }
  }

  private func entries(_ events: [RecordedEvent], _ subject: Whole) async throws -> [Dossier.Entry] {
    let firings = events.filter { $0.type.name == StoredName.ruleFired.rawValue }.map(\.id)
    let deliveries = try await connection.run { try Outbox.deliveries(of: firings, on: $0) }
    return events.map { recorded in
      Dossier.Entry(
        recorded: recorded, personal: recorded.personal(of: subject)?.data,
        delivery: deliveries[recorded.id])
    }
  }
}

/// All streams that are one person, or one order.
private struct Whole {
  let streams: [StreamName]

  init(_ subjects: [Subject]) { streams = subjects.map(\.stream) }
}

extension RecordedEvent {
  /// The erasable part, if it is about this subject: nobody is told what is about somebody else.
  fileprivate func personal(of subject: Whole) -> Personal? {
    personal.flatMap { subject.streams.contains(StreamName($0.subject)) ? $0 : nil }
  }
}
