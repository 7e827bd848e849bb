import FoundationEssentials
import TestSeeds
import Testing

/// Reminders: decided exactly once, handed over at least once.
@Suite struct ReminderTests {
  struct Answer: Decodable, Equatable {
    let fired, skipped, delivered, waiting: Int
  }

  /// 240 promises of March 2026, an hour apart.
  private static func office() async throws -> Office {
    let office = try await Office.onTestServer()
    try await office.expect(
      0,
      .importingRequests(
        try office.write(MadeLists.requests(240), to: "requests.csv"),
        map: try office.write(MadeLists.requestsMap, to: "map.yaml")))
    return office
  }

  private static func remind(_ office: Office, asOf instant: String, status: Int32 = 0) async throws -> Answer {
    try await office.expect(status, "remind", "run", "--ahead-of-time", "--as-of", instant, "--format", "json").json(
      Answer.self)
  }

  /// `order rule-fired…` of the log, as order, rule, epoch and occurrence.
  private static func firings(_ office: Office) async throws -> [String] {
    let ended = try await office.expect(0, "event", "list", "--format", "ndjson")
    return ended.lines.filter { $0.contains(#""type":"rule.fired.v1""#) || $0.contains("rule-fired") }.map { line in
      func field(_ name: String) -> String {
        let rest = line.split(separator: "\"\(name)\":", maxSplits: 1).last ?? ""
        return String(rest.prefix { $0 != "," && $0 != "}" })
      }
      return ["stream", "rule", "clock", "epoch", "occurrence"].map(field).joined(separator: " ")
    }
  }

  private static func spooled(_ office: Office) throws -> [MessageAnswer] {
    let spool = "\(office.home)/spool"
    let files = (try? FileManager.default.contentsOfDirectory(atPath: spool)) ?? []
    return try files.filter { $0.hasSuffix(".ndjson") }.sorted().flatMap { file in
      try Data(contentsOf: URL(filePath: "\(spool)/\(file)")).split(separator: UInt8(ascii: "\n")).map {
        try JSONDecoder().decode(MessageAnswer.self, from: Data($0))
      }
    }
  }

  @Test func aReminderRunAheadOfTimeDoesNotDateTodaysWork() async throws {
    let office = try await Office.onTestServer()
    try await office.expect(0, "order", "open", "--process", "request", "--title", "Lamp", "--due", "+10d")
    let order = try #require(
      try await office.expect(0, "order", "list", "--format", "ndjson").ndjson(OrderAnswer.self).first)
    try await office.expect(0, "remind", "run", "--ahead-of-time", "--as-of", "+11d")
    try await office.expect(0, "order", "act", order.no, "close")
    let now = try await office.expect(0, "order", "list", "--as-of", "+1m", "--format", "ndjson")
    #expect(try now.ndjson(OrderAnswer.self).map(\.state) == ["closed"])
  }

  @Test func theSecondRunFiresNothing() async throws {
    let office = try await Self.office()
    let planned = try await office.expect(
      0, "remind", "plan", "--until", "2026-03-15T12:00", "--format", "ndjson"
    ).lines
    let rehearsed = try await office.expect(
      0, "remind", "run", "--as-of", "2026-03-15T12:00", "--dry-run", "--format", "ndjson"
    ).lines
    #expect(planned == rehearsed)
    #expect(try await Self.firings(office).isEmpty)
    let first = try await Self.remind(office, asOf: "2026-03-15T12:00")
    #expect(first.fired > 100 && first.fired == planned.count && first.skipped > 100)
    #expect(first.delivered == first.fired && first.waiting == 0)
    let second = try await Self.remind(office, asOf: "2026-03-15T12:00")
    #expect(second == Answer(fired: 0, skipped: 0, delivered: 0, waiting: 0))
    let messages = try Self.spooled(office)
    #expect(messages.count == first.fired && Set(messages.map(\.key)).count == first.fired)
    let next = try await office.expect(0, "remind", "plan", "--until", "2026-03-15T13:00", "--format", "ndjson").lines
    #expect(!next.isEmpty)
    #expect(try await Self.remind(office, asOf: "2026-03-15T13:00").fired == next.count)
  }

