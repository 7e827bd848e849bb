import Postgres

/// Reads a long stretch of the log: contiguous pages, oldest first, read and decoded while earlier ones are worked on.
///
///     try await LogScan(reader, upTo: head).run { page in
///       …
///       return true
///     }
///
/// It holds three pages, however slow the body is. Each page is a statement of its own: no snapshot grows old, which would
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
    // Three at once: the body has one page, the next is being decoded, the one after that comes from the server.
    var page = try await Self.decode(read(after: start))
    var raw = try await read(after: start + Int64(page.count))
    while let last = page.last {
      let next = raw
      async let coming = read(after: last.position + Int64(next?.page.count ?? 0))
      async let decoded = Self.decode(next)
      guard try await body(page) else { return }
      page = try await decoded
      raw = try await coming
    }
  }

  /// Not on the caller's thread, which the body may keep busy.
  private static func decode(_ read: Read?) async throws -> [RecordedEvent] {
    try read.map { try $0.page.events(of: $0.streams) } ?? []
  }

  private typealias Read = (page: RawPage, streams: [StreamName?])

  /// The next page; `nil` at the end of the scan.
  private func read(after position: Int64) async throws -> Read? {
    let (limit, names) = (min(pageSize, Int(end - position)), names)
    guard limit > 0 else { return nil }
    let read = try await connection.run { connection -> Read in
      let page = try RawPage(after: position, limit: limit, names: names, on: connection)
      return (page, try page.streams(names, on: connection))
    }
    guard read.page.count == limit else {
      throw EventStoreError.hole(after: position + Int64(read.page.count), found: end)
    }
    return read
  }
}
