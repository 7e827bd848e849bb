import Postgres

extension EventStore {
  /// Has the server overwrite what it still keeps of deleted and updated rows, and tells which tables it could not do.
  ///
  /// A deleted row stays in its table's file until then. It needs the rights of the tables' owner, which the session
  /// gives up for the working role and takes back for this; an old transaction that is still open keeps the rows alive.
  /// Cost: the pages that changed since the last time.
  ///
  /// - Parameter tables: by schema and name. One that is locked is skipped.
  public func vacuum(_ tables: [(schema: String, name: String)]) async throws(EventStoreError) -> [String] {
    try await onConnection { connection in
      try connection.script("reset role")
      var refused: [String] = []
      do {
        for (schema, name) in tables {
          let mayDo = try connection.query(
            """
            select pg_has_role(c.relowner, 'usage') or pg_has_role(d.datdba, 'usage')
              from pg_class c join pg_namespace n on n.oid = c.relnamespace, pg_database d
              where n.nspname = \(schema) and c.relname = \(name) and d.datname = current_database()
            """
          ).first?.decode(Bool.self)
          guard mayDo == true else {
            refused.append("\(schema).\(name)")
            continue
          }
          try connection.execute(
            "vacuum (skip_locked, truncate false) \(identifier: schema).\(identifier: name)")
        }
      } catch {
        try? connection.script("set role hotline_app")
        throw error
      }
      try connection.script("set role hotline_app")
      return refused
    }
  }
}
