import Dispatch
import Glibc
import Synchronization

/// A dump of schemas by `pg_dump` in its custom format, and the way back by `pg_restore`.
///
/// Both stream: memory stays flat. Cancelling the calling task ends the program, and a restore leaves nothing.
public struct Dump: Sendable {
  private let address: Address
  private let environment: [String: String]

  /// - Parameter environment: the process's own, for what libpq in the programs looks at.
  public init(_ address: Address, environment: [String: String]) {
    self.address = address
    self.environment = environment
  }

  /// Dumps one schema and all in it, as one snapshot saw it (`pg_export_snapshot`).
  ///
  /// - Parameter body: gets the bytes in order, on another thread; what it throws ends the program.
  public func write(
    schema: String, snapshot: String, to body: @escaping @Sendable ([UInt8]) throws -> Void
  ) async throws {
    let program = try ClientProgram.find(.dump)
    try await run { stop in
      var process = try program.start(
        ["--format=custom", "--schema=\(schema)", "--snapshot=\(snapshot)"], on: address, environment: environment,
        .output)
      stop.begin(process.process)
      // Nobody signals it any more: a failure here lets the process be ended and waited for.
      defer { stop.end() }
      while true {
        let bytes = try process.read()
        if bytes.isEmpty { break }
        try body(bytes)
      }
      try process.finish { stop.end() }
    }
  }

  /// Makes again what was dumped, in one transaction, owned by the session's user; roles must be there.
  ///
  /// - Parameter source: the bytes of the dump piece by piece, empty at the end; on another thread.
  public func restore(from source: @escaping @Sendable () throws -> [UInt8]) async throws {
    let program = try ClientProgram.find(.restore)
    try await run { stop in
      var process = try program.start(
        ["--single-transaction", "--exit-on-error", "--no-owner"], on: address, environment: environment, .input)
      stop.begin(process.process)
      defer { stop.end() }
      while true {
        let bytes = try source()
        // Where it reads no more it has an error to tell.
        if bytes.isEmpty || !process.write(bytes) { break }
      }
      try process.finish { stop.end() }
    }
  }

  /// Off the cooperative threads, as the pipes block.
  private func run(_ body: @escaping @Sendable (Stop) throws -> Void) async throws {
    let stop = Stop()
    try await withTaskCancellationHandler {
      do {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
          DispatchQueue(label: "hotline.dump").async { continuation.resume(with: Result { try body(stop) }) }
        }
      } catch {
        // Its last words are then only that it was told to stop.
        try Task.checkCancellation()
        throw error
      }
    } onCancel: {
      stop.request()
    }
  }
}

/// The process to be ended when the task is cancelled: at once, or as soon as it is there.
private final class Stop: Sendable {
  private struct State {
    var process: Int32?
    var isRequested = false
  }

  private let state = Mutex(State())

  func begin(_ process: Int32) {
    state.withLock { state in
      state.process = process
      if state.isRequested { Self.end(process) }
    }
  }

  func end() { state.withLock { $0.process = nil } }

  func request() {
    state.withLock { state in
      state.isRequested = true
      if let process = state.process { Self.end(process) }
    }
  }

  private static func end(_ process: Int32) { kill(process, SIGTERM) }
}
