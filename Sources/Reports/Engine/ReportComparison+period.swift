import Domain
import FoundationEssentials
import Projections

/// The other time that a report compares its own with: every bound moved by the same rule.
struct ComparedTime {
  private let comparison: ReportComparison
  private let calendar: OfficeCalendar
  private let own: OrderStatistics.Period?
  private let until: Date?

  /// - Parameters:
  ///   - own: the whole of the report's period, whose length says what is before it.
  ///   - until: up to when it is counted where it is not over: of the other time the same part counts.
  init(_ comparison: ReportComparison, of own: OrderStatistics.Period?, upTo until: Date? = nil, in zone: TimeZone) {
    self.comparison = comparison
    self.own = own
    self.until = until
    calendar = OfficeCalendar(timeZone: zone)
  }

  /// Bounds that ascend and begin and end the period, each moved; where two come to the same, there is no such stretch.
  func moved(_ bounds: [Date]) -> [Date] {
    guard let first = bounds.first, let last = bounds.last else { return [] }
    if case .days(let from, let to) = comparison {
      let (start, whole) = (calendar.instant(of: from, secondOfDay: 0), calendar.instant(of: to, secondOfDay: 0))
      let shift = from.number - calendar.day(of: first)
      let end = until.map { min(whole, max(start, moved($0, days: shift))) } ?? whole
      return bounds.enumerated().map { index, bound in
        if index == 0 { return start }
        return index == bounds.count - 1 ? end : min(max(start, moved(bound, days: shift)), end)
      }
    }
    let start = moved(first, isBeginning: true)
    let end = max(start, moved(last, isBeginning: false))
    return bounds.enumerated().map { index, bound in
      if index == 0 { return start }
      return index == bounds.count - 1 ? end : min(max(start, moved(bound, isBeginning: false)), end)
    }
  }

  /// The whole of the other time, also where only a part of it counts.
  func whole(_ period: OrderStatistics.Period) -> OrderStatistics.Period? {
    let bounds = ComparedTime(comparison, of: own, in: calendar.timeZone).moved([period.from, period.to])
    return OrderStatistics.Period(from: bounds[0], to: bounds[1])
  }

  /// An instant moved; `nil` for a comparison with fixed days.
  func moved(_ instant: Date) -> Date? {
    if case .days = comparison { return nil }
    return moved(instant, isBeginning: true)
  }

  private func moved(_ instant: Date, isBeginning: Bool) -> Date {
    switch comparison {
    case .year: return moved(instant, months: 12, isBeginning: isBeginning)
    case .weeks52: return moved(instant, days: -364)
    case .previous:
      guard let own else { return moved(instant, days: -1) }
      if let months = wholeMonths(own) { return moved(instant, months: months, isBeginning: isBeginning) }
      // A period that is shorter than a day is compared with the same hours of the day before.
      let days = calendar.day(of: own.from) - calendar.day(of: own.to)
      return moved(instant, days: days == 0 ? -1 : days)
    case .days: return instant
    }
  }

  /// Of a period from the first of a month to the first of another.
  private func wholeMonths(_ period: OrderStatistics.Period) -> Int? {
    let (from, to) = (calendar.wall(of: period.from), calendar.wall(of: period.to))
    let (first, last) = (CivilDay(day: from.day), CivilDay(day: to.day))
    guard from.second == 0, to.second == 0, first.day == 1, last.day == 1 else { return nil }
    return (last.year - first.year) * 12 + last.month - first.month
  }

  private func moved(_ instant: Date, days: Int) -> Date {
    let wall = calendar.wall(of: instant)
    return calendar.instant(ofDay: wall.day + days, second: wall.second)
  }

  /// So many months earlier. A day that there is not is the last of its month where something begins, and the first of the next
  /// where it ends: so a 29 February has no base of its own, unless the period begins with it.
  private func moved(_ instant: Date, months: Int, isBeginning: Bool) -> Date {
    let wall = calendar.wall(of: instant)
    let day = CivilDay(day: wall.day)
    let number = day.year * 12 + day.month - 1 - months
    let (year, month) = (number.floorDivided(by: 12), number - number.floorDivided(by: 12) * 12 + 1)
    if let same = CivilDay(year: year, month: month, day: day.day) {
      return calendar.instant(ofDay: same.number, second: wall.second)
    }
    let (nextYear, nextMonth) = month == 12 ? (year + 1, 1) : (year, month + 1)
    let next = CivilDay(year: nextYear, month: nextMonth, day: 1)?.number ?? wall.day
    return calendar.instant(ofDay: isBeginning ? next - 1 : next, second: isBeginning ? wall.second : 0)
  }
}

extension ComparedTime {
  /// How many days two periods have, and working days, and a word where they differ.
  ///
  /// - Parameter isPart: the one is not over, and the other is the same part of its time.
  static func note(
    _ own: OrderStatistics.Period, _ other: OrderStatistics.Period, _ calendar: WorkCalendar, _ zone: TimeZone,
    isPart: Bool = false
  ) -> Words {
    let clock = ZoneClock(zone)
    func days(_ period: OrderStatistics.Period) -> (all: Int, worked: Int) {
      let (first, last) = (clock.wall(period.from).day, clock.wall(period.end).day)
      guard first <= last else { return (0, 0) }
      return (last - first + 1, (first...last).count { calendar.isWorkingDay($0) })
    }
    let (a, b) = (days(own), days(other))
    let (from, to) = (clock.text(other.from), clock.text(other.to))
    let isSame = a == b
    return Words(
      zh:
        "同期\(isPart ? "（截至相同的时段）" : "")：\(from) 起，\(to) 止。本期 \(a.all) 天（工作日 \(a.worked) 天），同期 \(b.all) 天（工作日 \(b.worked) 天）"
        + (isSame ? "。" : "；天数不同，比较时请注意。"),
      en:
        "Compared with \(isPart ? "the same part of the other period, " : "")\(from) up to, not including, \(to). Days: \(a.all) (\(a.worked) working days), then \(b.all) (\(b.worked))"
        + (isSame ? "." : "; they differ: mind it when comparing."))
  }
}
