import EventStore
import Postgres
import TestSeeds
import Testing

@testable import LogWorker

/// Writers and followers of one log, each a process, which are killed and started again until all is done.
struct Crew: Sendable {
  let log: FaultLog
  /// For the delays of the writers and the moments of the kills.
  let seed: UInt64
  let writers: Int
  let commands: Int

  /// The seeds of the writers' loads.
  var loads: [Load] { (0..<writers).map { Load(seed: seed &* 100 &+ UInt64($0)) } }

  var eventCount: Int {
    loads.reduce(0) { sum, load in sum + (0..<commands).reduce(0) { $0 + load.command($1).events.count } }
  }

  func ledger(_ load: Load) -> String { log.folder + "/ledger-\(load.seed)" }
  func journal(_ wakeUps: LogFollower.WakeUps) -> String { log.folder + "/journal-\(wakeUps)" }

  /// How many commands were acknowledged so far.
  var acknowledged: Int { loads.reduce(0) { $0 + Ledger.read(ledger($1)).count } }

  /// Lets all of them work to their end, and looks at what they leave.
  ///
  /// - Parameters:
  ///   - kills: how often each of them is killed, if it takes so long.
  ///   - delay: the longest pause of a writer between two commands, in microseconds.
  /// - Returns: how often one was killed in the middle.
  @discardableResult
  func work(kills: Int = 0, delay: Int = 2000) async throws -> Int {
    let killed = try await workUnseen(kills: kills, delay: delay)
    try await expectSoundLog()
    return killed
  }

  /// The same without a look at what they leave, for a server that may still die.
  func workUnseen(kills: Int = 0, delay: Int = 2000) async throws -> Int {
    let conninfo = try #require(log.address.words)
    let until = eventCount
    let killed = try await withThrowingTaskGroup(of: Int.self) { group in
      for load in loads {
        let arguments = ["append", conninfo, "\(load.seed)", "\(commands)", ledger(load), "\(delay)"]
        group.addTask { try await run(arguments, kills, load.seed) }
      }
      for wakeUps in [LogFollower.WakeUps.notified, .pollOnly] {
        let arguments = ["follow", conninfo, "\(wakeUps)", "\(until)", journal(wakeUps)]
        group.addTask { try await run(arguments, kills, seed &+ (wakeUps == .notified ? 77 : 78)) }
      }
      return try await group.reduce(0, +)
    }
    return killed
  }

  private func run(_ arguments: [String], _ kills: Int, _ seed: UInt64) async throws -> Int {
    var random = Seeded(seed)
    var killed = 0
    let output = log.folder + "/" + arguments[0] + "-\(seed)"
    while killed < kills {
      let moment = Duration.milliseconds(Int.random(in: 5...400, using: &random))
      guard try await Worker(arguments, output: output).end(killingAfter: moment) == .killed else { return killed }
      killed += 1
    }
    let last = try Worker(arguments, output: output)
    let end = await last.end()
    #expect(end == .exited(0), "\(arguments[0]), seed \(self.seed): \(last.words)")
    return killed
  }

  func expectSoundLog() async throws {
    let audit = try await LogAudit(log)
    #expect(audit.findings == [], "seed \(seed)")
    // Each command is there (the ledgers), and nothing else is: so none is there twice.
    #expect(audit.ids.count == eventCount, "seed \(seed)")
    for load in loads {
      let findings = audit.findings(of: Ledger.read(ledger(load)), commands, load.command)
      #expect(findings == [], "seed \(seed), writer \(load.seed)")
    }
    for wakeUps in [LogFollower.WakeUps.notified, .pollOnly] {
      #expect(audit.findings(ofJournal: Ledger.read(journal(wakeUps))) == [], "seed \(seed), \(wakeUps)")
    }
  }
}

extension Address {
  /// The address as an argument of a program; the test server has no password.
  var words: String? {
    guard let host = parameter("host"), let database = parameter("dbname"), let user = parameter("user") else {
      return nil
    }
    return "host=\(host) dbname=\(database) user=\(user)"
  }
}
