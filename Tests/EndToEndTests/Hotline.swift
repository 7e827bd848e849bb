import Dispatch
import FoundationEssentials
import Glibc
import Synchronization

/// The built `hotline`, run as a person runs it: a process of its own, known by what it prints and how it ends.
enum Hotline {
  /// How a run ended.
  struct Ended: Sendable {
    /// The exit status; 128 + the signal where one ended it, as a shell says it.
    let status: Int32
    let stdout: String
    let stderr: String
    /// Whether our signal ended it.
    let wasKilled: Bool

    /// The lines of stdout.
    var lines: [Substring] { stdout.split(separator: "\n") }
  }

  /// The program beside the test bundle, as `swift build` leaves it; another one where `HOTLINE_TESTED` names it.
  static let path: String = {
    if let path = ProcessInfo.processInfo.environment["HOTLINE_TESTED"] { return path }
    let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return bundle.split(separator: "/").dropLast().map { "/\($0)" }.joined() + "/hotline"
  }()

  /// As many run at once: tests run all together, and forty processes on two processors would all seem to hang.
  private static let seats = {
    let seats = DispatchSemaphore(value: 0)
    for _ in 0..<4 { seats.signal() }
    return seats
  }()

  /// Runs it to its end, or to ours.
  ///
  /// - Parameters:
  ///   - program: another one, which runs it in its turn.
  ///   - environment: all of it; nothing of the test's own is inherited.
  ///   - directory: where it stands.
  ///   - killAfter: when it gets the signal, where it still runs. Two minutes are a hang, which must end too.
  ///   - killOn: it gets the signal as soon as there is something to read here.
  ///   - closingOutputAfter: stop reading stdout after so many bytes, as `head` does.
  static func run(
    _ arguments: [String], program: String = path, environment: [String: String], directory: String,
    killAfter: Duration = .seconds(120), killOn sign: Int32? = nil, signal: Int32 = SIGKILL,
    closingOutputAfter byteLimit: Int? = nil
  ) async throws -> Ended {
    try await withCheckedThrowingContinuation { continuation in
      Blocking.run {
        continuation.resume(
          with: Result {
            seats.wait()
            defer { seats.signal() }
            return try Launch([program] + arguments, environment, directory).watch(
              killAfter: killAfter, killOn: sign, signal: signal, byteLimit: byteLimit)
          })
      }
    }
  }
}

/// One run while it lasts; blocks, so it lives on a thread of its own.
private struct Launch {
  struct Failure: Error { let what: String, code: Int32 }

  private let process: pid_t
  private let stdout: Int32
  private let stderr: Int32

  /// One at a time: a pipe made by another between its birth and its close-on-exec would be held open by our process.
  private static let spawning = Mutex(())

  init(_ arguments: [String], _ environment: [String: String], _ directory: String) throws {
    self = try Self.spawning.withLock { _ in try Launch(spawning: arguments, environment, directory) }
  }

  private init(spawning arguments: [String], _ environment: [String: String], _ directory: String) throws {
    let (out, err) = (try Self.pipe(), try Self.pipe())
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      close(out.write)
      close(err.write)
    }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, out.write, 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, err.write, 2)
    var process = pid_t()
    let code = unsafe withCStrings(["/usr/bin/env", "--chdir=\(directory)"] + arguments) { argv in
      unsafe withCStrings(environment.map { "\($0)=\($1)" }) { envp in
        unsafe posix_spawn(&process, "/usr/bin/env", &actions, nil, argv, envp)
      }
    }
    guard code == 0 else { throw Failure(what: "cannot run \(arguments[0])", code: code) }
    self.process = process
    stdout = out.read
    stderr = err.read
  }

  /// Reads both outputs until they end, which they do with the process: a server that it leaves must not hold them.
  func watch(killAfter: Duration, killOn sign: Int32?, signal: Int32, byteLimit: Int?) throws -> Hotline.Ended {
    let clock = ContinuousClock()
    var deadline: ContinuousClock.Instant? = clock.now + killAfter
    var isKilled = false
    var texts: [Int32: [UInt8]] = [stdout: [], stderr: []]
    var isOpen: [Int32: Bool] = [stdout: true, stderr: true]
    while isOpen.values.contains(true) {
      var polled = isOpen.filter(\.value).keys.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      if let sign, deadline != nil { polled.append(pollfd(fd: sign, events: Int16(POLLIN), revents: 0)) }
      let left = deadline.map { max(0, Int32(($0 - clock.now) / .milliseconds(1))) }
      let count = unsafe poll(&polled, nfds_t(polled.count), left ?? -1)
      let isSignalled = polled.contains { $0.fd == sign && $0.revents != 0 }
      if count == 0 || isSignalled, deadline != nil {
        // Between our look at the clock and this line it may have ended by itself: a zombie takes the signal too.
        isKilled = kill(process, signal) == 0
        deadline = nil
      }
      for entry in polled where entry.revents != 0 && entry.fd != sign {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let size = unsafe read(entry.fd, &chunk, chunk.count)
        texts[entry.fd, default: []] += chunk.prefix(max(0, size))
        let isFull = entry.fd == stdout && byteLimit.map { texts[stdout, default: []].count >= $0 } ?? false
        if size <= 0 || isFull {
          close(entry.fd)
          isOpen[entry.fd] = false
        }
      }
    }
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 && errno == EINTR {}
    let cause = status & 0x7F
    return Hotline.Ended(
      status: cause == 0 ? (status >> 8) & 0xFF : 128 + cause,
      stdout: String(decoding: texts[stdout] ?? [], as: UTF8.self),
      stderr: String(decoding: texts[stderr] ?? [], as: UTF8.self), wasKilled: isKilled && cause == signal)
  }

  private static func pipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard unsafe Glibc.pipe(&ends) == 0 else { throw Failure(what: "no pipe", code: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }
}

@unsafe private func withCStrings<R>(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R) -> R {
  var copies = unsafe strings.map { unsafe strdup($0) }
  unsafe copies.append(nil)
  defer { unsafe copies.forEach { unsafe free($0) } }
  return unsafe body(copies)
}

/// A thread of its own for what blocks, so that no test starves another's cooperative threads.
enum Blocking {
  static func run(_ body: @escaping @Sendable () -> Void) {
    DispatchQueue(label: "end-to-end").async(execute: body)
  }
}
