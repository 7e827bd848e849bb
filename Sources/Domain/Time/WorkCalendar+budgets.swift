import FoundationEssentials

extension WorkCalendar {
  /// The instant a budget later; `nil` where there never is so much working time.
  func later(than start: Date, by budget: Budget, from policy: CountsFrom) -> Date? {
    switch budget {
    case .minutes(let amount): add(microseconds: amount * 60_000_000, to: start, landing: .closing)
    case .hours(let amount): add(microseconds: amount * 3_600_000_000, to: start, landing: .closing)
    case .days(let amount): office.sameWallTime(as: start, daysLater: amount)
    case .workingDays(let amount):
      switch policy {
      case .moment: sameTime(asAt: nextWorkingMoment(start), workingDays: amount, sign: 1)
      case .nextDay: workingDay(amount, from: office.day(of: start), sign: 1).flatMap(closing(ofDay:))
      }
    }
  }

  /// The instant a budget earlier; `nil` where there never was so much working time.
  func earlier(than end: Date, by budget: Budget) -> Date? {
    switch budget {
    case .minutes(let amount): subtract(microseconds: amount * 60_000_000, from: end)
    case .hours(let amount): subtract(microseconds: amount * 3_600_000_000, from: end)
    case .days(let amount): office.sameWallTime(as: end, daysLater: -amount)
    case .workingDays(let amount): sameTime(asAt: end, workingDays: amount, sign: -1)
    }
  }

  /// The wall time of a moment on another working day; where that day is not worked then, its opening or the closing before.
  private func sameTime(asAt moment: Date?, workingDays amount: Int, sign: Int) -> Date? {
    guard let moment else { return nil }
    var (day, second) = office.wall(of: moment)
    // Midnight at the end of a day's work belongs to that day.
    if second == 0, !isWorkingDay(day), rules.spans(onDay: day - 1).last?.until == 86_400 {
      (day, second) = (day - 1, 86_400)
    }
    guard let target = workingDay(amount, from: day, sign: sign) else { return nil }
    let spans = rules.spans(onDay: target)
    guard let first = spans.first else { return nil }
    guard second > Double(first.from) else { return office.edge(ofDay: target, second: first.from) }
    let worked = spans.last { Double($0.from) <= second } ?? first
    guard second <= Double(worked.until) else { return office.edge(ofDay: target, second: worked.until) }
    return Date(microseconds: office.instant(ofDay: target, second: second).microseconds)
  }

  private func closing(ofDay day: Int) -> Date? {
    rules.spans(onDay: day).last.map { office.edge(ofDay: day, second: $0.until) }
  }
}
