import Domain
import FoundationEssentials
import TestSeeds
import Testing

/// What is true of every calendar.
@Suite struct WorkCalendarTests {
  @Test(arguments: UInt64(0)..<200) func elapsedTimeGrowsAndAddsUp(_ seed: UInt64) throws {
    var random = Seeded(seed)
    let calendar = try Calendars.random(&random)
    let moments = (0..<12).map { _ in Calendars.instant(&random) }.sorted()
    for (a, b) in zip(moments, moments.dropFirst()) {
      let worked = calendar.elapsed(from: a, to: b)
      #expect(worked >= 0 && worked <= b.timeIntervalSince(a) + 0.000001, "seed \(seed)")
      #expect(calendar.elapsed(from: b, to: a) == -worked, "seed \(seed)")
    }
    let whole = calendar.elapsed(from: moments[0], to: moments[11])
    let parts = zip(moments, moments.dropFirst()).reduce(0.0) { $0 + calendar.elapsed(from: $1.0, to: $1.1) }
    #expect(abs(whole - parts) < 0.000001, "seed \(seed)")
  }

  @Test(arguments: UInt64(0)..<200) func addingAndElapsedAreInverse(_ seed: UInt64) throws {
    var random = Seeded(seed)
    let calendar = try Calendars.random(&random)
    var last = Date.distantPast
    let start = Calendars.instant(&random)
    for seconds in [0, 0.000001, 1, 59.5, 3600, 86_400, 200_000.125, 3_000_000] as [Double] {
      let end = try #require(calendar.add(seconds, to: start))
      #expect(abs(calendar.elapsed(from: start, to: end) - seconds) < 0.000001, "seed \(seed), \(seconds)")
      #expect(end >= start && end >= last, "seed \(seed): later for more")
      last = end
      // And back: from the end the same time before it is the start, or an instant with nothing worked in between.
      let back = try #require(calendar.add(-seconds, to: end))
      #expect(calendar.elapsed(from: back, to: end) == calendar.elapsed(from: start, to: end), "seed \(seed)")
    }
  }

  @Test(arguments: UInt64(0)..<20) func secondsAreThoseOfASecondBySecondCount(_ seed: UInt64) throws {
    var random = Seeded(seed)
    let calendar = try Calendars.random(&random)
    let start = Date(timeIntervalSince1970: Calendars.instant(&random).timeIntervalSince1970.rounded())
    // Minute by minute over three days, summer time and all: worked is when the wall shows working time.
    var counted = 0.0
    for minute in 0..<4320 {
      let middle = start.addingTimeInterval(Double(minute) * 60 + 30)
      let (day, second) = calendar.office.wall(of: middle)
      let spans = calendar.rules.spans(onDay: day)
      if spans.contains(where: { Double($0.from) <= second && second < Double($0.until) }) { counted += 60 }
    }
    let worked = calendar.elapsed(from: start, to: start.addingTimeInterval(4320 * 60))
    // An hour that comes twice is counted by the wall once more than by spans that end at its first time.
    let changes = !isSteady(calendar, start)
    #expect(abs(worked - counted) <= (changes ? 3600 : 120), "seed \(seed): \(worked), \(counted)")
  }

  private func isSteady(_ calendar: WorkCalendar, _ start: Date) -> Bool {
    let offsets = (-1...4).map {
      calendar.timeZone.secondsFromGMT(for: start.addingTimeInterval(Double($0) * 86_400))
    }
    return Set(offsets).count == 1
  }

  @Test func workingSecondsAreRealOverSummerTime() throws {
    let night = "calendar: night\nweek: {mon-sun: [\"00:00-06:00\"]}"
    let calendar = try Calendars.calendar(night, zone: "America/New_York")
    func worked(_ day: String, _ next: String) throws -> Double {
      calendar.elapsed(from: try Calendars.wall(day, in: calendar), to: try Calendars.wall(next, in: calendar)) / 3600
    }
    #expect(try worked("2026-03-07", "2026-03-08") == 6)
    // 02:00 to 03:00 was not there; 01:00 to 02:00 came twice.
    #expect(try worked("2026-03-08", "2026-03-09") == 5)
    #expect(try worked("2026-11-01", "2026-11-02") == 7)
    // A span that ends in the hour that is skipped ends with it; one within it is not there at all.
    let odd = try Calendars.calendar(
      "calendar: odd\nweek: {sun: [\"01:00-02:30\"]}", zone: "America/New_York")
    let sunday = try Calendars.wall("2026-03-08", in: odd)
    #expect(odd.elapsed(from: sunday, to: sunday.addingTimeInterval(20 * 3600)) == 3600)
    let within = try Calendars.calendar(
      "calendar: within\nweek: {sun: [\"02:10-02:50\"]}", zone: "America/New_York")
    #expect(within.elapsed(from: sunday, to: sunday.addingTimeInterval(20 * 3600)) == 0)
  }

