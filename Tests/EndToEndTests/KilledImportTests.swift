import Glibc
import TestSeeds
import Testing

/// SIGKILL at random moments of an import, and run again: the events are those of an undisturbed run.
@Suite struct KilledImportTests {
  /// Two lists, five seeds each, two kills a seed: twenty.
  @Test(arguments: [List.targets, .requests], UInt64(0)..<5)
  func aKilledImportRunAgainMakesTheSameEvents(list: List, seed: UInt64) async throws {
    try await kill(list, seed)
  }

  /// Some are known and changed, the others are new.
  @Test(arguments: UInt64(0)..<2) func aKilledImportOfCustomersRunAgainMakesTheSameEvents(seed: UInt64) async throws {
    try await kill(.customers, seed)
  }
  @Test func aKilledImportOfPartsRunAgainMakesTheSameEvents() async throws { try await kill(.parts, 0) }

  private func kill(_ list: List, _ seed: UInt64) async throws {
    let undisturbed = try await Undisturbed.run(list)
    var chance = Seeded(seed)
    var office = try await Office.onTestServer()
    var arguments = try await list.arguments(in: office)
    let setUp = try await office.head()
    var duration = undisturbed.duration
    var kills = 0
    while kills < 2 {
      let moment = duration * Double.random(in: 0.05..<0.8, using: &chance)
      let start = ContinuousClock.now
      if try await office.hotline(arguments, killAfter: moment).wasKilled {
        kills += 1
        try await expectInterrupted(office, arguments)
      } else {
        // Too late, it was done already, for the machine is less busy now: anew, and sooner.
        duration = ContinuousClock.now - start
        office = try await Office.onTestServer()
        arguments = try await list.arguments(in: office)
        kills = 0
      }
    }
    try await office.finish(arguments, list)
    let difference = try await office.log(since: setUp).difference(from: undisturbed.log)
    #expect(difference == nil, "seed \(seed)")
    #expect(try await office.board("--as-of", "2026-03-20") == undisturbed.board, "seed \(seed)")
    #expect(office.has("list.rejects.xlsx") == (list == .targets), "seed \(seed)")
  }

