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
    /// What was said when it was opened; its erasable words only where they are still there.
    public let opened: OrderOpened
    /// The page opens it.
    public let isNew: Bool
    /// Its life up to the page; `nil` for an order that the page opens, or whose process is not published.
    public let before: OrderLife?
    /// Its life including the page; `nil` where its process is not published.
    public let after: OrderLife?
    /// Version of its stream after the page.
    public let version: Int
    /// The import that opened it.
    public let batch: UUID?
    /// Who recorded its opening.
    public let opener: String
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
  /// nothing that lists show, and costs no look at the history. None where nobody asks for the categories `order` and
  /// `definition`: without its process an order has no life.
  public let orders: [TouchedOrder]
  /// What is configured as of the end of the page; nothing where nobody asks for the category `definition`.
  public let definitions: Definitions
  /// Who was forgotten. Their erasable parts are gone from the log, so the events of the page, and earlier ones that are
  /// read again, come without them.
  public let forgotten: ForgottenSubjects

  /// What was configured before, for a page without events: orders that nothing happened to but that calendars changed.
  let recounts: Definitions?

  /// A page without events of its own: orders that nothing happened to but that their calendars changed.
  init(_ orders: [TouchedOrder], from before: Definitions, to definitions: Definitions) {
    recounts = before
    recorded = []
    entries = []
    forgotten = ForgottenSubjects()
    self.orders = orders
    self.definitions = definitions
  }

  /// Decodes a stretch, and looks up what came before of the orders it touches.
  ///
  /// - Parameters:
  ///   - definitions: what is configured before the stretch; then, after it.
  ///   - recent: what the pages right before this one left, and this one leaves to the next.
  init(
    _ recorded: [RecordedEvent], categories: Set<Substring>, definitions: inout Definitions, codec: EventCodec,
    recent: RecentOrders = RecentOrders(), on connection: isolated Connection
  ) throws {
    let before = definitions
    var entries: [Entry] = []
    entries.reserveCapacity(recorded.count)
    var forgotten = ForgottenSubjects()
    for event in recorded where categories.contains(event.stream.category) || Erasures.isErasure(event) {
      let entry = Entry(recorded: event, event: try codec.decode(event))
      switch entry.event {
      case .definition(let definition):
        try definitions.evolve(definition, at: event.occurredAt)
        recent.forgetAll()
      case .unit(let unit):
        definitions.evolve(unit, at: event.occurredAt)
      case .party(.forgotten):
        if let party = event.stream.partyID { forgotten.parties.append((party.uuid, event.occurredAt)) }
      case .order(.forgotten): if let no = event.stream.orderNumber { forgotten.orders.append(no) }
      case .order, .party, .staff, .batch, .numbering, .campaign, .mailing, .reporting, .part, .article: break
      }
      entries.append(entry)
    }
    recounts = nil
    self.recorded = recorded
    self.entries = entries
    self.definitions = definitions
    self.forgotten = forgotten
    let hasOrders = categories.isSuperset(of: ["order", "definition"])
    // What was kept of somebody's orders still has the words; and what is configured may change unseen.
    if !forgotten.isEmpty || !hasOrders { recent.forgetAll() }
    if before.calendars.revision != definitions.calendars.revision { recent.forgetAll() }
    var touched = TouchedOrders(hasOrders ? entries : [], recent)
    orders = try touched.orders(from: before, to: definitions, codec, on: connection)
  }
}
