import Domain
import FoundationEssentials
import Spreadsheets

/// What the clock on the wall shows in one zone.
struct ZoneClock {
  private let zone: TimeZone

  init(_ zone: TimeZone) { self.zone = zone }

  /// Day and second of the day; fractions of a second are dropped.
  func wall(_ instant: Date) -> (day: Int, second: Int) {
    let local = Int(instant.timeIntervalSince1970.rounded(.down)) + zone.secondsFromGMT(for: instant)
    let day = local.floorDivided(by: 86_400)
    return (day, local - day * 86_400)
  }

  /// As a workbook keeps it.
  func civil(_ instant: Date) -> CivilDateTime? {
    let (number, second) = wall(instant)
    let day = CivilDay(day: number)
    return CivilDateTime(
      year: day.year, month: day.month, day: day.day, hour: second / 3600, minute: second / 60 % 60,
      second: second % 60, hasTime: true)
  }

  /// `2015-04-01 00:00`, with seconds where it has them.
  func text(_ instant: Date) -> String {
    let (number, second) = wall(instant)
    let time = "\(CivilDay(day: number).iso) \(pair(second / 3600)):\(pair(second / 60 % 60))"
    return second % 60 == 0 ? time : time + ":\(pair(second % 60))"
  }

  /// `2015-04-01 09:30`: as a workbook shows a moment.
  func minute(_ instant: Date) -> String {
    let (number, second) = wall(instant)
    return "\(CivilDay(day: number).iso) \(pair(second / 3600)):\(pair(second / 60 % 60))"
  }

  /// The same of something due: at midnight `2015-03-31 24:00`, the end of the day.
  func deadline(_ instant: Date) -> String {
    let (number, second) = wall(instant)
    return second == 0 ? "\(CivilDay(day: number - 1).iso) 24:00" : minute(instant)
  }

  /// `America/New_York`
  var name: String { zone.identifier }

  /// `UTC-04:00`: as the zone is at an instant.
  func offset(_ instant: Date) -> String {
    let minutes = zone.secondsFromGMT(for: instant) / 60
    return "UTC\(minutes < 0 ? "-" : "+")\(pair(abs(minutes) / 60)):\(pair(abs(minutes) % 60))"
  }

  /// `America/New_York, UTC-04:00`: as the zone is at an instant.
  func zoneText(_ instant: Date) -> String { "\(name), \(offset(instant))" }

  /// The beginnings of the days of [from, to), the first at `from` itself, and `to` behind them.
  func dayBounds(from: Date, to: Date) -> [Date] {
    let calendar = OfficeCalendar(timeZone: zone)
    var bounds = [from]
    var day = wall(from).day + 1
    while true {
      let midnight = calendar.instant(of: CivilDay(day: day), secondOfDay: 0)
      guard midnight < to else { break }
      if midnight > from { bounds.append(midnight) }
      day += 1
    }
    return bounds + [to]
  }

}

private func pair(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
