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
        // Thawed when another has come through: at once, or when the server has thrown it out.
        let start = ContinuousClock.now
        try await withThrowingTaskGroup { group in
          group.addTask { _ = try await log.number("select position from log.head for update") }
          // A known gap (docs/event-log.md): for one that froze in the middle of sending, the server waits without end,
          // for to it a statement has begun. Seen ten times on end, it is thawed.
          group.addTask {
            var looks = 0
            while looks < 10 {
              try await Task.sleep(for: .milliseconds(50))
              let sending = try await log.number(
                "select count(*) from pg_stat_activity where datname = current_database() and state = 'active' and wait_event = 'ClientRead'"
              )
              looks = sending > 0 ? looks + 1 : 0
            }
            worker?.send(SIGCONT)
            try await Task.sleep(for: .seconds(600))
          }
          try await group.next()
          group.cancelAll()
        }
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
