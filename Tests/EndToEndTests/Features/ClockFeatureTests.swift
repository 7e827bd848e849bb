import FoundationEssentials
import Testing

/// Clocks in working time, on the built program.
@Suite struct ClockFeatureTests {
  private struct Line: Decodable {
    let no, state: String
    let dueAt: String?
    let overdue: Bool
  }

  private struct Why: Decodable {
    struct Clock: Decodable {
      struct Stretch: Decodable {
        struct Day: Decodable {
          let day: String
          let seconds: Double
          let name: String?
        }
        let days: [Day]
        let seconds: Double?
      }
      let clock, calendar: String
      let due: String?
      let isProvisional: Bool
      let calendarVersion: Int
      let stretches: [Stretch]
    }
    let dueAt, calendar: String?
    let clocks: [Clock]
    let steps: [String]
    let leftSeconds: Int?
  }

  private static func orders(_ office: Office, _ more: String...) async throws -> [Line] {
    try await office.expect(0, ["order", "list", "--format", "ndjson"] + more).ndjson(Line.self)
  }

  private static func open(_ office: Office, _ process: String, _ more: String...) async throws -> String {
    try await office.expect(
      0, ["order", "open", "--process", process, "--title", "Lamp", "--text", "It is out."] + more)
    return try #require(try await orders(office).map(\.no).max())
  }

  private static func messages(_ office: Office) throws -> [String] {
    let spool = "\(office.home)/spool"
    let files = (try? FileManager.default.contentsOfDirectory(atPath: spool)) ?? []
    return try files.sorted().flatMap { file in
      try Data(contentsOf: URL(filePath: "\(spool)/\(file)")).split(separator: UInt8(ascii: "\n")).map {
        String(decoding: $0, as: UTF8.self)
      }
    }
  }

  @Test("M-URGE-02: a deadline the caller asks for and a reminder of one's own")
  func deadlinesAndSelfSetReminders() async throws {
    let office = try await Office.onTestServer()
    let left = try await Self.open(office, "request", "--due", "+10d", "--remind", "+2d")
    let done = try await Self.open(office, "request", "--due", "+10d", "--remind", "+2d")
    try await office.expect(0, "order", "act", done, "close")
    // Before R nothing; at R one reminder, for the one that is unhandled; after a re-run none more.
    try await office.expect(0, "remind", "run", "--ahead-of-time", "--as-of", "+1d")
    #expect(try Self.messages(office).isEmpty)
    for _ in 1...2 { try await office.expect(0, "remind", "run", "--ahead-of-time", "--as-of", "+3d") }
    let messages = try Self.messages(office)
    #expect(messages.count == 1 && messages.allSatisfy { $0.contains("self-set") && $0.contains(left) })
    // Within the planned time: a day before the promise, once.
    for _ in 1...2 { try await office.expect(0, "remind", "run", "--ahead-of-time", "--as-of", "+9d") }
    #expect(try Self.messages(office).count { $0.contains("promise-soon") } == 1)
  }

  @Test("M-URGE-05: an overdue task reminds the unit and tells the dispatch room")
  func overdueToUnitAndDispatchRoom() async throws {
    let office = try await Office.onTestServer()
    let no = try await Self.open(office, "request", "--due", "+1d", "--unit", "repairs")
    #expect(try await Self.orders(office, "--overdue").isEmpty)
    let head = try await office.head()
    for _ in 1...2 { try await office.expect(0, "remind", "run", "--ahead-of-time", "--as-of", "+25h") }
    let events = try await office.expect(0, "event", "list", "--since", "\(head)", "--format", "ndjson").lines
    let fired = events.filter { $0.contains("promise-due") }
    #expect(fired.count == 2)
    #expect(fired.count { $0.contains("assignee") } == 1 && fired.count { $0.contains("dispatcher") } == 1)
    let overdue = try await Self.orders(office, "--overdue", "--as-of", "+25h")
    #expect(overdue.map(\.no) == [no])
  }

  @Test("order why: the days counted, the make-up days and holidays passed, the calendar and what is left")
  func whyToldDayByDay() async throws {
    let office = try await Office.onTestServer()
    let no = try await Self.open(office, "suggestion", "--opened-at", "2026-02-12T09:00")
    let why = try await office.expect(0, "order", "why", no, "--as-of", "2026-03-03T09:00", "--format", "json").json(
      Why.self)
    // 13, 14 (a Saturday that is worked), 24-27, 28 (another), 2-4 March.
    #expect(why.dueAt == "2026-03-04T09:00:00+08:00")
    #expect(why.calendar == "office" && why.leftSeconds == 86_400)
    let clock = try #require(why.clocks.first { $0.clock == "reply" })
    let days = clock.stretches.flatMap(\.days)
    #expect(!clock.isProvisional && days.first { $0.day == "2026-02-14" }?.seconds == 86_400)
    #expect(days.filter { $0.name == "春节" && $0.seconds == 0 }.count == 9)
    #expect(days.reduce(0) { $0 + $1.seconds } == 10 * 86_400)
    let text = try await office.expect(0, "order", "why", no, "--as-of", "2026-03-03T09:00").stdout
    #expect(text.contains("2026-02-15 … 2026-02-23  off: 春节 (cn)") && text.contains("24 h of working time left"))
    let zh = try await office.with(["HOTLINE_LANG": "zh"]).expect(0, "order", "why", no, "--as-of", "2026-03-03T09:00")
    #expect(zh.stdout.contains("休：春节（cn）") && zh.stdout.contains("还剩工作时间 24 小时"))
  }

