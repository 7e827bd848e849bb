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
  }

  /// The events, in order, of the categories asked for.
  public let entries: [Entry]
  /// The orders whose life changes, in the order of their first such event in the page. A note or a firing alone changes
  /// nothing that lists show, and costs no look at the history.
  public let orders: [TouchedOrder]
  /// What is configured as of the end of the page.
  public let definitions: Definitions

  /// Decodes a stretch, and looks up what came before of the orders it touches.
  ///
  /// - Parameters:
  ///   - definitions: what is configured before the stretch; then, after it.
  ///   - recent: what the pages right before this one left, and this one leaves to the next.
  init(
    _ recorded: [RecordedEvent], categories: Set<Substring>, definitions: inout Definitions, codec: EventCodec,
    recent: RecentOrders = RecentOrders(), on connection: isolated Connection
  ) throws {
    var entries: [Entry] = []
    entries.reserveCapacity(recorded.count)
    for event in recorded {
      // What was kept of the orders of a person who was forgotten here still has the words.
      if event.type.name == "party.forgotten" { recent.forgetAll() }
      let category = event.stream.category
      guard categories.contains(category) || category == "definition" else { continue }
      let entry = Entry(recorded: event, event: try codec.decode(event))
      if case .definition(let definition) = entry.event {
        try definitions.evolve(definition)
        recent.forgetAll()
      }
      entries.append(entry)
    }
    self.entries = entries
    self.definitions = definitions
    var touched = TouchedOrders(categories.contains("order") ? entries : [], recent)
    orders = try touched.orders(definitions, codec, on: connection)
  }
}
