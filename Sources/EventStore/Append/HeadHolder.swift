import Foundation
import Postgres

/// A session that keeps the log to itself: it has locked the head in a transaction that does not end.
public struct HeadHolder: Sendable, Equatable {
  /// The server's process that serves it.
  public let pid: Int
  /// What it calls itself: `psql`, `hotline`; `nil` where it does not say, or the server does not tell us.
  public let application: String?
  /// The user that it logged in as.
  public let user: String?
  /// When its transaction began; `nil` where the server does not tell us.
  public let since: Date?

  /// Who has locked the head's row, if anybody; needs no rights but to read it.
  static func pid(on connection: isolated Connection) throws -> Int32? {
    try connection.query(
      """
      select l.pid from log.head h
        join pg_locks l on l.locktype = 'transactionid' and l.transactionid = h.xmax and l.granted
        where l.pid <> pg_backend_pid()
      """
    ).first?.decode(Int32.self)
  }

  /// `nil` where it has ended, or works: then the line only is long. One of ours cannot idle so long, and one that works
  /// ends.
  init?(_ pid: Int32, on connection: isolated Connection) throws {
    let row = try connection.query(
      """
      select nullif(application_name, ''), usename::text, xact_start from pg_stat_activity where pid = \(pid)
        and (state is null or state like 'idle in transaction%' and state_change
          < clock_timestamp() - current_setting('idle_in_transaction_session_timeout')::interval)
      """
    ).first
    guard let row else { return nil }
    self.pid = Int(pid)
    (application, user, since) = try row.decode(String?.self, String?.self, Date?.self)
  }
}
