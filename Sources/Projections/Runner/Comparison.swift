import Postgres

/// How the live tables of a read model and newly computed ones differ, at one position of the log.
public struct Comparison: Sendable, Equatable {
  /// What a table holds.
  public struct Content: Sendable, Equatable {
    /// How many rows.
    public let rows: Int64
    /// The sum of the hashes of all rows, whatever their order: equal for equal tables, and otherwise as good as never.
    public let hash: String
  }

  /// One table, live and computed anew.
  public struct Table: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// What everybody reads.
    public let live: Content
    /// What the log says.
    public let rebuilt: Content
    /// Rows that only the live table has, as JSON; as many as were asked for.
    public let onlyLive: [String]
    /// Rows that only the new table has.
    public let onlyRebuilt: [String]
    /// Whether both hold the same rows.
    public var isEqual: Bool { live == rebuilt }
  }

  /// The read model.
  public let name: String
  /// The last event that both have taken in.
  public let position: Int64
  /// Its tables.
  public let tables: [Table]
  /// Whether nothing differs.
  public var isEqual: Bool { tables.allSatisfy(\.isEqual) }

  /// Reads all rows of both in the caller's snapshot.
  init(
    _ projection: any Projection, at position: Int64, rows limit: Int, on connection: isolated Connection
  ) throws {
    name = projection.name
    self.position = position
    tables = try projection.tables.map { table in
      let live = try Self.content(Place.live.table(table), on: connection)
      let rebuilt = try Self.content(Place.building.table(table), on: connection)
      let limit = live == rebuilt ? 0 : limit
      return Table(
        name: table, live: live, rebuilt: rebuilt,
        onlyLive: try Self.rows(of: table, at: .live, notAt: .building, limit, on: connection),
        onlyRebuilt: try Self.rows(of: table, at: .building, notAt: .live, limit, on: connection))
    }
  }

  private static func rows(
    of table: String, at place: Place, notAt other: Place, _ limit: Int, on connection: isolated Connection
  ) throws -> [String] {
    guard limit > 0 else { return [] }
    return try connection.query(
      """
      select row_to_json(t)::text from \(place.table(table)) t except all
        select row_to_json(t)::text from \(other.table(table)) t order by 1 limit \(Int64(limit))
      """
    ).map { row in try row.decode(String.self) }
  }

  private static func content(_ table: SQL, on connection: isolated Connection) throws -> Content {
    let (rows, hash) = try connection.query(
      "select count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)::text from \(table) t"
    ).only().decode(Int64.self, String.self)
    return Content(rows: rows, hash: hash)
  }
}
