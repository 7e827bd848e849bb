import Testing

/// Orders opened and moved by hand.
@Suite struct OrderDeskTests {
  private struct Line: Decodable {
    let position: Int?
    let stream, type: String
  }

  @Test func aDryRunPrintsTheEventsAndWritesNothing() async throws {
    let office = try await Office.onTestServer()
    let open = [
      "order", "open", "--process", "complaint", "--title", "Gas smell", "--category", "gas", "--text",
      "In the stairwell",
      "--phone", "13900001234", "--name", "样例", "--format", "ndjson",
    ]
    let head = try await office.head()
    let rehearsed = try await office.expect(0, open + ["--dry-run"])
    #expect(rehearsed.stderr.contains("nothing was written"))
    #expect(try await office.head() == head)
    let opened = try await office.expect(0, open).ndjson(Line.self)
    #expect(try rehearsed.ndjson(Line.self).map(\.type) == opened.map(\.type))
    #expect(try rehearsed.ndjson(Line.self).allSatisfy { $0.position == nil } as Bool)
    #expect(try await office.head() == head + opened.count)
    let no = try #require(
      try await office.expect(0, "order", "list", "--format", "ndjson").ndjson(OrderAnswer.self).first?.no)
    for change in [
      ["order", "act", no, "dispatch", "--unit", "repairs"], ["order", "assign", no, "--unit", "repairs"],
      ["order", "note", no, "Rang again 又来电"],
    ] {
      let before = try await office.head()
      let rehearsal = try await office.expect(0, change + ["--dry-run", "--format", "ndjson"]).ndjson(Line.self)
      #expect(!rehearsal.isEmpty && rehearsal.allSatisfy { $0.stream == "order-\(no)" })
      #expect(try await office.head() == before)
    }
    let history = try await office.expect(0, "order", "history", no, "--format", "ndjson").ndjson(Line.self)
    #expect(history.map(\.type).first == "order.opened.v1")
  }

  @Test func refusalsNameWhatIsPossible() async throws {
    let office = try await Office.onTestServer()
    try await office.expect(0, "order", "open", "--process", "request", "--title", "Street light out", "--due", "+2d")
    let no = try #require(
      try await office.expect(0, "order", "list", "--format", "ndjson").ndjson(OrderAnswer.self).first?.no)
    let unknown = try await office.expect(2, "order", "act", no, "fly")
    #expect(unknown.stderr.contains("fly") && unknown.stderr.contains("close"))
    #expect(try await office.expect(2, "order", "act", no, "cancel").stderr.contains("reason"))
    #expect(try await office.expect(5, "order", "act", no, "resume").stderr.contains("possible now"))
    #expect(try await office.expect(2, "order", "note", no, "  ").stderr.contains("no words"))
    try await office.expect(0, "order", "act", no, "close")
    #expect(try await office.expect(5, "order", "act", no, "close").stderr.contains(no))
    let wrong = String(no.dropLast()) + (no.hasSuffix("0") ? "1" : "0")
    #expect(try await office.expect(2, "order", "show", wrong).stderr.contains("a digit is wrong"))
    #expect(try await office.expect(2, "order", "show", "12").stderr.contains("8 digits"))
    #expect(try await office.expect(1, "order", "show", "10000020").stderr.contains("no order 10000020"))
    #expect(try await office.expect(2, "order", "open", "--process", "nope").stderr.contains("complaint"))
    #expect(
      try await office.expect(2, "order", "open", "--process", "request", "--phone", "abc").stderr.contains(
        "not a telephone number"))
    let head = try await office.head()
    let early = try await office.expect(
      2, "order", "open", "--process", "request", "--title", "Tomorrow's", "--opened-at", "+1d")
    #expect(early.stderr.contains("--opened-at") && early.stderr.contains("yet to come"))
    #expect(try await office.head() == head)
  }

  @Test func whatIsDueOnADayIsDueAtItsEnd() async throws {
    let office = try await Office.onTestServer()
    let open = ["order", "open", "--process", "request", "--title", "Street light out", "--dry-run", "--due"]
    #expect(try await office.expect(0, open + ["2026-12-01"]).stdout.contains("2026-12-01T16:00:00Z"))
    #expect(try await office.expect(0, open + ["2026-12-01T00:00"]).stdout.contains("2026-11-30T16:00:00Z"))
  }

  @Test func twoDesksAtOnceGiveTwoNumbers() async throws {
    let office = try await Office.onTestServer()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for desk in 0..<6 {
        group.addTask {
          try await office.expect(0, "order", "open", "--process", "request", "--title", "Desk \(desk)")
        }
      }
      try await group.waitForAll()
    }
    let orders = try await office.expect(0, "order", "list", "--format", "ndjson").ndjson(OrderAnswer.self)
    #expect(Set(orders.map(\.no)).count == 6)
  }

  @Test func aTimeThatASummerSkipsIsTheNextOneThereIs() async throws {
    let office = try await Office.onTestServer()
    let ended = try await office.expect(
      0, "order", "list", "--as-of", "2026-03-08T02:30", "--time-zone", "America/New_York")
    #expect(ended.stderr.contains("2026-03-08 03:30 America/New_York"))
    let twice = try await office.expect(
      0, "order", "list", "--as-of", "2026-11-01T01:30", "--time-zone", "America/New_York")
    #expect(twice.stderr.contains("2026-11-01 01:30"))
  }
}
