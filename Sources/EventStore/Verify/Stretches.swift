import Synchronization

/// The stretches of a log that several connections check, taken in order, and the first fault that any of them met.
final class Stretches: Sendable {
  private struct State {
    var next: Int64
    var fault: LogFault?
  }

  private let from, to: Int64
  private let state: Mutex<State>

  private let length: Int64

  init(from: Int64, to: Int64, length: Int64) {
    self.from = from
    self.to = to
    self.length = length
    state = Mutex(State(next: from))
  }

  /// How many there are; 0 where there is no event to check.
  var count: Int { (eventCount + Int(length) - 1) / Int(length) }
  /// How many events they hold in all.
  var eventCount: Int { Int(max(0, to - from + 1)) }

  /// The next stretch; `nil` at the end, and where all that is left lies behind a fault.
  func next() -> ClosedRange<Int64>? {
    state.withLock { state in
      guard state.next <= to, state.fault == nil else { return nil }
      let stretch = state.next...min(state.next + length - 1, to)
      state.next = stretch.upperBound + 1
      return stretch
    }
  }

  /// Notes a fault; those that are checked already go on, as theirs may be before it.
  func found(_ fault: LogFault) {
    state.withLock { state in
      if state.fault.map({ fault.position < $0.position }) ?? true { state.fault = fault }
    }
  }

  /// The first fault that was met.
  var fault: LogFault? { state.withLock { $0.fault } }
}
