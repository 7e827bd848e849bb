import FoundationEssentials

extension Order {
  /// The rules that wait for their time: one for each rule of a clock that runs now, unless it fired in this epoch.
  ///
  /// A rule whose time was over before the clock began to run is not set: nobody is reminded "a day before" of a promise
  /// of two hours.
  public func timers(in process: Process, calendar: OfficeCalendar) -> [OrderTimer] {
    guard !isWithdrawn, !process.rules.isEmpty else { return [] }
    return process.rules.compactMap { rule in
      guard let run = clocks.first(where: { $0.clock == rule.clock }), run.isRunning, let due = run.due else {
        return nil
      }
      let at = rule.offset.applied(to: due, in: calendar).date
      guard at >= run.runningSince else { return nil }
      let timer = OrderTimer(
        rule: rule.name, clock: run.clock, epoch: run.epoch, occurrence: 0, level: rule.level, due: due, at: at,
        to: rule.to)
      return fired.contains(timer.name) ? nil : timer
    }
  }
}
