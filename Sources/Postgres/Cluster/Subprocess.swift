import Glibc

/// A short-lived program, started without a shell, with no environment but what it needs and no open files of ours.
package struct Subprocess {
  package var arguments: [String]
  /// Run as another user; only as root.
  var account: ServerAccount?

  /// A program by its full path, and its arguments.
  package init(arguments: [String]) {
    self.arguments = arguments
  }

  init(arguments: [String], account: ServerAccount?) {
    self.arguments = arguments
    self.account = account
  }

  /// What a finished program left.
  struct Outcome {
    /// 128 + the signal when it was killed.
    var code: Int32
    /// Its stdout and stderr, up to 64 KiB.
    var output: String
  }

  /// Runs to the end; blocks.
  func run() throws(ClusterError) -> Outcome {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw ClusterError(errno, path: arguments[0], action: "run") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[0]) }
    let process = Result { () throws(ClusterError) in try spawn(output: ends[1], extra: nil) }
    close(ends[1])
    let child = try process.get()
    var output: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = unsafe read(ends[0], &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { break }
      if output.count < 64 << 10 { output += chunk.prefix(count) }
    }
    return Outcome(code: Self.wait(for: child), output: String(decoding: output, as: UTF8.self))
  }

  /// Starts it detached, in a session of its own and with `extra` as descriptor 3; it is nobody's child when this returns.
  package func detach(output: Int32, extra: Int32) throws(ClusterError) {
    // setsid --fork leaves the program to init. As our child it would stay a zombie when it dies before us, and
    // PostgreSQL takes a zombie's process number in postmaster.pid for a living server.
    let detached = Subprocess(arguments: [try Self.tool("setsid"), "--fork"] + (try commandLine()))
    let code = Self.wait(for: try detached.spawn(output: output, extra: extra))
    guard code == 0 else { throw .system(path: arguments[0], action: "detach", code: EIO) }
  }

  private func commandLine() throws(ClusterError) -> [String] {
    guard let account else { return arguments }
    // The account may not be able to enter the folder we stand in, and initdb wants to come back to it.
    return [
      try Self.tool("env"), "--chdir=/", try Self.tool("setpriv"), "--reuid", String(account.user), "--regid",
      String(account.group), "--clear-groups",
      "--",
    ] + arguments
  }

  /// Of coreutils and util-linux, which every Debian has.
  private static func tool(_ name: String) throws(ClusterError) -> String {
    for folder in ["/usr/bin", "/bin"] where unsafe access("\(folder)/\(name)", X_OK) == 0 {
      return "\(folder)/\(name)"
    }
    throw .system(path: "/usr/bin/\(name)", action: "find", code: ENOENT)
  }

  private func spawn(output: Int32, extra: Int32?) throws(ClusterError) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 2)
    if let extra { unsafe posix_spawn_file_actions_adddup2(&actions, extra, 3) }
    // A pipe of the shell's, kept open by a server that outlives us, would make `hotline | cat` hang.
    for descriptor in try Folder(path: "/proc/self/fd").entries().compactMap(Int32.init) {
      if descriptor > (extra == nil ? 2 : 3) { unsafe posix_spawn_file_actions_addclose(&actions, descriptor) }
    }
    let line = try commandLine()
    let environment = ["LC_ALL=C", "PATH=/usr/local/bin:/usr/bin:/bin", "TZ=UTC"]
    var process = pid_t()
    let code = unsafe Self.withCStrings(line) { argv in
      unsafe Self.withCStrings(environment) { envp in
        unsafe posix_spawn(&process, line[0], &actions, nil, argv, envp)
      }
    }
    guard code == 0 else { throw ClusterError(code, path: line[0], action: "run") }
    return process
  }

  private static func wait(for process: pid_t) -> Int32 {
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 && errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }

  @unsafe private static func withCStrings<R>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R
  ) -> R {
    var copies = unsafe strings.map { unsafe strdup($0) }
    unsafe copies.append(nil)
    let value = unsafe body(copies)
    unsafe copies.forEach { unsafe free($0) }
    return value
  }
}
