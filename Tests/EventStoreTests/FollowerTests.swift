import EventStore
import FoundationEssentials
import Postgres
import Synchronization
import TestCluster
import TestSeeds
import Testing

@Suite struct FollowerTests {
  private static let never = Duration.seconds(3600)

  @Test(arguments: [LogFollower.WakeUps.notified, .pollOnly])
  func eightWritersAreFollowedWithoutAGap(wakeUps: LogFollower.WakeUps) async throws {
    let log = try await TestLog()
    let rounds = 40
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<8 {
        let store = try await log.another()
        group.addTask {
          for _ in 0..<rounds {
            try await store.append(StreamName("order-\(writer)"), .any, .sample(), .sample())
            try await store.append("order-shared", .any, .sample())
          }
        }
      }
      let follower = log.follower(wakeUps, pollEvery: .milliseconds(1), pageSize: 7)
      try await expectEvents(1...Int64(8 * rounds * 3), of: follower)
      try await group.waitForAll()
    }
  }

  @Test func aCommitWakesIt() async throws {
    let log = try await TestLog()
    let states = AsyncStream.makeStream(of: LogFollower.State.self)
    let follower = log.follower(pollEvery: Self.never) { states.continuation.yield($0) }
    async let followed: Void = expectEvents(1...3, of: follower)
    var state = states.stream.makeAsyncIterator()
    for position in Int64(0)..<3 {
      while let next = await state.next() { if case .atHead(position) = next { break } }
      try await log.store.append("order-1", .any, .sample())
    }
    try await followed
  }

  @Test func withoutNotificationsItLooks() async throws {
    let log = try await TestLog()
    let pauses = Mutex(0)
    let follower = LogFollower(
      after: 0, wakeUps: .pollOnly, pollEvery: Self.never,
      sleep: { pause in
        #expect(pause == Self.never)
        // Nothing tells of it: the next look finds it.
        if pauses.withLock({ pauses in
          pauses += 1; return pauses
        }) % 3 == 0 {
          try await log.store.append("order-1", .any, .sample())
        }
      }, open: { try await Connection.open(log.address) })
    try await expectEvents(1...3, of: follower)
    #expect(pauses.withLock { $0 } == 9)
  }

  @Test func theLogIsFollowedFromAnyPlace() async throws {
    let log = try await TestLog()
    for _ in 1...5 { try await log.store.append("order-1", .any, .sample()) }
    for start in Int64(0)..<5 { try await expectEvents(start + 1...5, of: log.follower(after: start, pageSize: 2)) }
  }

  @Test(arguments: UInt64(0)..<5)
  func aCutSessionCostsNoEvent(seed: UInt64) async throws {
    let log = try await TestLog()
    var random = Seeded(seed)
    let losses = Mutex(0)
    let follower = log.follower(pollEvery: Self.never, pageSize: 3, backoff: .init(first: .zero)) { state in
      if case .lost = state { losses.withLock { $0 += 1 } }
    }
    async let followed: Void = expectEvents(1...60, of: follower)
    for _ in 1...60 {
      try await log.store.append("order-1", .any, .sample())
      if random.chance(30) { try await log.cutFollowers() }
    }
    try await followed
    #expect(losses.withLock { $0 } > 0, "seed \(seed)")
  }

  @Test func whatWasCommittedDuringAnOutageIsReadAtOnce() async throws {
    let log = try await TestLog()
    let lost = Mutex<[Duration]>([])
    let opened = Mutex(0)
    let follower = LogFollower(
      after: 0, pollEvery: Self.never, backoff: .init(first: .milliseconds(10), limit: .milliseconds(50)),
      sleep: { pause in lost.withLock { $0.append(pause) } },
      report: { state in
        if case .atHead(1) = state { Task { try await log.cutFollowers() } }
      },
      open: {
        let attempt = opened.withLock { opened in
          opened += 1; return opened
        }
        guard attempt == 1 || attempt > 5 else {
          throw PostgresError(sqlState: "08001", message: "not there (attempt \(attempt))")
        }
        if attempt > 5 { try await log.store.append("order-1", .any, .sample()) }
        return try await Connection.open(log.address, application: TestLog.followerName)
      })
    try await log.store.append("order-1", .any, .sample())
    try await expectEvents(1...2, of: follower)
    #expect(lost.withLock { $0 } == [10, 20, 40, 50, 50].map { .milliseconds($0) })
  }

  @Test(arguments: [0.0, 0.5, 1, 7, .nan])
  func jitterShortensAPauseByHalfAtMost(number: Double) async throws {
    let pauses = Mutex<[Duration]>([])
    let follower = LogFollower(
      after: 0, backoff: .init(first: .milliseconds(8), limit: .milliseconds(32), jitter: { number }),
      sleep: { pause in
        let count = pauses.withLock { pauses in
          pauses.append(pause); return pauses.count
        }
        if count == 5 { throw CancellationError() }
      }, open: { throw PostgresError(sqlState: "08001", message: "never there") })
    await #expect(throws: CancellationError.self) { try await follower.run { _ in } }
    for (pause, whole) in zip(pauses.withLock { $0 }, [8, 16, 32, 32, 32]) {
      #expect(pause >= .milliseconds(whole) / 2 && pause <= .milliseconds(whole), "\(pause) of \(whole) ms")
    }
  }

  @Test func theOwnersErrorEndsIt() async throws {
    // Even one that looks like a lost session: it is not the follower's.
    let error = PostgresError(sqlState: "08006", message: "of the body")
    let log = try await TestLog()
    try await log.store.append("order-1", .any, .sample())
    var calls = 0
    await #expect(throws: PostgresError.self) {
      try await log.follower().run { _ in
        calls += 1
        throw error
      }
    }
    #expect(calls == 1)
    try await log.expectNoFollower()
  }

  @Test(arguments: [LogFollower.WakeUps.notified, .pollOnly])
  func cancellingTheOwnerEndsIt(wakeUps: LogFollower.WakeUps) async throws {
    let log = try await TestLog()
    let states = AsyncStream.makeStream(of: LogFollower.State.self)
    let follower = log.follower(wakeUps, pollEvery: Self.never) { states.continuation.yield($0) }
    let task = Task { try await follower.run { _ in } }
    for await state in states.stream { if case .atHead(0) = state { break } }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    try await log.expectNoFollower()
  }

  @Test func aHoleStopsItLoudly() async throws {
    let log = try await TestLog()
    for _ in 1...5 { try await log.store.append("order-1", .any, .sample()) }
    try await log.behindItsBack("delete from log.events where position = 3")
    let error = await #expect(throws: EventStoreError.self) { try await log.follower(after: 1).run { _ in } }
    guard case .hole(after: 2, found: 4) = error else { return #expect(Bool(false), "\(String(describing: error))") }
  }

  @Test func anotherLogThanTheOneFollowedStopsItLoudly() async throws {
    let log = try await TestLog()
    for _ in 1...3 { try await log.store.append("order-1", .any, .sample()) }
    let error = await #expect(throws: EventStoreError.self) { try await log.follower(after: 4).run { _ in } }
    guard case .otherLog(position: 4, head: 3) = error else {
      return #expect(Bool(false), "\(String(describing: error))")
    }
  }

  @Test func aLogBroughtBackFromABackupStopsItLoudly() async throws {
    let log = try await TestLog()
    for _ in 1...3 { try await log.store.append("order-1", .any, .sample()) }
    let follower = log.follower(pollEvery: Self.never, backoff: .init(first: .zero))
    let error = await #expect(throws: EventStoreError.self) {
      try await follower.run { _ in
        // As long as before, so only the event itself can tell.
        try await log.behindItsBack("update log.events set id = gen_random_uuid() where position = 3")
        try await log.cutFollowers()
      }
    }
    guard case .otherLog(position: 3, head: 3) = error else {
      return #expect(Bool(false), "\(String(describing: error))")
    }
  }

  @Test func whatIsNoOutageIsNotTriedAgain() async throws {
    let empty = try await TestCluster.database()
    let error = await #expect(throws: EventStoreError.self) {
      try await LogFollower(after: 0, open: { try await Connection.open(empty) }).run { _ in }
    }
    guard case .refused(let cause) = error, cause.sqlState == "42P01" else {
      return #expect(Bool(false), "\(String(describing: error))")
    }
  }

  /// No poll is waited for: there is none within the test's time. `make torture` prints how soon; 10 ms is the bar there.
  @Test(.timeLimit(.minutes(2))) func anEventArrivesSoonAfterItsCommit() async throws {
    let log = try await TestLog()
    let pages = AsyncStream.makeStream(of: Int.self)
    let follower = log.follower(pollEvery: .seconds(86_400))
    let task = Task { try await follower.run { page in pages.continuation.yield(page.count) } }
    defer { task.cancel() }
    var arrival = pages.stream.makeAsyncIterator()
    for _ in 0..<41 {
      try await log.store.append("order-1", .any, .sample())
      #expect(await arrival.next() == 1)
    }
  }

  @Test(.enabled(if: TestBouncer.isThere, "PgBouncer is not installed: run scripts/setup"))
  func itFollowsThroughAPoolerInTransactionMode() async throws {
    let log = try await TestLog()
    let bouncer = try await TestBouncer(before: log.address)
    defer { bouncer.stop() }
    let follower = LogFollower(after: 0, wakeUps: .pollOnly, pollEvery: .milliseconds(1), pageSize: 5) {
      try await Connection.open(bouncer.address, pooling: .transaction)
    }
    async let followed: Void = expectEvents(1...200, of: follower)
    // All of them share the pooler's one session with the follower.
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        let connection = try await Connection.open(bouncer.address, pooling: .transaction)
        let store = EventStore(connection, randomBytes: TestLog.randomBytes)
        group.addTask {
          for _ in 0..<50 { try await store.append(StreamName("order-\(writer)"), .any, .sample()) }
        }
      }
      try await group.waitForAll()
    }
    try await followed
    let prepared = try await Connection.open(bouncer.address, pooling: .transaction).run { c in
      try c.query("select count(*) from pg_prepared_statements").only().decode(Int64.self)
    }
    #expect(prepared == 0)
    let listening = await #expect(throws: PostgresError.self) {
      try await Connection.open(bouncer.address, pooling: .transaction).run { c in try c.listen("hotline_log") }
    }
    #expect(listening?.sqlState == "0A000")
  }

  /// Follows until all of the positions have come, and fails at the first that is not the next one.
  private func expectEvents(
    _ positions: ClosedRange<Int64>, of follower: LogFollower, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    struct Done: Error {}
    var next = positions.lowerBound
    do {
      try await follower.run { page in
        #expect(!page.isEmpty, sourceLocation: sourceLocation)
        for event in page {
          try #require(event.position == next, sourceLocation: sourceLocation)
          next += 1
        }
        if next > positions.upperBound { throw Done() }
      }
    } catch is Done {
      #expect(next == positions.upperBound + 1, sourceLocation: sourceLocation)
    }
  }
}

