import EventStore
import Postgres

/// How far each read model has come.
enum Checkpoints {
  /// Whether there is nothing to do: one statement, no lock.
  static func areAtHead(_ projections: [any Projection], on connection: isolated Connection) throws -> Bool {
    let names = projections.map(\.name)
    let versions = projections.map { Int32($0.version) }
    let count = try connection.query(
      """
      select count(*) from unnest(\(names)::text[], \(versions)::integer[]) as wanted (name, version)
        join projection p using (name, version) join log.head h on h.position = p.position
      """
    ).only().decode(Int64.self)
    return count == Int64(projections.count)
  }

  /// Locks the rows, in the order of their names so that nobody waits in a circle, and returns the positions. A read model
  /// that has no tables yet, or those of an older version, begins at 0 with empty ones.
  ///
  /// - Throws: ``ProjectionError/newer(name:stored:known:)``: an older program must not throw away what the others use.
  static func lock(_ projections: [any Projection], on connection: isolated Connection) throws -> [String: Int64] {
    let sorted = projections.sorted { $0.name < $1.name }
    try makeRows(sorted, on: connection)
    var positions: [String: Int64] = [:]
    let rows = try connection.query(
      """
      select name, version, position from projection where name = any(\(sorted.map(\.name))) order by name for update
      """)
    for row in rows {
      let (name, version, position) = try row.decode(String.self, Int32.self, Int64.self)
      guard let projection = sorted.first(where: { $0.name == name }) else { continue }
      if Int(version) == projection.version {
        positions[name] = position
      } else if Int(version) > projection.version {
        throw ProjectionError.newer(name: name, stored: Int(version), known: projection.version)
      } else {
        for table in projection.tables { try connection.execute("drop table if exists \(identifier: table)") }
        try connection.script(projection.schema)
        try connection.execute(
          "update projection set version = \(Int32(projection.version)), position = 0 where name = \(name)")
        positions[name] = 0
      }
    }
    return positions
  }

  /// Locks the row of a read model that is about to be replaced, whatever its version.
  static func lockForReplacing(_ projection: any Projection, on connection: isolated Connection) throws {
    try makeRows([projection], on: connection)
    try connection.execute("select from projection where name = \(projection.name) for update")
  }

  /// Notes that the tables are those of this version now. A newer version goes back by this, too.
  static func replace(_ projection: any Projection, at position: Int64, on connection: isolated Connection) throws {
    try connection.execute(
      """
      update projection set version = \(Int32(projection.version)), position = \(position)
        where name = \(projection.name)
      """)
  }

  private static func makeRows(_ projections: [any Projection], on connection: isolated Connection) throws {
    try connection.execute(
      """
      insert into projection (name, version) select name, 0 from unnest(\(projections.map(\.name))::text[]) as n (name)
        order by name on conflict do nothing
      """)
  }

  static func move(_ projections: [any Projection], to position: Int64, on connection: isolated Connection) throws {
    try connection.execute(
      "update projection set position = \(position) where name = any(\(projections.map(\.name)))")
  }
}
