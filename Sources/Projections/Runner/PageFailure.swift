import Domain
import EventCodec
import EventStore
import Postgres

/// A page could not be decoded or applied, for a reason that lies in its events. Nothing of it is kept.
struct PageFailure: Error {
  let error: any Error
  /// The page.
  let stretch: [RecordedEvent]
  /// Those it was for.
  let projections: [any Projection]

  /// Whether an error may come from what the events say; not from a lost connection, a full disk, a missing table, which
  /// would make every event look bad.
  static func isBlamed(on error: any Error) -> Bool {
    switch error {
    case let error as PostgresError:
      // Data exceptions, violated constraints, `raise`.
      ["22", "23", "P0"].contains { error.sqlState?.hasPrefix($0) == true }
    case is CancellationError, is EventStoreError, is ProjectionError: false
    default: true
    }
  }

  /// Whether another program reads the event: to put it aside would hide that this one is too old.
  static func isTooOld(_ error: any Error) -> Bool {
    if case EventCodec.Failure.unknownType = error { true } else { false }
  }
}

/// Somebody else went on with the read model: the page in hand is of no use.
struct WentOn: Error {}
