import EventStore
import Postgres
import TestSeeds
import Testing

@testable import Projections

@Suite struct RunnerRebuildTests {
  @Test func aRebuildThatWasCutOffGoesOnWhereItWas() async throws {
    var random = Seeded(61)
    var log = try await OfficeLog()
    try await log.happen(80, &random)
    try await log.runner().catchUp(ReadModels.all)
    let before = try await Dump(on: log.connection)
    let head = try await log.store.head()
    let cutOff = CutOff(OrderBoard(), at: head / 2)
    await #expect(throws: CancellationError.self) { try await log.runner(pageSize: 10).rebuild(cutOff.model) }
    #expect(try await Dump(on: log.connection) == before)
    let status = try #require(try await log.status("order-board"))
    let building = try #require(status.building)
    #expect(building.position > 0 && building.position <= head / 2 && building.processID == nil)
    // By another process.
    let other = try await OfficeLog.session(log.address)
    let first = Shared<Int64?>(nil)
    let comparison = try await ProjectionRunner(other, pageSize: 10).rebuild(OrderBoard()) { step in
      if case .applying(let done, _) = step { first.change { $0 = $0 ?? done } }
    }
    #expect((first.now ?? 0) > building.position)
    #expect(comparison?.isEqual == true && comparison?.position == head)
    let after = try await Dump(on: log.connection)
    #expect(after == before, "\(after.difference(from: before))")
    #expect(try await log.status("order-board")?.building == nil)
  }

  @Test func aRebuildCanBeginAnew() async throws {
    var random = Seeded(62)
    var log = try await OfficeLog()
    try await log.happen(40, &random)
    try await log.runner().catchUp(ReadModels.all)
    let before = try await Dump(on: log.connection)
    let cutOff = CutOff(OrderBoard(), at: try await log.store.head() / 2)
    await #expect(throws: CancellationError.self) { try await log.runner(pageSize: 5).rebuild(cutOff.model) }
    // What a half-done rebuild holds may be wrong: that is what beginning anew is for.
    try await log.connection.run { c in try c.script("update read_building.order_card set title = 'wrong'") }
    try await log.runner().rebuild(OrderBoard(), fresh: true)
    #expect(try await Dump(on: log.connection) == before)
  }

  @Test func severalReadModelsAreRebuiltFromOneRead() async throws {
    var random = Seeded(63)
    var log = try await OfficeLog()
    try await log.happen(60, &random)
    try await log.runner().catchUp(ReadModels.all)
    let before = try await Dump(on: log.connection)
    let head = try await log.store.head()
    // They stand at different places, as after a kill: at first those go on that do not ask what is configured.
    for projection in ReadModels.all where projection.categories.contains("definition") {
      let cutOff = CutOff(projection, at: head / 3)
      await #expect(throws: CancellationError.self) { try await log.runner(pageSize: 5).rebuild(cutOff.model) }
    }
    let comparisons = try await log.runner(pageSize: 7).rebuild(ReadModels.all)
    #expect(comparisons.map(\.name).sorted() == ReadModels.all.map(\.name).sorted())
    #expect(comparisons.allSatisfy { $0.isEqual })
    #expect(try await Dump(on: log.connection) == before)
    #expect(try await ReadModels.status(on: log.connection).allSatisfy { $0.previous != nil && $0.building == nil })
  }

  @Test func anOlderProgramGoesOnUntilTheNewTablesAreThere() async throws {
    var random = Seeded(64)
    var log = try await OfficeLog()
    try await log.happen(30, forgetting: false, &random)
    try await log.runner().catchUp([Tally(version: 1)])
    let old = try await OfficeLog.session(log.address)
    let moved = Shared<[Int64]>([])
    let store = log.store
    let upgraded = Watched(Tally(version: 2)) { page, connection in
      // While the new version is built the old one still catches up: on another session, behind the log.
      let position = try connection.query("select position from read.projection where name = 'tally'").only()
        .decode(Int64.self)
      moved.change { $0.append(position) }
    }
    let office = log
    let program = Task {
      let runner = ProjectionRunner(old, pageSize: 4)
      var (random, log) = (Seeded(65), office)
      var errors: [ProjectionError] = []
      for _ in 0..<20 {
        try await log.happen(2, forgetting: false, &random)
        do {
          try await runner.catchUp([Tally(version: 1)])
        } catch let error as ProjectionError {
          errors.append(error)
        }
      }
      return errors
    }
    let another = try await OfficeLog.session(log.address)
    try await ProjectionRunner(another, pageSize: 3).catchUp([upgraded])
    for error in try await program.value { #expect(error == .newer(name: "tally", stored: 2, known: 1)) }
    try await ProjectionRunner(another).catchUp([Tally(version: 2)])
    #expect(try await Tally.columns(log) == ["position", "version_2"])
    #expect(try await Tally.count(log) == store.head())
    // Never emptied: what the old program read stood where it had brought it.
    #expect(moved.change { positions in positions.allSatisfy { $0 > 0 } })
    #expect(try await log.previous("tally") == 1)
  }

  @Test func aVersionThatCannotBeBuiltLeavesTheOldOneInUse() async throws {
    var random = Seeded(66)
    var log = try await OfficeLog()
    try await log.happen(20, &random)
    let head = try await log.store.head()
    try await log.runner().catchUp([Tally(version: 1)])
    try await log.happen(5, &random)
    let error = await #expect(throws: ProjectionError.self) {
      try await log.runner().catchUp([Tally(version: 2, failsAt: head), OrderBoardAgain()])
    }
    guard case .stopped(let stops)? = error else { return #expect(Bool(false), "\(String(describing: error))") }
    #expect(stops.map(\.position) == [head])
    #expect(
      try await log.connection.run { c in
        try c.query("select failure is not null from read_building.projection where name = 'tally'").only()
          .decode(Bool.self)
      })
    #expect(try await Tally.columns(log) == ["position", "version_1"])
    let (again, now) = (try await log.position("again"), try await log.store.head())
    #expect(again == now)
    try await log.runner().catchUp([Tally(version: 1)])
    #expect(try await Tally.count(log) == log.store.head())
  }

