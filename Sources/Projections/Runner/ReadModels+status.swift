import EventStore
import FoundationEssentials
import Postgres

extension ReadModels {
  /// Where a read model stands.
  public struct Status: Sendable, Equatable {
    /// Tables that are computed beside the live ones.
    public struct Building: Sendable, Equatable {
      /// Of this version.
      public let version: Int
      /// The last event they have taken in.
      public let position: Int64
      /// The server process that works on it; `nil` where it was cut off, and the next rebuild goes on with it.
      public let processID: Int?
      /// Why it cannot go on; `nil` where it can.
      public let failure: String?
    }

    /// Tables that the last rebuild replaced.
    public struct Kept: Sendable, Equatable {
      /// Of this version.
      public let version: Int
      /// The last event they have taken in.
      public let position: Int64
      /// When they were replaced.
      public let since: Date
    }

    /// Its name.
    public let name: String
    /// The version of its tables; 0 before first use.
    public let version: Int
    /// The version of this program.
    public let known: Int
    /// The last event it has taken in.
    public let position: Int64
    /// The last event of the log.
    public let head: Int64
    /// The names of its tables.
    public let tables: [String]
    /// Why it stands still; `nil` where it does not.
    public let failure: String?
    /// Events a second in its last catch-up of more than a page, or in its rebuild; `nil` where there was none.
    public let rate: Double?
    /// How many events are parked.
    public let parkedCount: Int
    /// What a rebuild has so far.
    public let building: Building?
    /// What a rollback goes back to.
    public let previous: Kept?
  }

  /// Where every read model stands, in the order of ``all``. Brings none up to date.
  public static func status(on connection: Connection) async throws -> [Status] {
    try await connection.run { connection in
      let rows = try connection.query(
        """
        select p.name, h.position, p.version, p.position, p.tables, p.failure,
            ((p.position - p.since_position) / nullif(extract(epoch from p.moved_at - p.since), 0))::float8,
            (select count(*) from read.parked k where k.projection = p.name),
            b.version, b.position, b.failure, v.version, v.position, v.kept_at
          from log.head h cross join read.projection p left join read_building.projection b using (name)
            left join read_previous.projection v using (name)
        """)
      var found: [String: Row] = [:]
      for row in rows { found[try row[0, as: String.self]] = row }
      let head = try LogReader.head(on: connection)
      return try all.map { projection in
        guard let row = found[projection.name] else { return Status(unused: projection, head: head) }
        return try Status(row, projection, on: connection)
      }
    }
  }
}

extension ReadModels.Status {
  fileprivate init(unused projection: any Projection, head: Int64) {
    self.init(
      name: projection.name, version: 0, known: projection.version, position: 0, head: head,
      tables: projection.tables, failure: nil, rate: nil, parkedCount: 0, building: nil, previous: nil)
  }

  fileprivate init(_ row: Row, _ projection: any Projection, on connection: isolated Connection) throws {
    let (
      name, head, version, position, tables, failure, rate, parked, buildVersion, buildPosition, buildFailure,
      keptVersion, keptPosition, keptAt
    ) = try row.decode(
      String.self, Int64.self, Int32.self, Int64.self, [String].self, String?.self, Double?.self, Int64.self,
      Int32?.self, Int64?.self, String?.self, Int32?.self, Int64?.self, Date?.self)
    var building: Building?
    if let buildVersion, let buildPosition {
      building = Building(
        version: Int(buildVersion), position: buildPosition,
        processID: try RebuildLock.holder(of: name, on: connection), failure: buildFailure)
    }
    var previous: Kept?
    if let keptVersion, let keptPosition, let keptAt {
      previous = Kept(version: Int(keptVersion), position: keptPosition, since: keptAt)
    }
    self.init(
      name: name, version: Int(version), known: projection.version, position: position, head: head,
      tables: tables.isEmpty ? projection.tables : tables, failure: failure, rate: rate, parkedCount: Int(parked),
      building: building, previous: previous)
  }
}
