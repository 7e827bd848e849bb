import Foundation
import Testing

@testable import CLI

@Suite struct InstantArgumentTests {
  let boston = TimeZone(identifier: "America/New_York") ?? .gmt
  let now = Date(timeIntervalSince1970: 1_427_800_000)  // 2015-03-31 07:06:40 in Boston

  private func shown(_ argument: String) throws -> String {
    let instant = try #require(InstantArgument(argument: argument), "\(argument) was not understood")
    var clock = WallClock(zone: boston)
    return clock.text(instant.date(in: boston, now: now), .iso)
  }

  @Test(arguments: [
    ("now", "2015-03-31T07:06:40-04:00"),
    ("+3d", "2015-04-03T07:06:40-04:00"),
    ("-1h", "2015-03-31T06:06:40-04:00"),
    ("+90m", "2015-03-31T08:36:40-04:00"),
    ("-2w", "2015-03-17T07:06:40-04:00"),
    ("2015-04-01", "2015-04-01T00:00:00-04:00"),
    ("2015-04-01T09:00", "2015-04-01T09:00:00-04:00"),
    ("2015-04-01T24:00", "2015-04-02T00:00:00-04:00"),
    ("2015-03-31 24:00:00", "2015-04-01T00:00:00-04:00"),
    ("2015-04-01 09:00:30", "2015-04-01T09:00:30-04:00"),
    ("2015-04-01T09:00-04:00", "2015-04-01T09:00:00-04:00"),
    ("2015-04-01T09:00+0800", "2015-03-31T21:00:00-04:00"),
    ("2015-04-01T13:00Z", "2015-04-01T09:00:00-04:00"),
    ("2016-02-29", "2016-02-29T00:00:00-05:00"),
  ])
  func everySpellingIsRead(argument: String, expected: String) throws {
    #expect(try shown(argument) == expected)
  }

  @Test(arguments: [
    "", "tomorrow", "2015-02-29", "2015-13-01", "2015-4-1", "2015-04-01T24:01", "2015-04-01T24:00:01",
    "2015-04-01T25:00", "2015-04-01T09", "2015-04-01T09:00+",
    "2015-04-01T09:00-4", "+d", "+3x", "3d", "2015-04-01T09:00Zx", "２０１５-04-01", "+99999999d",
  ])
  func anythingElseIsRefused(argument: String) {
    #expect(InstantArgument(argument: argument) == nil)
  }

  @Test func aTimeTheClocksSkipMovesForward() throws {
    #expect(try shown("2015-03-08T02:30") == "2015-03-08T03:30:00-04:00")
    #expect(try shown("2015-03-08T01:59") == "2015-03-08T01:59:00-05:00")
  }

  @Test func aTimeThatHappensTwiceIsTheFirst() throws {
    #expect(try shown("2015-11-01T01:30") == "2015-11-01T01:30:00-04:00")
    #expect(try shown("2015-11-01T01:30-05:00") == "2015-11-01T01:30:00-05:00")
  }

  @Test func aDayWhoseMidnightIsSkippedBeginsLater() throws {
    let zone = try #require(TimeZone(identifier: "America/Sao_Paulo"))
    let day = try #require(InstantArgument(argument: "2017-10-15"))
    var clock = WallClock(zone: zone)
    #expect(clock.text(day.date(in: zone, now: now), .iso) == "2017-10-15T01:00:00-02:00")
  }

  @Test(arguments: [
    ("2015-04-01", "2015-04-02T00:00:00-04:00"),
    ("2015-03-08", "2015-03-09T00:00:00-04:00"),  // 23 hours long
    ("2015-04-01T00:00", "2015-04-01T00:00:00-04:00"),
    ("2015-04-01T09:00", "2015-04-01T09:00:00-04:00"),
    ("+3d", "2015-04-03T07:06:40-04:00"),
  ])
  func whatIsDueOnADayIsDueAtItsEnd(argument: String, expected: String) throws {
    let due = try #require(InstantArgument(argument: argument)).dueDate(in: boston, now: now)
    var clock = WallClock(zone: boston)
    #expect(clock.text(due, .iso) == expected)
  }

  @Test func daysKeepTheHourAcrossSummerTimeAndHoursDoNot() throws {
    let before = Date(timeIntervalSince1970: 1_425_733_200)  // 2015-03-07 08:00 in Boston
    var clock = WallClock(zone: boston)
    let day = try #require(InstantArgument(argument: "+1d")).date(in: boston, now: before)
    let hours = try #require(InstantArgument(argument: "+24h")).date(in: boston, now: before)
    #expect(clock.text(day, .minute) == "2015-03-08 08:00")
    #expect(clock.text(hours, .minute) == "2015-03-08 09:00")
  }
}
