import EventStore
import Postgres

/// All read models, and where they stand.
public enum ReadModels {
  /// Every read model of this program.
  public static let all: [any Projection] = [OrderBoard(), OrderCounts(), Timers(), Batches(), Parties(), Outbox()]

  /// The read model of a name; `nil` where there is none.
  public static func named(_ name: String) -> (any Projection)? { all.first { $0.name == name } }

  /// Creates or updates the tables that are no read model's own. Cheap when there is nothing to do.
  ///
  /// The session must have the working role.
  public static func migrate(_ connection: Connection) async throws {
    try await connection.run { connection in
      try Migrator.migrate(
        connection, schema: "read",
        [
          Migration(
            number: 1, name: "projection",
            sql: String(decoding: PackageResources.m001_projection_sql, as: UTF8.self)),
          Migration(
            number: 2, name: "copies", sql: String(decoding: PackageResources.m002_copies_sql, as: UTF8.self)),
        ])
    }
  }

  /// Where a read model stands.
  public struct Status: Sendable {
    /// Its name.
    public let name: String
    /// The version of its tables; 0 before first use.
    public let version: Int
    /// The last event it has taken in.
    public let position: Int64
    /// The last event of the log.
    public let head: Int64
    /// The names of its tables.
    public let tables: [String]
  }

  /// Where every read model stands, by name. Brings none up to date.
  public static func status(on connection: Connection) async throws -> [Status] {
    try await connection.run { connection in
      let head = try LogReader.head(on: connection)
      var found: [String: (Int, Int64)] = [:]
      for row in try connection.query("select name, version, position from projection") {
        let (name, version, position) = try row.decode(String.self, Int32.self, Int64.self)
        found[name] = (Int(version), position)
      }
      return all.map { projection in
        let (version, position) = found[projection.name] ?? (0, 0)
        return Status(
          name: projection.name, version: version, position: position, head: head, tables: projection.tables)
      }
    }
  }
}
