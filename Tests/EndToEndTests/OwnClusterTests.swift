import FoundationEssentials
import Glibc
import Postgres
import Synchronization
import TestCluster
import Testing

/// A new machine: the first command makes and starts a PostgreSQL of its own.
@Suite struct OwnClusterTests {
  private struct Status: Decodable {
    let state, folder: String
    let pid: Int32?
  }

  private struct Opened: Decodable { let stream: String }

  private struct Told: Decodable {
    let no: String
    let new: Bool
  }

  private static func status(_ office: Office) async throws -> Status {
    try await office.expect(0, "db", "status", "--format", "json").json(Status.self)
  }

  @Test func itStartsWithTheFirstCommandAndStays() async throws {
    let office = try await Office.onOwnCluster()
    #expect(try await Self.status(office).state == "not created")
    #expect(try await office.expect(0, "db", "path").stdout == "\(office.home)\n")
    #expect(!office.has("home"))
    // Two commands at once on nothing at all.
    async let one = office.hotline("order", "open", "--process", "request", "--title", "One")
    async let other = office.hotline("order", "open", "--process", "request", "--title", "Two")
    for ended in try await [one, other] { #expect(ended.status == 0, "\(ended.stderr)") }
    #expect(try await office.board().split(separator: "\n").count == 2)
    #expect(try await Self.status(office).state == "running")
    // The server dies with all its children's leave; the next command starts it again and finds everything.
    let server = try #require(try await Self.status(office).pid)
    #expect(kill(server, SIGKILL) == 0)
    #expect(try await office.board().split(separator: "\n").count == 2)
    #expect(try await Self.status(office).pid != server)
    try await office.expect(0, "db", "stop")
    #expect(try await Self.status(office).state == "stopped")
    try await office.expect(0, "db", "stop")
    #expect(try await office.board().split(separator: "\n").count == 2)
    // Rights begin: whose folder it is may stop it, as systemd does, though they are nobody in the office.
    try await office.expect(0, "unit", "add", "city")
    try await office.expect(0, "person", "join", "chief", "--unit", "city", "--role", "admin")
    try await office.expect(4, "order", "list")
    try await office.expect(0, "db", "stop")
    #expect(try await Self.status(office).state == "stopped")
  }

  /// The feed stays while the server dies and comes back, says so, and tells what came since, each once.
  @Test func aFeedOutlivesTheServer() async throws {
    let office = try await Office.onOwnCluster()
    try await office.expect(0, "unit", "add", "city")
    func open(_ title: String) async throws -> String {
      let events = try await office.expect(
        0, "order", "open", "--process", "request", "--title", title, "--unit", "city", "--format", "ndjson"
      ).ndjson(Opened.self)
      return try #require(events.compactMap { $0.stream.hasPrefix("order-") ? $0.stream.dropFirst(6) : nil }.first)
        .description
    }
    let isOver = Mutex(false)
    let feed = Task {
      defer { isOver.withLock { $0 = true } }
      return try await office.hotline(
        "order", "feed", "--follow", "--format", "ndjson", killAfter: .seconds(90), closingOutputAfter: 600)
    }
    // Its two sessions, and the one that asks.
    let watcher = try await Connection.open(try await Cluster(folder: "\(office.home)/postgres").start())
    let clients: SQL = "select count(*) from pg_stat_activity where backend_type = 'client backend'"
    while try await watcher.run({ c in try c.query(clients).only().decode(Int64.self) }) < 3, !isOver.withLock({ $0 }) {
      await Task.yield()
    }
    await watcher.close()
    let server = try #require(try await Self.status(office).pid)
    #expect(kill(server, SIGKILL) == 0)
    var sent: [String] = []
    while !isOver.withLock({ $0 }), sent.count < 40 { sent.append(try await open("Task \(sent.count)")) }
    let ended = try await feed.value
    let told = try ended.lines.map { try JSONDecoder().decode(Told.self, from: Data($0.utf8)) }.filter(\.new).map(\.no)
    #expect(!told.isEmpty && told == Array(sent.prefix(told.count)), "\(told) of \(sent)")
    #expect(ended.stderr.contains("went away") && ended.stderr.contains("is back"), "\(ended.stderr)")
  }

  @Test func somethingInItsPlaceIsNamed() async throws {
    let office = try await Office.onOwnCluster()
    try FileManager.default.createDirectory(atPath: office.home, withIntermediateDirectories: true)
    _ = try office.write("", to: "home/postgres")
    let ended = try await office.expect(1, "order", "list")
    #expect(ended.stderr.contains("\(office.home)/postgres"), "\(ended.stderr)")
    #expect(try Data(contentsOf: URL(filePath: "\(office.home)/postgres")).isEmpty)

    let elsewhere = try await Office.onOwnCluster()
    _ = try elsewhere.write("", to: "home")
    #expect(try await elsewhere.expect(1, "order", "list").stderr.contains(elsewhere.home))
  }

  @Test(.enabled("needs the right to mount") { try await Mounting.isPossible })
  func aReadOnlyFolderIsNamed() async throws {
    let office = try await Office.onOwnCluster()
    let ended = try await Mounting.run(in: office, options: "size=1m,ro", #""$0" order list"#)
    #expect(ended.status == 1 && ended.stderr.contains(office.home), "\(ended.stderr)")
  }

  @Test(.enabled("needs the right to mount") { try await Mounting.isPossible })
  func aFullDiskLosesNothing() async throws {
    let office = try await Office.onOwnCluster()
    _ = try office.write(MadeLists.targets(6000), to: "list.csv")
    let ended = try await Mounting.run(
      in: office, options: "size=600m,mode=755",
      #"""
      "$0" order open --process request --title Before > before
      # Three megabytes are left.
      head -c $(($(stat -f -c '%a * %S' home) - 3000000)) /dev/zero > home/filler
      "$0" import run list.csv --as outreach --campaign spring > first; echo $?
      rm home/filler
      "$0" import run list.csv --as outreach --campaign spring --format json > second; echo $?
      "$0" order list --format ndjson | wc -l
      "$0" db stop > stopped
      """#)
    #expect(ended.stderr.contains("disk is full") && ended.stderr.contains("make room"), "\(ended.stderr)")
    let second = try JSONDecoder().decode(
      ImportAnswer.self, from: Data(contentsOf: URL(filePath: "\(office.folder)/second")))
    #expect(ended.lines == ["1", "3", "\(second.accepted + 1)"])
  }
}

/// A data folder on a file system of its own, for one shell script of which `$0` is `hotline`.
///
/// It is mounted in a namespace that ends with the script and the server it left: nothing to unmount, also after a crash.
enum Mounting {
  static var isPossible: Bool {
    get async throws { try await unshare("mount -t tmpfs tmpfs /mnt", [:], "/").status == 0 }
  }

  static func run(in office: Office, options: String, _ script: String) async throws -> Hotline.Ended {
    try FileManager.default.createDirectory(atPath: office.home, withIntermediateDirectories: true)
    return try await unshare(
      "mount -t tmpfs -o \(options) tmpfs home || exit 99\n\(script)", office.environment, office.folder)
  }

  private static func unshare(
    _ script: String, _ environment: [String: String], _ directory: String
  ) async throws -> Hotline.Ended {
    try await Hotline.run(
      ["--mount", "/bin/sh", "-c", script, Hotline.path], program: "/usr/bin/unshare", environment: environment,
      directory: directory)
  }
}