  @Test("calendars: published, imported, shown and explained; due times move at once, and a rebuild says the same")
  func calendarsActWhenPublished() async throws {
    let office = try await Office.onTestServer()
    let no = try await Self.open(office, "suggestion", "--opened-at", "2026-10-09T10:00")
    let before = try await Self.orders(office)
    #expect(before.first?.dueAt == "2026-10-22T10:00:00+08:00")
    let yaml =
      "calendar: office\nbase: cn\nweek: {mon-fri: [\"08:30-12:00\", \"13:30-17:00\"]}\ndays: {2026-10-20: off 停电}\n"
    let file = try office.write(yaml, to: "office.yaml")
    try await office.expect(0, "calendar", "check", file)
    try await office.expect(0, "calendar", "publish", file, "--from", "2026-10-19")
    #expect(try await office.expect(0, "calendar", "publish", file).stderr.contains("says this already"))
    let after = try await Self.orders(office)
    #expect(after.first?.dueAt == "2026-10-23T10:00:00+08:00")
    // How it stood before the change stays as it was.
    #expect(try await Self.orders(office, "--as-of", "2026-10-18T12:00").first?.dueAt == "2026-10-22T10:00:00+08:00")
    let plan = try await office.expect(0, "remind", "plan", "--all", "--until", "+1d", "--format", "ndjson").stdout
    for model in ["order-board", "timers"] { try await office.expect(0, "projection", "rebuild", model) }
    #expect(try await Self.orders(office).first?.dueAt == after.first?.dueAt)
    #expect(try await Self.orders(office, "--as-of", "2026-10-18T12:00").first?.dueAt == "2026-10-22T10:00:00+08:00")
    #expect(
      try await office.expect(0, "remind", "plan", "--all", "--until", "+1d", "--format", "ndjson").stdout == plan)
    #expect(try await office.expect(0, "order", "why", no).stdout.contains("2026-10-20 Tue  off: 停电 (office)"))

    let explained = try await office.expect(0, "calendar", "explain", "office", "2026-02-14").stdout
    #expect(explained.contains("2026-02-14 Sat  08:30-12:00 13:30-17:00  7 h  worked like Fri: 春节 (cn)"))
    let added = try await office.expect(
      0, "calendar", "explain", "office", "--from", "2026-02-13T16:00", "--add", "3wd"
    ).stdout
    #expect(added.contains("2026-02-13 16:00 and 3wd is 2026-02-25 16:00"))
    let sheet = try await office.expect(0, "calendar", "show", "cn", "--year", "2026")
    #expect(sheet.stdout.contains("[17]") && sheet.lines.allSatisfy { $0.count <= 80 })
    #expect(try await office.expect(0, "calendar", "list", "--format", "ndjson").lines.count == 3)
    let wrong = try office.write("calendar: office\nweek: {mon-fry: [\"08:30-17:61\"]}\n", to: "wrong.yaml")
    let refused = try await office.expect(1, "calendar", "publish", wrong)
    #expect(refused.stderr.contains("wrong.yaml:2: week.mon-fry") && refused.stderr.contains("mon-fri"))
    try await office.expect(0, "unit", "add", "repairs")
    #expect(try await office.expect(2, "unit", "set", "repairs", "--calendar", "nowhere").stderr.contains("always, cn"))
    let base = try office.write("calendar: office\nbase: nowhere\n", to: "base.yaml")
    #expect(try await office.expect(2, "calendar", "publish", base).stderr.contains("nowhere"))
    #expect(try await office.expect(2, "calendar", "show", "nowhere").stderr.contains("always, cn, office"))
  }

  @Test("the year arrives: what was provisional is counted anew") func theYearArrives() async throws {
    let office = try await Office.onTestServer()
    func promise() async throws -> (due: String, isProvisional: Bool) {
      struct Answer: Decodable {
        let to: String
        let provisional: Bool
      }
      let answer = try await office.expect(
        0, "calendar", "explain", "office", "--from", "2026-12-31T10:00", "--add", "2wd", "--format", "json"
      ).json(Answer.self)
      return (answer.to, answer.provisional)
    }
    #expect(try await promise() == ("2027-01-04T10:00:00+08:00", true))
    // Not the notice of that year, which is still to come when this is written: days made up for the test.
    let json = """
      {"year": 2027, "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true},
        {"name": "元旦", "date": "2027-01-02", "isOffDay": false}]}
      """
    let file = try office.write(json, to: "2027.json")
    #expect(try await office.expect(0, "calendar", "import", file).stderr.contains("1 day off and 1 make-up"))
    #expect(try await promise() == ("2027-01-04T10:00:00+08:00", false))
    #expect(try await office.expect(0, "calendar", "import", file).stderr.contains("has 2027 already"))
    let empty = try office.write("{\"year\": 2028, \"days\": []}", to: "2028.json")
    #expect(try await office.expect(2, "calendar", "import", empty).stderr.contains("still to come"))
    #expect(try await office.expect(2, "calendar", "import", "no.json").stderr.contains("no.json"))
  }
}
