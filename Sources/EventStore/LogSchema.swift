import Postgres

/// The log's tables, and the role that every working session takes.
public enum LogSchema {
  /// Creates or updates the tables. Cheap when there is nothing to do; safe when two processes start at once.
  ///
  /// The session must own the database.
  public static func migrate(_ connection: Connection) async throws {
    try await connection.run { connection in
      try Migrator.migrate(
        connection, schema: "log",
        [
          Migration(number: 1, name: "log", sql: String(decoding: PackageResources.m001_log_sql, as: UTF8.self)),
          Migration(number: 2, name: "append", sql: String(decoding: PackageResources.m002_append_sql, as: UTF8.self)),
        ])
    }
  }

  /// Whether there is a log: its tables, though perhaps of an older version.
  public static func exists(on connection: isolated Connection) throws -> Bool {
    try connection.query("select to_regclass('log.head') is not null").only().decode(Bool.self)
  }

  /// Removes the tables of a log without events, to make room for those of a backup; what the role may do stays.
  ///
  /// - Returns: how many events there are; only where there is none was anything removed.
  public static func removeEmpty(on connection: isolated Connection) throws -> Int64 {
    try connection.transaction { connection in
      // Whoever is about to append has the row first, or never.
      try connection.execute("lock table log.head, log.events in access exclusive mode")
      let count = try connection.query(
        "select greatest((select max(position) from log.head), (select max(position) from log.events), 0)"
      ).only().decode(Int64.self)
      if count == 0 { try remove(on: connection) }
      return count
    }
  }

  /// Removes the tables with all that is in them: of a restore that failed.
  public static func remove(on connection: isolated Connection) throws {
    try connection.execute("drop schema if exists log cascade")
  }

  /// Gathers what the planner needs to know of tables that were filled all at once.
  public static func prepareForReading(_ connection: Connection) async throws {
    try await connection.run { connection in
      try connection.script("analyze log.events; analyze log.streams; analyze log.personal")
    }
  }

  /// Gives up the owner's rights: from here on the session can add events and read them, and keeps the read models.
  public static func takeWorkingRole(_ connection: Connection) async throws {
    try await connection.run { connection in
      try connection.script(
        """
        set role hotline_app; set search_path = read, log; set timezone = 'UTC';
        -- A process that is stopped in the middle of an append must not hold the head's lock for ever.
        set idle_in_transaction_session_timeout = '60s'
        """)
    }
  }
}
