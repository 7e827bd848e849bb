import CPostgres
import Glibc

/// A message another session, or this one, sent with NOTIFY.
public struct Notification: Sendable, Equatable {
  /// The channel it was sent on.
  public let channel: String
  /// At most 7,999 bytes; empty when none was given.
  public let payload: String
  /// The sender's `pg_stat_activity.pid`.
  public let processID: Int
}

extension Connection {
  /// Starts to receive the notifications of a channel; inside a transaction, from its commit on.
  public func listen(_ channel: String) throws(PostgresError) {
    guard pooling == .none else {
      // The pooler would take the statement, and whoever has the session next would get the notifications.
      throw PostgresError(
        sqlState: "0A000", message: "LISTEN does not work behind a pooler in transaction mode",
        hint: "Connect to the server itself, or poll.")
    }
    try execute("listen \(identifier: channel)")
  }

  /// Sends a notification; inside a transaction it goes out with the commit, once for equal ones.
  public func notify(_ channel: String, payload: String = "") throws(PostgresError) {
    try execute("select pg_notify(\(channel), \(payload))")
  }

  /// Waits for the next notification; nil when the time is over. Cancellation ends the wait (SQLSTATE 57014).
  ///
  /// The connection's thread waits, so no other `run` gets through: keep a connection for listening.
  public func waitForNotification(timeout: Duration) throws(PostgresError) -> Notification? {
    try checkFree()
    let end = ContinuousClock.now + timeout
    while true {
      if let notification = try nextNotification() { return notification }
      if interrupter.isRequested { throw .cancelled }
      let left = end - ContinuousClock.now
      guard left > .zero || timeout == .zero else { return nil }
      let isReadable = try pollSocket(milliseconds: left.roundedUpMilliseconds)
      guard isReadable || timeout > .zero else { return nil }
      guard unsafe PQconsumeInput(try handle.pointer) == 1 else { throw handle.failure }
      if timeout == .zero { return try nextNotification() }
    }
  }

  private func nextNotification() throws(PostgresError) -> Notification? {
    guard let notify = unsafe try PQnotifies(handle.pointer) else { return nil }
    defer { unsafe PQfreemem(notify) }
    return unsafe Notification(
      channel: String(cString: notify.pointee.relname), payload: String(cString: notify.pointee.extra),
      processID: Int(notify.pointee.be_pid))
  }

  private func pollSocket(milliseconds: Int32) throws(PostgresError) -> Bool {
    guard handle.isOpen else { throw .closed }
    var sources = [
      pollfd(fd: handle.socket, events: Int16(POLLIN), revents: 0),
      pollfd(fd: interrupter.wakeup.reading, events: Int16(POLLIN), revents: 0),
    ]
    // EINTR and a time-out look the same: the caller asks the clock again.
    _ = unsafe poll(&sources, 2, milliseconds)
    return sources[0].revents != 0
  }
}

extension Duration {
  fileprivate var roundedUpMilliseconds: Int32 {
    let (seconds, attoseconds) = components
    guard seconds < 1_000_000 else { return 1_000_000_000 }
    return max(0, Int32(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
  }
}
