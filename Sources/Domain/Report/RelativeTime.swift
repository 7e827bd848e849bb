import FoundationEssentials

/// A time told from the slot that a report is made at: `previous month`, `this day`, `previous interval`.
public struct RelativeTime: Sendable, Hashable {
  /// Which of its kind.
  public enum Which: String, Sendable, CaseIterable {
    /// The whole one before.
    case previous
    /// From the beginning of the one that the slot lies in, up to the slot.
    case this
  }

  /// What is counted.
  public enum Span: String, Sendable, CaseIterable {
    case day, week, month, quarter, year
    /// From the slot before to this one.
    case interval
  }

  /// Which of its kind.
  public let which: Which
  /// What is counted.
  public let span: Span

  /// A time.
  public init(_ which: Which, _ span: Span) {
    self.which = which
    self.span = span
  }

  /// From `previous month`; `nil` where it is none.
  public init?(_ text: String) {
    let words = text.split(whereSeparator: \.isWhitespace).map { String($0) }
    guard words.count == 2, let which = Which(rawValue: words[0]), let span = Span(rawValue: words[1]),
      which == .previous || span != .interval
    else { return nil }
    self.init(which, span)
  }

  /// `previous month`
  public var text: String { "\(which.rawValue) \(span.rawValue)" }

  /// What can be written.
  public static let known = Which.allCases.flatMap { which in
    Span.allCases.filter { which == .previous || $0 != .interval }.map { "\(which.rawValue) \($0.rawValue)" }
  }

  /// The time as seen from a slot, [from, to); `nil` where it is empty: the year's first slot and `this year`, or no
  /// earlier slot.
  public func bounds(
    at slot: Date, of rule: SlotRule, in calendar: WorkCalendar
  ) -> (from: Date, to: Date)? {
    let office = OfficeCalendar(timeZone: calendar.timeZone)
    if span == .interval { return rule.slot(before: slot, in: calendar).map { ($0, slot) } }
    let start = Self.start(of: span, office.day(of: slot))
    let from = office.instant(ofDay: which == .this ? start : Self.start(of: span, start - 1), second: 0)
    let to = which == .this ? slot : office.instant(ofDay: start, second: 0)
    return from < to ? (from, to) : nil
  }

  /// The first day of the one that a day lies in; a week begins on Monday.
  private static func start(of span: Span, _ day: Int) -> Int {
    let civil = CivilDay(day: day)
    let month: Int
    switch span {
    case .day, .interval: return day
    case .week: return day - CalendarRules.weekday(of: day)
    case .month: month = civil.month
    case .quarter: month = (civil.month - 1) / 3 * 3 + 1
    case .year: month = 1
    }
    return CivilDay(year: civil.year, month: month, day: 1)?.number ?? day
  }
}
