import FoundationEssentials
import Glibc
import TestCluster
import Testing

@testable import Postgres

@Suite struct ClusterTests {
  /// A cluster of the test's own, in a folder that is not there yet.
  private func cluster(_ name: String = "postgres") async throws -> Cluster {
    Cluster(folder: try await TestCluster.folder() + "/" + name, isDurable: false)
  }

  private func answer(_ address: Address) async throws -> Int? {
    let connection = try await Connection.open(address)
    return try await connection.run { c in try c.query("select 7").first?.decode(Int.self) }
  }

  private func runningServer(_ cluster: Cluster) throws -> ClusterStatus.Server {
    guard case .running(let server) = try cluster.status() else {
      throw unexpected(cluster)
    }
    return server
  }

  private func unexpected(_ cluster: Cluster) -> ClusterError {
    .notStarted(folder: cluster.asked.path, reason: "\(String(describing: try? cluster.status()))", log: "")
  }

  private func setMode(_ path: String, _ mode: Int) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  /// Stops the server, then says whether it is gone.
  private func stop(_ cluster: Cluster) async throws {
    #expect(try await cluster.stop())
    guard case .stopped = try cluster.status() else {
      Issue.record("\(try cluster.status())")
      return
    }
  }

  @Test func aClusterIsMadeStartedStoppedAndStartedAgain() async throws {
    let cluster = try await cluster()
    guard case .notCreated = try cluster.status() else { throw unexpected(cluster) }
    #expect(try await cluster.stop() == false)

    let address = try await cluster.start()
    #expect(address.parameter("dbname") == "hotline")
    let connection = try await Connection.open(address)
    try await connection.run { c throws in
      let row = try c.query(
        """
        select current_setting('server_encoding'), current_setting('listen_addresses'), current_setting('data_checksums'),
               datcollate::text, current_setting('timezone') from pg_database where datname = 'hotline'
        """
      ).first?.decode(String.self, String.self, String.self, String.self, String.self)
      let (encoding, listen, checksums, collate, zone) = try #require(row)
      #expect((encoding, listen, checksums) == ("UTF8", "", "on"))
      #expect((collate, zone) == ("C.UTF-8", "UTC"))
      try c.execute("create table kept (n bigint)")
    }
    let server = try runningServer(cluster)
    #expect(server.folder == cluster.asked.path)
    #expect(abs(server.since.timeIntervalSinceNow) < 60)
    #expect(try await cluster.start() == address)
    #expect(try runningServer(cluster) == server)

    try await stop(cluster)
    let again = try await Connection.open(try await cluster.start())
    #expect(try await again.run { c in try c.query("select n from kept").count } == 0)
    #expect(try runningServer(cluster).processID != server.processID)
    try await stop(cluster)
  }

  @Test func aDurableClusterSyncs() async throws {
    let cluster = Cluster(folder: try await TestCluster.folder() + "/postgres")
    let connection = try await Connection.open(try await cluster.start())
    let settings = try await connection.run { c in
      try c.query("select setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit')")
        .map { try $0.decode(String.self) }
    }
    #expect(settings == ["on", "on", "on"])
    try await stop(cluster)
  }

