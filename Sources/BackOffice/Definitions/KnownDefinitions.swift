import Domain
import EventCodec
import EventStore
import Postgres
import Projections
import Synchronization

/// What is configured, as a session read it last: read again only when the log has something new of it.
///
/// To read it means to compile every process that was ever published; a bulk of hundreds of commands does so once.
final class KnownDefinitions: Sendable {
  private let last = Mutex<(head: Int64, definitions: Definitions)?>(nil)
  /// Of a longer stretch of the log it is not asked what is in it.
  private static let longestLook: Int64 = 10_000

  /// What is configured as of the head of the log.
  func upToDate(_ codec: EventCodec, on connection: isolated Connection) throws -> Definitions {
    let head = try LogReader.head(on: connection)
    if let last = last.withLock(\.self), head - last.head <= Self.longestLook,
      try !LogReader.holds(anyOfCategories: ["definition", "unit"], after: last.head, upTo: head, on: connection)
    {
      self.last.withLock { $0 = (head, last.definitions) }
      return last.definitions
    }
    let definitions = try ProjectionRunner.definitions(upTo: head, codec, on: connection)
    last.withLock { $0 = (head, definitions) }
    return definitions
  }
}
