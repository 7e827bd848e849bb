import FoundationEssentials

extension Order {
  func askExtension(
    _ name: ClockName?, _ budget: Budget, _ reason: String?, _ process: Process, at instant: Date
  ) throws(OrderRefusal) -> [OrderEvent] {
    try unfinished(process)
    if let asked = askedExtension { throw .extensionAsked(asked.clock) }
    let clock = try extendable(name, process, at: instant)
    return [.extensionAsked(OrderExtensionAsked(clock: clock, by: budget, reason: reason))]
  }

  func approveExtension(
    _ reason: String?, _ process: Process, at instant: Date
  ) throws(OrderRefusal) -> [OrderEvent] {
    try unfinished(process)
    guard let asked = askedExtension else { throw .noExtensionAsked }
    let clock = try extendable(asked.clock, process, at: instant)
    return [.dueExtended(OrderDueExtended(clock: clock, by: asked.by, reason: reason))]
  }

  /// The clock that runs, has a due time yet to come, and may get more time.
  private func extendable(
    _ name: ClockName?, _ process: Process, at instant: Date
  ) throws(OrderRefusal) -> ClockName {
    let running = runningClocks.filter { $0.due != nil }
    guard
      let run = running.first(where: { $0.clock == name }) ?? (name == nil && running.count == 1 ? running[0] : nil),
      let due = run.due
    else { throw .clockNotRunning(name, running: running.map(\.clock)) }
    guard instant < due else { throw .pastDue(run.clock, due) }
    let max = process.extensions?.max ?? 0
    guard extensionCounts[run.clock, default: 0] < max else { throw .extendedTooOften(run.clock, max: max) }
    return run.clock
  }
}
