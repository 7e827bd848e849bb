import EventStore
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
      async let work = crew.work()
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
    }
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
