import Domain
import FoundationEssentials
import Projections
import Testing

@testable import Reports

struct ComparisonTests {
  private let zone = TimeZone(identifier: "Asia/Shanghai") ?? .gmt

  private func instant(_ text: String) throws -> Date {
    OfficeCalendar(timeZone: zone).instant(of: try #require(CivilDay(text: text)), secondOfDay: 0)
  }

  /// The bounds of a period and of its days, moved.
  private func moved(_ from: String, _ to: String, _ comparison: ReportComparison, byDay: Bool = false) throws
    -> [String]
  {
    let period = try #require(OrderStatistics.Period(from: try instant(from), to: try instant(to)))
    let clock = ZoneClock(zone)
    let bounds = byDay ? clock.dayBounds(from: period.from, to: period.to) : [period.from, period.to]
    return ComparedTime(comparison, of: period, in: zone).moved(bounds).map { CivilDay(day: clock.wall($0).day).iso }
  }

  @Test func aYearEarlierIsTheSameDatesOfTheYearBefore() throws {
    #expect(try moved("2026-03-01", "2026-04-01", .year) == ["2025-03-01", "2025-04-01"])
    #expect(try moved("2026-01-01", "2027-01-01", .year) == ["2025-01-01", "2026-01-01"])
  }

  @Test func aLeapDayIsNobodysBaseUnlessThePeriodBeginsWithIt() throws {
    #expect(try moved("2024-02-01", "2024-03-01", .year) == ["2023-02-01", "2023-03-01"])
    #expect(try moved("2024-02-29", "2024-03-01", .year) == ["2023-02-28", "2023-03-01"])
    #expect(try moved("2024-02-28", "2024-02-29", .year) == ["2023-02-28", "2023-03-01"])
    // The line of the 29th begins and ends on 1 March: there is no such day.
    #expect(
      try moved("2024-02-28", "2024-03-02", .year, byDay: true) == [
        "2023-02-28", "2023-03-01", "2023-03-01", "2023-03-02",
      ])
    #expect(try moved("2025-02-28", "2025-03-01", .year) == ["2024-02-28", "2024-03-01"])
  }

  @Test func fiftyTwoWeeksKeepTheWeekday() throws {
    #expect(try moved("2026-03-02", "2026-03-09", .weeks52) == ["2025-03-03", "2025-03-10"])
  }

  @Test func thePeriodBeforeIsAsLong() throws {
    #expect(try moved("2026-03-01", "2026-04-01", .previous) == ["2026-02-01", "2026-03-01"])
    #expect(try moved("2026-01-01", "2026-04-01", .previous) == ["2025-10-01", "2026-01-01"])
    #expect(try moved("2026-03-05", "2026-03-08", .previous) == ["2026-03-02", "2026-03-05"])
  }

  @Test func anyDaysCanBeCompared() throws {
    let days = try #require(ReportComparison("2020-05-01..2020-06-01"))
    #expect(try moved("2026-03-01", "2026-04-01", days) == ["2020-05-01", "2020-06-01"])
    // A longer base ends where it says.
    let longer = try #require(ReportComparison("2020-05-01..2020-07-01"))
    #expect(
      try moved("2026-03-01", "2026-03-04", longer, byDay: true) == [
        "2020-05-01", "2020-05-02", "2020-05-03", "2020-07-01",
      ])
    #expect(ReportComparison("2020-05-01..2020-05-01") == nil && ReportComparison("2020-13-01..2021-01-01") == nil)
  }

  /// The bounds of what counts of a period, moved, where it is looked at before its end.
  private func part(_ from: String, _ to: String, until: String, _ comparison: ReportComparison) throws -> [String] {
    let period = try #require(OrderStatistics.Period(from: try instant(from), to: try instant(to)))
    let until = try instant(until).addingTimeInterval(36_000)
    let clock = ZoneClock(zone)
    return ComparedTime(comparison, of: period, upTo: until, in: zone).moved([period.from, until]).map(clock.text)
  }

  @Test func ofATimeThatIsNotOverTheSamePartOfTheOtherCounts() throws {
    #expect(
      try part("2026-11-01", "2026-12-01", until: "2026-11-21", .year) == ["2025-11-01 00:00", "2025-11-21 10:00"])
    #expect(
      try part("2026-11-01", "2026-12-01", until: "2026-11-21", .previous) == ["2026-10-01 00:00", "2026-10-21 10:00"])
    #expect(
      try part("2026-01-01", "2027-01-01", until: "2026-11-21", .previous) == ["2025-01-01 00:00", "2025-11-21 10:00"])
    #expect(
      try part("2026-11-01", "2026-12-01", until: "2026-11-21", .weeks52) == ["2025-11-02 00:00", "2025-11-22 10:00"])
    let days = try #require(ReportComparison("2020-05-01..2020-06-01"))
    #expect(
      try part("2026-11-01", "2026-12-01", until: "2026-11-21", days) == ["2020-05-01 00:00", "2020-05-21 10:00"])
    // Never more than was asked for, and a day that there is not ends with its month.
    let week = try #require(ReportComparison("2020-05-01..2020-05-08"))
    #expect(
      try part("2026-11-01", "2026-12-01", until: "2026-11-21", week) == ["2020-05-01 00:00", "2020-05-08 00:00"])
    #expect(
      try part("2024-02-01", "2024-03-01", until: "2024-02-29", .year) == ["2023-02-01 00:00", "2023-03-01 00:00"])
    #expect(
      try part("2026-03-01", "2026-04-01", until: "2026-03-30", .previous) == ["2026-02-01 00:00", "2026-03-01 00:00"])
  }

  @Test func theLineOfALeapDayThatIsNotOverHasNoBase() throws {
    let period = try #require(OrderStatistics.Period(from: try instant("2024-02-01"), to: try instant("2024-03-01")))
    let until = try instant("2024-02-29").addingTimeInterval(36_000)
    let clock = ZoneClock(zone)
    let bounds = clock.dayBounds(from: period.from, to: until)
    let moved = ComparedTime(.year, of: period, upTo: until, in: zone).moved(bounds)
    #expect(
      bounds.count == 30
        && moved.suffix(3).map(clock.text) == [
          "2023-02-28 00:00", "2023-03-01 00:00", "2023-03-01 00:00",
        ])
    let time = TimeScale(
      try #require(OrderStatistics.Period(from: period.from, to: until)), [.day], .weekdays(in: zone), zone)
    #expect(time.missing(in: moved, .day) == ["2024-02-29"])
  }

  @Test func daysAndWorkingDaysOfBothPeriodsAreSaid() throws {
    let own = try #require(OrderStatistics.Period(from: try instant("2024-02-01"), to: try instant("2024-03-01")))
    let other = try #require(OrderStatistics.Period(from: try instant("2023-02-01"), to: try instant("2023-03-01")))
    let note = ComparedTime.note(own, other, .weekdays(in: zone), zone)
    #expect(note.en.contains("29 (21 working days), then 28 (20)") && note.en.contains("they differ"))
    #expect(note.zh.contains("天数不同"))
  }

  @Test(arguments: UInt64(0)..<50)
  func movedBoundsNeverGoBack(seed: UInt64) throws {
    let first = Int(seed) * 97 + 16_000
    let from = CivilDay(day: first).iso
    let to = CivilDay(day: first + 1 + Int(seed % 9) * 13).iso
    for comparison in [ReportComparison.year, .weeks52, .previous] {
      let bounds = try moved(from, to, comparison, byDay: true)
      #expect(bounds == bounds.sorted(), "\(comparison.description) of \(from)..\(to)")
    }
  }
}
