import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres

/// A stretch of the log, decoded, with the orders it touches as they were before it and are after it.
public struct Page: Sendable {
  /// One event, as stored and as meant.
  public struct Entry: Sendable {
    /// Envelope.
    public let recorded: RecordedEvent
    /// Meaning.
    public let event: DomainEvent
  }

  /// An order whose life the page changes: it is opened, assigned, moved, withdrawn or reinstated there.
  public struct TouchedOrder: Sendable {
    /// Its number.
    public let no: OrderNumber
    /// Its history up to the page; `nil` for an order that the page opens.
    public let before: OrderHistory?
    /// Its history including the page.
    public let after: OrderHistory
    /// Version of its stream after the page.
    public let version: Int
    /// The import that opened it.
    public let batch: UUID?
  }

  /// Who was forgotten in the page. A read model that keeps words or numbers of theirs drops them.
  public struct ForgottenSubjects: Sendable {
    /// The parties, and when that happened, in the order of the log.
    public fileprivate(set) var parties: [(id: UUID, at: Date)] = []
    /// The orders that are for nobody in the book: their own words.
    public fileprivate(set) var orders: [OrderNumber] = []

    /// Nobody was.
    public var isEmpty: Bool { parties.isEmpty && orders.isEmpty }
  }

  /// The events as stored, in order, of all categories.
  public let recorded: [RecordedEvent]
  /// The events, in order, of the categories asked for; and the forgettings, which all may need.
  public let entries: [Entry]
  /// The orders whose life changes, in the order of their first such event in the page. A note or a firing alone changes
  /// nothing that lists show, and costs no look at the history.
  public let orders: [TouchedOrder]
  /// What is configured as of the end of the page; nothing where nobody asks for the category `definition`.
  public let definitions: Definitions
  /// Who was forgotten. Their erasable parts are gone from the log, so the events of the page, and earlier ones that are
  /// read again, come without them.
  public let forgotten: ForgottenSubjects

  init(
    _ recorded: [RecordedEvent], categories: Set<Substring>, definitions: inout Definitions, codec: EventCodec,
    on connection: isolated Connection
  ) throws {
    var entries: [Entry] = []
    entries.reserveCapacity(recorded.count)
    var forgotten = ForgottenSubjects()
    for event in recorded where categories.contains(event.stream.category) || Self.isForgetting(event) {
      let entry = Entry(recorded: event, event: try codec.decode(event))
      switch entry.event {
      case .definition(let definition): try definitions.evolve(definition)
      case .party(.forgotten):
        if let party = event.stream.partyID { forgotten.parties.append((party.uuid, event.occurredAt)) }
      case .order(.forgotten): if let no = event.stream.orderNumber { forgotten.orders.append(no) }
      case .order, .party, .unit, .batch, .numbering: break
      }
      entries.append(entry)
    }
    self.recorded = recorded
    self.entries = entries
    self.definitions = definitions
    self.forgotten = forgotten
    orders = categories.contains("order") ? try Self.orders(entries, codec, on: connection) : []
  }

  private static func isForgetting(_ event: RecordedEvent) -> Bool {
    event.type.name == StoredName.partyForgotten.rawValue || event.type.name == StoredName.orderForgotten.rawValue
  }

  private static func orders(
    _ entries: [Entry], _ codec: EventCodec, on connection: isolated Connection
  ) throws -> [TouchedOrder] {
    var here: [StreamName: [Entry]] = [:]
    var order: [StreamName] = []
    var changed: Set<StreamName> = []
    for entry in entries where entry.recorded.stream.category == "order" {
      if entry.changesLife, changed.insert(entry.recorded.stream).inserted { order.append(entry.recorded.stream) }
      here[entry.recorded.stream, default: []].append(entry)
    }
    let begunEarlier = order.filter { (here[$0]?.first?.recorded.version ?? 1) > 1 }
    var earlier: [StreamName: [Entry]] = [:]
    if !begunEarlier.isEmpty, let start = entries.first?.recorded.position {
      for recorded in try LogReader.events(of: begunEarlier, before: start, on: connection) {
        earlier[recorded.stream, default: []].append(Entry(recorded: recorded, event: try codec.decode(recorded)))
      }
    }
    return order.compactMap { stream in
      let before = earlier[stream] ?? []
      let all = before + (here[stream] ?? [])
      guard let no = stream.orderNumber, let last = all.last, let after = OrderHistory(all.compactMap(\.orderEntry))
      else {
        return nil
      }
      return TouchedOrder(
        no: no, before: OrderHistory(before.compactMap(\.orderEntry)), after: after, version: last.recorded.version,
        batch: all.first?.recorded.authorship.batch)
    }
  }
}

extension Page.Entry {
  fileprivate var changesLife: Bool {
    switch event {
    case .order(.opened), .order(.assigned), .order(.moved), .order(.reminderSet), .order(.withdrawn),
      .order(.reinstated):
      true
    case .order(.noted), .order(.ruleFired), .order(.forgotten), .party, .unit, .batch, .definition, .numbering: false
    }
  }

  fileprivate var orderEntry: OrderHistory.Entry? {
    guard case .order(let event) = event else { return nil }
    return OrderHistory.Entry(event, at: recorded.occurredAt)
  }
}
