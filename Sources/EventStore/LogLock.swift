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
}
