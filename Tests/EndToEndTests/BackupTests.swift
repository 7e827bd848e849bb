import FoundationEssentials
import Glibc
import Postgres
import Testing

/// The log is written to one file and comes back from it, or does not come back at all.
@Suite struct BackupTests {
  struct Summary: Decodable, Equatable {
    let events, position: Int
    let hash: String
    let personal, erased: Int
  }

  private static func list() async throws -> Office {
    let office = try await Office.onTestServer()
    try await office.expect(3, .importing(try office.take("outreach-list.xlsx")))
    return office
  }

  private static func backup(_ office: Office, _ file: String) async throws -> Summary {
    try await office.expect(0, "db", "backup", file, "--format", "json").json(Summary.self)
  }

  private static func restore(_ office: Office, _ path: String, _ arguments: String...) async throws -> Summary {
    try await office.expect(0, ["db", "restore", path, "--format", "json"] + arguments).json(Summary.self)
  }

  /// The drill: what a data centre that burnt down needs.
  @Test func aLogComesBackAndGoesOn() async throws {
    let office = try await Self.list()
    try await office.expect(
      0,
      .importingRequests(
        try office.write(MadeLists.requests(20), to: "requests.csv"),
        map: try office.write(MadeLists.requestsMap, to: "map.yaml")))
    try await office.expect(0, "remind", "run", "--ahead-of-time", "--as-of", "2026-06-01", "--format", "json")
    _ = try office.write(try await office.expect(0, "log", "key").stdout, to: "log.pub")
    let written = try await Self.backup(office, "a.backup")
    #expect(written.events == written.position && written.personal > 0)
    var status = stat()
    #expect(unsafe stat("\(office.folder)/a.backup", &status) == 0 && status.st_mode & 0o777 == 0o600)
    try await office.expect(0, "log", "seal", "-o", "seal.txt")

    let other = try await Office.onTestServer()
    let restored = try await Self.restore(
      other, "\(office.folder)/a.backup", "--public-key", "\(office.folder)/log.pub")
    #expect(restored == written)
    #expect(try await other.board() == office.board())
    let events = try await office.expect(0, "event", "list", "--format", "ndjson").stdout
    #expect(try await other.expect(0, "event", "list", "--format", "ndjson").stdout == events)
    // What was sent is not sent again.
    let again = try await other.expect(
      0, "remind", "run", "--ahead-of-time", "--as-of", "2026-06-01", "--format", "json"
    ).json(
      ReminderTests.Answer.self)
    #expect((again.fired, again.delivered, again.waiting) == (0, 0, 0))

    try await other.expect(0, "order", "open", "--process", "request", "--title", "After the fire")
    let verdict = try await other.expect(
      0, "log", "verify", "--seal", "\(office.folder)/seal.txt", "--public-key", "\(office.folder)/log.pub", "--format",
      "json"
    ).json(LogCommandTests.Verdict.self)
    #expect(verdict.valid && verdict.head > written.position)
    // And from there once more.
    #expect(try await Self.backup(other, "b.backup").events == verdict.head)
    // The working role may still change nothing.
    let refused = await #expect(throws: PostgresError.self) {
      try await other.asOwner("update log.events set actor = 'x' where position = 1")
    }
    #expect(refused?.sqlState == "42501")
  }

  @Test func onlyAnEmptyLogIsRestoredInto() async throws {
    let office = try await Self.list()
    _ = try await Self.backup(office, "a.backup")
    let before = try await office.expect(0, "event", "list", "--format", "ndjson").stdout
    let refused = try await office.expect(5, "db", "restore", "a.backup")
    #expect(refused.stderr.contains("HOTLINE_HOME"), "\(refused.stderr)")
    #expect(try await office.expect(0, "event", "list", "--format", "ndjson").stdout == before)
  }

  @Test func aFileIsReplacedOnlyWhenThatIsAskedFor() async throws {
    let office = try await Self.list()
    _ = try office.write("mine", to: "a.backup")
    #expect(try await office.expect(5, "db", "backup", "a.backup").stderr.contains("--force"))
    #expect(try String(contentsOfFile: "\(office.folder)/a.backup", encoding: .utf8) == "mine")
    try await office.expect(0, "db", "backup", "a.backup", "--force")
    #expect(try await office.expect(1, "db", "backup", "none/a.backup").stderr.contains("create the folder"))
    #expect(try await office.expect(5, "db", "backup", "home").stderr.contains("exists"))
    #expect(try Self.leftovers(office) == [])
  }

  @Test func aDamagedLogIsNotBackedUp() async throws {
    let office = try await Self.list()
    try await office.tamper("update log.events set data = '{}' where position = 77")
    let refused = try await office.expect(65, "db", "backup", "a.backup")
    #expect(refused.stderr.contains("event 77"), "\(refused.stderr)")
    #expect(!office.has("a.backup"))
    #expect(try Self.leftovers(office) == [])
  }

  @Test func aCutOrAlteredFileIsRefusedAndLeavesNothing() async throws {
    let office = try await Self.list()
    _ = try await Self.backup(office, "a.backup")
    let whole = [UInt8](try Data(contentsOf: URL(filePath: "\(office.folder)/a.backup")))
    let target = try await Office.onTestServer()
    for cut in [0, 100, 512, 3000, whole.count / 2, whole.count - 3000, whole.count - 1024] {
      try Data(whole[..<cut]).write(to: URL(filePath: "\(office.folder)/cut"))
      let ended = try await target.hotline("db", "restore", "\(office.folder)/cut")
      #expect([1, 65].contains(ended.status) && ended.stderr.contains("cut"), "cut at \(cut): \(ended.stderr)")
    }
    // Bits of the heading, the dump, the seal, the sums.
    for place in [3, 600, whole.count / 3, whole.count / 2, whole.count - 4000, whole.count - 2500] {
      var altered = whole
      altered[place] ^= 1
      try Data(altered).write(to: URL(filePath: "\(office.folder)/altered"))
      let ended = try await target.hotline("db", "restore", "\(office.folder)/altered")
      #expect([1, 65].contains(ended.status), "byte \(place): \(ended.stderr)")
    }
    #expect(try await target.expect(1, "db", "restore", "\(office.folder)/none").stderr.contains("none"))
    _ = try target.write(try await target.expect(0, "log", "key").stdout, to: "other.pub")
    let stranger = try await target.expect(
      1, "db", "restore", "\(office.folder)/a.backup", "--public-key", "other.pub")
    #expect(stranger.stderr.contains("a.backup: the seal was signed with"), "\(stranger.stderr)")
    #expect(try await target.expect(1, "log", "verify").stderr.contains("no log"))
    #expect(try await Self.restore(target, "\(office.folder)/a.backup").events > 700)
  }

  @Test func aBackupKilledOnTheWayLeavesNoFileOfTheName() async throws {
    let office = try await Self.list()
    for delay in [20, 60, 100, 140, 180] {
      let ended = try await office.hotline("db", "backup", "a.backup", killAfter: .milliseconds(delay))
      if ended.wasKilled, office.has("a.backup") {
        // Killed after the rename: then it is whole.
        #expect(try await Self.restore(Office.onTestServer(), "\(office.folder)/a.backup").events > 700)
      }
      unlink(office, "a.backup")
    }
    // Asked to stop, it clears up.
    let stopped = try await office.hotline("db", "backup", "b.backup", killAfter: .milliseconds(120), signal: SIGTERM)
    if stopped.wasKilled { #expect(!office.has("b.backup")) }
  }

  @Test(.enabled("needs the right to mount") { try await Mounting.isPossible })
  func aFullDiskLeavesNoFile() async throws {
    let office = try await Self.list()
    try await office.expect(0, "log", "key", "--key", "a.key")
    let ended = try await Mounting.run(
      in: office, options: "size=64k,mode=755", #""$0" db backup home/a.backup --key a.key; echo $?; ls home"#)
    #expect(ended.lines == ["1"] && ended.stderr.contains("free some space"), "\(ended.stdout) \(ended.stderr)")
  }

  private func unlink(_ office: Office, _ name: String) { _ = unsafe Glibc.unlink("\(office.folder)/\(name)") }

  private static func leftovers(_ office: Office) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: office.folder).filter { $0.hasSuffix(".part") }
  }
}

extension Office {
  /// Runs a statement as the owner of the database.
  func asOwner(_ sql: String) async throws {
    let connection = try await Connection.open(Address(environment["HOTLINE_DATABASE"] ?? ""))
    try await connection.run { c in try c.script(sql) }
    await connection.close()
  }
}
