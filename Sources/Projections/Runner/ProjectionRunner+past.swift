import EventStore
import FoundationEssentials
import Postgres

extension ProjectionRunner {
  /// Runs the body where read models can be read as they stood at a position of the log, definitions, corrections and all
  /// that came later left out. Inside its transactions ``ReadModels/enterPast(on:)`` leads there.
  ///
  /// They are computed beside the live ones from the first event, by the same code, and kept: the next look at the same or
  /// a later position goes on from there. Personal words that were erased since are gone in the past, too. One program
  /// looks back at a time; of two the second waits. A killed one leaves whole pages, and the next goes on or begins anew.
  ///
  /// - Parameter body: told nothing; it may be run again where somebody was forgotten meanwhile.
  /// - Throws: ``ProjectionError/stopped(_:)`` where an event before the position cannot be taken in.
  public func lookingBack<R: Sendable>(
    to position: Int64, in projections: [any Projection], progress: @Sendable (RebuildProgress) -> Void = { _ in },
    _ body: () async throws -> R
  ) async throws -> R {
    try await PastLock.take(on: connection, progress)
    do {
      var tries = 0
      while true {
        do {
          try await buildPast(projections, upTo: position, progress)
          let result = try await body()
          try await PastLock.release(on: connection)
          return result
        } catch {
          tries += 1
          guard tries < 5, Self.isGone(error) else { throw error }
        }
      }
    } catch {
      // The first error is the one to tell; a session that cannot let go of the lock loses it with its connection.
      let connection = connection
      await Task { _ = try? await PastLock.release(on: connection) }.value
      throw error
    }
  }

  private func buildPast(
    _ projections: [any Projection], upTo position: Int64, _ progress: @Sendable (RebuildProgress) -> Void
  ) async throws {
    try await connection.run { connection in
      try connection.transaction { connection in
        let marks = try Checkpoints.lock(projections.map(\.name), at: .past, on: connection)
        for (name, mark) in marks where mark.position > position { try Copies.drop(name, at: .past, on: connection) }
      }
    }
    var build = try await Build(projections, fresh: false, at: .past, upTo: position, self)
    try await build.run(progress)
    guard build.stops.isEmpty else { throw ProjectionError.stopped(build.stops) }
  }

  /// Whether somebody took the tables away: the words of a person who was forgotten went with them.
  private static func isGone(_ error: any Error) -> Bool {
    if case ProjectionError.moved? = error as? ProjectionError { return true }
    if error is PastGone { return true }
    return (error as? PostgresError)?.sqlState == "42P01"
  }
}

/// The tables of the past are not, or no more, at the position that was asked for.
public struct PastGone: Error, Sendable {
  /// Says so.
  public init() {}
}

extension ReadModels {
  /// Makes the names of tables mean the past until the transaction ends.
  public static func enterPast(on connection: isolated Connection) throws {
    try Place.past.enter(on: connection)
  }

  /// Whether read models stand at a position, all of them, in the caller's snapshot and at the caller's place.
  public static func stand(
    _ projections: [any Projection], at position: Int64, on connection: isolated Connection
  ) throws -> Bool {
    let names = Array(Set(projections.map(\.name)))
    let versions = names.map { name in Int32(projections.first { $0.name == name }?.version ?? 0) }
    let count = try connection.query(
      """
      select count(*) from unnest(\(names)::text[], \(versions)::integer[]) as wanted (name, version)
        join projection p using (name, version) where p.position = \(position)
      """
    ).only().decode(Int64.self)
    return count == Int64(names.count)
  }

  /// How long what was computed for a look back is kept after its last use: a day.
  public static let pastKept: TimeInterval = 86_400

  /// Drops what was kept of the past; nobody misses it, and the next look back computes it again. While somebody looks
  /// back nothing happens.
  ///
  /// - Parameter unusedFor: only what nobody used for so many seconds; everything where not given.
  /// - Returns: how many read models were dropped; `nil` where somebody looks back.
  @discardableResult
  public static func dropPast(
    unusedFor seconds: TimeInterval? = nil, on connection: isolated Connection
  ) throws -> Int? {
    let names = try connection.query(
      """
      select name from read_past.projection
        where \(seconds)::double precision is null
          or greatest(since, moved_at) < now() - make_interval(secs => \(seconds)::double precision)
      """
    ).map { try $0.decode(String.self) }
    guard !names.isEmpty else { return 0 }
    guard try PastLock.tryTake(on: connection) else { return nil }
    let count = names.count
    do {
      try connection.transaction { connection in
        for name in names { try Copies.drop(name, at: .past, on: connection) }
      }
    } catch {
      try PastLock.letGo(on: connection)
      throw error
    }
    try PastLock.letGo(on: connection)
    return count
  }
}

/// One look back at a time; a killed one lets go.
private enum PastLock {
  private static let name = "past"

  static func take(on connection: Connection, _ progress: @Sendable (RebuildProgress) -> Void) async throws {
    var isTold = false
    // Asked again and again, not waited for in the server: a time limit for locks must not end it.
    while true {
      let isHeld = try await connection.run { connection in try LogLock.tryTake(name, on: connection) }
      if isHeld { return }
      if !isTold {
        let holder = try await connection.run { connection in try RebuildLock.holder(ofLock: name, on: connection) }
        if let holder { progress(.waitingToLookBack(processID: holder)) }
        isTold = true
      }
      try await Task.sleep(for: .milliseconds(100))
    }
  }

  static func release(on connection: Connection) async throws {
    try await connection.run { connection in try letGo(on: connection) }
  }

  static func tryTake(on connection: isolated Connection) throws -> Bool {
    try LogLock.tryTake(name, on: connection)
  }

  static func letGo(on connection: isolated Connection) throws { try LogLock.release(name, on: connection) }
}
