import Foundation
import Postgres

/// Checks that a log is as it was written: computes its chain again and compares it with what is stored.
///
/// Everything is read in one snapshot of the database, so events that are appended meanwhile are not looked at and give no
/// false alarm. A change by somebody who can also compute the chain anew, and who writes all of it anew from there on,
/// cannot be seen from the log alone: only a ``LogSeal`` that was kept elsewhere shows it.
///
/// Memory does not depend on the length of the log: some 20 MiB a connection, or 2,000 events where those are large.
public struct LogVerifier: Sendable {
  private let open: @Sendable () async throws -> Connection
  private let stretch: Int64

  /// A verifier that opens its own sessions, which need to be able to read the log, and closes them.
  public init(open: @escaping @Sendable () async throws -> Connection) {
    // Long enough that a session keeps the names it looked up, short enough that none ends long after the others.
    self.init(stretch: 50_000, open: open)
  }

  /// For tests: as many events are taken by one session at a time.
  package init(stretch: Int64, open: @escaping @Sendable () async throws -> Connection) {
    self.open = open
    self.stretch = stretch
  }

  /// Checks events, and the head where the check goes to the end of the log.
  ///
  /// - Parameters:
  ///   - from: the first position; the hash stored before it is trusted. Behind the end of the log there is nothing to
  ///     check, so the caller should look at the head of the verdict.
  ///   - to: the last position; the end of the log without it.
  ///   - seal: what the log had to hold when it was sealed; its signature is not looked at here.
  ///   - jobs: as many connections read at once.
  ///   - progress: told how many events more are checked, from any thread; and how many there are to check.
  public func verify(
    from: Int64 = 1, to: Int64? = nil, seal: LogSeal? = nil, jobs: Int = 1,
    progress: @escaping @Sendable (_ more: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws -> LogVerdict {
    let control = try await open()
    do {
      let verdict = try await verify(from, to, seal, jobs, control, progress)
      await control.close()
      return verdict
    } catch {
      await control.close()
      throw error
    }
  }

  private func verify(
    _ from: Int64, _ to: Int64?, _ seal: LogSeal?, _ jobs: Int, _ control: Connection,
    _ progress: @escaping @Sendable (Int, Int) -> Void
  ) async throws -> LogVerdict {
    let snapshot = try await LogSnapshot.begin(on: control)
    guard let head = snapshot.head else {
      let none = LogHead(position: 0, hash: ChainHash.zero.bytes, recordedAt: nil)
      return LogVerdict(
        from: from, to: 0, head: none, events: 0, personalParts: 0, erasedParts: 0,
        fault: LogFault(position: 0, reason: .noHead))
    }
    let end = min(to ?? head.position, head.position)
    let stretches = Stretches(from: from, to: end, length: stretch)
    let tally = try await withThrowingTaskGroup(of: RangeScan.Tally.self) { group in
      for job in 0..<max(1, min(jobs, stretches.count)) {
        group.addTask {
          if job == 0 { return try await Self.scan(stretches, from, control, progress) }
          let connection = try await open()
          do {
            try await connection.run { connection in
              try connection.script(
                "begin isolation level repeatable read read only; set transaction snapshot '\(snapshot.id)'")
            }
            let tally = try await Self.scan(stretches, from, connection, progress)
            await connection.close()
            return tally
          } catch {
            await connection.close()
            throw error
          }
        }
      }
      return try await group.reduce(into: RangeScan.Tally()) { $0.add($1) }
    }
    let fault = try await control.run { connection in
      try Self.fault(stretches.fault, head, from, end, seal, tally, on: connection)
    }
    return LogVerdict(
      from: from, to: end, head: head, events: tally.events, personalParts: tally.personalParts,
      erasedParts: tally.erasedParts, fault: fault)
  }

  private static func scan(
    _ stretches: Stretches, _ from: Int64, _ connection: Connection,
    _ progress: @escaping @Sendable (Int, Int) -> Void
  ) async throws -> RangeScan.Tally {
    try await connection.run { connection in
      var scan = RangeScan(after: from - 1)
      while let stretch = stretches.next() {
        if let fault = try scan.check(stretch, on: connection, progress: { progress($0, stretches.eventCount) }) {
          stretches.found(fault)
        }
      }
      return scan.tally
    }
  }

  /// The first fault of all, in words as narrow as the rows allow.
  private static func fault(
    _ found: LogFault?, _ head: LogHead, _ from: Int64, _ end: Int64, _ seal: LogSeal?, _ tally: RangeScan.Tally,
    on connection: isolated Connection
  ) throws -> LogFault? {
    if let found {
      guard found.reason == .doesNotFollow else { return found }
      var mismatch = try Mismatch(at: found.position, head: head, on: connection)
      return LogFault(position: found.position, reason: mismatch.reason(head: head))
    }
    // Behind the end nothing was ever written; whether something lies there the head tells below.
    if from > 1, from - 1 <= head.position, try StoredHash.at(from - 1, on: connection) == nil {
      return LogFault(position: from - 1, reason: .missing)
    }
    if end == head.position, let fault = try head.fault(on: connection) { return fault }
    if from == 1, end == head.position, let fault = try streamFault(tally, head, on: connection) { return fault }
    return try seal.flatMap { seal in try seal.fault(in: head, on: connection) }
  }

  private static func streamFault(
    _ tally: RangeScan.Tally, _ head: LogHead, on connection: isolated Connection
  ) throws -> LogFault? {
    guard try VersionSum.ofStreams(eventCount: head.position, on: connection) != tally.versions else { return nil }
    let rows = try connection.query(
      """
      select s.name, s.version, coalesce(e.last, 0), coalesce(e.count, 0), coalesce(e.position, 0)
        from log.streams s left join (
          select stream_no, max(version) as last, count(*) as count, max(position) as position
            from log.events group by stream_no) e using (stream_no)
        where s.version is distinct from e.last or e.count is distinct from s.version::bigint
        order by e.position nulls last, s.stream_no limit 1
      """)
    guard let row = rows.first else { return nil }
    let (name, says, last, count, position) = try row.decode(
      String.self, Int32.self, Int32.self, Int64.self, Int64.self)
    return LogFault(
      position: position, reason: .streamVersion(name, says: Int(says), last: Int(last), count: Int(count)))
  }
}

extension RangeScan.Tally {
  fileprivate mutating func add(_ other: Self) {
    events += other.events
    personalParts += other.personalParts
    erasedParts += other.erasedParts
    versions &+= other.versions
  }
}