extension TestLog {
  fileprivate static let followerName = "follower"

  fileprivate func follower(
    _ wakeUps: LogFollower.WakeUps = .notified, after position: Int64 = 0, pollEvery pause: Duration = .seconds(1),
    pageSize: Int = 100, backoff: LogFollower.Backoff = .init(),
    report: @escaping @Sendable (LogFollower.State) -> Void = { _ in }
  ) -> LogFollower {
    LogFollower(
      after: position, wakeUps: wakeUps, pollEvery: pause, pageSize: pageSize, backoff: backoff, report: report
    ) {
      try await Connection.open(address, application: Self.followerName)
    }
  }

  /// The server needs a moment to see that a session was closed.
  fileprivate func expectNoFollower() async throws {
    let end = ContinuousClock.now + .seconds(10)
    while try await count(
      """
      select count(*) from pg_stat_activity
        where datname = current_database() and application_name = \(Self.followerName)
      """) > 0
    {
      try #require(ContinuousClock.now < end, "the follower's session is still open")
    }
  }

  fileprivate func cutFollowers() async throws {
    try await owner.run { c in
      _ = try c.execute(
        """
        select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and application_name = \(Self.followerName)
        """)
    }
  }

  fileprivate func behindItsBack(_ statement: String) async throws {
    try await owner.run { c in try c.script("alter table log.events disable trigger all; " + statement) }
  }
}
