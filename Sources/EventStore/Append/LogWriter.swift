import Foundation
import Postgres
import Synchronization

/// Writes appends into the log, several in one transaction.
///
/// The head row is locked first and until the commit: positions are taken under it, so they are contiguous and in the
/// order of commit. Most appends are new and their streams are as expected, so that is tried
/// first, with no look at what is there; the unique index on ids and the versions that come back tell when it was not
/// so, and then the same is done with care.
final class LogWriter: Sendable {
  typealias Outcome = Result<AppendResult, EventStoreError>

  /// Above this many events COPY is faster than `unnest`.
  static let copyThreshold = 500

  /// The numbers of stored names; they never change.
  private let types = Mutex<[String: Int16]>([:])

  /// The outcome of each append, in order. All that can be are committed together; one that cannot fails alone.
  func write(_ appends: [Append], on connection: isolated Connection) -> [Outcome] {
    do {
      try learnTypes(of: appends, on: connection)
      return try writeNew(appends, on: connection).map { .success($0) }
    } catch let error as PostgresError where error.isUnreachable || error.isCancelled {
      return appends.map { _ in .failure(Self.outcome(error)) }
    } catch let error as PostgresError where error.isLockNotAvailable {
      return writeAgain(appends, on: connection)
    } catch is NotAsExpected {
      return writeWithCare(appends, on: connection)
    } catch let error as PostgresError where error.isUniqueViolation {
      return writeWithCare(appends, on: connection)
    } catch {
      return eachAlone(appends, error, on: connection)
    }
  }

  /// Writes one append inside the caller's transaction, which must commit right after: the head stays locked until then.
  ///
  /// Call ``learnTypes(of:on:)`` before that transaction: a number learned inside it would be remembered though it were
  /// rolled back, and lead nowhere. Without it an unknown type is an error.
  func write(_ append: Append, inTransactionOn connection: isolated Connection) throws -> AppendResult {
    try writeSome([append], on: connection).outcomes[0].get()
  }

  // MARK: The usual way

  /// A stream was not at the version that an append expects.
  private struct NotAsExpected: Error {}

  /// Two round trips: lock and move the streams; insert, move the head and commit.
  private func writeNew(_ appends: [Append], on connection: isolated Connection) throws -> [AppendResult] {
    let typeNumbers = typeNumbers()
    return try connection.transaction(
      opening: [Self.lockAndAdvance(appends)],
      meanwhile: { try EventColumns(appends, typeNumbers) },
      closing: { connection, answers, prepared in
        let place = try LogPlace(answers[0])
        var versions = place.versions(before: appends)
        for append in appends {
          do throws(EventStoreError) { try append.advance(&versions) } catch { throw NotAsExpected() }
        }
        var columns = prepared
        let hash = try columns.settle(at: place)
        let last = try columns.insert(movingHeadTo: hash, on: connection)
        var position = place.position
        let results = appends.map { append in
          defer { position += Int64(append.lines.count) }
          return AppendResult(
            positions: Array(position + 1...position + Int64(append.lines.count)), wasThere: false)
        }
        return ([last], results)
      })
  }

  // MARK: With care

  /// Looks first at what is there, so that each append gets its own answer.
  private func writeWithCare(_ appends: [Append], on connection: isolated Connection) -> [Outcome] {
    do {
      let (outcomes, postponed) = try connection.transaction { connection in
        try writeSome(appends, on: connection)
      }
      guard !postponed.isEmpty else { return outcomes }
      var all = outcomes
      let later = write(postponed.map { appends[$0] }, on: connection)
      for (index, outcome) in zip(postponed, later) { all[index] = outcome }
      return all
    } catch let error as PostgresError where error.isUnreachable || error.isCancelled {
      return appends.map { _ in .failure(Self.outcome(error)) }
    } catch let error as PostgresError where error.isLockNotAvailable {
      return writeAgain(appends, on: connection)
    } catch {
      return eachAlone(appends, error, on: connection)
    }
  }

  /// Somebody held the head for as long as a session may idle: perhaps one who is frozen, and is thrown out.
  private func writeAgain(
    _ appends: [Append], on connection: isolated Connection
  ) -> [Outcome] {
    do {
      try FrozenWriters.throwOut(on: connection)
    } catch {
      return appends.map { _ in .failure(EventStoreError(error)) }
    }
    return write(appends, on: connection)
  }

