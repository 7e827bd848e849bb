import FoundationEssentials
import Testing

/// Scheduled reports that are not taken, not there yet, or looked at before their time.
@Suite struct DeliveryFeatureTests {
  private struct Schedule: Decodable { let name: String, waiting, failed: Int, error: String? }
  private struct Slot: Decodable { let slot, state: String, reason, nextTry: String? }
  private struct Run: Decodable { let made, delivered, waiting, failed, empty: Int }
  private struct Plan: Decodable { let slot, schedule, action: String, from, until: String?, to: String }

  private func list(_ office: Office) async throws -> [Schedule] {
    try await office.expect(0, "report", "schedule", "list", "--format", "ndjson").ndjson(Schedule.self)
  }

  @Test(
    "M-STAT-22: what a receiver refuses holds nothing up, is shown, and is tried again or given up on when somebody says so"
  )
  func whatIsRefusedForGood() async throws {
    let plain = try await Office.onTestServer()
    let receiver = try Receiver(answering: [410, 410])
    defer { receiver.stop() }
    let office = plain.with(["HOTLINE_FILES": "\(plain.folder)/files"])
    func slots() async throws -> [Slot] {
      try await office.expect(0, "report", "schedule", "show", "up", "--format", "ndjson").ndjson(Slot.self)
    }
    func run(_ status: Int32, _ instant: String) async throws -> (Run, String) {
      let ended = try await office.expect(
        status, "report", "schedule", "run", "--as-of", "2015-03-\(instant)", "--format", "json")
      return (try ended.json(Run.self), ended.stderr)
    }
    func retry(_ status: Int32, _ slot: String...) async throws -> String {
      try await office.expect(status, ["report", "schedule", "retry", "up"] + slot).stderr
    }
    try await office.expect(
      0, "report", "schedule", "add", "up", "--when", "0 8 * * *", "--report", "monthly", "--table", "summary",
      "--as-format", "csv", "--to", "webhook \(receiver.address)", "--from", "2015-03-02")
    #expect(try await run(1, "02T08:00").0.waiting == 1)
    // The slot behind it goes out.
    let second = try await run(1, "03T08:00").0
    #expect((second.delivered, second.waiting, second.failed) == (1, 1, 0))
    receiver.answer([410])
    let third = try await run(1, "03T09:00")
    #expect((third.0.waiting, third.0.failed) == (0, 1))
    #expect(third.1.contains("410") && third.1.contains("report schedule show up"), "\(third.1)")
    #expect(receiver.posts.count == 4)
    // Nobody asks again by himself.
    let fourth = try await run(0, "03T10:00").0
    #expect((fourth.delivered, fourth.waiting, receiver.posts.count) == (0, 0, 4))
    let listed = try #require(try await list(office).first)
    #expect((listed.waiting, listed.failed) == (0, 1) && listed.error?.contains("410") == true)
    #expect(try await slots().map(\.state) == ["delivered", "failed"])
    #expect(try await office.expect(0, "report", "schedule", "show", "up").stderr.contains("retry up"))
    #expect(try await retry(2, "2015-03-03T08:00").contains("nothing of 2015-03-03T08:00:00+08:00 waits or failed"))
    _ = try await retry(0, "2015-03-02T08:00")
    #expect(try await slots().map(\.state) == ["delivered", "delivered"])
    #expect(Set(receiver.posts.compactMap { $0.headers["idempotency-key"] }).count == 2)
    #expect(try await retry(2).contains("nothing waits or failed"))

    // What is busy now is tried again after a minute, then after two; by hand at once.
    receiver.answer([503, 429, 503])
    _ = try await run(1, "04T08:00")
    let early = try await run(1, "04T08:00:59")
    #expect(early.0.waiting == 1 && early.1.contains("2015-03-04T08:01:00+08:00"), "\(early.1)")
    _ = try await run(1, "04T08:01")
    #expect(receiver.posts.count == 7)
    #expect(try await slots().first?.nextTry == "2015-03-04T08:03:00+08:00")
    _ = try await retry(1)
    #expect(receiver.posts.count == 8)

    // Looking writes nothing and tells what would be done.
    let head = try await office.head()
    let plan = try await office.expect(
      0, "report", "schedule", "run", "--dry-run", "--as-of", "2015-03-05T08:00", "--format", "ndjson"
    ).ndjson(Plan.self)
    #expect(plan.map(\.action) == ["make"], "the other one waits for what the retry said")
    #expect(plan.first?.from == "2015-02-01T00:00:00+08:00" && plan.first?.until == "2015-03-01T00:00:00+08:00")
    let said = try await office.expect(0, "remind", "run", "--dry-run", "--as-of", "2015-03-05T08:00").stderr
    #expect(said.contains("1 of scheduled reports"), "\(said)")
    #expect(try await office.head() == head)
    // Tomorrow's slots are not used up by who wants to see them.
    for command in [["report", "schedule", "run", "up"], ["remind", "run"]] {
      let refused = try await office.expect(2, command + ["--as-of", "+1d"]).stderr
      #expect(refused.contains("yet to come") && refused.contains("--dry-run"), "\(refused)")
      #expect(refused.contains("--ahead-of-time"))
    }
    #expect(try await office.head() == head)

    // Somebody gives up: on what was made, and on what is due, with all before it.
    func skip(_ status: Int32, _ day: String) async throws -> String {
      try await office.expect(status, "report", "schedule", "skip", "up", "2015-03-\(day)T08:00").stderr
    }
    #expect(try await skip(0, "04").contains("one slot"))
    #expect(try await skip(2, "04").contains("is done with"))
    #expect(try await skip(0, "06").contains("2 slots"))
    #expect(try await skip(2, "06").contains("is done with"))
    #expect(try await slots().map(\.state) == ["given-up", "given-up", "delivered", "delivered"])
    let last = try await run(0, "07T08:00").0
    #expect((last.made, last.delivered, last.waiting, receiver.posts.count) == (1, 1, 0, 9))

    // A unit that is younger than the time has nothing to tell, and that is no error.
    try await office.expect(0, "unit", "add", "city", "--name", "City")
    try await office.expect(0, "unit", "add", "young", "--parent", "city", "--name", "Young")
    try await office.expect(
      0, "report", "schedule", "add", "young-up", "--when", "0 8 1 * *", "--report", "monthly", "--unit", "young",
      "--to", "folder out", "--from", "2015-03-02")
    let young = ["report", "schedule", "run", "young-up", "--as-of", "2015-05-01T08:00", "--format"]
    #expect(
      try await office.expect(0, young + ["ndjson", "--dry-run"]).ndjson(Plan.self).map(\.action) == ["empty", "empty"])
    let empty = try await office.expect(0, young + ["json"]).json(Run.self)
    #expect((empty.made, empty.empty, empty.waiting) == (0, 2, 0) && !office.has("out"))
    let told = try await office.expect(0, "report", "schedule", "show", "young-up", "--format", "ndjson").ndjson(
      Slot.self)
    #expect(told.map(\.reason) == ["unit-not-yet", "unit-not-yet"] && told.allSatisfy { $0.state == "empty" })
    #expect(try await list(office).last?.error == nil)
  }

  @Test(
    "M-STAT-22: what a receiver says when it refuses is told in both languages, without what its address keeps secret")
  func whatTheReceiverSays() async throws {
    let plain = try await Office.onTestServer()
    let receiver = try Receiver(answering: [])
    defer { receiver.stop() }
    let office = plain.with(["HOTLINE_FILES": "\(plain.folder)/files"])
    let zh = office.with(["HOTLINE_LANG": "zh"])
    let address = receiver.address.replacing("http://", with: "http://desk:open-sesame@") + "?token=s3cret-key"
    try await office.expect(
      0, "report", "schedule", "add", "up", "--when", "0 8 * * *", "--report", "monthly", "--table", "summary",
      "--as-format", "csv", "--to", "webhook \(address)", "--from", "2015-03-02")
    receiver.answer(
      [413, 413], saying: "<html>\n<title>\u{1B}[2Jtoo large\u{202E} for open-sesame, s3cret-key</title>\r\nsecond line"
    )
    let run = ["report", "schedule", "run", "--as-of", "2015-03-02T08:00"]
    let told = try await office.expect(1, run).stderr
    #expect(told.contains("the receiver refused it: HTTP 413 [2Jtoo large for …, …"), "\(told)")
    let retold = try await zh.expect(1, "report", "schedule", "retry", "up").stderr
    #expect(retold.contains("收件方拒收：HTTP 413 [2Jtoo large for …, …"), "\(retold)")
    let listed = try await zh.expect(0, "report", "schedule", "list").stdout
    let shown = try await zh.expect(0, "report", "schedule", "show", "up")
    #expect(shown.stdout.contains("收件方拒收：HTTP 413 [2Jtoo large"), "\(shown.stdout)")
    #expect(try await list(office).first?.error?.hasPrefix("the receiver refused it: HTTP 413 ") == true)
    receiver.stop()
    for text in [told, retold, listed, shown.stdout, shown.stderr] {
      #expect(!text.contains("open-sesame") && !text.contains("s3cret-key") && !text.contains("second line"), "\(text)")
    }
    // Who keeps the schedule reads what they wrote.
    #expect(try await office.expect(0, "report", "schedule", "show", "up", "--yaml").stdout.contains("s3cret-key"))
  }
}
