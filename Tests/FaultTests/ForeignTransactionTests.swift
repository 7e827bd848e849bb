import CPostgres
import EventStore
import FoundationEssentials
import Glibc
import Postgres
import TestCluster
import TestSeeds
import Testing

@testable import LogWorker

/// Transactions of others stay open: they must not hold up the log.
@Suite struct ForeignTransactionTests {
  /// One has written in the log's database, one in another of the same server: what stalls readers that go by transaction
  /// ids. One keeps a snapshot of before.
  @Test func openTransactionsOfOthersStallNobody() async throws {
    let log = try await FaultLog()
    try await log.script("create table notes (n bigint)")
    let elsewhere = try await TestCluster.database()
    let other = try await Connection.open(elsewhere)
    try await other.run { c in try c.script("create table notes (n bigint); begin; insert into notes values (1)") }
    let near = try await log.owner()
    try await near.run { c in try c.script("begin; insert into notes values (1)") }
    let reader = try await log.owner()
    try await reader.run { c in
      try c.script("begin isolation level repeatable read")
      #expect(try LogReader.head(on: c) == 0)
    }

    let arrivals = AsyncStream.makeStream(of: ContinuousClock.Instant.self)
    let follower = LogFollower(after: 0) { try await Connection.open(log.address) }
    let task = Task { try await follower.run { page in for _ in page { arrivals.continuation.yield(.now) } } }
    defer { task.cancel() }
    var arrival = arrivals.stream.makeAsyncIterator()
    let store = try await log.store()
    var appends: [Duration] = [], followed: [Duration] = []
    let end = ContinuousClock.now + (Torture.duration ?? .zero)
    while appends.count < 100 || ContinuousClock.now < end {
      let start = ContinuousClock.now
      _ = try await store.append(StreamAppend.single(StreamName("order-1")), by: Authorship(actor: "test"))
      let committed = ContinuousClock.now
      appends.append(committed - start)
      followed.append(try #require(await arrival.next()) - committed)
    }
    // They are open still, and the reader sees what it saw.
    for connection in [other, near] {
      let count = try await connection.run { c in try c.execute("insert into notes values (2)") }
      #expect(count == 1)
    }
    #expect(try await reader.run { c in try LogReader.head(on: c) } == 0)

    appends.sort()
    followed.sort()
    let n = appends.count
    Torture.say(
      """
      \(n) appends beside open transactions: p50 \(appends[n / 2]), longest \(appends[n - 1]); \
      from commit to follower: p50 \(followed[n / 2]), longest \(followed[n - 1])
      """)
    // A stall would be all of them. Beside the other tests one or the other waits for its turn on the machine; alone, none.
    let place = Torture.duration == nil ? n / 2 : n * 99 / 100
    #expect(appends[place] < .milliseconds(100), "\(appends)")
    #expect(followed[place] < .milliseconds(100), "\(followed)")
  }

  /// The one who is frozen holds the head itself: to the server it looks like this. The rest waits for as long as its
  /// session may idle in a transaction, and no longer.
  @Test func aWriterThatIsFrozenWithTheHeadIsThrownOut() async throws {
    let log = try await FaultLog()
    let frozen = try await Connection.working(log.address, application: "frozen")
    try await frozen.run { c in
      try c.script("set idle_in_transaction_session_timeout = 300; begin; select from log.head for update")
    }
    let start = ContinuousClock.now
    try await log.appendSingle()
    let waited = ContinuousClock.now - start
    #expect(waited > .milliseconds(100) && waited < .seconds(10), "\(waited)")
    let error = await #expect(throws: PostgresError.self) {
      try await frozen.run { c in _ = try c.query("select 1") }
    }
    #expect(error?.sqlState == "25P03" || error?.isUnreachable == true, "\(String(describing: error))")
    #expect(try await LogAudit(log).findings == [])
  }

  /// The same in the middle of sending: a statement has begun, and to the server it is not idle. Whoever waits has it ended.
  @Test func aWriterThatIsFrozenWhileItSendsIsThrownOut() async throws {
    let log = try await FaultLog()
    let conninfo = try #require(log.address.words)
    guard let frozen = unsafe PQconnectdb(conninfo) else { return }
    defer { unsafe PQfinish(frozen) }
    #expect(unsafe PQstatus(frozen) == CONNECTION_OK)
    for statement in ["set role hotline_app", "begin"] { unsafe PQclear(unsafe PQexec(frozen, statement)) }
    unsafe PQenterPipelineMode(frozen)
    unsafe PQsendQueryParams(frozen, "select position from log.head for update", 0, nil, nil, nil, nil, 0)
    // The lock is asked for, and the end of the message never comes.
    unsafe PQsendFlushRequest(frozen)
    unsafe PQflush(frozen)
    try await Torture.wait(for: "the lock") {
      unsafe PQconsumeInput(frozen)
      return unsafe PQisBusy(frozen) == 0
    }
    let start = ContinuousClock.now
    try await Self.standInLine(log, patience: 300)
    let waited = ContinuousClock.now - start
    #expect(waited > .milliseconds(250) && waited < .seconds(10), "\(waited)")
    #expect(try await LogAudit(log).findings == [])
  }