  @Test(arguments: UInt64(0)..<3)
  func killedAtAnyMomentEachRuleFiresOnce(seed: UInt64) async throws {
    let office = try await Self.office()
    var chance = Seeded(seed)
    var kills = 0
    for hour in 0..<6 {
      let moment = Duration.milliseconds(Int.random(in: 20..<400, using: &chance))
      let ended = try await office.hotline(
        "remind", "run", "--ahead-of-time", "--as-of", "2026-03-1\(2 + hour / 2)T\(hour % 2)1:00", killAfter: moment)
      if ended.wasKilled { kills += 1 }
    }
    _ = try await Self.remind(office, asOf: "2026-03-14T11:00")
    let firings = try await Self.firings(office)
    #expect(!firings.isEmpty && Set(firings).count == firings.count, "seed \(seed), \(kills) kills")
    let messages = try Self.spooled(office)
    let told = Set(messages)
    // One key, one message; and every firing was told of.
    #expect(Set(told.map(\.key)).count == told.count)
    let ended = try await office.expect(0, "event", "list", "--format", "ndjson")
    let fired = ended.lines.count { $0.contains("rule-fired") && $0.contains(#""outcome":"fired""#) }
    #expect(told.count == fired, "seed \(seed), \(kills) kills")
    #expect(try await Self.remind(office, asOf: "2026-03-14T11:00").delivered == 0)
  }

  @Test func aReceiverThatFailedIsTriedAgainWithTheSameKey() async throws {
    let receiver = try Receiver(answering: [500, 500])
    defer { receiver.stop() }
    let office = try await Self.office().with(["HOTLINE_WEBHOOK": receiver.address])
    let failed = try await office.expect(
      1, "remind", "run", "--ahead-of-time", "--as-of", "2026-03-09T12:00", "--format", "json")
    let first = try failed.json(Answer.self)
    #expect(first.fired > 4 && first.delivered == 0 && first.waiting == first.fired)
    #expect(failed.stderr.contains("500") && failed.stderr.contains("next run"))
    let refused = receiver.posts
    #expect(refused.count == 2)
    let second = try await Self.remind(office, asOf: "2026-03-09T12:00")
    #expect(second == Answer(fired: 0, skipped: 0, delivered: first.fired, waiting: 0))
    let posts = receiver.posts
    let taken = posts.dropFirst(2)
    #expect(Set(taken.compactMap { $0.headers["idempotency-key"] }).count == first.fired)
    for (again, before) in zip(taken, refused) {
      #expect(again.headers["idempotency-key"] == before.headers["idempotency-key"])
      #expect(again.body == before.body)
    }
    for post in posts {
      let message = try JSONDecoder().decode(MessageAnswer.self, from: Data(post.body.utf8))
      #expect(post.headers["idempotency-key"] == message.key)
      #expect(post.headers["content-type"] == "application/json")
    }
    #expect(try await Self.remind(office, asOf: "2026-03-09T12:00").delivered == 0)
    #expect(receiver.posts.count == posts.count)
  }

  @Test func oneRefusedMessageHoldsNothingUp() async throws {
    let receiver = try Receiver(answering: [200, 503])
    defer { receiver.stop() }
    let office = try await Self.office().with(["HOTLINE_WEBHOOK": receiver.address])
    let first = try await Self.remind(office, asOf: "2026-03-09T12:00", status: 1)
    #expect(first.waiting == 1 && first.delivered == first.fired - 1)
    #expect(try await Self.remind(office, asOf: "2026-03-09T12:00").delivered == 1)
  }

  @Test func whatTheReceiverRefusesHoldsNothingElseUp() async throws {
    let receiver = try Receiver(answering: [422, 422, 400])
    defer { receiver.stop() }
    let office = try await Self.office().with(["HOTLINE_WEBHOOK": receiver.address])
    let first = try await Self.remind(office, asOf: "2026-03-09T12:00", status: 1)
    #expect(first.fired > 4 && first.waiting == 3 && first.delivered == first.fired - 3)
    let refused = receiver.posts.prefix(3).map { $0.headers["idempotency-key"] }
    #expect(receiver.posts.count == first.fired)
    // The next run tries those alone, even where all that waits is refused again.
    receiver.answer([422, 422, 422])
    let second = try await Self.remind(office, asOf: "2026-03-09T12:00", status: 1)
    #expect(second == Answer(fired: 0, skipped: 0, delivered: 0, waiting: 3))
    #expect(try await Self.remind(office, asOf: "2026-03-09T12:00").delivered == 3)
    #expect(receiver.posts.dropFirst(first.fired).map { $0.headers["idempotency-key"] } == refused + refused)
  }

  @Test func aReceiverThatIsBusyIsGivenUpForThisRun() async throws {
    let receiver = try Receiver(answering: [422, 429, 503])
    defer { receiver.stop() }
    let office = try await Self.office().with(["HOTLINE_WEBHOOK": receiver.address])
    let first = try await Self.remind(office, asOf: "2026-03-09T12:00", status: 1)
    #expect(first.delivered == 0 && first.waiting == first.fired && receiver.posts.count == 3)
    #expect(try await Self.remind(office, asOf: "2026-03-09T12:00").delivered == first.fired)
  }

  @Test func aReceiverThatIsNotThereLosesNothing() async throws {
    let receiver = try Receiver(answering: [])
    receiver.stop()
    let office = try await Self.office()
    let gone = try await office.with(["HOTLINE_WEBHOOK": "http://127.0.0.1:1/"]).expect(
      1, "remind", "run", "--ahead-of-time", "--as-of", "2026-03-09T12:00", "--format", "json")
    #expect(gone.stderr.contains("127.0.0.1:1"))
    let waiting = try gone.json(Answer.self).waiting
    #expect(waiting > 0)
    #expect(try await Self.remind(office, asOf: "2026-03-09T12:00").delivered == waiting)
  }

  @Test func aSpoolThatCannotBeWrittenLosesNothing() async throws {
    let office = try await Self.office()
    _ = try office.write("in the way", to: "spool")
    let failed = try await office.expect(
      1, "remind", "run", "--ahead-of-time", "--as-of", "2026-03-09T12:00", "--spool", "spool")
    #expect(failed.stderr.contains("spool") && failed.stderr.contains("Not a directory"))
    let next = try await Self.remind(office, asOf: "2026-03-09T12:00")
    #expect(next.fired == 0 && next.delivered > 0)
  }
}
