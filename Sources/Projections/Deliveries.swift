import Postgres

/// What was handed over to gateways: the one thing beside the log that cannot be computed again, so it is in a backup.
public enum Deliveries {
  /// One of its tables.
  public enum Table: String, Sendable, CaseIterable {
    case delivery
    case mark = "delivery_mark"

    fileprivate var columns: SQL {
      switch self {
      case .delivery: "key, delivered_at, attempts, last_error"
      case .mark: "position"
      }
    }
  }

  /// Writes a table as CSV with a heading, piece by piece.
  public static func write(
    _ table: Table, on connection: isolated Connection, to body: ([UInt8]) throws -> Void
  ) throws {
    try connection.copyOut(
      "copy (select \(table.columns) from read.\(identifier: table.rawValue) order by 1) to stdout (format csv, header)"
    ) { row in
      try body(unsafe row.withUnsafeBufferPointer { unsafe [UInt8]($0) })
    }
  }

  /// Puts what was written in the place of what is there.
  ///
  /// - Parameter source: the bytes piece by piece, empty at the end.
  public static func replace(
    _ table: Table, on connection: isolated Connection, from source: () throws -> [UInt8]
  ) throws {
    try connection.execute("delete from read.\(identifier: table.rawValue)")
    try connection.copyIn(
      "copy read.\(identifier: table.rawValue) (\(table.columns)) from stdin (format csv, header)"
    ) { writer in
      while true {
        let bytes = try source()
        if bytes.isEmpty { break }
        try writer.write(bytes)
      }
    }
  }
}

extension ReadModels {
  /// Removes all tables, of read models and deliveries: where the log they belong to goes.
  ///
  /// The session must own the database.
  public static func remove(on connection: isolated Connection) throws {
    let schemas = try connection.query(
      """
      select nspname::text from pg_namespace where nspname = 'read' or nspname like 'read\\_%' and nspowner = (
        select oid from pg_roles where rolname = 'hotline_app')
      """
    ).map { row in try row.decode(String.self) }
    for schema in schemas { try connection.execute("drop schema \(identifier: schema) cascade") }
  }
}
