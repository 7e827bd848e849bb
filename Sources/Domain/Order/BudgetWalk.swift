import FoundationEssentials

/// Goes through the stretches of a clock until its budget is used up.
struct BudgetWalk {
  /// What a budget amounts to in one calendar.
  private struct Plan {
    /// `nil` for natural days, which count everywhere.
    let calendar: WorkCalendar?
    /// The whole budget, in microseconds.
    let worth: Int
    let landing: WorkCalendar.Landing

    func used(_ stretch: ClockRun.Stretch, until: Date) -> Int {
      calendar?.worked(from: stretch.from, to: until) ?? until.microseconds - stretch.from.microseconds
    }

    func date(_ left: Int, after instant: Date) -> Date? {
      guard let calendar else { return Date(microseconds: instant.microseconds + left) }
      return calendar.add(microseconds: left, to: instant, landing: landing)
    }
  }

  private let run: ClockRun
  private let budget: Budget
  private let policy: CountsFrom
  private let era: CalendarTimeline.Era

  /// - Parameter era: the calendars that count.
  init(_ run: ClockRun, _ budget: Budget, _ policy: CountsFrom, in era: CalendarTimeline.Era) {
    self.run = run
    self.budget = budget
    self.policy = policy
    self.era = era
  }

  /// When the budget is used up; as before where the clock stands with something left, `nil` in a calendar without hours.
  var due: Date? {
    var left: (amount: Int, worth: Int)?
    for stretch in run.stretches {
      guard let plan = plan(stretch.calendar) else {
        // Nothing passes there: whoever stays there is never late.
        if stretch.until == nil { return nil }
        continue
      }
      var amount = plan.worth
      if let left {
        amount =
          left.worth == plan.worth
          ? left.amount : Int((Double(left.amount) / Double(max(1, left.worth)) * Double(plan.worth)).rounded())
      }
      guard let until = stretch.until else { return plan.date(amount, after: stretch.from) }
      let used = plan.used(stretch, until: until)
      if amount <= used { return plan.date(amount, after: stretch.from) }
      left = (amount - used, plan.worth)
    }
    return run.due
  }

  private func plan(_ key: CalendarKey) -> Plan? {
    let calendar = era.calendars[key] ?? era.office
    guard let first = calendar.later(than: run.startedAt, by: budget, from: policy) else { return nil }
    var isNatural = false
    if case .days = budget { isNatural = true }
    var end = first
    for more in run.extensions {
      guard let later = calendar.later(than: end, by: more, from: .moment) else { return nil }
      // Natural days may lead out of working hours: then it is the next opening.
      end = isNatural ? later : calendar.nextWorkingMoment(later) ?? later
    }
    guard !isNatural else {
      return Plan(calendar: nil, worth: end.microseconds - run.startedAt.microseconds, landing: .closing)
    }
    return Plan(
      calendar: calendar, worth: calendar.worked(from: run.startedAt, to: end), landing: calendar.landing(of: end))
  }
}
