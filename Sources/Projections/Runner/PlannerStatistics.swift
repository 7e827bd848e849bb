import Postgres

/// What PostgreSQL's planner knows of the live tables. Its own look comes by once a minute (`autovacuum_naptime`); a list
/// of a hundred thousand rows is in by then, each chunk of it asked about with the plan of an empty table.
enum PlannerStatistics {
  /// So many events change tables enough for a look at their sizes.
  static let worthALook: Int64 = 1000

  /// Lets the planner look at tables that have more than doubled since its last look. A table of few pages needs no plan.
  ///
  /// One cheap query where none has; else about a tenth of a second for each that has.
  static func refresh(_ projections: [any Projection], on connection: isolated Connection) throws {
    let tables = projections.flatMap(\.tables)
    let grown = try connection.query(
      """
      select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = \(Place.live.schema) and c.relname = any(\(tables))
          and pg_relation_size(c.oid) > (2 * c.relpages + 16) * current_setting('block_size')::bigint
      """)
    for name in try grown.map({ try $0.decode(String.self) }) {
      try connection.execute("analyze \(Place.live.table(name))")
    }
  }
}
