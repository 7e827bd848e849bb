import FoundationEssentials
import Glibc

extension ClusterStart {
  /// Starts the server and waits until it accepts connections.
  func start(
    _ folder: Folder, _ binaries: ServerBinaries, _ account: ServerAccount?
  ) throws(ClusterError) -> Postmaster {
    let data = folder.folder("data")
    progress(.starting(version: "\(binaries.version)"))
    let end = ContinuousClock.now + .seconds(10)
    while true {
      if let postmaster = try runningPostmaster(data, folder) { return try awaitReady(folder, postmaster, death: nil) }
      do throws(ClusterError) {
        return try launch(folder, binaries, account)
      } catch {
        // The children of a server that was killed hold its shared memory until they have noticed.
        guard case .notStarted(_, let reason, _) = error, ContinuousClock.now < end,
          reason.contains("shared memory block") || reason.contains("lock file")
        else { throw error }
        usleep(50_000)
      }
    }
  }

  /// A server that was started by other means, or is still starting or stopping.
  private func runningPostmaster(_ data: Folder, _ folder: Folder) throws(ClusterError) -> Postmaster? {
    guard let postmaster = try Postmaster.read(data) else {
      try Postmaster.setAside(data, in: folder)
      return nil
    }
    if postmaster.listener != nil || postmaster.isAlive(data) { return postmaster }
    // A living stranger with the dead server's number would keep PostgreSQL from starting.
    if kill(pid_t(clamping: postmaster.processID), 0) == 0 || errno == EPERM { try postmaster.disown(data) }
    return nil
  }

  private func launch(
    _ folder: Folder, _ binaries: ServerBinaries, _ account: ServerAccount?
  ) throws(ClusterError) -> Postmaster {
    let log = folder.file("server.log")
    if try OpenFile(log, O_RDWR | O_CREAT).size > 10 << 20 { unsafe rename(log, log + ".1") }
    let file = try OpenFile(log, O_RDWR | O_CREAT | O_APPEND)
    if let account { try account.own(log) }
    let logStart = file.size
    // The server holds the writing end for life: the end of the pipe is its death, and no poll on a process is needed.
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw ClusterError(errno, path: folder.path, action: "start the server of") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[0]) }
    do throws(ClusterError) {
      // Ours must be closed for the server's to be the last.
      defer { if ends[1] >= 0 { close(ends[1]) } }
      let arguments = [
        binaries.folder + "/postgres", "-D", folder.file("data"), "-k", try socketFolder(folder, account), "-p", "5432",
      ]
      try Subprocess(arguments: arguments, account: account).detach(output: file.descriptor, extra: ends[1])
      close(ends[1])
      ends[1] = -1
      return try awaitReady(folder, nil, death: ends[0])
    } catch {
      guard case .notStarted = error else { throw error }
      throw reason(file.text(from: logStart), folder)
    }
  }

  /// Polls for the line that the server writes into postmaster.pid when it accepts connections.
  private func awaitReady(
    _ folder: Folder, _ running: Postmaster?, death: Int32?
  ) throws(ClusterError) -> Postmaster {
    let data = folder.folder("data")
    let start = ContinuousClock.now
    var told = 0
    while true {
      if let postmaster = try Postmaster.read(data), postmaster.isReady, postmaster.listener != nil {
        return postmaster
      }
      if let death {
        var source = pollfd(fd: death, events: Int16(POLLIN), revents: 0)
        if unsafe poll(&source, 1, 5) > 0 {
          throw .notStarted(folder: folder.path, reason: "", log: folder.file("server.log"))
        }
      } else {
        usleep(5_000)
        // It was stopping: start it again.
        guard let running, running.isAlive(data) || running.listener != nil else {
          throw .notStarted(folder: folder.path, reason: "shared memory block", log: folder.file("server.log"))
        }
      }
      let seconds = (ContinuousClock.now - start).components.seconds
      guard seconds < 300 else { throw .slow(folder: folder.path, action: "starting", log: folder.file("server.log")) }
      if seconds / 5 > told {
        told = Int(seconds) / 5
        progress(.stillStarting)
      }
    }
  }

  /// The first fatal line of what the server wrote.
  private func reason(_ log: String, _ folder: Folder) -> ClusterError {
    let lines = log.split(whereSeparator: \.isNewline)
    let end = lines.firstIndex { $0.contains("FATAL:") || $0.contains("PANIC:") } ?? lines.count - 1
    guard lines.indices.contains(end) else {
      return .notStarted(folder: folder.path, reason: "", log: folder.file("server.log"))
    }
    let text = lines[end]
    if text.contains(systemMessage(ENOSPC)) { return .diskFull(path: folder.path) }
    if text.contains(systemMessage(EROFS)) { return .readOnly(path: folder.path) }
    // The cause may stand before it: "unrecognized configuration parameter", then "configuration file contains errors".
    let usual = ["starting PostgreSQL", "listening on", "database system"]
    let cause = lines[..<end].last { line in !usual.contains { line.contains($0) } }
    let words = [cause, text].compactMap(\.self).map { $0.split(separator: ":  ").dropFirst().joined(separator: ": ") }
    return .notStarted(
      folder: folder.path, reason: words.filter { !$0.isEmpty }.joined(separator: "; "), log: folder.file("server.log"))
  }

  /// The folder itself, or a private one with a short path when the socket's would be over sun_path's 107 bytes.
  private func socketFolder(_ folder: Folder, _ account: ServerAccount?) throws(ClusterError) -> String {
    if folder.file(".s.PGSQL.5432").utf8.count <= 107 { return folder.path }
    let owner = account?.user ?? geteuid()
    let name = String(fingerprint(folder.path), radix: 16)
    let short = Folder(path: "\(cluster.socketBase)/hotline-\(owner)-\(name)")
    if try short.kind() == .missing { try short.make(for: account) }
    // In /tmp anybody may have been first: a link or an open folder would hand them our connections.
    let (holder, _, mode) = try short.status()
    guard try short.kind() == .folder, holder == owner, mode & 0o077 == 0 else {
      throw .unsafeSocketFolder(path: short.path)
    }
    return short.path
  }
}
