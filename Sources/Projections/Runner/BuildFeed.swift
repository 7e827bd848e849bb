import EventStore
import Postgres

/// Reads the log for a rebuild: contiguous stretches, one after the other, from a position up to another.
///
/// The one place that decides how the bulk of the log comes in; what is done with a stretch is ``Build``'s.
struct BuildFeed {
  private let connection: Connection
  private let end: Int64
  private let limit: Int
  private var position: Int64

  init(_ connection: Connection, after position: Int64, upTo end: Int64, limit: Int) {
    self.connection = connection
    self.end = end
    self.limit = limit
    self.position = position
  }

  /// The next stretch, at most `limit` events; `nil` at the end.
  mutating func next() async throws -> [RecordedEvent]? {
    let (position, limit) = (position, min(limit, Int(end - position)))
    guard limit > 0 else { return nil }
    let stretch = try await connection.run { connection in
      try LogReader.page(after: position, limit: limit, on: connection)
    }
    guard let last = stretch.last else { return nil }
    self.position = last.position
    return stretch
  }
}
