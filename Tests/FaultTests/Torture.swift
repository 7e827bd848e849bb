import FoundationEssentials

@testable import LogWorker

/// How long the fault tests go on: a few rounds in `make test`, and as long as told in `make torture`.
enum Torture {
  /// For each test.
  static let duration = number("TORTURE").map { Duration.seconds($0) }
  /// The seed of the first round; each round has the next one.
  private static let firstSeed = UInt64(number("TORTURE_SEED") ?? 0)

  private static func number(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap { Int($0) } }

  /// For figures, which a test of `make test` keeps to itself.
  static func say(_ words: String) {
    if duration != nil { print(words) }
  }

  /// Runs the body with one seed after the other.
  ///
  /// - Parameter rounds: so many where nobody asked for torture.
  static func run(rounds: Int = 1, _ body: (_ seed: UInt64) async throws -> Void) async throws {
    let end = ContinuousClock.now + (duration ?? .zero)
    var round = 0
    while duration == nil ? round < rounds : round == 0 || ContinuousClock.now < end {
      try await body(firstSeed + UInt64(round))
      round += 1
    }
  }

  /// Looks again and again for what another process is about to do; fails where it does not come in a minute.
  static func wait(for what: String, _ isThere: () -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(60)
    while !isThere() {
      guard ContinuousClock.now < end else { throw Failure("\(what) did not come in a minute") }
      try await Task.sleep(for: .milliseconds(1))
    }
  }
}
