import FoundationEssentials

extension SlotRule {
  /// The slots after an instant up to another one, in order.
  ///
  /// Cost: some microseconds a day of the span; a minute-wise cron some hundred.
  public func slots(after start: Date, through end: Date, in calendar: WorkCalendar) -> [Date] {
    guard start < end else { return [] }
    let office = OfficeCalendar(timeZone: calendar.timeZone)
    // A day more on either side: near a change of the clocks a slot may come out on a neighbouring day.
    var slots: Set<Date> = []
    for day in (office.day(of: start) - 1)...(office.day(of: end) + 1) {
      slots.formUnion(self.slots(onDay: day, office, calendar).filter { $0 > start && $0 <= end })
    }
    return slots.sorted()
  }

  /// The slot before another one; `nil` where there is none within four years.
  public func slot(before slot: Date, in calendar: WorkCalendar) -> Date? {
    for days in [2.0, 40, 400, 1500] {
      let found = slots(after: slot.addingTimeInterval(-days * 86_400), through: slot, in: calendar).last { $0 < slot }
      if let found { return found }
    }
    return nil
  }

  private func slots(onDay day: Int, _ office: OfficeCalendar, _ calendar: WorkCalendar) -> [Date] {
    switch form {
    case .every(let seconds) where seconds <= 3600:
      let (start, end) = (office.instant(ofDay: day, second: 0), office.instant(ofDay: day + 1, second: 0))
      return stride(from: 0, to: end.timeIntervalSince(start), by: Double(seconds)).map { start.addingTimeInterval($0) }
    case .every(let seconds):
      return stride(from: 0, to: 86_400, by: seconds).map { office.instant(ofDay: day, second: Double($0)) }
    case .workingDay(let ordinal, let span, let second):
      guard calendar.isWorkingDay(day), ordinal.map({ Self.isNth($0, day, of: span, calendar) }) ?? true else {
        return []
      }
      return [office.instant(ofDay: day, second: Double(second))]
    case .cron(let cron):
      guard cron.holds(on: day) else { return [] }
      guard cron.isEveryHour else {
        return cron.seconds.map { office.instant(ofDay: day, second: Double($0)) }
      }
      // By real time: a quarter that the wall shows twice is two.
      let (start, end) = (office.instant(ofDay: day, second: 0), office.instant(ofDay: day + 1, second: 0))
      return stride(from: 0, to: end.timeIntervalSince(start), by: 60).compactMap { offset in
        let instant = start.addingTimeInterval(offset)
        let second = Int(office.wall(of: instant).second)
        return cron.minutes.contains(second / 60 % 60) && cron.hours.contains(second / 3600) ? instant : nil
      }
    }
  }

  private static func isNth(_ ordinal: Int, _ day: Int, of span: Span, _ calendar: WorkCalendar) -> Bool {
    let first: Int
    let last: Int
    switch span {
    case .week:
      first = day - CalendarRules.weekday(of: day)
      last = first + 6
    case .month:
      let civil = CivilDay(day: day)
      first = day - civil.day + 1
      var end = day
      while CivilDay(day: end + 1).month == civil.month { end += 1 }
      last = end
    }
    let working = (first...last).filter(calendar.isWorkingDay)
    return ordinal < 0 ? working.last == day : working.count >= ordinal && working[ordinal - 1] == day
  }
}
