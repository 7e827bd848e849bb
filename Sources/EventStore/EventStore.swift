import Foundation
import Postgres

/// The log: append events, read a stream, read everything in order.
///
/// All positions are contiguous and in the order of commit, because an append holds the row `head` from before it takes
/// positions until it has committed. So whoever has read up to position n sees n + 1 next and can never skip one.
public struct EventStore: Sendable {
  /// The session that the store works on; the store does not own it.
  public let connection: Connection
  let randomBytes: @Sendable (Int) -> [UInt8]
  let writer = LogWriter()
  private let names = LogNames()
  let queue: AppendQueue

  /// A store on a session with the working role (see ``LogSchema/takeWorkingRole(_:)``).
  ///
  /// One store for the whole process is best: what its callers append at the same time is committed together.
  ///
  /// - Parameter randomBytes: makes the salts of the erasable parts; must be cryptographically strong.
  public init(_ connection: Connection, randomBytes: @escaping @Sendable (Int) -> [UInt8]) {
    self.connection = connection
    self.randomBytes = randomBytes
    queue = AppendQueue(connection, writer)
  }

  /// Appends all of the events or none, and returns where they lie once they are durable.
  ///
  /// A repeated append (all ids are in the log, with the same content) writes nothing and returns the positions of the
  /// first time. Cost: a transaction of two round trips, which all share who append at that moment; hundreds of events at
  /// once are far cheaper than one by one. Cancelling gives up the wait; what is under way together with other callers'
  /// events is written nevertheless.
  public func append(_ appends: [StreamAppend], by authorship: Authorship) async throws(EventStoreError) -> AppendResult
  {
    try await queue.append(Append(appends, authorship, salts: randomBytes))
  }

  /// The events of one stream, oldest first; empty where the stream does not exist.
  ///
  /// - Parameter version: the first version wanted, from 1.
  public func read(_ stream: StreamName, from version: Int = 1) async throws(EventStoreError) -> [RecordedEvent] {
    try await onConnection { connection in
      try LogReader.events(
        inStreams: "s.name = \(stream.rawValue)", that: "e.version >= \(version)", order: "e.version", on: connection)
    }
  }

  /// The last event of a stream, however long the stream is; `nil` where it does not exist.
  public func readLast(of stream: StreamName) async throws(EventStoreError) -> RecordedEvent? {
    try await onConnection { connection in
      try LogReader.events(
        inStreams: "s.name = \(stream.rawValue)", that: "e.version = s.version", order: "e.version", on: connection
      ).last
    }
  }

  /// The events of several streams in the order of the log, in one round trip.
  public func read(_ streams: [StreamName]) async throws(EventStoreError) -> [RecordedEvent] {
    try await onConnection { connection in
      try LogReader.events(
        inStreams: "s.name = any(\(streams.map(\.rawValue)))", that: "true", order: "e.position", on: connection)
    }
  }

  /// The next events of the whole log after a position, at most `limit`, contiguous; empty at the head.
  public func read(after position: Int64, limit: Int) async throws(EventStoreError) -> [RecordedEvent] {
    try await onConnection { [names] connection in
      try LogReader.page(after: position, limit: limit, names: names, on: connection)
    }
  }

  /// The position of the last event; 0 for an empty log.
  public func head() async throws(EventStoreError) -> Int64 {
    try await onConnection { connection in try LogReader.head(on: connection) }
  }

  func onConnection<R: Sendable>(
    _ body: @escaping @Sendable (isolated Connection) throws -> R
  ) async throws(EventStoreError) -> R {
    do {
      return try await connection.run(body)
    } catch {
      throw EventStoreError(error)
    }
  }
}
