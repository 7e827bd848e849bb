import Dispatch
import FoundationEssentials
import Glibc

@testable import LogWorker

/// A `LogWorker` in a process of its own.
struct Worker: Sendable {
  /// How it ended.
  enum End: Equatable, Sendable {
    case exited(Int32)
    case killed
  }

  private let process: pid_t
  private let output: String

  /// The program beside the test bundle, as `swift build` leaves it.
  private static let path: String = {
    let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return bundle.split(separator: "/").dropLast().map { "/\($0)" }.joined() + "/LogWorker"
  }()

  /// Starts one.
  ///
  /// - Parameter output: a file for what it says.
  init(_ arguments: [String], output: String) throws {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o644)
    unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var words = unsafe ([Self.path] + arguments).map { unsafe strdup($0) }
    unsafe words.append(nil)
    defer { unsafe words.forEach { unsafe free($0) } }
    var process = pid_t()
    let code = unsafe posix_spawn(&process, Self.path, &actions, nil, words, environ)
    guard code == 0 else { throw Failure("\(Self.path) does not start (errno \(code))") }
    self.process = process
    self.output = output
  }

  /// What it said.
  var words: String {
    (try? Data(contentsOf: URL(filePath: output))).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  func send(_ signal: Int32) { kill(process, signal) }

  /// Waits for its end; kills it where that takes longer. Two minutes are a hang, which must end too.
  func end(killingAfter limit: Duration = .seconds(120)) async -> End {
    await withCheckedContinuation { continuation in
      DispatchQueue(label: "worker").async {
        let moment = ContinuousClock.now + limit
        var status: Int32 = 0
        var isKilled = false
        // Only here is it reaped, so its number cannot be a stranger's when it is killed.
        while unsafe waitpid(process, &status, WNOHANG) == 0 {
          if !isKilled, ContinuousClock.now >= moment {
            kill(process, SIGKILL)
            isKilled = true
          }
          usleep(1_000)
        }
        continuation.resume(returning: status & 0x7F == 0 ? .exited((status >> 8) & 0xFF) : .killed)
      }
    }
  }
}
