import Postgres
import Synchronization

/// The appends that are written together, and how many of their callers still want it.
final class AppendGroup: Sendable {
  let ticket: Connection.RunTicket
  private let wanted: Mutex<Int>

  init(_ count: Int, _ ticket: Connection.RunTicket) {
    self.ticket = ticket
    wanted = Mutex(count)
  }

  var isGivenUp: Bool { wanted.withLock { $0 == 0 } }

  /// True when nobody wants it any more.
  func giveUp() -> Bool {
    wanted.withLock { wanted in
      wanted -= 1
      return wanted == 0
    }
  }
}

/// A caller in the queue.
final class AppendSeat: Sendable {
  /// What becomes of who waits.
  enum Turn: Sendable {
    case done(Result<AppendResult, EventStoreError>)
    case lead
  }

  private struct State {
    var continuation: CheckedContinuation<Turn, Never>?
    var turn: Turn?
    var group: AppendGroup?
    var hasGivenUp = false
  }

  let append: Append
  private let state = Mutex(State())

  init(_ append: Append) { self.append = append }

  func wait(_ continuation: CheckedContinuation<Turn, Never>) {
    let turn = state.withLock { state in
      if state.turn == nil { state.continuation = continuation }
      return state.turn
    }
    if let turn { continuation.resume(returning: turn) }
  }

  func resolve(_ turn: Turn) {
    let continuation = state.withLock { state in
      defer { state.continuation = nil }
      state.turn = turn
      return state.continuation
    }
    continuation?.resume(returning: turn)
  }

  func join(_ group: AppendGroup) {
    let hasGivenUp = state.withLock { state in
      state.group = group
      return state.hasGivenUp
    }
    // Before the group is written: it looks by itself.
    if hasGivenUp { _ = group.giveUp() }
  }

  func giveUp(_ connection: Connection) {
    let group: AppendGroup? = state.withLock { state in
      guard !state.hasGivenUp else { return nil }
      state.hasGivenUp = true
      return state.group
    }
    if let group, group.giveUp() { connection.cancel(group.ticket) }
  }
}
