import EventCodec
import EventStore
import Postgres

/// What an erasure means for copies that no catch-up reaches.
enum Erasures {
  /// Whether the event says that the personal part of somebody, or of an order for nobody, is gone.
  static func isErasure(_ event: RecordedEvent) -> Bool { names.contains(event.type.name) }

  private static let names = [
    StoredName.partyForgotten.rawValue, StoredName.orderForgotten.rawValue, StoredName.staffForgotten.rawValue,
  ]

  /// Whether tables that are being replaced may be kept: not where they may hold words of somebody who was forgotten. Those
  /// of another version may have been filled by a program that knew no forgetting; those behind the log did not come to it.
  static func letKeep(
    _ mark: Checkpoints.Mark, of projection: any Projection, on connection: isolated Connection
  ) throws -> Bool {
    let anybody = try connection.query("select exists (select from log.event_types where name = any(\(names)))")
      .only().decode(Bool.self)
    guard anybody else { return true }
    guard mark.version == projection.version else { return false }
    return try !connection.query(
      """
      select exists (select from log.events e join log.event_types t using (type_no)
        where e.position > \(mark.position) and t.name = any(\(names)))
      """
    ).only().decode(Bool.self)
  }

  /// Drops what still holds the words of somebody who was forgotten: the tables kept for a rollback, a rebuild that
  /// was cut off and may never go on, and what was computed for a look back, even while somebody looks: it is computed
  /// again, then without the words. A rebuild that runs comes to the event by itself.
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
      try Copies.drop(projection.name, at: .past, on: connection)
      if try RebuildLock.holder(of: projection.name, on: connection) == nil {
        try Copies.drop(projection.name, at: .building, on: connection)
      }
    }
  }
}
