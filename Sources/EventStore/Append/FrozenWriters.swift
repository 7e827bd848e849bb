import Postgres

/// Writers that stopped in the middle of sending an append, with the head locked.
///
/// One that stops between two statements the server throws out by itself (`idle_in_transaction_session_timeout`). For one
/// that stops while it sends, a statement has begun: the server's clock stands still, and it would wait without end.
/// So whoever waits for the head longer than a session may idle looks for such a one, and has the server end it. A session
/// that is not ours knows no such limit; whoever waits for one gives up and says who it is (``HeadHolder``).
enum FrozenWriters {
  /// For `where`: always true. From here to the end of the transaction a lock is waited for as long as a session may idle
  /// in a transaction, and then is SQLSTATE 55P03; without end where it may idle for ever.
  static let waitNoLonger: SQL = """
    set_config('lock_timeout', current_setting('idle_in_transaction_session_timeout'), true) is not null
    """

  /// A transaction that locks the head with ``waitNoLonger``, begun anew where a frozen one was in the way.
  static func waitingBehind<R>(
    on connection: isolated Connection, _ body: (isolated Connection) throws -> R
  ) throws -> R {
    while true {
      do {
        return try connection.transaction(body)
      } catch let error as PostgresError where error.isLockNotAvailable {
        try throwOut(on: connection)
      }
    }
  }

  /// Ends those who have locked the head and sent nothing for as long as a session may idle; their transactions are
  /// rolled back, and their callers see ``EventStoreError/unreachable(_:)``.
  ///
  /// As the user who logged in: the working role may neither see nor end other sessions.
  ///
  /// - Throws: ``EventStoreError/held(_:)`` where none is to be ended, and one has held the head all that time.
  static func throwOut(on connection: isolated Connection) throws {
    try connection.transaction { connection in
      let holder = try HeadHolder.pid(on: connection)
      try connection.execute("set local role none")
      let ended = try connection.query(
        """
        select pg_terminate_backend(a.pid) from pg_stat_activity a
          where a.datname = current_database() and a.pid <> pg_backend_pid()
            and a.state = 'active' and a.wait_event = 'ClientRead' and a.usename = session_user
            and a.state_change < clock_timestamp() - current_setting('idle_in_transaction_session_timeout')::interval
            and exists (
              select from pg_locks l where l.pid = a.pid and l.granted and l.relation = 'log.head'::regclass)
        """)
      guard ended.isEmpty, let holder, let held = try HeadHolder(holder, on: connection) else { return }
      throw EventStoreError.held(held)
    }
  }
}
