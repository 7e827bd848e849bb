import Domain
import FoundationEssentials
import TestSeeds
import Testing

private func office(_ zone: String, alwaysOpen: Bool = false) throws -> WorkCalendar {
  let zone = try #require(TimeZone(identifier: zone))
  return alwaysOpen ? .always(in: zone) : .weekdays(in: zone)
}

private func date(_ text: String) throws -> Date {
  try Date.ISO8601FormatStyle().parse(text)
}

@Test(arguments: ["15m", "4h", "2d", "3wd", "1m", "3660d", "2610wd"]) func aBudgetIsPrintedAsItIsRead(_ text: String)
  throws
{
  let budget = try #require(Budget(text))
  #expect(budget.description == text)
  #expect(try JSONDecoder().decode([Budget].self, from: JSONEncoder().encode([budget])) == [budget])
}

@Test(arguments: ["", "4", "h", "0h", "-1d", "+1d", "1w", "1.5h", "4 h", "4H", "３d", "3661d", "99999999999999999999m"])
func aTextThatIsNoBudgetIsRefused(_ text: String) {
  #expect(Budget(text) == nil)
  #expect(throws: DecodingError.self) { try JSONDecoder().decode([Budget].self, from: JSONEncoder().encode([text])) }
}

@Test(arguments: ["-1wd", "0", "+1d", "-15m", "+4h"]) func anOffsetIsPrintedAsItIsRead(_ text: String) throws {
  let offset = try #require(Offset(text))
  #expect(offset.description == text)
  #expect(try JSONDecoder().decode([Offset].self, from: JSONEncoder().encode([offset])) == [offset])
}

@Test(arguments: ["", "1d", "+0", "-", "+", "--1d", "+0d", "00"]) func aTextThatIsNoOffsetIsRefused(_ text: String) {
  #expect(Offset(text) == nil)
}

/// What is added to what, where, and what comes out.
struct Addition: Sendable {
  let zone: String
  let start: String
  let offset: String
  let end: String

  init(_ zone: String, _ start: String, _ offset: String, _ end: String) {
    (self.zone, self.start, self.offset, self.end) = (zone, start, offset, end)
  }
}

@Test(arguments: [
  // Round the clock, an hour does not care about the wall clock.
  Addition("America/New_York", "2015-03-08T01:30:00-05:00", "+1h", "2015-03-08T03:30:00-04:00"),
  Addition("America/New_York", "2015-03-07T12:00:00-05:00", "+24h", "2015-03-08T13:00:00-04:00"),
  // A natural day keeps the wall time: 23 and 25 hours.
  Addition("America/New_York", "2015-03-07T12:00:00-05:00", "+1d", "2015-03-08T12:00:00-04:00"),
  Addition("America/New_York", "2015-10-31T12:00:00-04:00", "+1d", "2015-11-01T12:00:00-05:00"),
  Addition("America/New_York", "2015-11-02T12:00:00-05:00", "-2d", "2015-10-31T12:00:00-04:00"),
  // 02:30 is skipped and moves forward; 01:30 comes twice and is taken the first time.
  Addition("America/New_York", "2015-03-07T02:30:00-05:00", "+1d", "2015-03-08T03:30:00-04:00"),
  Addition("America/New_York", "2015-03-09T02:30:00-04:00", "-1d", "2015-03-08T03:30:00-04:00"),
  Addition("America/New_York", "2015-10-31T01:30:00-04:00", "+1d", "2015-11-01T01:30:00-04:00"),
  Addition("America/New_York", "2015-11-02T01:30:00-05:00", "-1d", "2015-11-01T01:30:00-04:00"),
  Addition("Europe/Berlin", "2026-03-28T02:15:00+01:00", "+1d", "2026-03-29T03:15:00+02:00"),
  Addition("Australia/Lord_Howe", "2026-10-03T02:10:00+10:30", "+1d", "2026-10-04T02:40:00+11:00"),
  // Samoa had no 30 December 2011.
  Addition("Pacific/Apia", "2011-12-29T12:00:00-10:00", "+1d", "2011-12-31T12:00:00+14:00"),
  // Leap day, and before 1970.
  Addition("Asia/Shanghai", "2024-02-28T09:00:00+08:00", "+1d", "2024-02-29T09:00:00+08:00"),
  Addition("UTC", "1969-12-31T23:00:00Z", "-1wd", "1969-12-30T23:00:00Z"),
  Addition("UTC", "1969-12-29T23:00:00Z", "-1wd", "1969-12-26T23:00:00Z"),
  // Working days: 2026-10-30 is a Friday.
  Addition("Asia/Shanghai", "2026-10-29T23:30:00+08:00", "+1wd", "2026-10-30T23:30:00+08:00"),
  Addition("Asia/Shanghai", "2026-10-30T09:00:00+08:00", "+1wd", "2026-11-02T09:00:00+08:00"),
  // From a Saturday, counted from Monday 00:00: the whole of Monday.
  Addition("Asia/Shanghai", "2026-10-31T09:00:00+08:00", "+1wd", "2026-11-03T00:00:00+08:00"),
  Addition("Asia/Shanghai", "2026-11-01T09:00:00+08:00", "-1wd", "2026-10-30T09:00:00+08:00"),
  Addition("Asia/Shanghai", "2026-11-02T09:00:00+08:00", "-1wd", "2026-10-30T09:00:00+08:00"),
  Addition("Asia/Shanghai", "2026-10-30T00:30:00+08:00", "+13wd", "2026-11-18T00:30:00+08:00"),
  Addition("Asia/Shanghai", "2026-10-31T09:00:00+08:00", "0", "2026-10-31T09:00:00+08:00"),
]) func timeIsAddedAsTheWallClockShowsIt(_ addition: Addition) throws {
  let offset = try #require(Offset(addition.offset))
  let isExact = addition.offset.hasSuffix("h")
  let sum = offset.applied(to: try date(addition.start), in: try office(addition.zone, alwaysOpen: isExact))
  #expect(sum.date == (try date(addition.end)))
  #expect(sum.provisional == addition.offset.hasSuffix("wd"))
}

@Test func anHourThatComesTwiceKeepsItsSecondTimeWhenNothingIsAdded() throws {
  let second = try date("2015-11-01T01:30:00-05:00")
  #expect(Offset.atDue.applied(to: second, in: try office("America/New_York")).date == second)
}

@Test(arguments: UInt64(0)..<200) func naturalDaysAgreeWithTheCalendarOfFoundation(_ seed: UInt64) throws {
  var random = Seeded(seed)
  let zone =
    ["Asia/Shanghai", "America/New_York", "Europe/London", "Asia/Kathmandu"].randomElement(using: &random) ?? "UTC"
  var calendar = Calendar(identifier: .gregorian)
  calendar.timeZone = try #require(TimeZone(identifier: zone))
  // Noon is never skipped or repeated in these zones.
  let day = Double(Int.random(in: 0..<20_000, using: &random)) * 86_400
  let noon = try #require(
    calendar.date(bySettingHour: 12, minute: 0, second: 0, of: Date(timeIntervalSince1970: day)))
  let days = Int.random(in: 1...400, using: &random)
  let expected = calendar.date(byAdding: .day, value: days, to: noon)
  #expect(Budget.days(days).added(to: noon, in: try office(zone)).date == expected, "seed \(seed), \(zone)")
  if let expected {
    #expect(Budget.days(days).subtracted(from: expected, in: try office(zone)).date == noon, "seed \(seed), \(zone)")
  }
}
