import EventStore
import Postgres

/// How far each read model has come, at each of the places.
enum Checkpoints {
  /// What the checkpoint's row says.
  struct Mark: Sendable {
    let version: Int
    let position: Int64
    let hasParked: Bool
  }

  /// Tells how long a stretch of catching up takes.
  enum Stopwatch: Sendable {
    /// The page begins such a stretch.
    case begins
    /// It goes on.
    case runs
    /// A page alone says nothing of speed.
    case stands
  }

  /// The version that is stored and the version that this program has, differ: the tables must be made first.
  struct Outdated: Error {}

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

  /// Locks the live rows, in the order of their names so that nobody waits in a circle. A read model that was never used
  /// gets its tables and begins at 0.
  ///
  /// - Throws: ``ProjectionError/newer(name:stored:known:)``: an older program must not throw away what the others use.
  ///   ``Outdated`` where tables of an older version are in use.
  static func lockLive(_ projections: [any Projection], on connection: isolated Connection) throws -> [String: Mark] {
    var marks = try lock(projections.map(\.name), at: .live, on: connection)
    for projection in projections {
      guard let mark = marks[projection.name], mark.version != projection.version else { continue }
      guard mark.version <= projection.version else {
        throw ProjectionError.newer(name: projection.name, stored: mark.version, known: projection.version)
      }
      guard mark.version == 0 else { throw Outdated() }
      for table in projection.tables { try connection.execute("drop table if exists \(identifier: table)") }
      try connection.script(projection.schema)
      if !projection.indexes.isEmpty { try connection.script(projection.indexes) }
      try connection.execute("delete from parked where projection = \(projection.name)")
      try connection.execute(
        """
        update projection set version = \(Int32(projection.version)), position = 0, tables = \(projection.tables)
          where name = \(projection.name)
        """)
      marks[projection.name] = Mark(version: projection.version, position: 0, hasParked: false)
    }
    return marks
  }

  /// Those with tables of an older version.
  static func outdated(
    _ projections: [any Projection], on connection: isolated Connection
  ) throws -> [any Projection] {
    let marks = try lock(projections.map(\.name), at: .live, on: connection)
    return projections.filter { projection in
      marks[projection.name].map { $0.version > 0 && $0.version < projection.version } == true
    }
  }

  /// Locks the rows of a place, by name; live ones are made where they are missing.
  static func lock(
    _ names: [String], at place: Place, on connection: isolated Connection
  ) throws -> [String: Mark] {
    let select: SQL = """
      select name, version, position,
          exists (select from \(place.table("parked")) k where k.projection = p.name)
        from \(place.table("projection")) p where name = any(\(names)) order by name for update
      """
    // Before any row is locked: who holds one and waits for another's insert would wait in a circle with who waits for it.
    if place == .live {
      let there = try connection.query("select count(*) from read.projection where name = any(\(names))").only()
      if try there.decode(Int64.self) < Int64(names.count) {
        try connection.execute(
          """
          insert into read.projection (name, version) select name, 0 from unnest(\(names)::text[]) as n (name)
            order by name on conflict do nothing
          """)
      }
    }
    let rows = try connection.query(select)
    var marks: [String: Mark] = [:]
    for row in rows {
      let (name, version, position, hasParked) = try row.decode(String.self, Int32.self, Int64.self, Bool.self)
      marks[name] = Mark(version: Int(version), position: position, hasParked: hasParked)
    }
    return marks
  }

  /// Moves the checkpoints of read models that stand at one position, and nowhere else.
  ///
  /// - Throws: ``ProjectionError/moved(names:from:)`` where one stands elsewhere; the page is then not theirs.
  static func move(
    _ projections: [any Projection], from old: Int64, to new: Int64, at place: Place, _ stopwatch: Stopwatch,
    on connection: isolated Connection
  ) throws {
    let times: SQL =
      switch stopwatch {
      case .begins: ", since = now(), since_position = \(old), moved_at = clock_timestamp()"
      case .runs: ", moved_at = clock_timestamp()"
      case .stands: ""
      }
    let names = projections.map(\.name)
    let count = try connection.execute(
      """
      update \(place.table("projection")) set position = \(new), failure = null \(times)
        where name = any(\(names)) and position = \(old)
      """)
    guard count == names.count else { throw ProjectionError.moved(names: names, from: old) }
  }
}
