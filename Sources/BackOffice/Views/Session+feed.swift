import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections
import Synchronization

/// A task that came to a unit.
public struct FeedItem: Sendable {
  /// The order as it stands when it is told.
  public let row: BoardRow
  /// When the log learned that it came.
  public let at: Date
  /// The unit that it came to.
  public let unit: UnitKey
  /// The unit helps, and does not answer for it.
  public let isAssist: Bool
  /// Where it lies in the log.
  public let position: Int64
}

extension Session {
  /// Tells of every task that comes to some units, from the end of the log on, until the task is cancelled.
  ///
  /// The server wakes it at every commit; at the latest it looks again after a second. Where the server goes away it throws
  /// ``EventStoreError/unreachable(_:)``: who wants to go on begins again, in a new session, after the last task told.
  ///
  /// - Parameters:
  ///   - after: the position from which on it tells.
  ///   - isAsked: whether the feed is of a unit.
  public func followFeed(
    after position: Int64, now: @escaping @Sendable () -> Date, isAsked: @escaping @Sendable (UnitKey) -> Bool,
    _ body: (FeedItem) async throws -> Void
  ) async throws {
    let codec = codec
    let sight = try await sight()
    // A follower finds its way back alone; what tells of the orders is this session, and that is gone with the server.
    let lost = Mutex<PostgresError?>(nil)
    let follower = LogFollower(
      after: position,
      report: { state in if case .lost(let error, _) = state { lost.withLock { $0 = error } } },
      open: {
        if let error = lost.withLock({ $0 }) { throw EventStoreError.unreachable(error) }
        return try await openReader()
      })
    try await follower.run { page in
      for recorded in page {
        guard let no = recorded.stream.orderNumber, let came = Self.arrival(try codec.decode(recorded)),
          isAsked(came.unit)
        else { continue }
        try await catchUp([OrderBoard()])
        let instant = max(now(), recorded.occurredAt)
        guard let row = try await connection.run({ try OrderBoard.find(no, asOf: instant, seenBy: sight, on: $0) })
        else { continue }
        try await body(
          FeedItem(
            row: row, at: recorded.recordedAt, unit: came.unit, isAssist: came.isAssist, position: recorded.position))
      }
    }
  }

  /// The unit that an event brings an order to.
  private static func arrival(_ event: DomainEvent) -> (unit: UnitKey, isAssist: Bool)? {
    if case .order(.assigned(let assigned)) = event { return (assigned.main, false) }
    if case .order(.assistAsked(let asked)) = event { return (asked.unit, true) }
    return nil
  }
}
