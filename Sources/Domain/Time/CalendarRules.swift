/// Names a calendar: `office`, `cn`, `boston`.
public typealias CalendarKey = Key<WorkCalendar>

/// Working time within one day, as the wall clock shows it: [from, until) in seconds since midnight.
public struct DaySpan: Sendable, Hashable {
  /// 0 to 86,399.
  public let from: Int
  /// Later than `from`; 86,400 for midnight at the end of the day.
  public let until: Int

  /// `nil` where that is no stretch of one day.
  public init?(from: Int, until: Int) {
    guard (0..<86_400).contains(from), until > from, until <= 86_400 else { return nil }
    (self.from, self.until) = (from, until)
  }

  /// All day.
  public static let wholeDay = [DaySpan(from: 0, until: 86_400)].compactMap(\.self)
}

/// What a calendar says of one date.
public struct DayRule: Sendable, Hashable {
  /// What is done on that day instead of what its weekday says.
  public enum Work: Sendable, Hashable {
    /// Nothing.
    case off
    /// What is done on another weekday, 0 for Monday.
    case like(Int)
    /// These hours, in order.
    case spans([DaySpan])
  }

  /// What is done.
  public let work: Work
  /// What people call the day, where the calendar says it.
  public let name: String?
  /// The calendar whose rule it is: this one or one below it.
  public let source: CalendarKey
}

/// The days of which a calendar can say for certain whether they are worked.
public enum KnownDays: Sendable, Hashable {
  /// Nothing is still to be announced.
  case all
  /// Nobody said anything of holidays.
  case none
  /// From one day through another, counted from 1970-01-01: what lies outside is a guess by the weekdays.
  case days(ClosedRange<Int>)

  /// Whether all days from one through another are known.
  public func contains(_ first: Int, through last: Int) -> Bool {
    switch self {
    case .all: true
    case .none: false
    case .days(let days): days.contains(first) && days.contains(last)
    }
  }

  /// What both know.
  func intersection(_ other: KnownDays) -> KnownDays {
    switch (self, other) {
    case (.none, _), (_, .none): .none
    case (.all, let known), (let known, .all): known
    case (.days(let a), .days(let b)):
      a.overlaps(b) ? .days(a.clamped(to: b)) : .none
    }
  }
}

/// The days and hours of a calendar with all its layers laid on one another.
public struct CalendarRules: Sendable, Hashable {
  /// Of Monday to Sunday.
  public let week: [[DaySpan]]
  /// Dates that are not as their weekday, counted from 1970-01-01.
  public let days: [Int: DayRule]
  /// What is known.
  public let known: KnownDays

  /// The hours worked on a day.
  public func spans(onDay day: Int) -> [DaySpan] {
    switch days[day]?.work {
    case nil: week[Self.weekday(of: day)]
    case .off: []
    case .like(let weekday): week[weekday]
    case .spans(let spans): spans
    }
  }

  /// There is a second that counts somewhere.
  var hasHours: Bool {
    week.contains { !$0.isEmpty }
      || days.values.contains { if case .spans(let spans) = $0.work { !spans.isEmpty } else { false } }
  }

  /// 0 for Monday; day 0, 1970-01-01, was a Thursday.
  public static func weekday(of day: Int) -> Int { ((day + 3) % 7 + 7) % 7 }
}
