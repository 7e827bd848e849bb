import Domain
import FoundationEssentials
import TestSeeds
import Testing

@Suite struct SlotRuleTests {
  private func calendar(_ zone: String = "America/New_York") throws -> WorkCalendar {
    .weekdays(in: try #require(TimeZone(identifier: zone)))
  }

  private func instant(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

  private func slots(
    _ rule: String, _ from: String, _ to: String, _ calendar: WorkCalendar
  ) throws -> [String] {
    try SlotRule(rule).slots(after: instant(from), through: instant(to), in: calendar).map { $0.formatted(.iso8601) }
  }

  @Test func aLengthHasItsBoundariesFromMidnight() throws {
    let found = try slots("every 15m", "2026-06-01T13:50:00Z", "2026-06-01T14:30:00Z", calendar())
    #expect(found == ["2026-06-01T14:00:00Z", "2026-06-01T14:15:00Z", "2026-06-01T14:30:00Z"])
  }

  /// In New York the clocks go forward on 8 March 2026 and back on 1 November.
  @Test(arguments: [("2026-03-08", 92), ("2026-11-01", 100), ("2026-06-01", 96)])
  func noQuarterIsLostOrDoubledWhereTheClocksAreSet(day: String, count: Int) throws {
    let calendar = try calendar()
    let number = try #require(CivilDay(text: day))
    let office = OfficeCalendar(timeZone: calendar.timeZone)
    let start = office.instant(of: number, secondOfDay: 0)
    let end = office.instant(ofDay: number.number + 1, second: 0)
    for rule in ["every 15m", "*/15 * * * *"] {
      let slots = try SlotRule(rule).slots(after: start, through: end, in: calendar)
      #expect(slots.count == count)
      // Evenly: the intervals add up to the day.
      #expect(zip([start] + slots, slots).allSatisfy { $1.timeIntervalSince($0) == 900 })
      #expect(try SlotRule(rule).slot(before: end, in: calendar) == slots.dropLast().last)
    }
  }

  @Test func aFixedTimeComesOnceADayWhateverTheClocksDo() throws {
    let calendar = try calendar()
    // 02:30 is skipped on the one day, 01:30 comes twice on the other.
    let spring = try slots("30 2 * * *", "2026-03-07T12:00:00Z", "2026-03-09T12:00:00Z", calendar)
    #expect(spring == ["2026-03-08T07:30:00Z", "2026-03-09T06:30:00Z"])
    let autumn = try slots("30 1 * * *", "2026-10-31T12:00:00Z", "2026-11-02T12:00:00Z", calendar)
    #expect(autumn == ["2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z"])
  }

  @Test func cronReadsAsCronDoes() throws {
    let calendar = try calendar("UTC")
    #expect(
      try slots("0 8 * * 1", "2026-11-01T00:00:00Z", "2026-11-15T00:00:00Z", calendar) == [
        "2026-11-02T08:00:00Z", "2026-11-09T08:00:00Z",
      ])
    // Where day and weekday are both limited, either will do.
    #expect(
      try slots("0 6 1,15 * 5", "2026-10-31T00:00:00Z", "2026-11-08T00:00:00Z", calendar) == [
        "2026-11-01T06:00:00Z", "2026-11-06T06:00:00Z",
      ])
    #expect(
      try slots("5-15/5 22 31 12 *", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", calendar) == [
        "2026-12-31T22:05:00Z", "2026-12-31T22:10:00Z", "2026-12-31T22:15:00Z",
      ])
    #expect(try slots("0 0 * * 7", "2026-11-01T12:00:00Z", "2026-11-08T12:00:00Z", calendar).count == 1)
  }

  @Test func workingDaysAreTheOffices() throws {
    let calendar = try calendar("UTC")
    // 1 November 2026 is a Sunday, 31 October a Saturday.
    let first = "first working day of the month 08:00"
    #expect(
      try slots(first, "2026-10-15T00:00:00Z", "2026-12-15T00:00:00Z", calendar) == [
        "2026-11-02T08:00:00Z", "2026-12-01T08:00:00Z",
      ])
    #expect(
      try slots("last working day of month 17:30", "2026-10-15T00:00:00Z", "2026-11-15T00:00:00Z", calendar) == [
        "2026-10-30T17:30:00Z"
      ])
    #expect(try slots("working day 08:00", "2026-11-06T00:00:00Z", "2026-11-10T00:00:00Z", calendar).count == 2)
    #expect(
      try slots("second working day of the week 09:00", "2026-11-01T00:00:00Z", "2026-11-08T00:00:00Z", calendar) == [
        "2026-11-03T09:00:00Z"
      ])
    let offices = try Calendars.calendar()
    // The first days of October are a holiday in China; the 8th is worked.
    let found = try SlotRule(first).slots(
      after: instant("2026-09-30T12:00:00Z"), through: instant("2026-10-20T12:00:00Z"), in: offices)
    #expect(found == [try instant("2026-10-08T00:00:00Z")])
  }

  @Test(arguments: [
    "every 7m", "every 0m", "every 25h", "every", "0 8 * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "5-1 * * * *",
    "sixth working day of the month 08:00", "first working day of the month", "working day 25:00", "", "tomorrow",
  ])
  func whatIsNoRuleIsRefusedWithAWayOut(text: String) {
    let problem = #expect(throws: SlotRule.Problem.self) { try SlotRule(text) }
    #expect(problem?.reason.isEmpty == false && problem?.suggestion.isEmpty == false)
  }

  /// Cut anywhere, the slots are the same: so a runner that looks every few minutes misses and doubles none.
  @Test(arguments: UInt64(0)..<40) func slotsAreTheSameHoweverOftenOneLooks(seed: UInt64) throws {
    var random = Seeded(seed)
    let rules = ["every 15m", "every 6h", "*/20 * * * *", "30 1,2 * * *", "0 8 * * 1", "working day 08:00"]
    let rule = try SlotRule(random.pick(rules))
    let calendar = try calendar(
      random.pick(["America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "Europe/Berlin"]))
    let start = try instant("2026-03-01T00:00:00Z").addingTimeInterval(Double(random.next() % 20_000_000))
    let end = start.addingTimeInterval(15 * 86_400)
    var cuts = (0..<20).map { _ in start.addingTimeInterval(Double(random.next() % (15 * 86_400))) }
    cuts = ([start, end] + cuts).sorted()
    let pieces = zip(cuts, cuts.dropFirst()).flatMap { rule.slots(after: $0, through: $1, in: calendar) }
    #expect(pieces == rule.slots(after: start, through: end, in: calendar), "seed \(seed)")
  }
}

@Suite struct ReportScheduleTests {
  private func bounds(_ time: String, at slot: String, _ rule: String = "every 15m") throws -> String? {
    let calendar = WorkCalendar.weekdays(in: try #require(TimeZone(identifier: "America/New_York")))
    let slot = try Date(slot, strategy: .iso8601)
    return try #require(RelativeTime(time)).bounds(at: slot, of: SlotRule(rule), in: calendar)
      .map { "\($0.from.formatted(.iso8601)) \($0.to.formatted(.iso8601))" }
  }

  @Test func timesAreToldFromTheSlot() throws {
    let slot = "2026-11-02T13:00:00Z"  // 08:00 on a Monday in New York
    #expect(try bounds("previous day", at: slot) == "2026-11-01T04:00:00Z 2026-11-02T05:00:00Z")
    #expect(try bounds("previous week", at: slot) == "2026-10-26T04:00:00Z 2026-11-02T05:00:00Z")
    #expect(try bounds("previous month", at: slot) == "2026-10-01T04:00:00Z 2026-11-01T04:00:00Z")
    #expect(try bounds("previous quarter", at: slot) == "2026-07-01T04:00:00Z 2026-10-01T04:00:00Z")
    #expect(try bounds("previous year", at: slot) == "2025-01-01T05:00:00Z 2026-01-01T05:00:00Z")
    #expect(try bounds("this month", at: slot) == "2026-11-01T04:00:00Z 2026-11-02T13:00:00Z")
    #expect(try bounds("previous interval", at: slot) == "2026-11-02T12:45:00Z 2026-11-02T13:00:00Z")
    #expect(try bounds("previous interval", at: slot, "0 8 * * 1") == "2026-10-26T12:00:00Z 2026-11-02T13:00:00Z")
    #expect(try bounds("this day", at: "2026-11-02T05:00:00Z") == nil)
    #expect(RelativeTime("this interval") == nil && RelativeTime("next month") == nil)
  }

  @Test func aScheduleReadsBackAsItWasWritten() throws {
    var schedule = ReportSchedule(
      key: "weekly-up", when: try SlotRule("0 8 * * 1"), report: "monthly", language: "en", format: .html,
      to: .webhook("https://higher.example/reports?a=1&b=\"2\""))
    #expect(try ReportSchedule(yaml: schedule.yaml) == schedule)
    schedule.labels = Labels(zh: "周报: \"上报\"", en: "Weekly")
    schedule.time = RelativeTime(.previous, .week)
    (schedule.process, schedule.unit, schedule.table) = ("request", "no", "12")
    schedule.from = try Date("2026-11-01T08:00:00Z", strategy: .iso8601)
    (schedule.catchUp, schedule.isPaused) = (3, true)
    #expect(try ReportSchedule(yaml: schedule.yaml) == schedule)
  }

  @Test func everyProblemOfAScheduleHasItsLine() throws {
    let yaml = """
      schedule: weekly
      when: every 7m
      report: monthly
      time: last month
      to: pigeon post
      format: docx
      """
    let error = #expect(throws: ProcessError.self) { try ReportSchedule(yaml: yaml) }
    #expect(error?.problems.map(\.line).contains(2) == true)
    #expect(error?.problems.map(\.line).contains(5) == true)
  }

  @Test(arguments: [
    ("working day 25:00", "`25:00` is no time of day"), ("working day", "says no time of day"),
    ("first working day of the month 8.30", "says no time of day"), ("0 25 * * *", "`25` is no hour"),
  ])
  func aWrongTimeIsNamed(rule: String, reason: String) {
    let problem = #expect(throws: SlotRule.Problem.self) { try SlotRule(rule) }
    #expect(problem?.reason.contains(reason) == true, "\(problem?.reason ?? "")")
  }

  @Test(arguments: ["webhook http://", "webhook https:///x", "webhook http://:80/x", "webhook http://a b", "mail desk"])
  func anAddressWithoutAHostIsNowhereToGo(text: String) {
    #expect(ReportSchedule.Destination(text) == nil)
  }

  @Test(arguments: [
    "webhook http://127.0.0.1:8080/x", "webhook https://user:word@higher.example", "folder /srv/reports",
  ])
  func aDestinationIsReadAsWritten(text: String) { #expect(ReportSchedule.Destination(text)?.text == text) }
}
