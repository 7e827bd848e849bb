import CPostgres
import Dispatch
import Glibc
import Synchronization

/// Carries a cancellation from any thread to the statement a connection is running.
///
/// PostgreSQL's cancel request (protocol 55.2.8) names the backend, not the statement: sent too early it does nothing,
/// too late it would hit the next statement. So each `run` has a number, each statement a begin and an end, and a
/// request is sent only between them, under the lock that the end takes too, and again until the end comes.
final class Interrupter: Sendable {
  private struct State {
    var key: CancelKey?
    var run: UInt64 = 0
    var isRequested = false
    var isInStatement = false
  }

  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "hotline.cancel")
  private let runs = Atomic<UInt64>(0)
  /// Readable once a cancellation was requested; what `waitForNotification` polls beside the socket.
  let wakeup: Pipe

  init() throws(PostgresError) {
    wakeup = try Pipe()
  }

  func nextRun() -> UInt64 {
    runs.add(1, ordering: .relaxed).newValue
  }

  func setKey(_ key: CancelKey?) {
    state.withLock { $0.key = key }
  }

  func begin(run: UInt64) {
    state.withLock { $0.run = run }
  }

  func end(run: UInt64) {
    state.withLock { state in
      state.run = 0
      if state.isRequested { wakeup.drain() }
      state.isRequested = false
    }
  }

  /// Opens the window in which a cancel request may be sent; throws when one is already due.
  func beginStatement() throws(PostgresError) {
    let isRequested = state.withLock { state in
      state.isInStatement = !state.isRequested
      return state.isRequested
    }
    if isRequested { throw .cancelled }
  }

  func endStatement() {
    state.withLock { $0.isInStatement = false }
  }

  var isRequested: Bool { state.withLock { $0.isRequested } }

  /// Cancels one run, or the one that runs now; returns at once.
  func cancel(run: UInt64?) {
    let found: UInt64? = state.withLock { state in
      guard state.run != 0, run == nil || state.run == run, !state.isRequested else { return nil }
      state.isRequested = true
      wakeup.signal()
      return state.run
    }
    guard let found else { return }
    // Off this thread: the request is a connection of its own and blocks.
    queue.async { self.send(run: found, again: .milliseconds(10)) }
  }

  private func send(run: UInt64, again pause: DispatchTimeInterval) {
    let isSent = state.withLock { state in
      guard state.run == run, state.isInStatement, let key = state.key else { return false }
      key.send()
      return true
    }
    guard isSent else { return }
    // The statement may not have reached the server yet; then this request did nothing.
    queue.asyncAfter(deadline: .now() + pause) { self.send(run: run, again: .milliseconds(200)) }
  }
}

/// libpq's copy of what a cancel request needs.
// Sendable: PQcancel only reads it and is documented as safe from any thread; the pointer is freed once, by deinit.
@safe final class CancelKey: @unchecked Sendable {
  private let key: OpaquePointer

  init?(of connection: OpaquePointer) {
    guard let key = unsafe PQgetCancel(connection) else { return nil }
    unsafe self.key = key
  }

  deinit {
    unsafe PQfreeCancel(key)
  }

  /// Asks the server to cancel; blocks for a round trip. A lost request is no error: the statement then ends by itself.
  func send() {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      _ = unsafe PQcancel(key, buffer.baseAddress, 256)
    }
  }
}

/// A non-blocking pipe of one process with itself.
final class Pipe: Sendable {
  let reading: Int32
  private let writing: Int32

  init() throws(PostgresError) {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else {
      throw PostgresError(
        sqlState: "53000", message: "no file descriptors for a database connection: \(systemMessage(errno))",
        hint: "Raise the limit of open files (ulimit -n).")
    }
    reading = ends[0]
    writing = ends[1]
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
  }

  deinit {
    close(reading)
    close(writing)
  }

  func signal() {
    var byte: UInt8 = 1
    _ = unsafe write(writing, &byte, 1)
  }

  func drain() {
    var bytes = [UInt8](repeating: 0, count: 16)
    while unsafe read(reading, &bytes, bytes.count) > 0 {}
  }
}
