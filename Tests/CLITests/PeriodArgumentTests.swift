import Foundation
import Testing

@testable import CLI

struct PeriodArgumentTests {
  @Test func aMonthEndsWhereTheNextBegins() throws {
    let zone = try #require(TimeZone(identifier: "America/New_York"))
    let march = try #require(PeriodArgument(argument: "2015-03")?.bounds(in: zone))
    // Midnight in winter time and in summer time.
    #expect(march.from == Date(timeIntervalSince1970: 1_425_186_000))
    #expect(march.to == Date(timeIntervalSince1970: 1_427_860_800))
    let december = try #require(PeriodArgument(argument: "2015-12")?.bounds(in: .gmt))
    let year = try #require(PeriodArgument(argument: "2015")?.bounds(in: .gmt))
    #expect(december.to == year.to)
    #expect(year.to.timeIntervalSince(year.from) == 365 * 86_400)
  }

  @Test func theMonthBeforeJanuaryIsLastYears() {
    let january = Date(timeIntervalSince1970: 1_420_070_400)  // 2015-01-01 in UTC
    #expect(PeriodArgument(before: january, in: .gmt) == PeriodArgument(argument: "2014-12"))
    #expect(
      PeriodArgument(before: january.addingTimeInterval(40 * 86_400), in: .gmt) == PeriodArgument(argument: "2015-01"))
  }

  @Test(arguments: ["", "15-03", "2015-3", "2015-13", "2015-00", "2015-03-01", "2015-", "-2015", "２０１５", "märz"])
  func whatIsNoPeriodIsRefused(text: String) {
    #expect(PeriodArgument(argument: text) == nil)
  }
}
