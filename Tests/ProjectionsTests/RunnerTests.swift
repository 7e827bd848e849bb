import Dispatch
import EventStore
import FoundationEssentials
import Postgres
import Projections
import Synchronization
import TestSeeds
import Testing

@Suite struct RunnerTests {
  @Test(arguments: UInt64(0)..<3) func aRebuiltReadModelIsTheSameRowByRow(seed: UInt64) async throws {
    var random = Seeded(seed)
    var log = try await OfficeLog()
    try await log.happen(300, &random)
    try await log.runner().catchUp(ReadModels.all)
    let before = try await Dump(on: log.connection)
    let structure = try await structure(log)
    // Marks, relations and those taken out are rare; not every seed has them. Calls come with telephony.
    let empty = Set(before.tables.filter(\.value.isEmpty).map(\.key)).subtracting([
      "party_mark", "party_mark_change", "party_relation", "withdrawn_point", "call_fact",
    ])
    #expect(empty == [], "seed \(seed) fills every table")
    for projection in ReadModels.all {
      try await log.runner(pageSize: Int(1 + random.next() % 100)).rebuild(projection)
      let after = try await Dump(on: log.connection)
      #expect(after == before, "seed \(seed), \(projection.name)\n\(after.difference(from: before))")
    }
    #expect(try await self.structure(log) == structure)
    // And it is up to date: what comes next is added to it.
    try await log.happen(50, &random)
    try await log.runner().catchUp(ReadModels.all)
    let later = try await Dump(on: log.connection)
    try await log.runner().startAnew(log.connection)
    let anew = try await Dump(on: log.connection)
    #expect(later == anew, "seed \(seed)\n\(later.difference(from: anew))")
  }

  @Test func pagesOfAnySizeGiveTheSame() async throws {
    var random = Seeded(11)
    var log = try await OfficeLog()
    try await log.happen(200, &random)
    try await log.runner().catchUp(ReadModels.all)
    let whole = try await Dump(on: log.connection)
    for size in [1, 7, 100] {
      try await log.runner(pageSize: size).startAnew(log.connection)
      let dump = try await Dump(on: log.connection)
      #expect(dump == whole, "pages of \(size)\n\(dump.difference(from: whole))")
    }
  }

  /// As in an office: some read models are asked now and then, with whatever pages, and so stand at different places.
  @Test(arguments: UInt64(20)..<23) func readModelsThatAreAskedNowAndThenAgreeInTheEnd(seed: UInt64) async throws {
    var random = Seeded(seed)
    var log = try await OfficeLog()
    for _ in 0..<40 {
      try await log.happen(Int(1 + random.next() % 8), &random)
      let some = ReadModels.all.filter { _ in random.chance(40) }
      try await log.runner(pageSize: Int(1 + random.next() % 20)).catchUp(some)
    }
    try await log.runner(pageSize: 13).catchUp(ReadModels.all)
    let live = try await Dump(on: log.connection)
    try await log.runner().startAnew(log.connection)
    let anew = try await Dump(on: log.connection)
    #expect(live == anew, "seed \(seed)\n\(live.difference(from: anew))")
  }

  /// Beside a large import the log grows as fast as it is read: whoever waited for its end would wait for the import.
  @Test func whatIsAppendedMeanwhileIsNotWaitedFor() async throws {
    var random = Seeded(33)
    var log = try await OfficeLog()
    try await log.happen(20, &random)
    let head = try await log.store.head()
    let (pages, grown) = (AsyncStream<Void>.makeStream(), DispatchSemaphore(value: 0))
    let growing = Watched(Tally(version: 1)) { _, _ in
      pages.continuation.yield()
      _ = grown.wait(timeout: .now() + 60)
    }
    let runner = ProjectionRunner(try await OfficeLog.session(log.address), pageSize: 10)
    let totals = Shared<Set<Int64>>([])
    let reading = Task {
      defer { pages.continuation.finish() }
      try await runner.catchUp([growing]) { _, total in totals.change { _ = $0.insert(total) } }
    }
    for await _ in pages.stream {
      try await log.happen(12, &random)
      grown.signal()
    }
    try await reading.value
    let (reached, later) = (try await position(of: "tally", log), try await log.store.head())
    #expect(reached >= head && later > reached)
    #expect(totals.change { $0 } == [head], "the goal stays where it was")
  }

  @Test func severalRunnersAtOnceApplyEveryPageOnce() async throws {
    var random = Seeded(31)
    var log = try await OfficeLog()
    try await log.happen(100, &random)
    let address = log.address
    let runners = Task {
      try await withThrowingTaskGroup { group in
        for number in 0..<3 {
          let connection = try await OfficeLog.session(address)
          group.addTask {
            let runner = ProjectionRunner(connection, pageSize: 3 + number)
            // One asks for all at once, the others for one after the other and in another order.
            for _ in 0..<10 {
              if number == 0 {
                try await runner.catchUp(ReadModels.all.reversed())
              } else {
                for projection in ReadModels.all { try await runner.catchUp([projection]) }
              }
            }
          }
        }
        try await group.waitForAll()
      }
    }
    try await log.happen(150, &random)
    try await runners.value
    try await log.runner(pageSize: 50).catchUp(ReadModels.all)
    let shared = try await Dump(on: log.connection)
    try await log.runner().startAnew(log.connection)
    let alone = try await Dump(on: log.connection)
    #expect(shared == alone, "\(shared.difference(from: alone))")
  }

