import Postgres

/// Locks by name that live as long as the database session: a killed process lets go of them.
///
/// They need a session of one's own; behind PgBouncer in transaction mode they do not hold.
public enum LogLock {
  /// Takes the lock if nobody else has it.
  public static func tryTake(_ name: String, on connection: isolated Connection) throws -> Bool {
    try connection.query("select pg_try_advisory_lock(hashtextextended('hotline.' || \(name), 0))").only()
      .decode(Bool.self)
  }

  /// Lets go of the lock.
  public static func release(_ name: String, on connection: isolated Connection) throws {
    try connection.execute("select pg_advisory_unlock(hashtextextended('hotline.' || \(name), 0))")
  }

  /// Whether somebody has the lock, in this session or another.
  public static func isHeld(_ name: String, on connection: isolated Connection) throws -> Bool {
    // PostgreSQL keeps the number in two halves.
    try connection.query(
      """
      select exists (
        select from pg_locks l, (select hashtextextended('hotline.' || \(name), 0) as number) k
          where l.locktype = 'advisory' and l.granted and l.objsubid = 1
            and l.database = (select oid from pg_database where datname = current_database())
            and l.classid::bigint = (k.number >> 32) & 4294967295 and l.objid::bigint = k.number & 4294967295)
      """
    ).only().decode(Bool.self)
  }
}
