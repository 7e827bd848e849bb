import FoundationEssentials

/// The days and hours an office counts in.
///
/// For now it knows its time zone and that Monday to Friday are working days. Holidays, make-up days and working hours
/// come with the clocks issue; `isWorkingDay` is their place, and every answer that used it is marked provisional.
public struct OfficeCalendar: Sendable, Hashable {
  /// Where the wall clock hangs.
  public let timeZone: TimeZone

  /// An office in a time zone.
  public init(timeZone: TimeZone) {
    self.timeZone = timeZone
  }

  /// `instant` and `sign` (1 or -1) budgets further.
  func move(_ instant: Date, by budget: Budget, sign: Int) -> (date: Date, provisional: Bool) {
    switch budget {
    case .minutes(let amount): (instant.addingTimeInterval(Double(amount) * Double(sign) * 60), false)
    case .hours(let amount): (instant.addingTimeInterval(Double(amount) * Double(sign) * 3600), false)
    case .days(let amount): (atSameWallTime(as: instant) { $0 + amount * sign }, false)
    case .workingDays(let amount): (atSameWallTime(as: instant) { workingDay(amount, from: $0, sign: sign) }, true)
    }
  }

  /// The `amount`th working day after (before, with -1) a day. From a Saturday as from a Friday, one on is Monday.
  private func workingDay(_ amount: Int, from day: Int, sign: Int) -> Int {
    var day = day
    var left = amount
    while left > 0 {
      day += sign
      if isWorkingDay(day) { left -= 1 }
    }
    return day
  }

  /// Whether work is done on a day, counted from 1970-01-01, a Thursday. Holidays and make-up days belong here.
  private func isWorkingDay(_ day: Int) -> Bool {
    // 0 is Monday; the second remainder is for days before 1970, where the first is negative.
    ((day + 3) % 7 + 7) % 7 < 5
  }

  /// The instant on another day whose wall clock shows the same time.
  private func atSameWallTime(as instant: Date, onDay target: (Int) -> Int) -> Date {
    let wall = instant.timeIntervalSince1970 + offset(at: instant.timeIntervalSince1970)
    let day = Int((wall / secondsPerDay).rounded(.down))
    let wanted = target(day)
    // Not through the wall clock: an hour that comes twice would give its first again.
    guard wanted != day else { return instant }
    return Date(timeIntervalSince1970: self.instant(ofWall: wall + Double(wanted - day) * secondsPerDay))
  }

  /// Seconds since 1970 at which the wall clock shows `wall` (seconds since 1970-01-01 00:00 by that clock).
  ///
  /// A time that comes twice is taken the first time; one that is skipped moves forward by as much as was skipped.
  fileprivate func instant(ofWall wall: Double) -> Double {
    // Zones are less than a day from UTC, so these two stand on either side of any change nearby.
    let before = offset(at: wall - secondsPerDay)
    let after = offset(at: wall + secondsPerDay)
    let early = wall - before
    if before == after || offset(at: early) == before { return early }
    let late = wall - after
    return offset(at: late) == after ? late : early
  }

  /// Seconds the wall clock is ahead of UTC.
  private func offset(at secondsSince1970: Double) -> Double {
    Double(timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: secondsSince1970)))
  }
}

private let secondsPerDay = 86_400.0

extension OfficeCalendar {
  /// The instant at which the office's wall shows a time. A skipped hour moves forward, of one that comes twice the first.
  public func instant(of day: CivilDay, secondOfDay: Int) -> Date {
    Date(timeIntervalSince1970: instant(ofWall: Double(day.number) * secondsPerDay + Double(secondOfDay)))
  }
}
