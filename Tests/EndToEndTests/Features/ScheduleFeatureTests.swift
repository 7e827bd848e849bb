import FoundationEssentials
import Testing

/// Reports that are made by themselves: what is refused when one is added, what the list tells, and the mail.
@Suite struct ScheduleFeatureTests {
  private struct Schedule: Decodable {
    let name: String, time: String?, next, last, made: String?, due, waiting, failed: Int, error: String?
  }
  private struct Slot: Decodable {
    let slot: String, delivered: String?, attempts: Int, content: String?
  }

  private func list(_ office: Office) async throws -> [Schedule] {
    try await office.expect(0, "report", "schedule", "list", "--format", "ndjson").ndjson(Schedule.self)
  }

  @Test("M-STAT-23: what can never be made or handed over is refused when it is added, and the period is told")
  func whatIsRefused() async throws {
    let office = try await Office.onTestServer()
    func add(_ status: Int32, _ changes: [String: String]) async throws -> String {
      let plain = ["--when": "0 8 1 * *", "--report": "monthly", "--to": "folder out"]
      let options = plain.merging(changes) { $1 }.flatMap { [$0.key, $0.value] }
      return try await office.expect(status, ["report", "schedule", "add", "up"] + options).stderr
    }
    #expect(try await add(2, ["--process": "complain"]).contains("no process complain"))
    #expect(try await add(2, ["--when": "hourly"]).contains("`hourly` is one word, and no rule"))
    let zh = try await office.with(["HOTLINE_LANG": "zh"]).expect(
      2, "report", "schedule", "add", "up", "--when", "0 25 * * *", "--report", "monthly", "--to", "folder out")
    #expect(zh.stderr.contains("`25` 不是小时；请写 0 到 23 的数"), "\(zh.stderr)")
    #expect(try await add(2, ["--when": "0 8 31 2 *"]).contains("no day is ever as 0 8 31 2 * says"))
    #expect(try await add(2, ["--when": "working day 25:00"]).contains("`25:00` is no time of day"))
    #expect(try await add(2, ["--to": "webhook http://"]).contains("--to webhook http://"))
    let report = try await add(2, ["--report": "montly"])
    #expect(report.contains("montly") && report.contains("monthly") && !report.contains("position"), "\(report)")
    #expect(try await add(2, ["--unit": "nowhere"]).contains("no unit nowhere"))
    #expect(try await list(office).isEmpty)
    // What nobody said is told: in the answer, in the list, in show.
    #expect(try await add(0, [:]).contains("previous month (the default)"))
    #expect(try await list(office).map(\.time) == ["previous month"])
    #expect(
      try await office.expect(0, "report", "schedule", "show", "up").stderr.contains("previous month (the default)"))
    #expect(
      try await office.expect(0, "report", "schedule", "list", "--lang", "zh", "--format", "table").stdout.contains(
        "上月"))
  }

  @Test("M-STAT-23: why a report is not made stands in the list, until it is")
  func whyItIsNotMade() async throws {
    let plain = try await Office.onTestServer()
    let office = plain.with(["HOTLINE_FILES": "\(plain.folder)/files"])
    let yaml = try await office.expect(0, "report", "show", "volume").stdout
    let own = yaml.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.hasPrefix("report:") ? "report: own" : String($0)
    }.joined(separator: "\n")
    _ = try office.write(own, to: "own.yaml")
    try await office.expect(0, "report", "publish", "own.yaml")
    try await office.expect(
      0, "report", "schedule", "add", "own-up", "--when", "0 8 * * *", "--report", "own", "--to", "folder out",
      "--from", "2015-03-10", "--catch-up", "2")
    let before = try #require(try await list(office).first)
    #expect(before.due > 1_000 && before.error == nil && before.made == nil && before.next != nil)
    try await office.expect(0, "report", "retire", "own")
    try await office.expect(1, "report", "schedule", "run", "--as-of", "2015-03-11T08:00")
    let failed = try #require(try await list(office).first)
    #expect(failed.error?.contains("own") == true && failed.waiting == 0)
    #expect(try await office.expect(0, "report", "schedule", "show", "own-up").stderr.contains("due and not made"))
    let rehearsed = try await office.expect(
      0, "report", "schedule", "run", "--dry-run", "--as-of", "2015-03-11T08:00", "--format", "csv")
    #expect(rehearsed.lines.last?.contains(",fail,") == true, "\(rehearsed.stdout)")
    try await office.expect(0, "report", "publish", "own.yaml")
    try await office.expect(0, "report", "schedule", "run", "--as-of", "2015-03-11T08:00")
    let made = try #require(try await list(office).first)
    #expect(made.error == nil && made.made != nil && made.last?.hasPrefix("2015-03-11T08:00") == true)
    let slots = try await office.expect(0, "report", "schedule", "show", "own-up", "--format", "ndjson").ndjson(
      Slot.self)
    #expect(slots.allSatisfy { $0.attempts == 0 && $0.delivered != nil })
  }

  @Test("M-STAT-22: a scheduler of one unit sees its schedules, and names folders that the administrator allows")
  func schedulerOfAUnit() async throws {
    let town = try await Counties.shared()
    let (li, wang, chief) = (town.as("li"), town.as("wang"), town.as("chief"))
    func add(_ status: Int32, _ name: String, _ folder: String, as office: Office, unit: String? = "east") async throws
      -> String
    {
      try await office.expect(
        status,
        ["report", "schedule", "add", name, "--when", "0 8 1 * *", "--report", "monthly", "--to", "folder \(folder)"]
          + (unit.map { ["--unit", $0] } ?? [])
      ).stderr
    }
    let outbox = "\(town.office.home)/outbox"
    #expect(try await add(4, "desk-east", "/tmp/elsewhere", as: li).contains(outbox))
    _ = try await add(4, "desk-east", "\(outbox)/../../elsewhere", as: li)
    _ = try await add(4, "desk-east", "\(outbox)-not", as: li)
    // Nor do links inside lead out, be they there already or made later.
    let away = "\(town.office.folder)/away"
    for folder in [outbox, away] {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    try FileManager.default.createSymbolicLink(atPath: "\(outbox)/out", withDestinationPath: away)
    _ = try await add(4, "desk-east", "\(outbox)/out/east", as: li)
    _ = try await add(0, "desk-east", "\(outbox)/later", as: li)
    try FileManager.default.createSymbolicLink(atPath: "\(outbox)/later", withDestinationPath: away)
    let keeping = chief.with(["HOTLINE_FILES": "\(town.office.folder)/desk-files"])
    let run = try await keeping.expect(
      1, "report", "schedule", "run", "desk-east", "--ahead-of-time", "--as-of", "2099-01-01"
    ).stderr
    #expect(run.contains("leads by a link out of those that are allowed"), "\(run)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: away).isEmpty)
    _ = try await add(0, "desk-east", "\(outbox)/east", as: li)
    _ = try await add(
      0, "desk-east", "/srv/reports/east", as: li.with(["HOTLINE_REPORT_FOLDERS": "/srv/other:/srv/reports"]))
    _ = try await add(0, "desk-all", "/srv/anywhere", as: chief, unit: nil)
    func names(_ office: Office) async throws -> [String] {
      try await list(office).map(\.name).filter { $0.hasPrefix("desk-") }
    }
    #expect(try await names(li) == ["desk-east"])
    #expect(try await names(wang).isEmpty)
    #expect(try await names(chief) == ["desk-all", "desk-east"])
    try await wang.expect(2, "report", "schedule", "show", "desk-east")
    // Nobody makes the office's schedule one of their own.
    _ = try await add(4, "desk-all", "\(outbox)/east", as: li)
    for name in try await names(chief) { try await chief.expect(0, "report", "schedule", "remove", name) }
  }

  @Test("M-STAT-22: by mail; refused, broken off, unanswered and killed, it arrives under one Message-ID")
  func byMail() async throws {
    let plain = try await Office.onTestServer()
    let box = try LetterBox()
    defer { box.stop() }
    let office = plain.with([
      "HOTLINE_FILES": "\(plain.folder)/files", "HOTLINE_SMTP": box.address, "HOTLINE_MAIL_FROM": "desk@example.org",
    ])
    try await office.expect(
      0, "report", "schedule", "add", "up", "--when", "0 8 1 * *", "--report", "monthly", "--to",
      "mail office@example.org", "--from", "2015-03-02", "--label-en", "Monthly figures")
    func run(_ minute: Int) -> [String] { ["report", "schedule", "run", "--as-of", "2015-04-01T08:\(minute)"] }
    func slot() async throws -> Slot? {
      try await office.expect(0, "report", "schedule", "show", "up", "--format", "ndjson").ndjson(Slot.self).first
    }
    // What the server says is what the list says.
    let refusal = "550 5.1.1 no such mailbox here"
    box.next(.refuse(refusal))
    #expect(try await office.expect(1, run(10)).stderr.contains(refusal))
    #expect(try await list(office).first?.error?.contains(refusal) == true)
    box.next(.breakOff)
    try await office.expect(1, run(20))
    #expect(try await slot()?.attempts == 2)
    #expect(box.letters.isEmpty)
    box.next(.loseTheAnswer)
    try await office.expect(1, run(30))
    // Killed between making and delivering: the letter is out, and nobody noted it.
    box.next(.keepSilent)
    #expect(try await office.hotline(run(40), killOn: box.silence).wasKilled)
    let made = try await slot()
    #expect(made?.delivered == nil && made?.content != nil)
    try await office.expect(0, run(50))
    #expect(try await slot()?.delivered != nil)
    try await office.expect(0, run(51))
    let letters = box.letters
    #expect(letters.count == 3, "two that nobody confirmed, and one that is confirmed")
    func header(_ name: String, _ letter: String) -> Substring? {
      letter.split(separator: "\r\n").first { $0.hasPrefix("\(name): ") }
    }
    #expect(Set(letters.compactMap { header("Message-ID", $0) }).count == 1)
    let events = try await office.expect(0, "event", "list", "--format", "ndjson").stdout
    #expect(events.split(separator: "report.made").count == 2, "made once")
    #expect(events.split(separator: "report.delivered").count == 2, "delivered once")
    // The date is that of the sending; the words say what it is and how to see that it is whole.
    let letter = try #require(letters.last)
    let year = Date().formatted(.iso8601).prefix(4)
    #expect(header("Date", letter)?.contains(" \(year) ") == true)
    let parts = letter.split(separator: "base64\r\n\r\n")
    let body = try #require(parts.dropFirst().first?.split(separator: "\r\n--").first)
    let lines = body.split(separator: "\r\n").joined()
    let words = String(decoding: try #require(Data(base64Encoded: lines)), as: UTF8.self)
    let content = try #require(try await slot()?.content)
    for part in [
      "(monthly)", "Period: 2015-03-01 00:00 – 2015-04-01 00:00", "Asia/Shanghai", "Sent by: tester", content,
      "hotline report verify up-2015-04-01-0800.xlsx",
    ] { #expect(words.contains(part), "\(part) in \(words)") }
  }

  @Test("M-STAT-22: a run that is killed before a report is delivered leaves it made; the next one delivers it, once")
  func killedBeforeItIsDelivered() async throws {
    let plain = try await Office.onTestServer()
    let box = try LetterBox()
    defer { box.stop() }
    let office = plain.with(["HOTLINE_FILES": "\(plain.folder)/files", "HOTLINE_SMTP": box.address])
    for (name, to) in [("a", "mail office@example.org"), ("b", "folder out")] {
      try await office.expect(
        0, "report", "schedule", "add", name, "--when", "0 8 1 * *", "--report", "monthly", "--as-format", "csv",
        "--table", "summary", "--to", to, "--from", "2015-03-02")
    }
    let run = ["report", "schedule", "run", "--as-of", "2015-04-01T08:00"]
    box.next(.keepSilent)
    #expect(try await office.hotline(run, killOn: box.silence).wasKilled)
    // Both were made before the first was handed over; the folder has nothing yet.
    #expect(try await list(office).map(\.waiting) == [1, 1])
    #expect(!office.has("out"))
    try await office.expect(0, run)
    #expect(try await list(office).map(\.waiting) == [0, 0])
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(office.folder)/out") == ["b-2015-04-01-0800.csv"])
    let events = try await office.expect(0, "event", "list", "--format", "ndjson").stdout
    #expect(events.split(separator: "report.made").count == 3 && events.split(separator: "report.delivered").count == 3)
  }
}
