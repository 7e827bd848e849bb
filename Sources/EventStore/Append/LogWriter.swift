import Foundation
import Postgres
import Synchronization

/// Writes appends into the log, several in one transaction.
///
/// The head row is locked first, in a statement of its own, and until the commit: positions are taken under it, so they
/// are contiguous and in the order of commit. Most appends are new and their streams are as expected, so that is tried
/// first, with no look at what is there; the unique index on ids and the versions that come back tell when it was not
/// so, and then the same is done with care.
final class LogWriter: Sendable {
  typealias Outcome = Result<AppendResult, EventStoreError>

  /// Above this many events COPY is faster than `unnest`.
  static let copyThreshold = 1000

  /// The numbers of stored names; they never change.
  private let types = Mutex<[String: Int16]>([:])

  /// The outcome of each append, in order. All that can be are committed together; one that cannot fails alone.
  func write(_ appends: [Append], on connection: isolated Connection) -> [Outcome] {
    do {
      try learnTypes(of: appends, on: connection)
      return try writeNew(appends, on: connection).map { .success($0) }
    } catch let error as PostgresError where error.isUnreachable || error.isCancelled {
      return appends.map { _ in .failure(Self.outcome(error)) }
    } catch is NotAsExpected {
      return writeWithCare(appends, on: connection)
    } catch let error as PostgresError where error.isUniqueViolation {
      return writeWithCare(appends, on: connection)
    } catch {
      return eachAlone(appends, error, on: connection)
    }
  }

  /// Writes one append inside the caller's transaction, which must commit right after: the head stays locked until then.
  func write(_ append: Append, inTransactionOn connection: isolated Connection) throws -> AppendResult {
    try learnTypes(of: [append], on: connection)
    let head = try lockHead(on: connection)
    let plan = try plan([append], on: connection)
    if !plan.accepted.isEmpty {
      let streams = try connection.query(Self.advanceStreams(plan.accepted))
      var columns = try EventColumns(plan.accepted, typeNumbers())
      try finish(&columns, after: head, try StreamRows(streams), on: connection)
    }
    return try plan.outcomes(after: head.position)[0].get()
  }

  // MARK: The usual way

  /// A stream was not at the version that an append expects.
  private struct NotAsExpected: Error {}

  /// Two round trips: lock and move the streams; insert, move the head and commit.
  private func writeNew(_ appends: [Append], on connection: isolated Connection) throws -> [AppendResult] {
    let typeNumbers = typeNumbers()
    return try connection.transaction(
      opening: [Self.head, Self.advanceStreams(appends)],
      meanwhile: { try EventColumns(appends, typeNumbers) },
      closing: { connection, answers, prepared in
        let head = try Head(answers[0])
        let streams = try StreamRows(answers[1])
        var versions = streams.versions(before: appends)
        for append in appends {
          do throws(EventStoreError) { try append.advance(&versions) } catch { throw NotAsExpected() }
        }
        var columns = prepared
        let last = try statements(&columns, after: head, streams, on: connection)
        var position = head.position
        let results = appends.map { append in
          defer { position += Int64(append.lines.count) }
          return AppendResult(
            positions: Array(position + 1...position + Int64(append.lines.count)), wasThere: false)
        }
        return (last, results)
      })
  }

  // MARK: With care

