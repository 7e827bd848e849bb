/// Brings a schema of the database to the newest migration; safe when several processes start at once.
public enum Migrator {
  /// Runs what the database does not have yet and returns it; one cheap query when there is nothing to do.
  ///
  /// Each migration is one transaction together with its record in the schema's table `migration`. The schema is
  /// created when needed.
  @discardableResult
  public static func migrate(
    _ connection: isolated Connection, schema: String, _ migrations: [Migration]
  ) throws(MigrationError) -> [Migration] {
    var done: [Migration] = []
    for migration in try pending(migrations, schema: schema, recorded: records(connection, schema)) {
      do {
        let isNew = try connection.transaction { connection in
          try apply(migration, of: migrations, schema: schema, connection)
        }
        if isNew { done.append(migration) }
      } catch let error as MigrationError {
        throw error
      } catch let error as PostgresError {
        throw .failed(schema: schema, number: migration.number, name: migration.name, error)
      } catch {
        throw .server(PostgresError(sqlState: nil, message: "\(error)"))
      }
    }
    return done
  }

  private struct Record {
    var number: Int
    var name: String
    var checksum: String
  }

  /// Inside a transaction: takes the lock, looks again, runs the migration if nobody else has.
  private static func apply(
    _ migration: Migration, of migrations: [Migration], schema: String, _ connection: isolated Connection
  ) throws -> Bool {
    // Held to the end of the transaction; the key is one per schema.
    try connection.execute(
      "select pg_advisory_xact_lock(\(Int64(bitPattern: fingerprint("hotline migration \(schema)"))))")
    try connection.execute("create schema if not exists \(identifier: schema)")
    try connection.execute(
      """
      create table if not exists \(identifier: schema).migration (
        number bigint primary key,
        name text not null,
        checksum text not null,
        applied_at timestamptz not null default now()
      )
      """)
    let recorded = try read(connection, schema)
    guard try pending(migrations, schema: schema, recorded: recorded).contains(where: { $0.number == migration.number })
    else {
      return false
    }
    try connection.execute("set local search_path to \(identifier: schema), public")
    try connection.script(migration.sql)
    try connection.execute(
      """
      insert into \(identifier: schema).migration (number, name, checksum)
      values (\(migration.number), \(migration.name), \(migration.checksum))
      """)
    return true
  }

  /// What is recorded; nothing when the schema or its table is not there yet.
  private static func records(_ connection: isolated Connection, _ schema: String) throws(MigrationError) -> [Record] {
    do throws(PostgresError) {
      return try read(connection, schema)
    } catch {
      // undefined_table, invalid_schema_name
      if error.sqlState == "42P01" || error.sqlState == "3F000" { return [] }
      throw .server(error)
    }
  }

  private static func read(_ connection: isolated Connection, _ schema: String) throws(PostgresError) -> [Record] {
    var records: [Record] = []
    for row in try connection.query(
      "select number, name, checksum from \(identifier: schema).migration order by number")
    {
      let (number, name, checksum) = try row.decode(Int.self, String.self, String.self)
      records.append(Record(number: number, name: name, checksum: checksum))
    }
    return records
  }

  private static func pending(
    _ migrations: [Migration], schema: String, recorded: [Record]
  ) throws(MigrationError) -> [Migration] {
    var missing = migrations.sorted { $0.number < $1.number }
    for record in recorded {
      guard let index = missing.firstIndex(where: { $0.number == record.number }) else {
        throw .unknown(schema: schema, number: record.number, name: record.name)
      }
      let known = missing.remove(at: index)
      guard known.checksum == record.checksum else {
        throw .changed(schema: schema, number: known.number, name: known.name)
      }
    }
    if let first = missing.first, let last = recorded.last, first.number < last.number {
      throw .tooLate(schema: schema, number: first.number, name: first.name)
    }
    return missing
  }
}
