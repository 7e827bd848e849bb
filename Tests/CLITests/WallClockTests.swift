import Foundation
import Testing

@testable import CLI

@Suite struct WallClockTests {
  @Test func theOffsetFollowsSummerTimeWithinTheDay() throws {
    var clock = WallClock(zone: try #require(TimeZone(identifier: "America/New_York")))
    #expect(clock.text(Date(timeIntervalSince1970: 1_425_797_999), .iso) == "2015-03-08T01:59:59-05:00")
    #expect(clock.text(Date(timeIntervalSince1970: 1_425_798_000), .iso) == "2015-03-08T03:00:00-04:00")
    #expect(clock.text(Date(timeIntervalSince1970: 1_446_357_600), .iso) == "2015-11-01T01:00:00-05:00")
    #expect(clock.text(Date(timeIntervalSince1970: 1_427_843_520.9), .iso) == "2015-03-31T19:12:00-04:00")
  }

  @Test func halfHoursEastAndYearsBefore1970AreShown() throws {
    var delhi = WallClock(zone: try #require(TimeZone(identifier: "Asia/Kolkata")))
    #expect(delhi.text(Date(timeIntervalSince1970: 0), .iso) == "1970-01-01T05:30:00+05:30")
    var utc = WallClock(zone: .gmt)
    #expect(utc.text(Date(timeIntervalSince1970: -1), .iso) == "1969-12-31T23:59:59+00:00")
    #expect(utc.text(Date(timeIntervalSince1970: -2_203_891_200), .day) == "1900-03-01")
  }

  @Test func noDateCanOverflow() {
    var clock = WallClock(zone: .gmt)
    for seconds in [Double.infinity, -.infinity, .nan, 1e300, -1e300] {
      #expect(!clock.text(Date(timeIntervalSince1970: seconds), .iso).isEmpty)
    }
  }

  @Test(arguments: UInt64(0)..<50)
  func everyInstantAgreesWithTheFormatter(seed: UInt64) throws {
    let names = ["America/New_York", "Asia/Shanghai", "Europe/London", "Australia/Lord_Howe", "Pacific/Apia"]
    let zone = try #require(TimeZone(identifier: names[Int(seed) % names.count]))
    var clock = WallClock(zone: zone)
    var style = Date.ISO8601FormatStyle(timeZone: zone)
    style = style.timeZoneSeparator(.colon)
    var state = seed &* 6_364_136_223_846_793_005 &+ 1
    for _ in 0..<100 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let date = Date(timeIntervalSince1970: Double(state >> 33))  // 1970 to 2038
      let expected = style.format(date).replacing("Z", with: "+00:00")
      #expect(clock.text(date, .iso) == expected, "seed \(seed), \(date.timeIntervalSince1970)")
    }
  }

  @Test func aDeadlineAtMidnightIsTheEndOfTheDayBeforeForPeopleAlone() throws {
    let zone = try #require(TimeZone(identifier: "Asia/Shanghai"))
    var clock = WallClock(zone: zone)
    let midnight = Date(timeIntervalSince1970: 1_793_721_600)
    #expect(clock.text(midnight, .minute) == "2026-11-04 00:00")
    #expect(clock.text(midnight, .deadline) == "2026-11-03 24:00")
    #expect(clock.text(midnight.addingTimeInterval(0.5), .deadline) == "2026-11-04 00:00")
    #expect(clock.text(midnight.addingTimeInterval(60), .deadline) == "2026-11-04 00:01")
    var text = ValueText(language: .zh, zone: zone)
    #expect(text(.deadline(midnight)) == "2026-11-03 24:00" && text(.instant(midnight)) == "2026-11-04 00:00")
    var bytes: [UInt8] = []
    JSONRows.append(.deadline(midnight), &clock, to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == "\"2026-11-04T00:00:00+08:00\"")
    // On a day whose midnight the clocks skip, nothing is at midnight.
    var brazil = WallClock(zone: try #require(TimeZone(identifier: "America/Sao_Paulo")))
    #expect(brazil.text(Date(timeIntervalSince1970: 1_508_036_400), .deadline) == "2017-10-15 01:00")
  }
}