  @Test func manyCommandsAtOnceStartOneServer() async throws {
    let cluster = try await cluster()
    try await withThrowingTaskGroup { group in
      for _ in 0..<6 { group.addTask { try await answer(try await cluster.start()) } }
      for try await found in group { #expect(found == 7) }
    }
    let log = try String(contentsOfFile: cluster.asked.file("server.log"), encoding: .utf8)
    #expect(log.components(separatedBy: "starting PostgreSQL").count == 2)
    try await stop(cluster)
  }

  @Test func aKilledServerIsStartedAgain() async throws {
    let cluster = Cluster(folder: try await TestCluster.folder() + "/postgres")
    let address = try await cluster.start()
    let held = try await Connection.open(address)
    try await held.run { c in try c.execute("create table kept (n bigint)") }
    let process = try runningServer(cluster).processID
    #expect(kill(pid_t(process), SIGKILL) == 0)
    while try Postmaster.read(cluster.asked.folder("data"))?.listener != nil { await Task.yield() }
    // At once: the children of the dead server are still around.
    #expect(try await cluster.start() == address)
    #expect(try runningServer(cluster).processID != process)
    #expect(try await Connection.open(address).run { c in try c.query("select n from kept").count } == 0)
    await #expect(throws: PostgresError.self) { try await held.run { c in try c.execute("select 1") } }
    try await stop(cluster)
  }

  @Test(arguments: ["own", "unused", "1", "4711\n", "garbage", ""])
  func aStaleProcessFileIsNoHindrance(kind: String) async throws {
    let cluster = try await cluster()
    _ = try await cluster.start()
    let path = cluster.asked.file("data/postmaster.pid")
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    try await stop(cluster)
    let process = kind == "own" ? "\(getpid())" : kind == "unused" ? "4000000" : kind
    let text = ([Substring(process)] + lines.dropFirst()).joined(separator: "\n")
    // The last three are what a power failure may leave.
    try (["4711\n", "garbage", ""].contains(kind) ? kind : text).write(toFile: path, atomically: false, encoding: .utf8)
    guard case .stopped = try cluster.status() else { throw unexpected(cluster) }
    #expect(try await cluster.stop() == false)
    #expect(try await answer(try await cluster.start()) == 7)
    try await stop(cluster)
  }

  @Test func aLongPathPutsTheSocketElsewhere() async throws {
    let cluster = try await cluster("数据库/" + String(repeating: "long", count: 25) + "/a 'quoted' $(folder)/postgres")
    let address = try await cluster.start()
    #expect(try await answer(address) == 7)
    let socket = try #require(address.parameter("host"))
    #expect(socket.hasPrefix("/tmp/hotline-"))
    #expect(try Folder(path: socket).status().mode == 0o700)
    #expect(try await cluster.start() == address)
    try await stop(cluster)
    // A stranger's open folder in that place is not used.
    try setMode(socket, 0o777)
    let error = await #expect(throws: ClusterError.self) { try await cluster.start() }
    #expect(error == .unsafeSocketFolder(path: socket))
    try FileManager.default.removeItem(atPath: socket)
  }

  @Test func anEmptyFolderIsTakenAndAnInterruptedInitdbForgotten() async throws {
    let cluster = try await cluster()
    let folder = cluster.asked
    for path in [folder.path, folder.file("data.new-12345678"), folder.file("data")] {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }
    try "15".write(toFile: folder.file("data.new-12345678/PG_VERSION"), atomically: false, encoding: .utf8)
    if let account = ServerAccount(name: "postgres"), geteuid() == 0 {
      for path in [folder.path, folder.file("data")] { try account.own(path) }
    }
    #expect(try await answer(try await cluster.start()) == 7)
    #expect(try !folder.entries().contains { $0.hasPrefix("data.new-") })
    try await stop(cluster)
  }

  @Test func aDatabaseKilledBeforeItWasWholeIsMadeWhole() async throws {
    let cluster = try await cluster()
    _ = try await cluster.start()
    // As if the command had been killed between the server's start and its end.
    try FileManager.default.removeItem(atPath: cluster.asked.file("ready"))
    #expect(try await answer(try await cluster.start()) == 7)
    #expect(FileManager.default.fileExists(atPath: cluster.asked.file("ready")))
    try await stop(cluster)
  }

  @Test func whatIsNoClusterIsRefusedInWords() async throws {
    let parent = try await TestCluster.folder()
    let file = parent + "/file"
    try "".write(toFile: file, atomically: false, encoding: .utf8)
    for path in [file, file + "/postgres", file + "/deeper/postgres"] {
      let error = await #expect(throws: ClusterError.self) { try await Cluster(folder: path).start() }
      #expect(error == .notAFolder(path: error == .notAFolder(path: file) ? file : path))
    }
    #expect(throws: ClusterError.self) { try Cluster(folder: file).status() }

    try FileManager.default.createSymbolicLink(atPath: parent + "/link", withDestinationPath: parent + "/gone")
    let gone = await #expect(throws: ClusterError.self) { try await Cluster(folder: parent + "/link").start() }
    #expect(gone?.description.contains("what it points to is gone") == true)

    let cluster = Cluster(folder: parent + "/postgres", isDurable: false)
    _ = try await cluster.start()
    try await stop(cluster)
    let version = cluster.asked.file("data/PG_VERSION")
    for (text, words) in [("9\n", "Debian: apt install postgresql-9"), ("", "its PG_VERSION is no version")] {
      let own = try String(contentsOfFile: version, encoding: .utf8)
      try text.write(toFile: version, atomically: false, encoding: .utf8)
      let error = await #expect(throws: ClusterError.self) { try await cluster.start() }
      #expect(error?.description.contains(words) == true, "\(String(describing: error))")
      try own.write(toFile: version, atomically: false, encoding: .utf8)
    }
    try FileManager.default.removeItem(atPath: version)
    let damaged = await #expect(throws: ClusterError.self) { try await cluster.start() }
    #expect(damaged?.description.contains("it has no PG_VERSION") == true)
  }

  @Test func aServerThatCannotStartSaysWhy() async throws {
    let cluster = try await cluster()
    _ = try await cluster.start()
    try await stop(cluster)
    let conf = cluster.asked.file("data/postgresql.conf")
    let text = try String(contentsOfFile: conf, encoding: .utf8)
    try (text + "\nno_such_setting = 1\n").write(toFile: conf, atomically: false, encoding: .utf8)
    let error = await #expect(throws: ClusterError.self) { try await cluster.start() }
    #expect(error?.description.contains("server.log") == true)
    #expect(error?.description.contains("no_such_setting") == true, "\(String(describing: error))")
    try text.write(toFile: conf, atomically: false, encoding: .utf8)
    #expect(try await answer(try await cluster.start()) == 7)
    try await stop(cluster)
  }

  @Test(.enabled(if: geteuid() != 0, "root may write everywhere"))
  func aFolderWithoutPermissionIsRefusedInWords() async throws {
    let parent = try await TestCluster.folder()
    try setMode(parent, 0o500)
    defer { try? setMode(parent, 0o700) }
    let error = await #expect(throws: ClusterError.self) { try await Cluster(folder: parent + "/postgres").start() }
    #expect(error == .notPermitted(path: parent + "/postgres", action: "make"))
  }

  @Test(.enabled(if: geteuid() == 0, "only root runs the server as somebody else"))
  func dataThatTheServersUserCannotReachGoesElsewhere() async throws {
    let parent = try await TestCluster.folder()
    try setMode(parent, 0o700)
    let elsewhere = try await TestCluster.folder()
    let cluster = Cluster(folder: parent + "/closed", fallback: elsewhere, isDurable: false)
    let address = try await cluster.start()
    #expect(try await answer(address) == 7)
    let server = try runningServer(cluster)
    #expect(server.folder.hasPrefix(elsewhere + "/closed-"))
    #expect(try cluster.asked.kind() == .link)
    #expect(try await cluster.start() == address)
    try await stop(cluster)

    // But data that is there already is not moved behind anybody's back.
    let inside = Folder(path: parent + "/inside")
    try inside.make(for: nil)
    try "".write(toFile: inside.file("note"), atomically: false, encoding: .utf8)
    let error = await #expect(throws: ClusterError.self) { try await Cluster(folder: inside.path).start() }
    #expect(error == .notReachable(folder: inside.path, parent: parent, user: "postgres"))
  }
}
