import FoundationEssentials

/// The days and hours in which clocks count: weekly spans, dates that are not as their weekday, the zone of its wall clock.
///
/// A value whose layers are laid on one another already; `Definitions` makes it. Answers cost a few binary searches; the
/// first question about a year makes its table (half a millisecond), which all copies share.
public struct WorkCalendar: Sendable, Equatable {
  /// One for all copies: clocks hand calendars around by the million.
  private final class Parts: Sendable {
    let key: CalendarKey
    let version: Int
    let labels: Labels
    let layers: [CalendarKey]
    let rules: CalendarRules
    let office: OfficeCalendar
    let years: YearTables

    init(
      _ key: CalendarKey, _ version: Int, _ labels: Labels, _ layers: [CalendarKey], _ rules: CalendarRules,
      _ timeZone: TimeZone
    ) {
      self.key = key
      self.version = version
      self.labels = labels
      self.layers = layers
      self.rules = rules
      office = OfficeCalendar(timeZone: timeZone)
      years = YearTables(rules, office)
    }
  }

  private let parts: Parts

  init(
    key: CalendarKey, version: Int, labels: Labels, layers: [CalendarKey], rules: CalendarRules, timeZone: TimeZone
  ) {
    parts = Parts(key, version, labels, layers, rules, timeZone)
  }

  /// Which.
  public var key: CalendarKey { parts.key }
  /// Of the publication, from 1; 0 for one that comes with the program.
  public var version: Int { parts.version }
  /// What people call it.
  public var labels: Labels { parts.labels }
  /// The layers, this one first: `unit`, `office`, `cn`.
  public var layers: [CalendarKey] { parts.layers }
  /// What is worked.
  public var rules: CalendarRules { parts.rules }
  /// Its wall clock.
  public var office: OfficeCalendar { parts.office }
  private var years: YearTables { parts.years }

  /// Where the wall clock hangs.
  public var timeZone: TimeZone { office.timeZone }

  /// By what they say; the tables follow from that.
  public static func == (a: Self, b: Self) -> Bool {
    a.parts === b.parts
      || a.key == b.key && a.version == b.version && a.labels == b.labels && a.layers == b.layers && a.rules == b.rules
        && a.office == b.office
  }

  /// Round the clock, every day: natural time.
  public static func always(in timeZone: TimeZone) -> WorkCalendar {
    WorkCalendar(
      key: "always", version: 0, labels: Labels(zh: "全天候", en: "round the clock"), layers: ["always"],
      rules: CalendarRules(week: Array(repeating: DaySpan.wholeDay, count: 7), days: [:], known: .all),
      timeZone: timeZone)
  }

  /// Monday to Friday, whole days, no holiday known: what an office has that says nothing.
  public static func weekdays(in timeZone: TimeZone) -> WorkCalendar {
    WorkCalendar(
      key: "office", version: 0, labels: Labels(), layers: ["office"],
      rules: CalendarRules(week: weekdaySpans, days: [:], known: .none), timeZone: timeZone)
  }

  static let weekdaySpans = Array(repeating: DaySpan.wholeDay, count: 5) + [[], []]

  /// Working time from one instant to a later one; below zero where it is an earlier one.
  public func elapsed(from start: Date, to end: Date) -> TimeInterval {
    Double(worked(from: start, to: end)) / 1_000_000
  }

  /// The first instant at which so much working time has passed since another; `nil` where it never will have.
  public func add(_ seconds: TimeInterval, to start: Date) -> Date? {
    add(microseconds: Int((seconds * 1_000_000).rounded()), to: start, landing: .closing)
  }

  /// Whether every day from one instant to another is known.
  public func isKnown(from start: Date, to end: Date) -> Bool {
    rules.known.contains(office.day(of: min(start, end)), through: office.day(of: max(start, end)))
  }

  // MARK: In microseconds

  /// Which of the instants that have the same working time before them is meant: closing time, or the next opening.
  enum Landing: String, Sendable, Codable { case closing, opening }

  func worked(from start: Date, to end: Date) -> Int {
    guard start <= end else { return -worked(from: end, to: start) }
    let (first, last) = (year(of: start), year(of: end))
    let before = years[first].worked(before: start.microseconds)
    let after = years[last].worked(before: end.microseconds)
    guard first < last else { return after - before }
    return (first..<last).reduce(after - before) { $0 + years[$1].total }
  }

  func add(microseconds: Int, to start: Date, landing: Landing) -> Date? {
    guard microseconds >= 0 else { return subtract(microseconds: -microseconds, from: start) }
    if microseconds == 0, landing == .closing { return start }
    guard rules.hasHours else { return nil }
    let first = year(of: start)
    var left = microseconds + years[first].worked(before: start.microseconds)
    for year in first...(first + Self.horizon) {
      let table = years[year]
      switch landing {
      case .closing: if left <= table.total { return Date(microseconds: table.earliest(worked: left)) }
      case .opening: if left < table.total { return Date(microseconds: table.latest(worked: left)) }
      }
      left -= table.total
    }
    return nil
  }

  /// The last instant from which so much working time passes until another.
  func subtract(microseconds: Int, from end: Date) -> Date? {
    guard microseconds > 0 else { return end }
    guard rules.hasHours else { return nil }
    let first = year(of: end)
    // Below the total of its year wherever it is not below zero, because something is taken away.
    var left = years[first].worked(before: end.microseconds) - microseconds
    for year in stride(from: first, through: first - Self.horizon, by: -1) {
      if left >= 0 { return Date(microseconds: years[year].latest(worked: left)) }
      left += years[year - 1].total
    }
    return nil
  }

  /// A budget is at most ten years of hours around the clock, which is forty of office hours.
  private static let horizon = 120

  func year(of instant: Date) -> Int { CivilDay(day: office.day(of: instant)).year }

  // MARK: Days

  /// Whether there is working time on a day, counted from 1970-01-01.
  public func isWorkingDay(_ day: Int) -> Bool { !rules.spans(onDay: day).isEmpty }

  /// The `amount`th working day after a day (before, with a sign of -1); `nil` where there is none.
  func workingDay(_ amount: Int, from day: Int, sign: Int) -> Int? {
    guard rules.hasHours else { return nil }
    let first = CivilDay(day: day).year
    var left = amount
    for step in 0...Self.horizon {
      let days = years[first + sign * step].workingDays
      // Those of the year that lie beyond the day.
      let border = sign > 0 ? days.partitioningIndex { $0 > day } : days.partitioningIndex { $0 >= day }
      let count = sign > 0 ? days.count - border : border
      if left <= count { return days[sign > 0 ? border + left - 1 : border - left] }
      left -= count
    }
    return nil
  }

  /// Whether an instant is one of opening rather than one within working time or at closing.
  func landing(of instant: Date) -> Landing {
    let starts = years[year(of: instant)].starts
    let index = starts.partitioningIndex { $0 >= instant.microseconds }
    return index < starts.count && starts[index] == instant.microseconds ? .opening : .closing
  }

  /// The first working instant at an instant or after; closing time counts as working.
  func nextWorkingMoment(_ instant: Date) -> Date? {
    guard rules.hasHours else { return nil }
    let (first, start) = (year(of: instant), instant.microseconds)
    for year in first...(first + Self.horizon) {
      let table = years[year]
      let index = table.ends.partitioningIndex { $0 >= start }
      if index < table.starts.count { return Date(microseconds: max(start, table.starts[index])) }
    }
    return nil
  }
}
