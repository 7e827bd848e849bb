import FoundationEssentials
import Glibc

/// A running program with one end of a pipe: what it writes comes to us, or what it reads comes from us.
///
/// Dropped before its end it is told to stop (SIGTERM) and waited for.
@safe struct PipedProcess: ~Copyable {
  enum Stream { case output, input }

  let process: pid_t
  private let name: ClientProgram.Name
  private var pipe: Int32
  private let errors: Int32
  private var isOver = false

  init(
    _ line: [String], environment: [String: String], _ stream: Stream, of name: ClientProgram.Name
  ) throws(ClientProgramError) {
    self.name = name
    let (data, errors) = (try Self.pipe(of: name), try Self.pipe(of: name))
    let (ours, its) = stream == .output ? (data[0], data[1]) : (data[1], data[0])
    let (process, code) = Self.spawn(
      line, environment, input: stream == .input ? its : nil, output: stream == .output ? its : nil, errors: errors[1])
    close(its)
    close(errors[1])
    guard code == 0 else {
      close(ours)
      close(errors[0])
      throw .notStarted(name, code)
    }
    self.process = process
    pipe = ours
    self.errors = errors[0]
  }

  private static func pipe(of name: ClientProgram.Name) throws(ClientProgramError) -> [Int32] {
    var ends: [Int32] = [-1, -1]
    guard unsafe Glibc.pipe(&ends) == 0 else { throw .notStarted(name, errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return ends
  }

  deinit {
    if pipe >= 0 { close(pipe) }
    close(errors)
    if !isOver {
      kill(process, SIGTERM)
      _ = Self.wait(for: process)
    }
  }

  private static func spawn(
    _ line: [String], _ environment: [String: String], input: Int32?, output: Int32?, errors: Int32
  ) -> (pid_t, Int32) {
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    // Dispatch's threads block signals, and a child would inherit that.
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    for (descriptor, number) in [(input, Int32(0)), (output, 1)] {
      if let descriptor {
        unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, number)
      } else {
        unsafe posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
      }
    }
    unsafe posix_spawn_file_actions_adddup2(&actions, errors, 2)
    var process = pid_t()
    let code = unsafe withCStrings(line) { argv in
      unsafe withCStrings(environment.map { "\($0)=\($1)" }) { envp in
        unsafe posix_spawn(&process, line[0], &actions, &attributes, argv, envp)
      }
    }
    return (process, code)
  }

  /// The next bytes it writes; empty at the end.
  func read() throws(ClientProgramError) -> [UInt8] {
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = unsafe Glibc.read(pipe, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .failed(name, systemMessage(errno)) }
      chunk.removeLast(chunk.count - count)
      return chunk
    }
  }

  /// Gives it bytes to read; false when it reads no more.
  func write(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(pipe, $0.baseAddress?.advanced(by: sent), $0.count - sent)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// Waits for its end.
  ///
  /// Its complaints are read only now: it ends with its first error, and a few lines fit into a pipe.
  /// - Parameter ended: called when it has ended and its number is still its own.
  mutating func finish(_ ended: () -> Void) throws(ClientProgramError) {
    close(pipe)
    pipe = -1
    var words: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = unsafe Glibc.read(errors, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      if words.count < 16 << 10 { words += chunk.prefix(count) }
    }
    var info = unsafe siginfo_t()
    while unsafe waitid(P_PID, id_t(process), &info, WEXITED | WNOWAIT) < 0 && errno == EINTR {}
    ended()
    let status = Self.wait(for: process)
    isOver = true
    guard status == 0 else {
      let lines = String(decoding: words, as: UTF8.self).split(whereSeparator: \.isNewline)
      throw .failed(name, lines.isEmpty ? "it ended with status \(status)" : lines.joined(separator: "; "))
    }
  }

  private static func wait(for process: pid_t) -> Int32 {
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 && errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}

@unsafe private func withCStrings<R>(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R) -> R {
  var copies = unsafe strings.map { unsafe strdup($0) }
  unsafe copies.append(nil)
  let value = unsafe body(copies)
  unsafe copies.forEach { unsafe free($0) }
  return value
}