  @Test func whoFirstUsesANewVersionWaitsForWhoeverBuildsIt() async throws {
    var random = Seeded(67)
    var log = try await OfficeLog()
    try await log.happen(30, &random)
    try await log.runner().catchUp([Tally(version: 1)])
    let address = log.address
    let pages = Shared(0)
    try await withThrowingTaskGroup { group in
      for _ in 0..<3 {
        let connection = try await OfficeLog.session(address)
        group.addTask {
          let counted = Watched(Tally(version: 2)) { _, _ in pages.change { $0 += 1 } }
          try await ProjectionRunner(connection, pageSize: 5).catchUp([counted])
        }
      }
      try await group.waitForAll()
    }
    let head = try await log.store.head()
    #expect(try await Tally.count(log) == head)
    #expect(pages.change { $0 } <= Int(head) / 5 + 2, "it was built once")
  }

  @Test func theSecondRebuildIsToldWhoRuns() async throws {
    var random = Seeded(68)
    var log = try await OfficeLog()
    try await log.happen(20, &random)
    let one = try await OfficeLog.session(log.address)
    let two = try await OfficeLog.session(log.address)
    let pid = await one.serverProcessID
    let told = Shared<[RebuildProgress]>([])
    let (started, waiting) = (AsyncStream<Void>.makeStream(), AsyncStream<Void>.makeStream())
    let first = Task {
      try await RebuildLockHolder.holding(Tally(version: 1), on: one) {
        started.continuation.finish()
        for await _ in waiting.stream {}
      }
    }
    for await _ in started.stream {}
    try await ProjectionRunner(two).rebuild(Tally(version: 1)) { step in
      told.change { $0.append(step) }
      if case .waiting = step { waiting.continuation.finish() }
    }
    try await first.value
    #expect(told.change { $0.first } == .waiting(processID: pid))
    #expect(try await Tally.count(log) == log.store.head())
  }

  @Test func aReportThatBeginsBeforeTheSwitchReadsTheOldTables() async throws {
    var random = Seeded(70)
    var log = try await OfficeLog()
    try await log.happen(20, &random)
    try await log.runner().catchUp([Tally(version: 1)])
    let reader = try await OfficeLog.session(log.address)
    let isHeld = try await reader.run { c in
      try c.script("begin isolation level repeatable read")
      return try ReadModels.hold([Tally(version: 1)], on: c)
    }
    #expect(isHeld)
    let head = try await log.store.head()
    // Its one snapshot is of a time when the new tables are not complete.
    let isSwitching = AsyncStream<Void>.makeStream()
    let builder = try await OfficeLog.session(log.address)
    let rebuild = Task {
      try await ProjectionRunner(builder, pageSize: 5).rebuild(Tally(version: 1)) { step in
        if case .switching = step { isSwitching.continuation.finish() }
      }
    }
    let count = try await reader.run { c in
      try c.query("select count(*) from tally").only().decode(Int64.self)
    }
    for await _ in isSwitching.stream {}
    let again = try await reader.run { c in
      try c.query("select count(*) from tally").only().decode(Int64.self)
    }
    #expect(count == head && again == head)
    try await reader.run { c in try c.script("commit") }
    _ = try await rebuild.value
    let isThere = try await reader.run { c in
      try c.script("begin")
      defer { _ = try? c.script("rollback") }
      return try ReadModels.hold([Timers()], on: c)
    }
    #expect(!isThere)
  }

