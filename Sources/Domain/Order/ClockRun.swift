import FoundationEssentials

/// One clock of one order: when it is due, and whether it runs.
public struct ClockRun: Sendable, Equatable, Codable {
  /// Which clock of the process.
  public let clock: ClockName
  /// When it started first.
  public let startedAt: Date
  /// When its time is up; `nil` for a promise that nobody gave.
  public internal(set) var due: Date?
  /// The due time rests on days whose holidays are not known yet.
  public let isProvisional: Bool
  /// It counts now.
  public internal(set) var isRunning: Bool
  /// When it was last paused or stopped.
  public internal(set) var stoppedAt: Date?
  /// When it last began to count.
  public internal(set) var runningSince: Date
  /// Grows when it resumes, from 1: rules fire once an epoch.
  public internal(set) var epoch: Int

  init(starting clock: Clock, promise: Date?, at instant: Date, in calendar: OfficeCalendar) {
    self.clock = clock.name
    startedAt = instant
    runningSince = instant
    isRunning = true
    epoch = 1
    switch clock.target {
    case .given:
      due = promise
      isProvisional = false
    case .budget(let budget):
      let (date, provisional) = budget.added(to: instant, in: calendar)
      due = date
      isProvisional = provisional
    }
  }

  mutating func stop(at instant: Date) {
    guard isRunning else { return }
    isRunning = false
    stoppedAt = instant
  }

  /// Counts on. A promise is a moment and does not move; a budget is due later by as long as it stood.
  mutating func resume(_ clock: Clock, at instant: Date) {
    guard !isRunning else { return }
    if case .budget = clock.target, let stoppedAt {
      due = due?.addingTimeInterval(max(0, instant.timeIntervalSince(stoppedAt)))
    }
    isRunning = true
    stoppedAt = nil
    runningSince = instant
    epoch += 1
  }

  /// Counts longer: a new deadline, so rules are armed anew.
  mutating func extend(by budget: Budget, in calendar: OfficeCalendar) {
    due = due.map { budget.added(to: $0, in: calendar).date }
    epoch += 1
  }
}
