import FoundationEssentials

extension Order {
  /// What waits for its time: each rule of a clock that runs now, unless it fired in this epoch, and what people set for
  /// themselves.
  ///
  /// What was to come before the due time and is over when the clock begins to run is not set: nobody is reminded "a day
  /// before" of a promise of two hours. What comes at or after the due time and is over by then (a list that was entered
  /// late) is set for the moment at which the clock begins to run: late is late.
  public func timers(in process: Process, _ definitions: Definitions) -> [OrderTimer] {
    guard !isWithdrawn else { return [] }
    return (ruleTimers(in: process, definitions) + reminderTimers).filter { !fired.contains($0.name) }
  }

  private func ruleTimers(in process: Process, _ definitions: Definitions) -> [OrderTimer] {
    process.rules.compactMap { rule in
      guard let run = clocks.first(where: { $0.clock == rule.clock }), run.isRunning, let due = run.due,
        let planned = rule.offset.applied(to: due, in: definitions.calendar(run.calendar) ?? definitions.calendar).date
      else { return nil }
      if case .before = rule.offset, planned < run.runningSince { return nil }
      return OrderTimer(
        rule: rule.name, clock: run.clock, epoch: run.epoch, occurrence: 0, level: rule.level, due: due,
        at: max(planned, run.runningSince), to: rule.to)
    }
  }

  /// What people set for themselves fires while the order is unfinished, one epoch for each.
  private var reminderTimers: [OrderTimer] {
    guard !kind.isFinished else { return [] }
    return reminders.enumerated().map { index, instant in
      OrderTimer(
        rule: "self-set", clock: "reminder", epoch: index + 1, occurrence: 0, level: 0, due: due ?? instant,
        at: instant, to: ["assignee"])
    }
  }
}
