import Postgres

/// The hash that is stored with an event.
enum StoredHash {
  /// `nil` where there is no such event; zeros before the first.
  static func at(_ position: Int64, on connection: isolated Connection) throws -> ChainHash? {
    guard position > 0 else { return .zero }
    let rows = try connection.query("select hash from log.events where position = \(position) limit 1")
    return try rows.first.flatMap { row in try row.decode([UInt8]?.self) }.flatMap { ChainHash($0) }
  }
}
