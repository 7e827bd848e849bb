/// What only shows in the whole of a process: where orders get stuck and clocks that never stop.
struct ProcessGraph {
  private let process: Process
  private let next: [StateKey: Set<StateKey>]
  private let reachable: Set<StateKey>
  /// States from which an order can still be finished.
  private let finishing: Set<StateKey>

  init(_ process: Process) {
    self.process = process
    var next: [StateKey: Set<StateKey>] = [:]
    for action in process.actions {
      for from in action.from where from != action.to { next[from, default: []].insert(action.to) }
    }
    self.next = next
    reachable = Self.closure(of: [process.initial], through: next)
    finishing = Self.leading(to: Set(process.states.filter(\.kind.isFinished).map(\.key)), through: next)
  }

  /// Why a state cannot be as it is.
  func problem(of key: StateKey) -> (reason: String, suggestion: String)? {
    guard let state = process.state(key) else { return nil }
    if !reachable.contains(key) {
      return (
        "no way leads from `\(process.initial)` to `\(key)`",
        "add an action with `to: \(key)`, or leave the state out"
      )
    }
    if !state.kind.isFinal, next[key, default: []].isEmpty {
      return (
        "no action leads out of `\(key)`, which is of kind \(state.kind)",
        "add an action with `from: \(key)`, or make it `kind: closed`"
      )
    }
    if !finishing.contains(key) {
      return (
        "an order in `\(key)` can never be finished",
        "add an action that leads to a state of kind done, closed or cancelled"
      )
    }
    return nil
  }

  /// Why an action cannot be as it is.
  func problem(of action: Action) -> (reason: String, suggestion: String)? {
    if action.isMerging, let target = process.state(action.to), target.kind != .closed {
      return (
        "a duplicate ends where it is merged, and `\(target.key)` is of kind \(target.kind)",
        "let it lead to a state of kind closed"
      )
    }
    guard action.max != nil, let then = action.then.flatMap(process.action),
      let stuck = action.from.first(where: { !then.from.contains($0) })
    else { return nil }
    return (
      "`\(then.key)` is the way on once `\(action.key)` is used up, and is not possible in `\(stuck)`",
      "add `\(stuck)` to `from` of `\(then.key)`"
    )
  }

  /// Why a clock cannot be as it is.
  func problem(of name: ClockName) -> (reason: String, suggestion: String)? {
    let running = Set(process.states.filter { $0.clocks.contains(name) }.map(\.key))
    guard !running.isEmpty else {
      return ("clock `\(name)` runs in no state", "write `clock: \(name)` in a state, or leave the clock out")
    }
    let stopped = Set(process.states.map(\.key)).subtracting(running)
    let stopping = Self.leading(to: stopped, through: next)
    guard let stuck = process.states.first(where: { running.contains($0.key) && !stopping.contains($0.key) }) else {
      return nil
    }
    return (
      "clock `\(name)` never stops once an order is in `\(stuck.key)`",
      "add an action from there to a state without `clock: \(name)`"
    )
  }

  private static func closure(of start: Set<StateKey>, through next: [StateKey: Set<StateKey>]) -> Set<StateKey> {
    var seen = start
    var waiting = Array(start)
    while let state = waiting.popLast() {
      for following in next[state, default: []] where seen.insert(following).inserted { waiting.append(following) }
    }
    return seen
  }

  private static func leading(to ends: Set<StateKey>, through next: [StateKey: Set<StateKey>]) -> Set<StateKey> {
    var previous: [StateKey: Set<StateKey>] = [:]
    for (from, targets) in next {
      for target in targets { previous[target, default: []].insert(from) }
    }
    return closure(of: ends, through: previous)
  }
}
