import Foundation
import Postgres

extension LogHead {
  /// The end of the log as its head says; `nil` where there is no such row, or more than one.
  static func read(on connection: isolated Connection) throws -> LogHead? {
    let rows = try connection.query(
      """
      select h.position, h.hash, (select e.recorded_at from log.events e where e.position = h.position limit 1)
        from log.head h
      """)
    guard rows.count == 1, let row = rows.first else { return nil }
    let (position, hash, recordedAt) = try row.decode(Int64.self, [UInt8].self, Date?.self)
    return LogHead(position: position, hash: hash, recordedAt: recordedAt)
  }

  /// What does not fit between the head and the end of the events.
  public func fault(on connection: isolated Connection) throws -> LogFault? {
    let (event, part) = try connection.query(
      """
      select (select min(position) from log.events where position > \(position) or position < 1),
        (select min(position) from log.personal where position > \(position) or position < 1)
      """
    ).only().decode(Int64?.self, Int64?.self)
    if let event { return LogFault(position: event, reason: .afterHead(position)) }
    if let part { return LogFault(position: part, reason: .personalAlone) }
    guard let stored = try StoredHash.at(position, on: connection) else {
      return LogFault(position: position, reason: .missing)
    }
    return stored == ChainHash(hash) ? nil : LogFault(position: position, reason: .headChanged)
  }
}