  @Test func aLeapDayIsADay() throws {
    let calendar = try Calendars.calendar()
    let thursday = try Calendars.wall("2024-02-29 00:00", in: calendar)
    #expect(calendar.elapsed(from: thursday, to: thursday.addingTimeInterval(86_400)) == 7 * 3600)
    let due = Budget.workingDays(1).added(to: try Calendars.wall("2024-02-28 09:00", in: calendar), in: calendar)
    #expect(Calendars.text(due.date, in: calendar) == "2024-02-29 09:00")
    #expect(!calendar.isWorkingDay(try #require(CivilDay(text: "2020-02-29")?.number)))
  }

  @Test func aCalendarWithoutHoursIsNeverDue() throws {
    let none = try Calendars.calendar("calendar: none-at-all\nweek: {mon-sun: off}")
    let now = Date(timeIntervalSince1970: 1_790_000_000)
    for budget in [Budget.minutes(1), .hours(4), .workingDays(3)] {
      #expect(budget.added(to: now, in: none).date == nil && budget.subtracted(from: now, in: none).date == nil)
      #expect(budget.added(to: now, in: none, from: .nextDay).date == nil)
    }
    #expect(Budget.days(2).added(to: now, in: none).date == now.addingTimeInterval(2 * 86_400))
    #expect(none.add(1, to: now) == nil && none.elapsed(from: .distantPast, to: now) == 0)
    // One day of its own is not enough for a long budget, and its search ends.
    let one = try Calendars.calendar("calendar: one\nweek: {mon-sun: off}\ndays: {2026-05-04: [\"09:00-12:00\"]}")
    #expect(Calendars.text(one.add(3600, to: now.addingTimeInterval(-20_000_000)), in: one) == "2026-05-04 10:00")
    #expect(one.add(4 * 3600, to: now.addingTimeInterval(-20_000_000)) == nil)
  }

  @Test func layersLieOnOneAnother() throws {
    let region = "calendar: region\nbase: cn\ndays: {2026-04-03: off 三月三, 2026-10-01: [\"09:00-12:00\"]}"
    let unit =
      "calendar: unit\nbase: region\nweek: {mon-thu: 09:00-17:00, fri: 09:00-12:00}\ndays: {2026-04-03: like thu}"
    let definitions = try Calendars.definitions([(yaml: region, at: .distantPast), (yaml: unit, at: .distantPast)])
    let calendar = try #require(definitions.calendar("unit"))
    #expect(calendar.layers == ["unit", "region", "cn"])
    func hours(_ day: String) throws -> Int {
      calendar.rules.spans(onDay: try #require(CivilDay(text: day)?.number)).reduce(0) { $0 + $1.until - $1.from }
        / 3600
    }
    // The make-up Saturday of the statutory layer is worked like this unit's Friday.
    #expect(try hours("2026-02-14") == 3 && hours("2026-02-13") == 3 && hours("2026-02-12") == 8)
    #expect(try hours("2026-02-17") == 0)
    // The region's own day, taken back by the unit; the region's hours on a statutory holiday.
    #expect(try hours("2026-04-03") == 8 && hours("2026-10-01") == 3)
    #expect(calendar.rules.days[try #require(CivilDay(text: "2026-10-01")?.number)]?.source == "region")
  }

  @Test func datesPastTheLastKnownYearAreProvisional() throws {
    let calendar = try Calendars.calendar()
    func isProvisional(_ budget: Budget, _ from: String) throws -> Bool {
      budget.added(to: try Calendars.wall(from, in: calendar), in: calendar).provisional
    }
    #expect(try !isProvisional(.workingDays(3), "2026-12-20 09:00"))
    #expect(try isProvisional(.workingDays(13), "2026-12-20 09:00"))
    #expect(try isProvisional(.hours(4), "2027-03-01 09:00"))
    #expect(try !isProvisional(.days(30), "2026-12-20 09:00"))
    #expect(try isProvisional(.workingDays(1), "2013-06-03 09:00"))
    #expect(!Budget.hours(4).added(to: .now, in: .always(in: .gmt)).provisional)
  }

  @Test func theMidnightThatEndsADayBelongsToIt() throws {
    let calendar = try Calendars.calendar("calendar: whole\nweek: {mon-fri: [\"00:00-24:00\"]}")
    let days = calendar.account(
      from: try Calendars.wall("2026-11-23 12:00", in: calendar),
      to: try Calendars.wall("2026-11-25 00:00", in: calendar))
    #expect(days.map(\.seconds) == [12 * 3600, 24 * 3600])
    #expect(days.map(\.isWhole) == [false, true])
  }

  @Test func aLaterVersionHoldsFromItsInstantWhateverEarlierOnesWereToHoldFrom() throws {
    let short = "calendar: own\nweek: {mon-fri: [\"09:00-12:00\"]}"
    let long = "calendar: own\nweek: {mon-fri: [\"09:00-17:00\"]}"
    let (january, november) = (
      Date(timeIntervalSince1970: 1_767_225_600), Date(timeIntervalSince1970: 1_795_000_000)
    )
    let definitions = try Calendars.definitions([(yaml: short, at: november), (yaml: long, at: january)])
    for instant in [january, november, november.addingTimeInterval(86_400)] {
      let calendar = try #require(definitions.calendar("own", at: instant))
      #expect(calendar.version == 2)
      #expect(calendar.elapsed(from: november, to: november.addingTimeInterval(7 * 86_400)) == 5 * 8 * 3600)
    }
  }
}
