import EventCodec
import EventStore
import Postgres

/// What an erasure means for copies that no catch-up reaches.
enum Erasures {
  /// Whether the event says that the personal part of somebody, or of an order for nobody, is gone.
  static func isErasure(_ event: RecordedEvent) -> Bool {
    event.type.name == StoredName.partyForgotten.rawValue || event.type.name == StoredName.orderForgotten.rawValue
  }

  /// Drops what still holds the words of somebody who was forgotten: the tables kept for a rollback, and a rebuild that
  /// was cut off and may never go on. One that runs comes to the event by itself.
  static func follow(
    _ stretch: [RecordedEvent], in projections: [any Projection], on connection: isolated Connection
  ) throws {
    guard stretch.contains(where: isErasure) else { return }
    // The reason may quote what could not be read: an event of the person's, or of one of their orders.
    try connection.execute(
      """
      update parked set error = 'erased' where projection = any(\(projections.map(\.name)))
        and exists (select from log.events e where e.position = parked.position and e.personal_hash is not null)
        and not exists (select from log.personal p where p.position = parked.position)
      """)
    for projection in projections {
      try Copies.drop(projection.name, at: .previous, on: connection)
      if try RebuildLock.holder(of: projection.name, on: connection) == nil {
        try Copies.drop(projection.name, at: .building, on: connection)
      }
    }
  }
}
