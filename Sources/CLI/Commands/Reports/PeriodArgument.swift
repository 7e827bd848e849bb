import ArgumentParser
import Domain
import Foundation

/// A month or a year as a person types it: `2015-03`, `2015`.
struct PeriodArgument: Sendable, Equatable {
  let year: Int
  /// `nil` for the whole year.
  let month: Int?

  init(year: Int, month: Int?) {
    self.year = year
    self.month = month
  }

  /// As a person types it.
  init(typed: String) throws {
    guard let period = Self(argument: typed) else {
      throw ValidationError("write a month as 2015-03, or a year as 2015; for any other time use --from and --to")
    }
    self = period
  }

  init?(argument: String) {
    let parts = argument.split(separator: "-", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts[0].utf8.count == 4, parts.allSatisfy({ $0.allSatisfy(\.isWholeNumber) }),
      let year = Int(parts[0])
    else { return nil }
    self.year = year
    if parts.count == 1 {
      month = nil
    } else {
      guard parts[1].utf8.count == 2, let month = Int(parts[1]), (1...12).contains(month) else { return nil }
      self.month = month
    }
  }

  /// The month before the one of an instant.
  init(before instant: Date, in zone: TimeZone) {
    var clock = WallClock(zone: zone)
    let day = clock.wall(instant).day
    self.init(year: day.month == 1 ? day.year - 1 : day.year, month: day.month == 1 ? 12 : day.month - 1)
  }

  /// Its first instant, and the first one behind it.
  func bounds(in zone: TimeZone) -> (from: Date, to: Date)? {
    let calendar = OfficeCalendar(timeZone: zone)
    let next = month.map { $0 == 12 ? (year + 1, 1) : (year, $0 + 1) } ?? (year + 1, 1)
    guard let first = CivilDay(year: year, month: month ?? 1, day: 1),
      let last = CivilDay(year: next.0, month: next.1, day: 1)
    else { return nil }
    return (calendar.instant(of: first, secondOfDay: 0), calendar.instant(of: last, secondOfDay: 0))
  }
}
