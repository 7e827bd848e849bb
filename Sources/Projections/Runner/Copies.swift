import Postgres

/// Copies of read models as a whole: tables, checkpoint and parked events, made, moved and dropped together.
enum Copies {
  /// Makes empty tables that replace what is there of the name.
  static func make(_ projection: any Projection, at place: Place, on connection: isolated Connection) throws {
    try drop(projection.name, at: place, on: connection)
    try place.enter(on: connection)
    // Left behind where the row was lost.
    for table in projection.tables { try connection.execute("drop table if exists \(place.table(table))") }
    try connection.script(projection.schema)
    try connection.execute(
      """
      insert into \(place.table("projection")) (name, version, position, tables, since, since_position)
        values (\(projection.name), \(Int32(projection.version)), 0, \(projection.tables), now(), 0)
      """)
  }

  /// Drops a copy; nothing happens where there is none.
  static func drop(_ name: String, at place: Place, on connection: isolated Connection) throws {
    let rows = try connection.query(
      "delete from \(place.table("projection")) where name = \(name) returning tables")
    for table in try rows.flatMap({ try $0.decode([String].self) }) {
      try connection.execute("drop table if exists \(place.table(table))")
    }
    if !rows.isEmpty { try connection.execute("delete from \(place.table("parked")) where projection = \(name)") }
  }

  /// Moves the tables to a schema, which has none of their names, and says which they are; nothing where there is no copy.
  @discardableResult
  static func moveTables(
    of name: String, from place: Place, to schema: String, on connection: isolated Connection
  ) throws -> [String] {
    let rows = try connection.query("select tables from \(place.table("projection")) where name = \(name)")
    let tables = try rows.flatMap { try $0.decode([String].self) }
    for table in tables {
      try connection.execute("alter table if exists \(place.table(table)) set schema \(identifier: schema)")
    }
    return tables
  }

  /// Copies the checkpoint and the parked events of a read model; there are none at the new place.
  static func copyRows(of name: String, from place: Place, to other: Place, on connection: isolated Connection) throws {
    try connection.execute(
      """
      insert into \(other.table("projection")) (name, version, position, tables, since, since_position, moved_at, failure)
        select name, version, position, tables, since, since_position, moved_at, failure
        from \(place.table("projection")) where name = \(name)
      """)
    try connection.execute(
      """
      insert into \(other.table("parked")) (projection, position, version, stream, type, error, parked_at)
        select projection, position, version, stream, type, error, parked_at
        from \(place.table("parked")) where projection = \(name)
      """)
  }
}