  @Test func rebuildingWhileOthersAskLosesNothing() async throws {
    var random = Seeded(41)
    var log = try await OfficeLog()
    try await log.happen(100, &random)
    let address = log.address
    let rebuilding = Task {
      let (one, two) = (try await OfficeLog.session(address), try await OfficeLog.session(address))
      try await withThrowingTaskGroup { group in
        group.addTask { for model in ReadModels.all { try await ProjectionRunner(one, pageSize: 20).rebuild(model) } }
        group.addTask { for _ in 0..<20 { try await ProjectionRunner(two, pageSize: 5).catchUp(ReadModels.all) } }
        try await group.waitForAll()
      }
    }
    try await log.happen(60, &random)
    try await rebuilding.value
    try await log.runner().catchUp(ReadModels.all)
    let dump = try await Dump(on: log.connection)
    try await log.runner().startAnew(log.connection)
    let anew = try await Dump(on: log.connection)
    #expect(dump == anew, "\(dump.difference(from: anew))")
  }

  @Test(arguments: ReadModels.all.map(\.name)) func aRebuildKeepsNobodyWaiting(name: String) async throws {
    var random = Seeded(43)
    let projection = try #require(ReadModels.named(name))
    var log = try await OfficeLog()
    try await log.happen(60, &random)
    try await log.runner().catchUp(ReadModels.all)
    // A clerk goes on: events after the head that the rebuild began with, taken in by the old tables at once.
    let clerk = Clerk(log: log, seed: 45)
    let start = try await log.store.head()
    let rebuilder = try await OfficeLog.session(log.address)
    let pid = try await rebuilder.run { c in
      // It stands still for as long as the clerk works.
      try c.script("set idle_in_transaction_session_timeout = 0")
      return try c.query("select pg_backend_pid()").only().decode(Int32.self)
    }
    let isAsked = Mutex(false)
    let watched = Watched(projection) { _, _ in
      let isFirst = isAsked.withLock { isAsked in
        defer { isAsked = true }
        return !isAsked
      }
      // In the middle of a page, on the rebuilder's own thread, which may block.
      if isFirst { #expect(clerk.workIsDone(beside: pid), "the clerk waits for the rebuild") }
    }
    try await ProjectionRunner(rebuilder, pageSize: 20).rebuild(watched)
    let head = try await log.store.head()
    #expect(try await position(of: name, log) == head && head > start)
    let rebuilt = try await Dump(on: log.connection)
    try await log.runner().startAnew(log.connection)
    let anew = try await Dump(on: log.connection)
    #expect(rebuilt == anew, "\(rebuilt.difference(from: anew))")
  }

  @Test func ofTwoRebuildsTheSecondWaits() async throws {
    var random = Seeded(44)
    var log = try await OfficeLog()
    try await log.happen(100, &random)
    try await log.runner().catchUp(ReadModels.all)
    let before = try await Dump(on: log.connection)
    let address = log.address
    try await withThrowingTaskGroup { group in
      for models in [ReadModels.all, ReadModels.all.reversed()] {
        let connection = try await OfficeLog.session(address)
        group.addTask { for model in models { try await ProjectionRunner(connection, pageSize: 9).rebuild(model) } }
      }
      try await group.waitForAll()
    }
    let after = try await Dump(on: log.connection)
    #expect(after == before, "\(after.difference(from: before))")
  }

  @Test func aProjectionOfAnOlderVersionStartsAnew() async throws {
    var random = Seeded(1)
    var log = try await OfficeLog()
    try await log.happen(20, &random)
    try await log.runner(pageSize: 7).catchUp([Tally(version: 1)])
    let head = try await log.store.head()
    #expect(try await Tally.count(log) == head)
    try await log.happen(5, &random)
    try await log.runner(pageSize: 7).catchUp([Tally(version: 2), OrderBoardAgain()])
    #expect(try await Tally.count(log) == log.store.head())
    #expect(try await Tally.columns(log) == ["position", "version_2"])
  }

  @Test func anOlderProgramLeavesANewerReadModelAlone() async throws {
    var random = Seeded(1)
    var log = try await OfficeLog()
    try await log.happen(20, &random)
    try await log.runner().catchUp([Tally(version: 2)])
    let head = try await log.store.head()
    try await log.happen(5, &random)
    let error = await #expect(throws: ProjectionError.self) {
      try await log.runner().catchUp([Tally(version: 1), OrderBoardAgain()])
    }
    #expect(error == .newer(name: "tally", stored: 2, known: 1))
    #expect(error?.description.contains("projection rebuild tally") == true)
    #expect(try await Tally.count(log) == head)
    #expect(try await Tally.columns(log) == ["position", "version_2"])
    // To go back is a decision: a rebuild. The newer program then starts anew.
    try await log.runner(pageSize: 7).rebuild(Tally(version: 1))
    #expect(try await Tally.columns(log) == ["position", "version_1"])
    try await log.runner().catchUp([Tally(version: 1)]) { _, _ in Issue.record("there was nothing to do") }
    try await log.runner().catchUp([Tally(version: 2)])
    #expect(try await Tally.count(log) == log.store.head())
  }

