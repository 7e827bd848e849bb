import EventStore
import Glibc
import Postgres

/// A process of a fault test, made to be killed at any moment and started again with the same words.
///
///     LogWorker append ADDRESS SEED COUNT LEDGER [LONGEST-DELAY-MICROSECONDS] [IDLE-TIMEOUT-MILLISECONDS]
///     LogWorker follow ADDRESS notified|pollOnly UNTIL JOURNAL
///     LogWorker open ADDRESS SEED COUNT LEDGER
///     LogWorker rebuild ADDRESS ROUNDS
///
/// `append` and `open` go on after the last command their ledger has, and repeat the one that may have been on its way;
/// `follow` goes on after the last event of its journal. Exit status 0: all is done.
@main
struct LogWorker {
  static func main() async {
    do {
      try await run(Array(CommandLine.arguments.dropFirst()))
    } catch {
      say("error: \(error)")
      exit(1)
    }
  }

  private static func run(_ words: [String]) async throws {
    var words = Words(rest: words[...])
    let task = try words.next("task")
    let address = Address(try words.next("address"))
    switch task {
    case "append":
      let seed = UInt64(try words.number("seed")), count = try words.number("count")
      let ledger = try Ledger(try words.next("ledger"))
      let delay = try words.rest.isEmpty ? 0 : words.number("delay")
      let idle = try words.rest.isEmpty ? nil : words.number("idle timeout")
      try await Appender(address: address, seed: seed, longestDelay: delay, idleTimeout: idle)
        .run(count, ledger) { n in Load(seed: seed).command(n) }
    case "follow":
      let wakeUps: LogFollower.WakeUps = try words.next("wake-ups") == "pollOnly" ? .pollOnly : .notified
      let until = Int64(try words.number("until"))
      try await Journalist(address: address, wakeUps: wakeUps).run(until: until, try Ledger(try words.next("journal")))
    case "open":
      let seed = UInt64(try words.number("seed")), count = try words.number("count")
      let office = try OfficeLoad(seed: seed)
      try await Appender(address: address, seed: seed, longestDelay: 2000, idleTimeout: nil)
        .run(count, try Ledger(try words.next("ledger"))) { n in try office.command(n) }
    case "rebuild": try await OfficeLoad.rebuild(address, rounds: try words.number("rounds"))
    default: throw Failure("there is no task \(task)")
    }
  }

  private struct Words {
    var rest: ArraySlice<String>

    mutating func next(_ name: String) throws -> String {
      guard let word = rest.popFirst() else { throw Failure("the \(name) is missing") }
      return word
    }

    mutating func number(_ name: String) throws -> Int {
      let word = try next(name)
      guard let number = Int(word), number >= 0 else { throw Failure("the \(name) is no number: \(word)") }
      return number
    }
  }
}

/// For whoever looks why a test failed.
func say(_ words: String) {
  let line = Array((words + "\n").utf8)
  _ = unsafe line.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

/// Why a worker gave up.
struct Failure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

extension Connection {
  /// A session with the working role, as every process of Hotline has one.
  static func working(_ address: Address, application: String) async throws -> Connection {
    let connection = try await Connection.open(address, application: application)
    try await LogSchema.takeWorkingRole(connection)
    return connection
  }
}
