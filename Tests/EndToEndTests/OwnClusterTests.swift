import FoundationEssentials
import Glibc
import Postgres
import TestCluster
import Testing

/// A new machine: the first command makes and starts a PostgreSQL of its own.
@Suite struct OwnClusterTests {
  private struct Status: Decodable {
    let state, folder: String
    let pid: Int32?
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
    try await office.expect(0, "db", "stop")
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

  @Test(.enabled(if: geteuid() == 0, "needs root to mount a file system"))
  func aReadOnlyFolderIsNamed() async throws {
    let office = try await Office.onOwnCluster()
    try await Mounted.tmpfs(at: office.home, options: "size=1m,ro") {
      let ended = try await office.expect(1, "order", "list")
      #expect(ended.stderr.contains(office.home), "\(ended.stderr)")
    }
  }

  @Test(.enabled(if: geteuid() == 0, "needs root to mount a file system"))
  func aFullDiskLosesNothing() async throws {
    let office = try await Office.onOwnCluster()
    try await Mounted.tmpfs(at: office.home, options: "size=600m,mode=755") {
      let list = try office.write(MadeLists.targets(20000), to: "list.csv")
      try await office.expect(0, "order", "open", "--process", "request", "--title", "Before")
      let space = FileManager.default
      let filler = "\(office.home)/filler"
      // Leaves three megabytes.
      let free = try #require(try space.attributesOfFileSystem(forPath: office.home)[.systemFreeSize] as? Int)
      try Data(count: max(0, free - 3 << 20)).write(to: URL(filePath: filler))
      let full = try await office.hotline(.importing(list, hidden: nil))
      #expect(full.status == 1, "\(full.stderr)")
      #expect(full.stderr.contains("full") || full.stderr.contains("No space"), "\(full.stderr)")
      try space.removeItem(atPath: filler)
      let went = try await office.importAnswer(.importing(list, hidden: nil), status: 3)
      #expect(try await office.board().split(separator: "\n").count == went.accepted + 1)
      try await office.expect(0, "db", "stop")
    }
  }
}

/// A file system of its own for one test.
private enum Mounted {
  struct Failure: Error { let code: Int32 }

  static func tmpfs(at path: String, options: String, _ body: () async throws -> Void) async throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    guard unsafe mount("tmpfs", path, "tmpfs", 0, Array(options.utf8CString)) == 0 else {
      // A container without the privilege: nothing to show here.
      guard errno != EPERM else { return }
      throw Failure(code: errno)
    }
    defer { unsafe umount2(path, Int32(MNT_DETACH)) }
    try await body()
  }
}