  @Test func whatFailsLeavesAllBeforeItApplied() async throws {
    var random = Seeded(2)
    var log = try await OfficeLog()
    try await log.happen(30, &random)
    let head = try await log.store.head()
    let failing = Tally(version: 1, failsAt: head - 3)
    await #expect(throws: ProjectionError.self) { try await log.runner(pageSize: 4).catchUp([failing]) }
    let applied = try await Tally.count(log)
    #expect(applied == head - 4)
    #expect(try await position(of: "tally", log) == applied)
    await #expect(throws: ProjectionError.self) { try await log.runner(pageSize: 4).rebuild(failing) }
    #expect(try await Tally.count(log) == applied)
    // Mended, it goes on where it was.
    try await log.runner(pageSize: 4).catchUp([Tally(version: 1)])
    #expect(try await Tally.count(log) == head)
  }

  @Test func catchingUpTellsHowFarItIs() async throws {
    var log = try await OfficeLog()
    var random = Seeded(3)
    try await log.happen(20, &random)
    let head = try await log.store.head()
    let told = Told()
    try await log.runner(pageSize: 10).catchUp([Tally(version: 1)]) { done, total in told.tell(done, total) }
    #expect(told.pairs.map(\.done) == (1...head).filter { $0 % 10 == 0 || $0 == head })
    #expect(told.pairs.allSatisfy { $0.total == head })
    try await log.runner().catchUp([Tally(version: 1)]) { _, _ in Issue.record("there was nothing to do") }
  }

  @Test func whereReadModelsStandCanBeAsked() async throws {
    let log = try await OfficeLog()
    let head = try await log.store.head()
    #expect(try await ReadModels.status(on: log.connection).allSatisfy { $0.position == 0 && $0.version == 0 })
    try await log.runner().catchUp([Timers()])
    for status in try await ReadModels.status(on: log.connection) {
      #expect(status.head == head && status.position == (status.name == "timers" ? head : 0))
    }
    #expect(ReadModels.all.allSatisfy { ReadModels.named($0.name)?.name == $0.name })
    #expect(ReadModels.named("nothing") == nil)
  }

  private func position(of name: String, _ log: OfficeLog) async throws -> Int64 {
    try await log.connection.run { c in
      try c.query("select position from projection where name = \(name)").only().decode(Int64.self)
    }
  }

  /// Tables, columns, indexes and constraints as the database describes them.
  private func structure(_ log: OfficeLog) async throws -> [String] {
    try await log.connection.run { c in
      try c.query(
        """
        select indexdef from pg_indexes where schemaname = 'read'
        union all select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
          where connamespace = 'read'::regnamespace
        union all select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ordinal_position
          from information_schema.columns where table_schema = 'read'
        union all select 'building ' || relname from pg_class where relnamespace = 'read_building'::regnamespace
        order by 1
        """
      ).map { row in try row.decode(String.self) }
    }
  }
}

/// Writes on while another thread stands still.
private struct Clerk: Sendable {
  let log: OfficeLog
  let seed: UInt64

  /// Writes some commands and asks for all read models; false where that waits for a session, or fails.
  ///
  /// - Parameter session: stands still meanwhile, so what waits for it once waits for ever. How long the work takes says
  ///   nothing: on a busy machine it takes long.
  func workIsDone(beside session: Int32) -> Bool {
    let isOver = DispatchSemaphore(value: 0)
    let isDone = Mutex(false)
    let work = Task {
      defer { isOver.signal() }
      var (log, random) = (log, Seeded(seed))
      try await log.happen(30, &random)
      try await log.runner(pageSize: 7).catchUp(ReadModels.all)
      isDone.withLock { $0 = true }
    }
    let watch = Task {
      defer { isOver.signal() }
      let watcher = try await OfficeLog.session(log.address)
      while !Task.isCancelled {
        let waits = try await watcher.run { c in
          try c.query(
            "select exists (select from pg_stat_activity where \(session) = any(pg_blocking_pids(pid))) from pg_sleep(0.1)"
          ).only().decode(Bool.self)
        }
        if waits { break }
      }
      await watcher.close()
    }
    isOver.wait()
    watch.cancel()
    work.cancel()
    return isDone.withLock { $0 }
  }
}

/// What a progress closure was told, page by page. The runner calls it from one task.
private final class Told: @unchecked Sendable {
  // Written only between two pages of one catch-up that the test awaits.
  private(set) var pairs: [(done: Int64, total: Int64)] = []
  func tell(_ done: Int64, _ total: Int64) { pairs.append((done, total)) }
}
