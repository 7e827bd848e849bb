import FoundationEssentials

/// When people may be called, by the wall clock where they are.
public struct CallingHours: Sendable, Equatable {
  /// The hours of Monday to Sunday.
  public let week: [[DaySpan]]
  /// The calendar whose days off are kept, and whose make-up days are like the weekday that they replace.
  public let calendar: CalendarKey?

  /// Hours of seven weekdays, Monday first.
  public init(week: [[DaySpan]], calendar: CalendarKey? = nil) {
    self.week = week
    self.calendar = calendar
  }

  /// Whether somebody in a zone may be called at an instant.
  ///
  /// - Parameter days: the calendar of that key, where there is one.
  public func isOpen(at instant: Date, in zone: TimeZone, days: WorkCalendar?) -> Bool {
    let (day, second) = OfficeCalendar(timeZone: zone).wall(of: instant)
    return spans(onDay: day, days).contains { Double($0.from) <= second && second < Double($0.until) }
  }

  /// The first instant from another one on at which somebody in a zone may be called; `nil` where there is none within a
  /// year.
  public func nextOpening(from instant: Date, in zone: TimeZone, days: WorkCalendar?) -> Date? {
    let office = OfficeCalendar(timeZone: zone)
    let (today, _) = office.wall(of: instant)
    for day in today...(today + 366) {
      for span in spans(onDay: day, days) {
        if office.instant(ofDay: day, second: Double(span.until)) <= instant { continue }
        return max(instant, office.instant(ofDay: day, second: Double(span.from)))
      }
    }
    return nil
  }

  private func spans(onDay day: Int, _ calendar: WorkCalendar?) -> [DaySpan] {
    guard week.count == 7 else { return [] }
    switch calendar?.rules.days[day]?.work {
    case .off: return []
    case .like(let weekday): return week[weekday]
    case .spans, nil: return week[CalendarRules.weekday(of: day)]
    }
  }
}