  /// Looks first at what is there, so that each append gets its own answer.
  private func writeWithCare(_ appends: [Append], on connection: isolated Connection) -> [Outcome] {
    do {
      let (outcomes, postponed) = try connection.transaction { connection in
        let head = try lockHead(on: connection)
        let plan = try plan(appends, on: connection)
        if !plan.accepted.isEmpty {
          let streams = try connection.query(Self.advanceStreams(plan.accepted))
          var columns = try EventColumns(plan.accepted, typeNumbers())
          try finish(&columns, after: head, try StreamRows(streams), on: connection)
        }
        return (plan.outcomes(after: head.position), plan.postponed)
      }
      guard !postponed.isEmpty else { return outcomes }
      var all = outcomes
      let later = write(postponed.map { appends[$0] }, on: connection)
      for (index, outcome) in zip(postponed, later) { all[index] = outcome }
      return all
    } catch let error as PostgresError where error.isUnreachable || error.isCancelled {
      return appends.map { _ in .failure(Self.outcome(error)) }
    } catch {
      return eachAlone(appends, error, on: connection)
    }
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

  private func lockHead(on connection: isolated Connection) throws -> Head {
    // A statement of its own: one that waits for the lock would read the log as it was before the wait.
    try Head(connection.query(Self.head))
  }

  // MARK: Statements

  private static let head: SQL = "select position, hash from log.head for update"

  /// Moves the streams on and tells where they are now, and the time: the clock is read after the lock, in the order of
  /// the log.
  private static func advanceStreams(_ appends: [Append]) -> SQL {
    var names: [String] = []
    var counts: [Int32] = []
    if appends.count == 1 {
      names = appends[0].appends.map(\.stream.rawValue)
      counts = appends[0].appends.map { Int32($0.events.count) }
    } else {
      var total: [String: Int32] = [:]
      for append in appends {
        for stream in append.appends { total[stream.stream.rawValue, default: 0] += Int32(stream.events.count) }
      }
      // Several processes take the rows in one order, though the head's lock lets only one of them in.
      names = total.keys.sorted()
      counts = names.map { total[$0] ?? 0 }
    }
    if names.count == 1 {
      return """
        insert into log.streams as s (name, version) values (\(names[0]), \(counts[0]))
          on conflict (name) do update set version = s.version + excluded.version
          returning name, stream_no, version, clock_timestamp()
        """
    }
    return """
      insert into log.streams as s (name, version) select * from unnest(\(names)::text[], \(counts)::integer[])
        on conflict (name) do update set version = s.version + excluded.version
        returning name, stream_no, version, clock_timestamp()
      """
  }

  private func finish(
    _ columns: inout EventColumns, after head: Head, _ streams: StreamRows, on connection: isolated Connection
  ) throws {
    _ = try connection.pipeline(try statements(&columns, after: head, streams, on: connection))
  }

  /// What makes the events part of the log, once their places are known.
  private func statements(
    _ columns: inout EventColumns, after head: Head, _ streams: StreamRows, on connection: isolated Connection
  ) throws -> [SQL] {
    let hash = try columns.place(after: head.position, hash: head.hash, streams)
    let position = head.position + Int64(columns.count)
    let moveHead: SQL = """
      update log.head set position = \(position), hash = \(hash) returning pg_notify('hotline_log', \(String(position)))
      """
    guard columns.count <= Self.copyThreshold else {
      try columns.copy(on: connection)
      return [moveHead]
    }
    return columns.inserts + [moveHead]
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

/// The end of the log, locked.
struct Head {
  let position: Int64
  let hash: [UInt8]

  init(_ rows: Rows) throws {
    (position, hash) = try rows.only().decode(Int64.self, [UInt8].self)
  }
}

/// The streams of a batch after it: their numbers and versions.
struct StreamRows {
  struct Place {
    let number: Int64
    let version: Int
  }

  /// By name.
  let places: [String: Place]
  /// The server's clock, read under the lock.
  let recordedAt: Date

  init(_ rows: Rows) throws {
    var places: [String: Place] = [:]
    places.reserveCapacity(rows.count)
    var recordedAt: Date?
    for row in rows {
      let (name, number, version, now) = try row.decode(String.self, Int64.self, Int32.self, Date.self)
      places[name] = Place(number: number, version: Int(version))
      recordedAt = now
    }
    guard let recordedAt else { throw EventStoreError.malformedAppend("it names no stream") }
    self.places = places
    self.recordedAt = recordedAt
  }

  /// The versions that the streams had before all of the appends.
  func versions(before appends: [Append]) -> [StreamName: Int] {
    var versions: [StreamName: Int] = [:]
    for append in appends {
      for stream in append.appends {
        versions[stream.stream, default: places[stream.stream.rawValue]?.version ?? 0] -= stream.events.count
      }
    }
    return versions
  }
}
