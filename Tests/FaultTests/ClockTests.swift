import EventStore
import FoundationEssentials
import Postgres
import TestCluster
import Testing

@testable import LogWorker

/// The server's own clock is set, by libfaketime: `recorded_at` is what it says.
@Suite(.enabled(if: TestServer.hasSettableClock, "libfaketime is not installed: run scripts/setup --tests"))
struct ClockTests {
  @Test func aClockThatStepsBackChangesNoOrder() async throws {
    let server = try await TestServer()
    defer { try? server.kill() }
    try await server.restartWithSettableClock()
    let log = try await FaultLog(server.address)
    let load = Load(seed: 1)
    let seen = AsyncStream.makeStream(of: RecordedEvent.self)
    let follower = LogFollower(after: 0, pollEvery: .seconds(3600)) { try await Connection.open(log.address) }
    let task = Task { try await follower.run { page in for event in page { seen.continuation.yield(event) } } }
    defer { task.cancel() }

    var ledger: [String] = []
    // An hour back, a day ahead, and a minute back from there: longer than a busy machine takes for ten appends.
    for (step, offset) in ["+0", "-3600", "+86400", "+86340"].enumerated() {
      try server.setClock(offset)
      for n in step * 10..<step * 10 + 10 {
        ledger.append(Ledger.Acknowledged(command: n, positions: try await log.append(load.command(n)).positions).line)
      }
    }
    let audit = try await LogAudit(log)
    #expect(audit.findings == [])
    #expect(audit.findings(of: ledger, 40, load.command) == [])

    var followed: [RecordedEvent] = []
    var event = seen.stream.makeAsyncIterator()
    while followed.count < audit.ids.count, let next = await event.next() { followed.append(next) }
    #expect(followed.map(\.position) == Array(1...Int64(audit.ids.count)))
    // It did step back, and the log says what the clock said.
    let steps = zip(followed, followed.dropFirst()).filter { $0.recordedAt > $1.recordedAt }
    #expect(steps.count == 2, "\(steps.map { $1.position })")
    // Each stream has its own order, too.
    let own = try await log.store().read(StreamName("own", 1))
    #expect(own.map(\.version) == Array(1...own.count))
    #expect(zip(own, own.dropFirst()).allSatisfy { $0.position < $1.position })
  }
}
