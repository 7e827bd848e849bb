import FoundationEssentials

extension Order {
  /// The rules that wait for their time: one for each rule of a clock that runs now, unless it fired in this epoch.
  ///
  /// What was to come before the due time and is over when the clock begins to run is not set: nobody is reminded "a day
  /// before" of a promise of two hours. What comes at or after the due time and is over by then (a list that was entered
  /// late) is set for the moment at which the clock begins to run: late is late.
  public func timers(in process: Process, calendar: OfficeCalendar) -> [OrderTimer] {
    guard !isWithdrawn, !process.rules.isEmpty else { return [] }
    return process.rules.compactMap { rule in
      guard let run = clocks.first(where: { $0.clock == rule.clock }), run.isRunning, let due = run.due else {
        return nil
      }
      let planned = rule.offset.applied(to: due, in: calendar).date
      if case .before = rule.offset, planned < run.runningSince { return nil }
      let timer = OrderTimer(
        rule: rule.name, clock: run.clock, epoch: run.epoch, occurrence: 0, level: rule.level, due: due,
        at: max(planned, run.runningSince), to: rule.to)
      return fired.contains(timer.name) ? nil : timer
    }
  }
}
