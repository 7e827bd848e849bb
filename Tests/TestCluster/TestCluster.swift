import FoundationEssentials
import Glibc
import Postgres

/// One throw-away PostgreSQL server per test process, and as many empty databases as the tests ask for.
///
/// The server starts with the first `database()` and dies with the process, however that ends: a watchdog reads a pipe
/// that only we hold open, and at its end stops the server and removes the folder.
public enum TestCluster {
  /// A fresh, empty database of its own for one test.
  public static func database() async throws -> Address {
    let (admin, address) = try await server.value
    let name = "test_" + UUID().uuidString.prefix(8).lowercased()
    // Copied block by block from template0, without a checkpoint, and while others do the same.
    try await admin.run { c in try c.execute("create database \(identifier: name) template template0") }
    return address.database(name)
  }

  /// A folder of its own for one test, removed with the server; nothing is in it.
  public static func folder() async throws -> String {
    _ = try await server.value
    let folder = home + "/" + UUID().uuidString.prefix(8).lowercased()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
  }

  private static let home = "/tmp/hotline-test-\(getpid())-" + UUID().uuidString.prefix(8).lowercased()

  // Owned by the process: every test shares it and none may end it.
  private static let server = Task {
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    try watch(home)
    let address = try await Cluster(folder: home + "/postgres", isDurable: false).start()
    return (try await Connection.open(address, application: "tests"), address)
  }

  /// Starts the watchdog, which outlives us for a moment.
  private static func watch(_ folder: String) throws {
    var ends: [Int32] = [-1, -1]
    let null = unsafe open("/dev/null", O_WRONLY | O_CLOEXEC)
    guard unsafe pipe(&ends) == 0, null >= 0 else { throw CocoaError(.fileReadUnknown) }
    // The writing end stays open, and ours alone, until we are gone.
    _ = fcntl(ends[1], F_SETFD, FD_CLOEXEC)
    defer {
      close(ends[0])
      close(null)
    }
    let script = """
      cat <&3 >/dev/null
      for file in "$1"/data/postmaster.pid "$1"/*/data/postmaster.pid "$1"/*/*/data/postmaster.pid; do
        [ -f "$file" ] || continue
        read -r pid < "$file"
        kill -QUIT "$pid"
        for n in 1 2 3 4 5 6 7 8 9 10; do [ -f "$file" ] && sleep 0.2; done
        [ -f "$file" ] && kill -KILL "$pid"
      done
      rm -rf "$1"
      """
    try Subprocess(arguments: ["/bin/sh", "-c", script, "watchdog", folder]).detach(output: null, extra: ends[0])
  }
}
