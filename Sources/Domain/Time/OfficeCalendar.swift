import FoundationEssentials

/// The civil days of an office and the wall clock in its zone. What of them is worked is in ``WorkCalendar``.
public struct OfficeCalendar: Sendable, Hashable {
  /// Where the wall clock hangs.
  public let timeZone: TimeZone

  /// An office in a time zone.
  public init(timeZone: TimeZone) {
    self.timeZone = timeZone
  }

  /// The day that the wall shows at an instant, counted from 1970-01-01.
  public func day(of instant: Date) -> Int { Int((wall(at: instant) / secondsPerDay).rounded(.down)) }

  /// The day that the wall shows, and the seconds since its midnight by that clock.
  public func wall(of instant: Date) -> (day: Int, second: Double) {
    let wall = wall(at: instant)
    let day = (wall / secondsPerDay).rounded(.down)
    return (Int(day), wall - day * secondsPerDay)
  }

  /// The instant at which the office's wall shows a time. A skipped hour moves forward, of one that comes twice the first.
  public func instant(of day: CivilDay, secondOfDay: Int) -> Date {
    instant(ofDay: day.number, second: Double(secondOfDay))
  }

  /// The same for a day by its number, counted from 1970-01-01.
  public func instant(ofDay day: Int, second: Double) -> Date {
    Date(timeIntervalSince1970: instant(ofWall: Double(day) * secondsPerDay + second))
  }

  /// The instant so many natural days later (earlier, below zero) whose wall clock shows the same time.
  func sameWallTime(as instant: Date, daysLater days: Int) -> Date {
    // Not through the wall clock: an hour that comes twice would give its first again.
    guard days != 0 else { return instant }
    return Date(timeIntervalSince1970: self.instant(ofWall: wall(at: instant) + Double(days) * secondsPerDay))
  }

  /// Where a span of working time that begins or ends at a wall time does so: as ``instant(ofDay:second:)``, but a time that
  /// is skipped is the moment of the change, so that no skipped second is counted.
  func edge(ofDay day: Int, second: Int) -> Date {
    let wall = Double(day) * secondsPerDay + Double(second)
    let found = instant(ofWall: wall)
    guard self.wall(at: Date(timeIntervalSince1970: found)) > wall else { return Date(timeIntervalSince1970: found) }
    // The change lies within the day before: the last second that shows an earlier time is found by halving.
    var (early, late) = (found - secondsPerDay, found)
    while late - early > 1 {
      let middle = ((early + late) / 2).rounded(.down)
      if self.wall(at: Date(timeIntervalSince1970: middle)) < wall { early = middle } else { late = middle }
    }
    return Date(timeIntervalSince1970: late)
  }

  /// Whether the clock is set at no time of these days, the second one included.
  func isSteady(fromDay first: Int, throughDay last: Int) -> Bool {
    let offset = offset(at: Double(first - 1) * secondsPerDay)
    return (first...(last + 2)).allSatisfy { self.offset(at: Double($0) * secondsPerDay) == offset }
  }

  private func wall(at instant: Date) -> Double {
    instant.timeIntervalSince1970 + offset(at: instant.timeIntervalSince1970)
  }

  /// Seconds since 1970 at which the wall clock shows `wall` (seconds since 1970-01-01 00:00 by that clock).
  ///
  /// A time that comes twice is taken the first time; one that is skipped moves forward by as much as was skipped.
  private func instant(ofWall wall: Double) -> Double {
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
