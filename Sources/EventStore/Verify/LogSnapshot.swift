import Postgres

/// One state of the log, held for as long as the transaction lasts in which it was taken.
public struct LogSnapshot: Sendable {
  /// Its name for other sessions (`set transaction snapshot`) and for `pg_dump`.
  public let id: String
  /// The end of the log in it; `nil` where the row is gone or doubled.
  public let head: LogHead?

  /// Begins a transaction that sees one state of the log to its end, whatever is appended meanwhile.
  ///
  /// The caller ends it; closing the session does, too.
  public static func begin(on connection: Connection) async throws -> LogSnapshot {
    try await connection.run { connection in
      try connection.execute("begin isolation level repeatable read read only")
      // It may have to wait for others, who use the snapshot.
      try connection.execute("set local idle_in_transaction_session_timeout = 0")
      let id = try connection.query("select pg_export_snapshot()").only().decode(String.self)
      return LogSnapshot(id: id, head: try LogHead.read(on: connection))
    }
  }
}
