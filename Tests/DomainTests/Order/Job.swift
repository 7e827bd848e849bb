import Domain
import FoundationEssentials
import Testing

/// A process made for these tests: budgets that need no calendar, a promise, a pause, an action that may be done twice.
enum Job {
  static let yaml = """
    process: job
    initial: new
    states:
      new:     {kind: open, clock: [promise, accept, resolve]}
      working: {kind: open, clock: [promise, resolve]}
      waiting: {kind: open, clock: []}
      done:    {kind: done, clock: callback}
      closed:  {kind: closed}
    actions:
      take:   {from: new, to: working, by: unit, needs: main}
      return: {from: working, to: new, by: unit, needs: reason, max: 2, then: finish}
      note:   {from: working, to: working, by: unit}
      wait:   {from: [new, working], to: waiting, by: unit}
      resume: {from: waiting, to: working, by: unit}
      finish: {from: [new, working], to: done, by: unit}
      close:  {from: done, to: closed, by: unit}
      reopen: {from: [done, closed], to: working, by: unit}
    clocks:
      promise:  {target: given}
      accept:   {target: 4h}
      resolve:  {target: 10h}
      callback: {target: 1h}
    rules:
      - {name: resolve-soon, clock: resolve, at: -2h, to: assignee}
      - {name: resolve-due, clock: resolve, at: 0, to: assignee}
      - {name: resolve-late, clock: resolve, at: +2h, level: 1, to: unit.head}
    """
  static let definitions = {
    var definitions = Definitions()
    // A broken text shows as a process that is not there.
    try? definitions.evolve(
      .published(DefinitionPublished(kind: .process, key: "job", version: 1, body: yaml)), at: .distantPast)
    return definitions
  }()

  static func process() throws -> Domain.Process { try #require(definitions.process("job")) }

  /// So many hours after the start of the tests.
  static func hour(_ hours: Double) -> Date { Date(timeIntervalSince1970: 1_700_000_000 + hours * 3600) }

  static func opened(promise: Date? = nil) -> OrderEvent {
    .opened(
      OrderOpened(
        no: OrderNumber(sequence: 1), process: "job", processVersion: 1, state: "new", kind: .open, promise: promise))
  }

  static func moved(_ action: ActionKey, to state: StateKey) -> OrderEvent {
    .moved(OrderMoved(action: action, from: "new", to: state, kind: kind(of: state)))
  }

  static func kind(of state: StateKey) -> StateKind {
    switch state {
    case "done": .done
    case "closed": .closed
    default: .open
    }
  }

  static func unit(_ code: String) -> UnitKey {
    guard let unit = UnitKey(code) else { preconditionFailure("`\(code)` is a code") }
    return unit
  }

  /// The order that was opened at hour 0 and to which this happened since, by the hour.
  static func order(promise: Date? = nil, _ events: [(Double, OrderEvent)] = []) throws -> Order {
    try #require(history(promise: promise, events).order(definitions))
  }

  static func history(promise: Date? = nil, _ events: [(Double, OrderEvent)]) throws -> OrderHistory {
    try #require(
      OrderHistory(
        [OrderHistory.Entry(opened(promise: promise), at: hour(0))]
          + events.map { OrderHistory.Entry($0.1, at: hour($0.0)) }))
  }
}

extension Order {
  func run(_ clock: ClockName) -> ClockRun? { clocks.first { $0.clock == clock } }

  /// Its timers as text: `resolve-soon#1@8.0`, rule, epoch and hour.
  func timers() throws -> [String] {
    try timers(in: Job.process(), Job.definitions).map { timer in
      "\(timer.rule)#\(timer.epoch)@\(timer.at.timeIntervalSince(Job.hour(0)) / 3600)"
    }
  }
}
