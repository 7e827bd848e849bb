import EventStore
import Postgres

/// One rebuild of a read model at a time; a killed one lets go.
enum RebuildLock {
  private static func name(_ projection: String) -> String { "rebuild.\(projection)" }

  /// The server process that rebuilds it, as in `pg_stat_activity.pid`; `nil` where nobody does.
  static func holder(of projection: String, on connection: isolated Connection) throws -> Int? {
    try holder(ofLock: name(projection), on: connection)
  }

  /// The same for any lock by its name.
  static func holder(ofLock name: String, on connection: isolated Connection) throws -> Int? {
    // A 64-bit key is shown in two halves.
    try connection.query(
      """
      select l.pid from pg_locks l where l.locktype = 'advisory' and l.objsubid = 1 and l.granted
        and l.database = (select d.oid from pg_database d where d.datname = current_database())
        and (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended('hotline.' || \(name), 0)
      """
    ).first.map { row in Int(try row.decode(Int32.self)) }
  }

  /// Runs the body while nobody else rebuilds any of the read models; waits for those who do.
  ///
  /// - Parameter waiting: told, once for each, the server process that is waited for.
  static func holding<R: Sendable>(
    _ projections: [any Projection], on connection: Connection, waiting: @Sendable (_ processID: Int) -> Void,
    _ body: () async throws -> R
  ) async throws -> R {
    // In the order of their names, so that nobody waits in a circle.
    let names = projections.map { name($0.name) }.sorted()
    var held: [String] = []
    do {
      for projection in projections.sorted(by: { $0.name < $1.name }) {
        try await take(projection.name, on: connection, waiting)
        held.append(name(projection.name))
      }
      let result = try await body()
      try await release(names, on: connection)
      return result
    } catch {
      // The first error is the one to tell; a session that cannot let go of the locks loses them with its connection.
      let taken = held
      await Task { _ = try? await release(taken, on: connection) }.value
      throw error
    }
  }

  private static func take(
    _ projection: String, on connection: Connection, _ waiting: @Sendable (_ processID: Int) -> Void
  ) async throws {
    var told: Int?
    // Asked again and again, not waited for in the server: a time limit for locks must not end it, and it can be told whom
    // it waits for.
    while true {
      let isHeld = try await connection.run { connection in try LogLock.tryTake(name(projection), on: connection) }
      if isHeld { return }
      let holder = try await connection.run { connection in try Self.holder(of: projection, on: connection) }
      if let holder, holder != told {
        told = holder
        waiting(holder)
      }
      try await Task.sleep(for: .milliseconds(100))
    }
  }

  private static func release(_ names: [String], on connection: Connection) async throws {
    try await connection.run { connection in
      for name in names { try LogLock.release(name, on: connection) }
    }
  }
}
