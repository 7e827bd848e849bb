import FoundationEssentials
import Glibc

/// What `postmaster.pid` in the data folder says, one fact a line (miscadmin.h, "LOCK_FILE_LINE_…"):
///
///     4711                         process
///     /home/u/hotline/data         data folder
///     1775000000                   started, seconds since 1970
///     5432                         port
///     /home/u/hotline              socket folder
///                                  (address)
///     1703936  3                   shared memory
///     ready                        starting | stopping | ready | standby
struct Postmaster: Sendable {
  let processID: Int
  let since: Date
  let socketFolder: String
  let isReady: Bool

  /// Nil when there is no such file, or not yet a whole one.
  static func read(_ data: Folder) throws(ClusterError) -> Postmaster? {
    let path = data.file("postmaster.pid")
    guard unsafe access(path, F_OK) == 0 else {
      // Not "there is none" but "we may not know".
      if errno == EACCES { throw ClusterError(errno, path: data.path, action: "read") }
      return nil
    }
    let lines = try OpenFile(path, O_RDONLY).text().split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 5, let process = Int(lines[0]), let seconds = Double(lines[2]) else { return nil }
    return Postmaster(
      processID: process, since: Date(timeIntervalSince1970: seconds), socketFolder: String(lines[4]),
      isReady: lines.count >= 8 && lines[7].hasPrefix("ready"))
  }

  /// The process that listens on the socket, as the kernel knows it; nil when nobody does.
  ///
  /// 0 when it lives in another process namespace (a container that shares the folder).
  var listener: Int? {
    let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let path = Array((socketFolder + "/.s.PGSQL.5432").utf8) + [0]
    guard path.count <= MemoryLayout.size(ofValue: address.sun_path) else { return nil }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path) }
    let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
    guard isConnected else { return nil }
    // struct ucred { pid, uid, gid } of who called listen(2).
    var credentials: [Int32] = [0, 0, 0]
    var size = socklen_t(12)
    guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0 else { return 0 }
    return Int(credentials[0])
  }

  /// Whether the process of the file is a server of this data folder, and not one that got a dead server's number.
  ///
  /// By its command line, which anybody may read; its working folder takes a privilege that root in a container lacks.
  func isAlive(_ data: Folder) -> Bool { Self.isServer(processID, of: data) }

  private static func isServer(_ processID: Int, of data: Folder) -> Bool {
    guard let file = try? OpenFile("/proc/\(processID)/cmdline", O_RDONLY) else { return false }
    return file.text().split(separator: "\0").contains { $0 == data.path }
  }

  /// Makes the files of a dead server harmless whose process number now belongs to a stranger, or to its own zombie: a
  /// living process of that number keeps PostgreSQL from starting.
  ///
  /// The files stay: by its shared memory line PostgreSQL notices that a child of the dead server still writes.
  func disown(_ data: Folder) throws(ClusterError) {
    for path in [data.file("postmaster.pid"), socketFolder + "/.s.PGSQL.5432.lock"] where unsafe access(path, F_OK) == 0
    {
      let lines = try OpenFile(path, O_RDONLY).text().split(separator: "\n", omittingEmptySubsequences: false)
      guard lines.first.flatMap({ Int($0) }) == processID else { continue }
      let file = try OpenFile(path, O_WRONLY | O_TRUNC)
      // No process has the highest number there is; pid_max ends at 2^22.
      try file.write((["2147483646"] + lines.dropFirst()).joined(separator: "\n"))
    }
  }

  /// Puts a file that cannot be read aside, as a power failure leaves it: PostgreSQL would refuse to start.
  ///
  /// Not while any process was started for this data folder: then the file is only just being written.
  static func setAside(_ data: Folder, in folder: Folder) throws(ClusterError) {
    let path = data.file("postmaster.pid")
    guard unsafe access(path, F_OK) == 0 else { return }
    for process in try Folder(path: "/proc").entries().compactMap(Int.init) where isServer(process, of: data) { return }
    guard unsafe rename(path, folder.file("postmaster.pid.unreadable")) == 0 else {
      throw ClusterError(errno, path: path, action: "put aside")
    }
  }
}
