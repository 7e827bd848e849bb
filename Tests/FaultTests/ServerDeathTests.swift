import EventStore
import Glibc
import Postgres
import TestCluster
import TestSeeds
import Testing

@testable import LogWorker

@Suite struct ServerDeathTests {
  /// The server is durable: what it acknowledged is there when it is back. Writers and followers live through it all.
  @Test func theServerDiesUnderItsWriters() async throws {
    let server = try await TestServer()
    try await Torture.run { seed in
      let admin = try await Connection.open(server.address)
      let name = "log_\(seed)"
      try await admin.run { c in _ = try c.execute("create database \(identifier: name)") }
      await admin.close()
      let crew = Crew(
        log: try await FaultLog(server.address.database(name)), seed: seed, writers: 3, commands: 200)
      var random = Seeded(seed)
      async let work = crew.workUnseen()
      for death in 0..<3 {
        // In the middle of the work, wherever that is on a machine of any speed.
        let mark = crew.commands * crew.writers * (death + Int.random(in: 0...1, using: &random)) / 4
        try await Torture.wait(for: "command \(mark)") { crew.acknowledged > mark }
        switch death % 3 {
        case 0: try server.kill()
        case 1: try server.shutDownImmediately()
        // It gives up all sessions, recovers and goes on by itself.
        default: try server.killSession(&random)
        }
        try await server.start()
      }
      _ = try await work
      try await crew.expectSoundLog()
    }
  }

  /// All that a session hears then is a warning, and nothing can be sent any more: libpq still calls it open.
  @Test func aSessionThatIsGivenUpWithAWarningIsLost() async throws {
    let server = try await TestServer()
    defer { try? server.kill() }
    let log = try await FaultLog(server.address)
    let victim = try await log.store().connection
    let uses: [@Sendable (isolated Connection) throws -> Void] = [
      { c in _ = try c.query("select 1") }, { c in _ = try c.pipeline(["select 1", "select 2"]) },
      { c in try c.transaction { c in _ = try c.query("select 1") } },
      { c in try c.copyOut("copy log.head to stdout") { _ in } },
      { c in try c.script("select 1") },
    ]
    var witnesses: [EventStore] = []
    for _ in uses { witnesses.append(try await log.store()) }
    let writer = try await log.store()
    kill(pid_t(await victim.serverProcessID), SIGKILL)
    for store in witnesses + [writer] {
      let process = pid_t(await store.connection.serverProcessID)
      try await Torture.wait(for: "the end of process \(process)") { kill(process, 0) != 0 }
    }
    for (use, store) in zip(uses, witnesses) {
      let error = await #expect(throws: PostgresError.self) { try await store.connection.run(use) }
      #expect(error?.isUnreachable == true, "\(String(describing: error))")
      #expect(await store.connection.isBroken)
    }
    let error = await #expect(throws: EventStoreError.self) {
      try await writer.append(StreamAppend.single(StreamName("order-1")), by: Authorship(actor: "test"))
    }
    guard case .unreachable = error else { return #expect(Bool(false), "\(String(describing: error))") }
  }

  @Test(arguments: [false, true])
  func aFollowerSaysThatItsServerIsGoneAndGoesOnWhenItIsBack(isPooled: Bool) async throws {
    guard !isPooled || TestBouncer.isThere else { return }
    let server = try await TestServer()
    let log = try await FaultLog(server.address)
    try await log.appendSingle()
    let bouncer = isPooled ? try await TestBouncer(before: server.address) : nil
    defer { bouncer?.stop() }
    let states = AsyncStream.makeStream(of: LogFollower.State.self)
    let events = AsyncStream.makeStream(of: Int64.self)
    let follower = LogFollower(
      after: 0, wakeUps: isPooled ? .pollOnly : .notified, pollEvery: isPooled ? .milliseconds(5) : .seconds(3600),
      backoff: .init(first: .milliseconds(1), limit: .milliseconds(20)), report: { states.continuation.yield($0) },
      open: {
        try await Connection.open(bouncer?.address ?? log.address, pooling: isPooled ? .transaction : .none)
      })
    let task = Task {
      try await follower.run { page in for event in page { events.continuation.yield(event.position) } }
    }
    defer { task.cancel() }
    var state = states.stream.makeAsyncIterator()
    var position = events.stream.makeAsyncIterator()
    while let next = await state.next() { if case .atHead(1) = next { break } }
    try server.kill()
    var losses = 0
    while losses < 5, let next = await state.next() {
      guard case .lost(let error, let pause) = next else { continue }
      losses += 1
      #expect(error.isUnreachable && pause <= .milliseconds(20), "\(error)")
    }
    try await server.start()
    try await log.appendSingle()
    var seen: [Int64] = []
    while seen.count < 2, let next = await position.next() { seen.append(next) }
    #expect(seen == [1, 2])
  }
}