  /// Writes what can be written; also tells which appends have to wait for that.
  private func writeSome(
    _ appends: [Append], on connection: isolated Connection
  ) throws -> (outcomes: [Outcome], postponed: [Int]) {
    // A statement of its own: one that waits for the lock reads everything but the locked row as it was before the wait.
    let head = try connection.query("select position from log.head where \(FrozenWriters.waitNoLonger) for update")
      .only().decode(Int64.self)
    let plan = try plan(appends, on: connection)
    if !plan.accepted.isEmpty {
      let place = try LogPlace(connection.query(Self.lockAndAdvance(plan.accepted)))
      var columns = try EventColumns(plan.accepted, typeNumbers())
      let hash = try columns.settle(at: place)
      try connection.execute(columns.insert(movingHeadTo: hash, on: connection))
    }
    return (plan.outcomes(after: head), plan.postponed)
  }

  /// The database refused something in a batch: each gets a transaction of its own, and who is refused alone is told.
  private func eachAlone(
    _ appends: [Append], _ error: any Error, on connection: isolated Connection
  ) -> [Outcome] {
    guard appends.count > 1 else { return [.failure(EventStoreError(error))] }
    return appends.flatMap { write([$0], on: connection) }
  }

  private static func outcome(_ error: PostgresError) -> EventStoreError {
    error.isCancelled ? .cancelled : .unreachable(error)
  }

  private func plan(_ appends: [Append], on connection: isolated Connection) throws -> AppendPlan {
    let ids = appends.flatMap { $0.lines.map(\.event.id) }
    let names = Array(Set(appends.flatMap { $0.appends.map(\.stream.rawValue) }))
    let answers = try connection.pipeline([
      """
      select e.id, e.position, s.name, t.name, e.schema, e.data, e.personal_hash, p.salt from log.events e
        join log.streams s using (stream_no) join log.event_types t using (type_no)
        left join log.personal p using (position)
        where e.id = any(\(ids))
      """,
      "select name, version from log.streams where name = any(\(names))",
    ])
    return try AppendPlan(appends, written: answers[0], versions: answers[1])
  }

  // MARK: Statements

  /// Locks the head, then moves the streams on, and tells where both are now and what time it is.
  ///
  /// One statement can do both: a row that `for update` waited for, and one that `on conflict` meets, are read as they
  /// are after the wait, not as of the statement's beginning.
  private static func lockAndAdvance(_ appends: [Append]) -> SQL {
    let (names, counts) = advances(appends)
    let source: SQL =
      names.count == 1
      ? "select \(names[0])::text, \(counts[0])::integer from h"
      : "select u.name, u.count from h, unnest(\(names)::text[], \(counts)::integer[]) as u (name, count)"
    return """
      with h as materialized (select position, hash from log.head where \(FrozenWriters.waitNoLonger) for update),
        s as (
          insert into log.streams as s (name, version) \(source)
            on conflict (name) do update set version = s.version + excluded.version
            returning name, stream_no, version)
        select h.position, h.hash, clock_timestamp(), s.name, s.stream_no, s.version from h, s
      """
  }

  /// How many events each stream gets.
  private static func advances(_ appends: [Append]) -> (names: [String], counts: [Int32]) {
    if appends.count == 1 {
      return (appends[0].appends.map(\.stream.rawValue), appends[0].appends.map { Int32($0.events.count) })
    }
    var total: [String: Int32] = [:]
    for append in appends {
      for stream in append.appends { total[stream.stream.rawValue, default: 0] += Int32(stream.events.count) }
    }
    return (Array(total.keys), Array(total.values))
  }

  // MARK: Types

  private func typeNumbers() -> [String: Int16] { types.withLock { $0 } }

  /// Looks up the numbers of the types, and gives new ones theirs. A type without events does no harm, so this is no part
  /// of the append's transaction.
  func learnTypes(of appends: [Append], on connection: isolated Connection) throws {
    let known = typeNumbers()
    var missing: Set<String> = []
    for append in appends {
      for line in append.lines where known[line.event.type.name] == nil { missing.insert(line.event.type.name) }
    }
    guard !missing.isEmpty else { return }
    let names = missing.sorted()
    try connection.execute(
      "insert into log.event_types (name) select * from unnest(\(names)::text[]) on conflict do nothing")
    let rows = try connection.query("select name, type_no from log.event_types where name = any(\(names))")
    let found = try rows.map { try $0.decode(String.self, Int16.self) }
    types.withLock { types in
      for (name, number) in found { types[name] = number }
    }
  }
}
