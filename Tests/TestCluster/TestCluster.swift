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
    // 15 ms in memory; the other strategy (wal_log) takes 23, either takes 115 on a disk.
    try await admin.run { c in
      try c.execute("create database \(identifier: name) template template0 strategy file_copy")
    }
    return address.database(name)
  }

  /// A folder of its own for one test, removed with the server; nothing is in it.
  public static func folder() async throws -> String {
    _ = try await server.value
    let folder = home + "/" + UUID().uuidString.prefix(8).lowercased()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
  }

  private static let home = base + "/hotline-test-\(getpid())-" + UUID().uuidString.prefix(8).lowercased()

  /// Memory where there is enough: each database is 7 MB of some 300 files.
  private static var base: String {
    var space = statvfs()
    guard unsafe statvfs("/dev/shm", &space) == 0, space.f_bavail * space.f_bsize > 3 << 30 else { return "/tmp" }
    return "/dev/shm"
  }

  // Owned by the process: every test shares it and none may end it.
  private static let server = Task {
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    try watch(home)
    let address = try await Cluster(folder: home + "/postgres", isDurable: false).start()
    return (try await Connection.open(address, application: "tests"), address)
  }

  /// Starts a program that is nobody's child; it says what it has to say into a file.
  static func detach(_ command: [String], output: String) throws {
    let file = unsafe open(output, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw CocoaError(.fileWriteUnknown) }
    defer { close(file) }
    try Subprocess(arguments: command).detach(output: file, extra: file)
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
      for signal in QUIT QUIT KILL; do
        for process in /proc/[0-9]*; do
          # By its command line: the number in a postmaster.pid may be a stranger's, a test sees to that.
          tr '\\0' ' ' < "$process/cmdline" 2>/dev/null | grep -q -e "/postgres -D $1/" -e "/pgbouncer .*$1/" &&
            kill -$signal "${process#/proc/}"
        done
        sleep 0.2
      done
      grep -o " $1/[^ ]*" /proc/mounts | xargs -r umount -l
      rm -rf "$1"
      """
    try Subprocess(arguments: ["/bin/sh", "-c", script, "watchdog", folder]).detach(output: null, extra: ends[0])
  }
}