  /// One that was killed is told from one that runs, with the command to go on.
  private func expectInterrupted(_ office: Office, _ arguments: [String]) async throws {
    var listed = try await office.expect(0, "import", "list", "--format", "json", "--lang", "en")
    // The server may take a moment to see that nobody is there.
    for _ in 0..<20 where listed.stdout.contains(#""stage":"running""#) {
      listed = try await office.expect(0, "import", "list", "--format", "json", "--lang", "en")
    }
    #expect(!listed.stdout.contains(#""stage":"running""#), "\(listed.stdout)")
    guard listed.stdout.contains(#""stage":"interrupted""#) else { return }
    #expect(listed.stderr.contains(arguments.prefix(5).joined(separator: " ")), "\(listed.stderr)")
    #expect(listed.stderr.contains(/was cut off at [0-9,]+ \/ [0-9],[0-9]{3} rows/), "\(listed.stderr)")
  }

  @Test(arguments: UInt64(0)..<4)
  func anInterruptedImportSaysSoAndGoesOn(seed: UInt64) async throws {
    let undisturbed = try await Undisturbed.run(.targets)
    let office = try await Office.onTestServer()
    let arguments = try await List.targets.arguments(in: office)
    let setUp = try await office.head()
    var chance = Seeded(seed)
    let moment = undisturbed.duration * Double.random(in: 0.1..<0.6, using: &chance)
    let ended = try await office.hotline(arguments, killAfter: moment, signal: SIGINT)
    if ended.wasKilled {
      #expect(ended.stderr.hasSuffix("error: interrupted\n"), "\(ended.stderr)")
    } else {
      #expect(ended.status == 3, "\(ended.status): \(ended.stderr)")
    }
    try await office.finish(arguments, .targets)
    let difference = try await office.log(since: setUp).difference(from: undisturbed.log)
    #expect(difference == nil, "seed \(seed)")
  }

  @Test func aKilledUndoRunAgainTakesBackTheRest() async throws {
    let office = try await Office.onTestServer()
    let arguments = try await List.targets.arguments(in: office)
    let batch = try #require(try await office.importAnswer(arguments, status: 3).batch)
    let before = try await office.board()
    let head = try await office.head()
    var chance = Seeded(7)
    // A kill may come too early or too late to leave a half; then the next one may not.
    for _ in 0..<4 {
      let moment = Duration.milliseconds(Int.random(in: 100..<900, using: &chance))
      _ = try await office.hotline("import", "undo", batch, killAfter: moment)
      if try await office.head() > head { break }
    }
    // Neither there nor gone: an import of the file must wait for the rest of the undo.
    let stages = try await office.expect(0, "import", "list", "--format", "json").stdout
    if stages.contains(/"stage":"(undoing|undo-interrupted)"/) {
      #expect(try await office.expect(5, arguments).stderr.contains("cut off"))
    }
    let undone = try await office.hotline("import", "undo", batch)
    #expect(undone.status == 0 || undone.stderr.contains("undone already"), "\(undone.stderr)")
    #expect(try await office.board().isEmpty)
    try await office.expect(3, arguments)
    #expect(try await office.board() == before)
  }

  enum List: String, Sendable, CaseIterable {
    case targets
    case requests
    case customers
    case parts

    /// Files of three chunks and more, put into the office's folder, and the import of them.
    func arguments(in office: Office) async throws -> [String] {
      switch self {
      case .targets: .importing(try office.write(MadeLists.targets(4000), to: "list.csv"), hidden: nil)
      case .requests:
        .importingRequests(
          try office.write(MadeLists.requests(2050), to: "list.csv"),
          map: try office.write(MadeLists.requestsMap, to: "map.yaml"))
      case .customers:
        try await Self.customers(in: office)
      case .parts:
        ["import", "run", try office.write(MadeLists.parts(2050), to: "list.csv"), "--as", "parts"]
      }
    }

    private static func customers(in office: Office) async throws -> [String] {
      let asCustomers = ["--as", "customers", "--on-match", "update"]
      let book = try office.write(MadeLists.customers(0..<300, street: "旧路"), to: "book.csv")
      try await office.expect(0, ["import", "run", book] + asCustomers)
      let list = try office.write(MadeLists.customers(0..<2050, street: "新路"), to: "list.csv")
      return ["import", "run", list] + asCustomers
    }

    var status: Int32 { self == .targets ? 3 : 0 }
  }

  /// What an import leaves that nobody disturbs; made once for each list.
  struct Undisturbed: Sendable {
    let answer: ImportAnswer
    let log: LogText
    let board: String
    let duration: Duration

    static func run(_ list: List) async throws -> Undisturbed {
      switch list {
      case .targets: try await targets.value
      case .requests: try await requests.value
      case .customers: try await customers.value
      case .parts: try await parts.value
      }
    }

    private static let targets = Task { try await make(.targets) }
    private static let requests = Task { try await make(.requests) }
    private static let customers = Task { try await make(.customers) }
    private static let parts = Task { try await make(.parts) }

    private static func make(_ list: List) async throws -> Undisturbed {
      let office = try await Office.onTestServer()
      let arguments = try await list.arguments(in: office)
      let setUp = try await office.head()
      let start = ContinuousClock.now
      let answer = try await office.importAnswer(arguments, status: list.status)
      let duration = ContinuousClock.now - start
      return try await Undisturbed(
        answer: answer, log: office.log(since: setUp), board: office.board("--as-of", "2026-03-20"),
        duration: duration)
    }
  }
}

extension Office {
  /// Runs an import to its end; it may have come there before a kill.
  fileprivate func finish(_ arguments: [String], _ list: KilledImportTests.List) async throws {
    let ended = try await hotline(arguments)
    let isDone = ended.status == 0 && ended.stderr.contains("imported before")
    #expect(isDone || ended.status == list.status, "\(ended.stderr)")
  }
}
