import Postgres

/// Reads a long stretch of the log: contiguous pages, oldest first, each read and decoded while the one before it is
/// worked on.
///
///     try await LogScan(reader, upTo: head).run { page in
///       …
///       return true
///     }
///
/// It holds two pages, however slow the body is. Each page is a statement of its own: no snapshot grows old, which would
/// hold up vacuum, and what was erased meanwhile does not come. One COPY over all would save half a microsecond an event
/// (of 1.8), and would need a decoder of its own.
public struct LogScan: Sendable {
  private let connection: Connection
  private let start: Int64
  private let end: Int64
  private let pageSize: Int
  private let names: LogNames

  /// A scan of what follows a position, up to another one, which the log has reached.
  ///
  /// - Parameters:
  ///   - connection: best one that the body does not use: else reading and the body's statements wait for each other.
  ///   - pageSize: events a page, at least 1; a thousand take about 1 MB until they are let go.
  public init(
    _ connection: Connection, after position: Int64 = 0, upTo end: Int64, pageSize: Int = 5000,
    names: LogNames = LogNames()
  ) {
    self.connection = connection
    start = position
    self.end = end
    self.pageSize = max(1, pageSize)
    self.names = names
  }

  /// Hands over page after page until the end, or until the body says that it has enough. Cancelling the calling task ends
  /// it, the statement too.
  ///
  /// - Parameter body: gets at least one event; the first has the position after the last one it got. Whether to go on.
  /// - Throws: what the body throws; ``EventStoreError/hole(after:found:)`` where the log is not contiguous up to its end.
  public func run(
    isolation: isolated (any Actor)? = #isolation, _ body: ([RecordedEvent]) async throws -> Bool
  ) async throws {
    var page = try await read(after: start)
    while let last = page.last {
      async let next = read(after: last.position)
      guard try await body(page) else { return }
      page = try await next
    }
  }

  /// The next page; empty at the end of the scan.
  private func read(after position: Int64) async throws -> [RecordedEvent] {
    let limit = min(pageSize, Int(end - position))
    guard limit > 0 else { return [] }
    let names = names
    let raw = try await connection.run { connection in
      try RawPage(after: position, limit: limit, names: names, on: connection)
    }
    guard raw.count == limit else { throw EventStoreError.hole(after: position + Int64(raw.count), found: end) }
    // Here and not on the connection's thread, which has other things to do.
    return try raw.events()
  }
}