  /// Somebody's own session knows no limit: whoever waits says who it is, appending or forgetting, and writes nothing.
  @Test func aForeignSessionThatIdlesWithTheHeadIsNamed() async throws {
    let log = try await FaultLog()
    try await log.appendSingle()
    let foreign = try await log.owner()
    try await foreign.run { c in
      try c.script("set application_name = 'by hand'; begin; select from log.head for update")
    }
    let session = try await Connection.working(log.address, application: "waiting")
    try await session.run { c in try c.script("set idle_in_transaction_session_timeout = 200") }
    let store = FaultLog.store(on: session)
    let authorship = Authorship(actor: "test")
    func holder(_ body: () async throws(EventStoreError) -> Void) async -> HeadHolder? {
      do {
        try await body()
      } catch {
        if case .held(let holder) = error { return holder }
        Issue.record("\(error)")
      }
      return nil
    }
    let pid = try await foreign.run { c in try c.query("select pg_backend_pid()").only().decode(Int32.self) }
    let appending = await holder { () async throws(EventStoreError) in
      _ = try await store.append(StreamAppend.single(StreamName("order-1")), by: authorship)
    }
    let forgetting = await holder { () async throws(EventStoreError) in
      _ = try await store.forget("order-1", recording: StreamAppend.single(StreamName("order-2")), by: authorship)
    }
    for found in [appending, forgetting] {
      #expect(
        found?.pid == Int(pid) && found?.application == "by hand" && found?.since != nil, "\(String(describing: found))"
      )
    }
    #expect(try await log.store().head() == 1)
    try await foreign.run { c in try c.script("rollback") }
    _ = try await store.append(StreamAppend.single(StreamName("order-1")), by: authorship)
    #expect(try await LogAudit(log).findings == [])
  }

  /// A real one, stopped wherever it is: in most rounds in the middle of an append.
  @Test func writersThatFreezeAndThawLoseAndDoubleNothing() async throws {
    try await Torture.run { seed in
      let log = try await FaultLog()
      let crew = Crew(log: log, seed: seed, writers: 2, commands: 150)
      let conninfo = try #require(log.address.words)
      let frozen = try crew.loads.map { load in
        try Worker(
          ["append", conninfo, "\(load.seed)", "\(crew.commands)", crew.ledger(load), "0", "100"],
          output: log.folder + "/frozen-\(load.seed)")
      }
      var random = Seeded(seed)
      var stalls: [Duration] = []
      while crew.acknowledged < crew.commands * crew.writers {
        let worker = frozen.randomElement(using: &random)
        worker?.send(SIGSTOP)
        // Thawed when another has come through: at once, or when it has been thrown out, whatever it froze in.
        let start = ContinuousClock.now
        try await Self.standInLine(log, patience: 100)
        stalls.append(ContinuousClock.now - start)
        worker?.send(SIGCONT)
        let mark = crew.acknowledged + 10
        try await Torture.wait(for: "command \(mark)") {
          crew.acknowledged >= min(mark, crew.commands * crew.writers)
        }
      }
      for worker in frozen { #expect(await worker.end() == .exited(0), "\(worker.words)") }
      #expect(stalls.allSatisfy { $0 < .seconds(10) }, "\(stalls.max() ?? .zero)")
      // The followers come after.
      try await crew.work()
    }
  }

  /// Waits for the head as every append does, and adds nothing: the stream is not there.
  ///
  /// - Parameter patience: milliseconds that sessions may idle. On a busy machine that is this one, too: then once more.
  private static func standInLine(_ log: FaultLog, patience: Int) async throws {
    while true {
      let session = try await Connection.working(log.address, application: "waiting")
      try await session.run { c in try c.script("set idle_in_transaction_session_timeout = \(patience)") }
      let event = NewEvent(
        id: UUID(), type: EventType("thing.done"), occurredAt: Date(timeIntervalSince1970: 1_700_000_000), data: "{}")
      do {
        _ = try await FaultLog.store(on: session).append(
          [StreamAppend(StreamName("order-none"), expected: .exactly(9), [event])], by: Authorship(actor: "test"))
        Issue.record("the stream is not there")
      } catch EventStoreError.unreachable {
        await session.close()
        continue
      } catch EventStoreError.conflict {
        await session.close()
        return
      }
    }
  }

  /// It does not take what the server has to tell it, and the server's own buffers are full soon.
  @Test func aFrozenFollowerHoldsUpNobody() async throws {
    let log = try await FaultLog()
    try await log.appendSingle()
    let journal = log.folder + "/journal"
    let follower = try Worker(
      ["follow", try #require(log.address.words), "notified", "50", journal], output: log.folder + "/follower")
    try await Torture.wait(for: "the first event") { !Ledger.read(journal).isEmpty }
    follower.send(SIGSTOP)
    try await log.script(
      "select count(pg_notify('hotline_log', repeat(n::text, 100))) from generate_series(1, 20000) n")
    for _ in 1..<50 { try await log.appendSingle() }
    follower.send(SIGCONT)
    #expect(await follower.end() == .exited(0), "\(follower.words)")
    #expect(try await LogAudit(log).findings(ofJournal: Ledger.read(journal)) == [])
  }
}
