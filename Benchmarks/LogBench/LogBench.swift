import Foundation

/// Measures the log: bare libpq and the store's own ways on one private server, in turn, round after round.
///
///     LogBench FOLDER [--rounds 3] [--events 200000] [--case WORDS] [append|read|projection|verify|follow …]
///
/// Prints a line a case with medians over the rounds, then what is promised; ends with 1 when a promise is not kept.
@main
struct LogBench {
  static func main() async throws {
    let arguments = try Arguments(CommandLine.arguments.dropFirst())
    let server = try await BenchServer.start(in: arguments.folder + "/server")
    var isKept = true
    do {
      for section in try sections(arguments) {
        isKept = try await measure(section, rounds: arguments.rounds, cases: arguments.cases, server) && isKept
      }
    } catch {
      try await server.stop()
      throw error
    }
    try await server.stop()
    exit(isKept ? 0 : 1)
  }

  private static func sections(_ arguments: Arguments) throws -> [Section] {
    let all: [String: (Arguments) -> Section] = [
      "append": { AppendSection.section(events: $0.events) },
      "read": { ReadSection.section(events: $0.events) },
      "projection": { ProjectionSection.section(events: $0.events) },
      "verify": { VerifySection.section(events: $0.events) },
      "follow": { _ in FollowSection.section },
    ]
    let names = arguments.sections.isEmpty ? ["append", "read", "projection", "verify", "follow"] : arguments.sections
    return try names.map { name in
      guard let make = all[name] else { throw BenchError.unknownSection(name) }
      return make(arguments)
    }
  }

  private static func measure(
    _ section: Section, rounds: Int, cases words: String?, _ server: BenchServer
  ) async throws -> Bool {
    var results = Results()
    for round in 1...rounds {
      for one in section.cases where words.map({ one.name.contains($0) }) ?? true {
        say("\(section.name), round \(round) of \(rounds): \(one.name)")
        results.add(try await one.run(server), to: one.name)
      }
    }
    say("")
    print(Table.cases(section, results, rounds: rounds))
    let (table, isKept) = Table.promises(section, results)
    print(table)
    return isKept
  }

  private static func say(_ line: String) {
    FileHandle.standardError.write(Data("\r\u{1B}[K\(line)".utf8))
  }
}

/// What was asked for.
struct Arguments {
  var folder = "bench/log"
  var rounds = 3
  var events = 200_000
  /// Only the cases with these words in their names.
  var cases: String?
  var sections: [String] = []

  init(_ words: ArraySlice<String>) throws {
    var words = words
    if let first = words.first, !first.hasPrefix("--") { folder = words.removeFirst() }
    while let word = words.popFirst() {
      switch word {
      case "--rounds": rounds = words.popFirst().flatMap { Int($0) } ?? rounds
      case "--events": events = words.popFirst().flatMap { Int($0) } ?? events
      case "--case": cases = words.popFirst()
      default: sections.append(word)
      }
    }
  }
}
