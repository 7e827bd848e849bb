import FoundationEssentials

/// One clock of one order: when it is due, and whether it runs.
///
/// The due time is where the budget is used up on the way through the stretches in which the clock ran, each counted in its
/// calendar. It is worked out anew whenever something changes, and never from an earlier due time: so no order of pauses,
/// swaps and resumes can lose or double a second. Between two calendars of different hours a budget of working days is
/// carried over by the share of it that is left; hours stay hours.
public struct ClockRun: Sendable, Equatable, Codable {
  /// An interval in which it ran, in one calendar.
  public struct Stretch: Sendable, Equatable, Codable {
    /// When it began to run.
    public internal(set) var from: Date
    /// When it stopped; `nil` while it runs.
    public internal(set) var until: Date?
    /// What it was counted in.
    public internal(set) var calendar: CalendarKey
  }

  /// Which clock of the process.
  public let clock: ClockName
  /// When it began with its whole budget: at first, or when the order was last reopened.
  public private(set) var startedAt: Date
  /// When its time is up; `nil` for a promise that nobody gave, and in a calendar without hours.
  public private(set) var due: Date?
  /// The due time rests on days whose holidays are not known yet.
  public private(set) var isProvisional = false
  /// It counts now.
  public private(set) var isRunning: Bool
  /// When it was last paused or stopped.
  public private(set) var stoppedAt: Date?
  /// When it last began to count.
  public private(set) var runningSince: Date
  /// Grows when it resumes, starts anew or gets more time, from 1: rules fire once an epoch.
  public private(set) var epoch: Int
  /// The stretches since it started, in order; the last one open while it runs.
  public private(set) var stretches: [Stretch]
  /// More time that it got since it started.
  public private(set) var extensions: [Budget] = []
  /// The version of the calendar that its due time was last worked out by.
  public private(set) var calendarVersion: Int
  /// The moment that was promised, where it is a clock of promises and the promise still binds.
  public private(set) var promise: Date?
  /// The order was finished: the next time it starts with its whole budget.
  private var isSpent = false
  /// Since when the calendars held by which the due time was last worked out: by the same and for the same stretches it is
  /// the same. `nil` where another policy holds since.
  private var countedIn: Date?

  /// What it counts in, or counted in last.
  public var calendar: CalendarKey { stretches.last?.calendar ?? "office" }

  init(starting clock: Clock, promise: Date?, unit: UnitKey?, at instant: Date, in definitions: Definitions) {
    let calendar = definitions.calendar(of: clock, unit: unit, at: instant)
    self.clock = clock.name
    self.promise = promise
    startedAt = instant
    runningSince = instant
    isRunning = true
    epoch = 1
    calendarVersion = calendar.version
    stretches = [Stretch(from: instant, calendar: calendar.key)]
    recount(clock, at: instant, in: definitions)
  }

  mutating func stop(at instant: Date) {
    guard isRunning else { return }
    isRunning = false
    stoppedAt = instant
    closeStretch(at: instant)
  }

  /// The order was finished and is worked on again: nothing that was used counts any more.
  mutating func spend(at instant: Date) {
    stop(at: instant)
    isSpent = true
  }

  /// Counts on with what is left. A promise is a moment and does not move; after a reopening one that is past binds no more.
  mutating func resume(_ clock: Clock, unit: UnitKey?, at instant: Date, in definitions: Definitions) {
    guard !isRunning else { return follow(clock, unit: unit, at: instant, in: definitions) }
    if isSpent {
      isSpent = false
      startedAt = instant
      stretches = []
      extensions = []
      if let promised = promise, promised <= instant { promise = nil }
    }
    isRunning = true
    stoppedAt = nil
    runningSince = instant
    epoch += 1
    stretches.append(
      Stretch(from: instant, calendar: definitions.calendar(of: clock, unit: unit, at: instant).key))
    recount(clock, at: instant, in: definitions)
  }

  /// Goes on by what holds now: another calendar or budget, or another version of its calendar.
  mutating func follow(_ clock: Clock, unit: UnitKey?, at instant: Date, in definitions: Definitions) {
    guard isRunning, let last = stretches.last else { return }
    let calendar = definitions.calendar(of: clock, unit: unit, at: instant).key
    if last.calendar != calendar {
      closeStretch(at: instant)
      stretches.append(Stretch(from: max(instant, last.from), calendar: calendar))
    } else if countedIn == definitions.calendars.era(at: instant).from {
      return
    }
    recount(clock, at: instant, in: definitions)
  }

  /// Its process is another version: what was counted says nothing any more.
  mutating func changePolicy() { countedIn = nil }

  /// Counts longer: a new deadline, so rules are armed anew.
  mutating func extend(_ clock: Clock, by budget: Budget, at instant: Date, in definitions: Definitions) {
    extensions.append(budget)
    epoch += 1
    recount(clock, at: instant, in: definitions)
  }

  private mutating func closeStretch(at instant: Date) {
    guard let last = stretches.last, last.until == nil else { return }
    if instant > last.from { stretches[stretches.count - 1].until = instant } else { stretches.removeLast() }
  }

  private mutating func recount(_ clock: Clock, at instant: Date, in definitions: Definitions) {
    let era = definitions.calendars.era(at: instant)
    countedIn = era.from
    let running = era.calendars[calendar] ?? era.office
    calendarVersion = running.version
    switch clock.target {
    case .given:
      due = extensions.reduce(promise) { due, more in due.flatMap { more.added(to: $0, in: running).date } }
    case .budget(let budget):
      due = BudgetWalk(self, budget, clock.countsFrom, in: era).due
      if case .days = budget { return }
      isProvisional = due.map { !running.isKnown(from: startedAt, to: $0) } ?? false
    }
  }
}