  @Test func theTablesOfTheFirstReleaseGoOn() async throws {
    var random = Seeded(76)
    var log = try await OfficeLog()
    try await log.happen(30, &random)
    try await log.runner().catchUp(ReadModels.all)
    let now = try await Dump(on: log.connection)
    // Back to what the first release left: one table of checkpoints, without the later columns.
    try await log.connection.run { c in
      try c.script(
        """
        drop schema read_building, read_previous, read_exchange, read_past cascade;
        drop table parked, delivery_wait;
        alter table projection drop column tables, drop column since, drop column since_position,
          drop column moved_at, drop column failure;
        delete from read.migration where number >= 2;
        """)
    }
    try await ReadModels.migrate(log.connection)
    // Those that came later, or have other tables since, are rebuilt by their version.
    let first = [
      "order-board": ["order_card", "order_span"], "order-counts": ["order_count"], "timers": ["timer"],
      "batches": ["batch", "batch_row"], "outbox": ["outbox"],
    ]
    for projection in ReadModels.all where first[projection.name] == projection.tables {
      let tables = try await log.status(projection.name)?.tables
      #expect(tables == projection.tables)
      #expect(try await log.runner().rebuild(projection)?.isEqual == true)
      #expect(try await log.status(projection.name)?.version == projection.version)
    }
    #expect(try await Dump(on: log.connection) == now)
  }

  @Test func nothingIsSentAgainAfterARebuildOrARollback() async throws {
    var random = Seeded(77)
    var log = try await OfficeLog()
    try await log.happen(200, &random)
    try await log.runner().catchUp(ReadModels.all)
    let sent = try await log.connection.run { c in
      let messages = try Outbox.waiting(after: 0, limit: 1000, on: c)
      try Outbox.markDelivered(messages.map(\.key), at: OfficeLog.hour(0), on: c)
      try Outbox.moveMark(on: c)
      return messages.count
    }
    #expect(sent > 0)
    try await log.runner(pageSize: 50).rebuild(ReadModels.all)
    #expect(try await log.connection.run { c in try Outbox.waiting(after: 0, limit: 10, on: c).isEmpty })
    try await log.runner().rollBack(Outbox())
    #expect(try await log.connection.run { c in try Outbox.waiting(after: 0, limit: 10, on: c).isEmpty })
  }

  @Test func theSpeedOfTheLastLongCatchUpIsKept() async throws {
    var random = Seeded(78)
    var log = try await OfficeLog()
    try await log.happen(20, &random)
    try await log.runner().catchUp([Parties()])
    #expect(try await log.status("parties")?.rate == nil)
    try await log.runner(pageSize: 3).catchUp([Timers()])
    let rate = try #require(try await log.status("timers")?.rate)
    #expect(rate > 0)
    // One page alone says nothing of it.
    try await log.happen(2, &random)
    try await log.runner().catchUp([Timers()])
    #expect(try await log.status("timers")?.position == log.store.head())
    try await log.runner(pageSize: 3).rebuild(Parties())
    #expect(try await log.status("parties")?.rate != nil)
  }

  @Test func aLongReadDelaysOnlyTheSwitch() async throws {
    var random = Seeded(69)
    var log = try await OfficeLog()
    try await log.happen(20, &random)
    try await log.runner().catchUp([Tally(version: 1)])
    let reader = try await OfficeLog.session(log.address)
    try await reader.run { c in
      try c.script("begin isolation level repeatable read")
      try c.execute("select count(*) from tally")
    }
    let isSwitching = AsyncStream<Void>.makeStream()
    let builder = try await OfficeLog.session(log.address)
    let rebuild = Task {
      try await ProjectionRunner(builder).rebuild(Tally(version: 1)) { step in
        if case .switching = step { isSwitching.continuation.finish() }
      }
    }
    for await _ in isSwitching.stream {}
    // Others read and write meanwhile.
    try await log.happen(3, &random)
    try await log.runner().catchUp([Tally(version: 1)])
    let count = try await reader.run { c in
      try c.query("select count(*) from tally").only().decode(Int64.self)
    }
    let head = try await log.store.head()
    #expect(count < head)
    try await reader.run { c in try c.script("commit") }
    _ = try await rebuild.value
    #expect(try await Tally.count(log) == head)
  }
}

/// A read model whose rebuild is cut off at a position, as by Ctrl-C.
struct CutOff {
  let model: Watched

  init(_ projection: any Projection, at position: Int64) {
    model = Watched(projection) { page, _ in
      if page.recorded.contains(where: { $0.position >= position }) { throw CancellationError() }
    }
  }
}

extension OfficeLog {
  func status(_ name: String) async throws -> ReadModels.Status? {
    try await ReadModels.status(on: connection).first { $0.name == name }
  }

  /// The version of the tables that are kept for a rollback.
  func previous(_ name: String) async throws -> Int? {
    try await connection.run { c in
      try c.query("select version from read_previous.projection where name = \(name)").first.map { row in
        Int(try row.decode(Int32.self))
      }
    }
  }
}
