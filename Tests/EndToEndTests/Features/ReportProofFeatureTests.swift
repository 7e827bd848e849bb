import FoundationEssentials
import Testing

/// Reports that prove themselves, and reports that are made by themselves, as an analyst sees them.
@Suite struct ReportProofFeatureTests {
  private struct Cell: Decodable { let kind, sheet: String, cell, file, log: String? }
  private struct Slot: Decodable {
    let slot: String, file: String?, delivered: String?, attempts: Int, error: String?, skipped: Int?
    let checksum, content, key: String?
  }
  private struct Schedule: Decodable { let name: String, waiting: Int, error: String?, paused: Bool }
  private struct Monthly: Decodable {
    struct Line: Decodable {
      let figure: String
      let value: Double?
    }
    struct Tables: Decodable { let summary: [Line] }
    let position: Int
    let tables: Tables

    func value(_ figure: String) -> Double? { tables.summary.first { $0.figure == figure }?.value }
  }

  private func report(_ office: Office, _ arguments: String...) async throws -> Monthly {
    try await office.expect(0, ["report", "run", "monthly", "--format", "json"] + arguments).json(Monthly.self)
  }

  @Test("report verify: a file is made again from the log; an edited cell is named with both values")
  func verify() async throws {
    let office = try await Requests.office()
    for file in ["march.xlsx", "march.html", "march.json"] {
      try await office.expect(0, "report", "run", "monthly", "--period", "2015-03", "-o", file)
    }
    // The log goes on, and the files get other names: they say what was known when they were made.
    try await Requests.take([Requests.line(900, "03/11/2015 10:00:00 AM")], "late.csv", office)
    for (file, name) in [("march.xlsx", "a.xlsx"), ("march.html", "b.html"), ("march.json", "c.json")] {
      try FileManager.default.moveItem(atPath: "\(office.folder)/\(file)", toPath: "\(office.folder)/\(name)")
      let ended = try await office.expect(0, "report", "verify", name)
      #expect(ended.stderr.contains("\(name): equal (") && ended.stderr.contains("checksum"))
    }
    let text = String(decoding: try Data(contentsOf: URL(filePath: "\(office.folder)/c.json")), as: UTF8.self)
    let edited = text.replacingFirst("{\"figure\":\"opened\",\"value\":72", with: "{\"figure\":\"opened\",\"value\":73")
    #expect(edited != text)
    _ = try office.write(edited, to: "edited.json")
    let ended = try await office.expect(1, "report", "verify", "edited.json", "--format", "ndjson")
    let cells = try ended.ndjson(Cell.self)
    #expect(cells.map(\.sheet) == ["summary"] && cells.map(\.file) == ["73"] && cells.map(\.log) == ["72"])
    #expect(ended.stderr.contains("cells were edited since it was made"))
    // A renamed sheet is one difference, and its cells are looked at all the same.
    _ = try office.write(edited.replacingFirst("\"summary\":[", with: "\"overview\":["), to: "renamed.json")
    let renamed = try await office.expect(1, "report", "verify", "renamed.json", "--format", "ndjson").ndjson(Cell.self)
    #expect(renamed.map(\.kind) == ["sheet-renamed", "cell"] && renamed.map(\.file) == ["overview", "73"])
    // Of an edited period the file itself tells.
    _ = try office.write(
      text.replacingFirst("\"hotline.with.to\":\"2015-04", with: "\"hotline.with.to\":\"2015-05"), to: "period.json")
    let period = try await office.hotline("report", "verify", "period.json")
    #expect(period.status == 1 && period.stderr.contains("what it says of itself"), "\(period.stderr)")
    // What has no room, what says nothing of itself, and what comes from another log.
    try await office.expect(0, "report", "run", "monthly", "--period", "2015-03", "-o", "march.csv")
    #expect(try await office.expect(2, "report", "verify", "march.csv").stderr.contains("no room"))
    try await office.expect(0, "order", "list", "-o", "orders.xlsx")
    #expect(try await office.expect(2, "report", "verify", "orders.xlsx").stderr.contains("does not say"))
    _ = try office.write(
      text.replacingFirst("\"hotline.position\":\"", with: "\"hotline.position\":\"1"), to: "elsewhere.json")
    #expect(
      try await office.expect(2, "report", "verify", "elsewhere.json").stderr.contains(
        "position in the file was edited"))
    try await office.expect(0, "report", "verify", "c.json")
    #expect(try await office.expect(0, "projection", "forget-past").stderr.contains("dropped"))
    #expect(try await office.expect(0, "projection", "forget-past").stderr.contains("nothing"))
    let other = try await Office.onTestServer()
    _ = try other.write(text, to: "c.json")
    #expect(try await other.expect(2, "report", "verify", "c.json").stderr.contains("another log"))
  }

  @Test("report run --as-known-at: the answer of then, without what was learned later")
  func asKnownAt() async throws {
    let office = try await Requests.office()
    let first = try await report(office, "--period", "2015-03")
    try await office.expect(0, "report", "run", "monthly", "--period", "2015-03", "-o", "then.xlsx")
    try await Requests.take(
      [Requests.line(900, "03/11/2015 10:00:00 AM"), Requests.line(901, "03/11/2015 11:00:00 AM")], "late.csv", office)
    let now = try await report(office, "--period", "2015-03")
    #expect(first.value("opened") == 72 && now.value("opened") == 74)
    let then = try await report(office, "--period", "2015-03", "--position", "\(first.position)")
    #expect(then.value("opened") == 72 && then.position == first.position)
    try await office.expect(
      0, "report", "run", "monthly", "--period", "2015-03", "--position", "\(first.position)", "-o", "again.xlsx")
    func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: "\(office.folder)/\(name)")) }
    #expect(try bytes("then.xlsx") == bytes("again.xlsx"))
    // Before the log began there is nothing to tell; by now all is known.
    for known in [["--as-known-at", "2015-06-01"], ["--position", "0"]] {
      let refused = try await office.expect(2, ["report", "run", "monthly", "--period", "2015-03"] + known)
      #expect(refused.stderr.contains("the log begins at") || refused.stderr.contains("before the first event"))
    }
    #expect(try await report(office, "--period", "2015-03", "--as-known-at", "now").value("opened") == 74)
    try await office.expect(2, "report", "run", "monthly", "--position", "9999999")
    // Live lists were left alone.
    #expect(try await report(office, "--period", "2015-03").value("opened") == 74)
  }

  @Test("M-STAT-23: set 15 minutes; files appear at each boundary, and their sum is the day's report")
  func everyQuarterOfAnHour() async throws {
    let office = try await Requests.office(hours: 20..<24)
    try await office.expect(
      0, "report", "schedule", "add", "quarters", "--when", "every 15m", "--report", "monthly", "--time",
      "previous interval", "--table", "summary", "--as-format", "csv", "--to", "folder quarters", "--from",
      "2015-03-10T20:01", "--catch-up", "100")
    func files() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: "\(office.folder)/quarters").sorted()
    }
    // At a boundary the file is there, a second before it is not.
    try await office.expect(0, "report", "schedule", "run", "--as-of", "2015-03-10T20:29:59")
    #expect(try files() == ["quarters-2015-03-10-2015.csv"])
    try await office.expect(0, "remind", "run", "--as-of", "2015-03-10T20:30")
    #expect(try files() == ["quarters-2015-03-10-2015.csv", "quarters-2015-03-10-2030.csv"])
    try await office.expect(0, "report", "schedule", "run", "--as-of", "2015-03-11T00:00")
    #expect(try files().count == 16)
    func value(_ figure: String, in text: String) -> Int {
      text.split(whereSeparator: \.isNewline).first { $0.hasPrefix("\(figure),") }
        .flatMap { $0.split(separator: ",").dropFirst().first }.flatMap { Int($0) } ?? -1
    }
    let quarters = try files().map { name in
      String(decoding: try Data(contentsOf: URL(filePath: "\(office.folder)/quarters/\(name)")), as: UTF8.self)
    }
    let day = try await report(office, "--from", "2015-03-10", "--to", "2015-03-11")
    #expect(quarters.reduce(0) { $0 + value("opened", in: $1) } == 12)
    #expect(day.value("opened") == 12)
    // Some quarters saw one, some none: it is no average.
    #expect(Set(quarters.map { value("opened", in: $0) }) == [0, 1])
  }

  @Test("M-STAT-22: a weekly report to the higher office is delivered once with its checksum; a failure is tried again")
  func weeklyToTheHigherOffice() async throws {
    let office = try await Requests.office()
    let receiver = try Receiver(answering: [503, 503])
    defer { receiver.stop() }
    try await office.expect(
      0, "report", "schedule", "add", "weekly-up", "--when", "0 8 * * 1", "--report", "monthly", "--time",
      "previous week", "--as-format", "json", "--to", "webhook \(receiver.address)", "--from", "2015-03-10")
    func slots() async throws -> [Slot] {
      try await office.expect(0, "report", "schedule", "show", "weekly-up", "--format", "ndjson").ndjson(Slot.self)
    }
    try await office.expect(0, "report", "schedule", "run", "--as-of", "2015-03-16T07:59")
    #expect(receiver.posts.isEmpty)
    // The higher office is out of order: the report waits, and the list says why.
    let failed = try await office.expect(1, "report", "schedule", "run", "--as-of", "2015-03-16T08:00")
    #expect(failed.stderr.contains("503"))
    let waiting = try await slots()
    #expect(waiting.count == 1 && waiting.first?.delivered == nil && waiting.first?.attempts == 1)
    #expect(waiting.first?.error?.contains("503") == true)
    let listed = try await office.expect(0, "report", "schedule", "list", "--format", "ndjson").ndjson(Schedule.self)
    #expect(listed.first?.waiting == 1 && listed.first?.error?.contains("503") == true)
    try await office.expect(1, "remind", "run", "--as-of", "2015-03-16T08:05")
    // Two runners at once, and a third later: it goes out once more, under the same key, and never again.
    async let one = office.hotline("report", "schedule", "run", "--as-of", "2015-03-16T08:10")
    async let other = office.hotline("report", "schedule", "run", "--as-of", "2015-03-16T08:10")
    #expect(Set([try await one.status, try await other.status]).isSubset(of: [0, 75]))
    try await office.expect(0, "report", "schedule", "run", "--as-of", "2015-03-16T08:15")
    let posts = receiver.posts
    #expect(posts.count == 3)
    #expect(Set(posts.compactMap { $0.headers["idempotency-key"] }).count == 1)
    #expect(Set(posts.map(\.body)).count == 1)
    let slot = try #require(try await slots().first)
    #expect(slot.delivered != nil && slot.content == posts.last?.headers["x-hotline-checksum"])
    #expect(slot.key == posts.last?.headers["idempotency-key"])
    // What arrived proves itself, and is kept.
    _ = try office.write(try #require(posts.last?.body), to: "arrived.json")
    try await office.expect(0, "report", "verify", "arrived.json")
    let content = try #require(slot.content)
    #expect(office.has("files/\(content.prefix(2))/\(content)"))

    // A runner that was away makes up for what it missed, as far as the schedule says, and says what it let go.
    try await office.expect(0, "report", "schedule", "show", "weekly-up", "--yaml")
    let yaml = try await office.expect(0, "report", "schedule", "show", "weekly-up", "--yaml").stdout
    _ = try office.write(yaml + "catch-up: 2\n", to: "weekly.yaml")
    try await office.expect(0, "report", "schedule", "check", "weekly.yaml")
    try await office.expect(0, "report", "schedule", "publish", "weekly.yaml")
    let late = try await office.expect(
      0, "report", "schedule", "run", "--as-of", "2015-04-20T09:00", "--format", "ndjson")
    #expect(late.stdout.contains("\"made\":2") && late.stdout.contains("\"skipped\":3"))
    #expect(try await slots().compactMap(\.skipped) == [3])
    try await office.expect(0, "report", "schedule", "pause", "weekly-up")
    try await office.expect(0, "report", "schedule", "run", "--as-of", "2015-04-27T09:00")
    #expect(receiver.posts.count == 5)
    try await office.expect(0, "report", "schedule", "remove", "weekly-up")
    try await office.expect(2, "report", "schedule", "show", "weekly-up")
  }
}

extension String {
  /// With the first occurrence of a text replaced.
  fileprivate func replacingFirst(_ text: String, with other: String) -> String {
    guard let range = firstRange(of: text) else { return self }
    return String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
  }
}
