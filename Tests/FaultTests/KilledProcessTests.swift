import EventStore
import FoundationEssentials
import Postgres
import TestSeeds
import Testing

@testable import LogWorker

@Suite struct KilledProcessTests {
  @Test func writersAndFollowersAreKilledAtRandom() async throws {
    try await Torture.run(rounds: 2) { seed in
      let crew = Crew(log: try await FaultLog(), seed: seed, writers: 4, commands: 150)
      let killed = try await crew.work(kills: 4)
      #expect(killed > 0, "seed \(seed)")
    }
  }

  /// Eight writers with random delays, of whose appends some are refused, some cancelled, and some sent twice at once.
  @Test func writersAreCancelledRefusedAndRepeated() async throws {
    try await Torture.run(rounds: 2) { seed in
      let log = try await FaultLog()
      let loads = (0..<8).map { Load(seed: seed &* 100 &+ $0) }
      let commands = 30
      let until = loads.reduce(0) { sum, load in sum + (0..<commands).reduce(0) { $0 + load.command($1).events.count } }
      let followed = try await withThrowingTaskGroup(of: [Ledger.Followed].self) { group in
        for load in loads {
          group.addTask {
            try await write(commands, load, to: log)
            return []
          }
        }
        group.addTask { try await follow(log, until: until) }
        return try await group.reduce([], +)
      }
      let audit = try await LogAudit(log)
      #expect(audit.findings == [], "seed \(seed)")
      #expect(audit.ids.count == until, "seed \(seed)")
      #expect(audit.findings(ofJournal: followed.map(\.line)) == [], "seed \(seed)")
    }
  }

  private func follow(_ log: FaultLog, until count: Int) async throws -> [Ledger.Followed] {
    struct Done: Error {}
    var followed: [Ledger.Followed] = []
    do {
      try await LogFollower(after: 0, pageSize: 10) { try await Connection.open(log.address) }.run { page in
        followed += page.map { Ledger.Followed(position: $0.position, id: $0.id) }
        if followed.count >= count { throw Done() }
      }
    } catch is Done {}
    return followed
  }

  private func write(_ commands: Int, _ load: Load, to log: FaultLog) async throws {
    var random = Seeded(load.seed)
    let store = try await log.store()
    for n in 0..<commands {
      let command = load.command(n)
      try await Task.sleep(for: .microseconds(Int.random(in: 0...3000, using: &random)))
      switch random.next() % 5 {
      case 0:
        // Cancelled somewhere, perhaps in the commit itself: then only the repeat tells.
        let task = Task { try? await store.append(command.appends, by: command.authorship) }
        try await Task.sleep(for: .microseconds(Int.random(in: 0...3000, using: &random)))
        task.cancel()
        _ = await task.value
      case 1:
        await #expect(throws: EventStoreError.self) {
          try await store.append(
            command.appends + StreamAppend.single(StreamName("refused-\(load.seed)"), data: "{"),
            by: command.authorship)
        }
      case 2:
        let other = try await log.store()
        async let same = other.append(command.appends, by: command.authorship)
        let first = try await store.append(command.appends, by: command.authorship)
        #expect(try await same.positions == first.positions)
      default: break
      }
      _ = try await store.append(command.appends, by: command.authorship)
    }
  }
}
