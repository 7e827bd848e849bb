import FoundationEssentials
import Glibc

/// libfaketime stands between the server and its clock, and reads from a file by how much to lie.
extension TestServer {
  /// Whether Debian's package is installed (scripts/setup --tests does).
  public static var hasSettableClock: Bool { faketime != nil }

  private static let faketime: String? = {
    let folder = "/usr/lib/\(machine)-linux-gnu/faketime/libfaketime.so.1"
    return unsafe access(folder, R_OK) == 0 ? folder : nil
  }()

  private static var machine: String {
    #if arch(arm64)
      "aarch64"
    #else
      "x86_64"
    #endif
  }

  private var clockFile: String { folder + "/clock" }

  /// Sets the clock by so many seconds off the true one: `-3600`.
  public func setClock(_ offset: String) throws {
    try Data((offset + "\n").utf8).write(to: URL(filePath: clockFile + ".new"))
    guard unsafe chmod(clockFile + ".new", 0o644) == 0, unsafe rename(clockFile + ".new", clockFile) == 0 else {
      throw CocoaError(.fileWriteUnknown)
    }
  }

  /// Starts it again with a clock that can be set; from then on it is a server like any other.
  public func restartWithSettableClock() async throws {
    try shutDownImmediately()
    try setClock("+0")
    let data = folder + "/data"
    let version = String(decoding: try Data(contentsOf: URL(filePath: data + "/PG_VERSION")), as: UTF8.self)
      .filter { !$0.isWhitespace }
    var command = [
      "/usr/bin/env", "LD_PRELOAD=\(Self.faketime ?? "")", "FAKETIME_TIMESTAMP_FILE=\(clockFile)",
      "FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1", "/usr/lib/postgresql/\(version)/bin/postgres", "-D",
      data,
      "-k", folder, "-p", "5432",
    ]
    var status = stat()
    if geteuid() == 0, unsafe stat(data, &status) == 0 {
      command =
        ["/usr/bin/setpriv", "--reuid", "\(status.st_uid)", "--regid", "\(status.st_gid)", "--clear-groups", "--"]
        + command
    }
    try TestCluster.detach(command, output: folder + "/server.log")
    // It finds the one that is starting, and waits for it.
    while (try? processID()) == nil { usleep(1_000) }
    try await start()
  }
}
