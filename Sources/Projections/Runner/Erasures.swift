import EventStore
import Postgres

/// What an erasure means for copies that no catch-up reaches.
enum Erasures {
  /// Whether the event says that the personal part of its stream is gone.
  static func isErasure(_ event: RecordedEvent) -> Bool { event.type.name == "party.forgotten" }

  /// Drops what still holds the words of somebody who was forgotten: the tables kept for a rollback, and a rebuild that
  /// was cut off and may never go on. One that runs comes to the event by itself.
  static func follow(
    _ stretch: [RecordedEvent], in projections: [any Projection], on connection: isolated Connection
  ) throws {
    let erasures = stretch.filter(isErasure)
    guard !erasures.isEmpty else { return }
    // The reason may quote what could not be read.
    try connection.execute(
      """
      update parked set error = 'erased' where projection = any(\(projections.map(\.name)))
        and stream = any(\(erasures.map(\.stream.rawValue)))
      """)
    for projection in projections {
      try Copies.drop(projection.name, at: .previous, on: connection)
      if try RebuildLock.holder(of: projection.name, on: connection) == nil {
        try Copies.drop(projection.name, at: .building, on: connection)
      }
    }
  }
}
