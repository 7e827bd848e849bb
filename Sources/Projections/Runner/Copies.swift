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

  /// Moves a copy to a place where there is none; nothing happens where there is none to move.
  static func move(
    _ name: String, from place: Place, to other: Place, on connection: isolated Connection
  ) throws {
    let rows = try connection.query("select tables from \(place.table("projection")) where name = \(name)")
    for table in try rows.flatMap({ try $0.decode([String].self) }) {
      try connection.execute("alter table if exists \(place.table(table)) set schema \(identifier: other.schema)")
    }
    try connection.execute(
      """
      with moved as (delete from \(place.table("projection")) where name = \(name)
          returning name, version, position, tables, since, since_position, moved_at, failure)
        insert into \(other.table("projection"))
            (name, version, position, tables, since, since_position, moved_at, failure)
          select name, version, position, tables, since, since_position, moved_at, failure from moved
      """)
    try connection.execute(
      """
      with moved as (delete from \(place.table("parked")) where projection = \(name)
          returning projection, position, version, stream, type, error, parked_at)
        insert into \(other.table("parked")) (projection, position, version, stream, type, error, parked_at)
          select projection, position, version, stream, type, error, parked_at from moved
      """)
  }
}
