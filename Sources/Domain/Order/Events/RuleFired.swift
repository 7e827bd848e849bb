import FoundationEssentials

/// A rule of the process fired for an order: what was promised and used is frozen here.
public struct RuleFired: Sendable, Equatable, Codable {
  /// Name of the rule in the process.
  public var rule: RuleName
  /// The clock it watches.
  public var clock: ClockName
  /// Grows when the clock starts anew, so that a new deadline arms the rule again.
  public var epoch: Int
  /// 0 for the first time in this epoch.
  public var occurrence: Int
  /// 0 for a reminder, 1 and more for the steps of the ladder.
  public var level: Int
  /// When the order was due by that clock.
  public var due: Date
  /// When the rule was to fire; the run may have come later.
  public var plannedFor: Date
  /// For whom, as written in the process.
  public var to: [RecipientKey]
  /// What was done.
  public var outcome: Outcome

  /// What a run made of a rule whose time had come.
  public enum Outcome: String, Sendable, Codable {
    /// A message goes out.
    case fired
    /// It was further back than the catch-up window: recorded, nobody is told.
    case skipped
  }

  /// The name of the timer that fired.
  public var timerName: String { "\(rule)/\(clock)/\(epoch)/\(occurrence)" }

  /// A firing.
  public init(timer: OrderTimer, outcome: Outcome) {
    rule = timer.rule
    clock = timer.clock
    epoch = timer.epoch
    occurrence = timer.occurrence
    level = timer.level
    due = timer.due
    plannedFor = timer.at
    to = timer.to
    self.outcome = outcome
  }
}

/// A rule that waits for its time on one order.
public struct OrderTimer: Sendable, Equatable, Codable {
  /// Name of the rule.
  public var rule: RuleName
  /// The clock it watches.
  public var clock: ClockName
  /// Which start of the clock.
  public var epoch: Int
  /// 0 for the first time in this epoch.
  public var occurrence: Int
  /// Step of the ladder.
  public var level: Int
  /// When the order is due by that clock.
  public var due: Date
  /// When the rule fires.
  public var at: Date
  /// For whom.
  public var to: [RecipientKey]

  /// A timer as a read model kept it.
  public init(
    rule: RuleName, clock: ClockName, epoch: Int, occurrence: Int, level: Int, due: Date, at: Date, to: [RecipientKey]
  ) {
    self.rule = rule
    self.clock = clock
    self.epoch = epoch
    self.occurrence = occurrence
    self.level = level
    self.due = due
    self.at = at
    self.to = to
  }

  /// What a run as of an instant makes of the timer; `nil` before its time.
  ///
  /// - Parameter catchUp: how long after its time a reminder still makes sense; what is older is recorded as skipped.
  public func firing(asOf instant: Date, catchUp: TimeInterval) -> RuleFired? {
    guard at <= instant else { return nil }
    return RuleFired(timer: self, outcome: instant.timeIntervalSince(at) > catchUp ? .skipped : .fired)
  }

  /// Names this firing within its order; two runs that make the same name have made the same firing.
  public var name: String { "\(rule)/\(clock)/\(epoch)/\(occurrence)" }
}
