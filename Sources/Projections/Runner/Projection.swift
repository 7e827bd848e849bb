import Domain
import FoundationEssentials
import Postgres

/// A read model: tables that are computed from the log and can be thrown away and computed again.
public protocol Projection: Sendable {
  /// Its name for people and for its checkpoint: `order-board`.
  var name: String { get }
  /// Raised when its tables or their meaning change; an older one is then rebuilt on first use, a
  /// newer one refused.
  var version: Int { get }
  /// The names of its tables.
  var tables: [String] { get }
  /// Creates its tables with the keys that ``apply(_:on:)`` itself needs, unqualified: they land in the first schema of
  /// the search path.
  var schema: String { get }
  /// Creates the other indexes, unqualified; a rebuild does that after the bulk of the log. None by default.
  var indexes: String { get }
  /// The stream categories it listens to; pages without any of them cost it nothing. With `definition` among them the
  /// page has what is configured, and one that does not ask is not stopped by a definition it could not read.
  var categories: Set<Substring> { get }
  /// What becomes of an event that it cannot take in; it stops by default.
  var poisonPolicy: PoisonPolicy { get }
  /// Whether it looks at ``Page/entries``, as by default; one that does not gets its events undecoded, as
  /// ``Page/recorded``.
  var readsMeaning: Bool { get }

  /// The orders it shows that ran, or waited for something, at an instant or later: those whose due times a change of
  /// calendars at that instant may move. `nil`, as by default, for one that shows no due times; a read model that shows
  /// some must answer, from its own tables, or it would keep the old ones.
  func ordersAlive(since instant: Date, on connection: isolated Connection) throws -> [OrderNumber]?

  /// Changes the tables as a page of the log says. Called in order, exactly once a page (and, without events, once more for
  /// each batch of orders whose calendars the page changed), inside the transaction that
  /// moves the checkpoint; everything a projection knows comes from the page and from its own tables.
  func apply(_ page: Page, on connection: isolated Connection) throws
}

extension Projection {
  /// None.
  public var indexes: String { "" }
  /// ``PoisonPolicy/stop``
  public var poisonPolicy: PoisonPolicy { .stop }
  /// `true`
  public var readsMeaning: Bool { true }
  /// `nil`
  public func ordersAlive(since instant: Date, on connection: isolated Connection) throws -> [OrderNumber]? { nil }
}

/// What a read model does with an event that cannot be decoded or applied.
public enum PoisonPolicy: Sendable {
  /// It stands still before the event, and says so at every use: where a list that lacks something is worse than none.
  case stop
  /// It puts the event aside, with the later ones of the same stream, and goes on. Only for read models in which one
  /// stream does not change what another one says, since a parked stream is taken in later, out of its place.
  case park
}
