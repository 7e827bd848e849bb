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
  /// Creates its tables and indexes, unqualified: they land in the first schema of the search path.
  var schema: String { get }
  /// The stream categories it listens to; pages without any of them cost it nothing.
  var categories: Set<Substring> { get }

  /// Changes the tables as a page of the log says. Called in order, exactly once a page, inside the transaction that
  /// moves the checkpoint; everything a projection knows comes from the page and from its own tables.
  func apply(_ page: Page, on connection: isolated Connection) throws
}
