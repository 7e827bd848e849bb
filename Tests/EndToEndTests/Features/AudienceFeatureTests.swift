import FoundationEssentials
import Testing

/// Samples, blocks, labels and work lists: who is called or written to, and what comes back, as a clerk does and sees it.
@Suite struct AudienceFeatureTests {
  private struct Target: Decodable { let no, name: String? }
  private struct Figures: Decodable { let converted, unreached: Int }
  private struct Order: Decodable { let no: String }

  @Test("M-SURV-07: 20 % are drawn; size and seed are recorded, the same seed draws the same sample")
  func sample() async throws {
    let office = try await Office.onTestServer()
    let rows = (0..<60).map { "客户\($0),1390022\($0 < 10 ? "0" : "")\($0)00" }
    let list = try office.write("姓名,电话\n" + rows.joined(separator: "\n") + "\n", to: "list.csv")
    try await office.expect(0, .importing(list, hidden: nil, campaign: "pool"))
    for key in ["one", "two", "three"] { try await office.publishCampaign(key) }
    func drawn(_ key: String, seed: Int) async throws -> [String] {
      try await office.expect(
        0, "campaign", "fill", key, "--people", "all", "--sample", "20%", "--seed", "\(seed)", "--format", "ndjson"
      ).ndjson(Target.self).compactMap(\.name).sorted()
    }
    let (one, two, three) = (
      try await drawn("one", seed: 7), try await drawn("two", seed: 7), try await drawn("three", seed: 8)
    )
    #expect(one.count == 12 && two == one && three != one)
    let log = try await office.expect(0, "campaign", "show", "one", "--format", "ndjson").stdout
    #expect(log.contains("campaign.sampled") && log.contains("\"seed\":7") && log.contains("\"size\":12"))
    #expect(log.contains("\"population\":60") && log.contains("\"share\":2000"))
    #expect(try await drawn("one", seed: 7).isEmpty, "the same draw once more adds nobody")
  }

  @Test("M-ADM-09: a blacklist by service, with expiry, logged; intake and campaigns keep it")
  func blacklist() async throws {
    let office = try await Office.onTestServer()
    struct Block: Decodable { let numbers: String, service, until, note: String?, holds: Bool }
    func blocks(_ more: String...) async throws -> [Block] {
      try await office.expect(0, ["block", "list", "--format", "ndjson"] + more).ndjson(Block.self)
    }
    // A number that is nobody's.
    try await office.expect(0, "block", "add", "139 0003 0001", "--service", "consult", "--note", "每晚来电")
    #expect(try await blocks("13900030001").map(\.service) == ["consult"])
    #expect(try await blocks("--service", "consult").map(\.numbers) == ["+8613900030001"])
    #expect(try await blocks("--service", "repair").isEmpty)
    let open = ["order", "open", "--title", "问题", "--phone", "13900030001", "--process"]
    let refused = try await office.expect(5, open + ["consult"]).stderr
    #expect(refused.contains("blocked") || refused.contains("barred"), "\(refused)")
    try await office.expect(0, open + ["request"])
    // Changed, it says something else; it ends by itself, and by hand.
    try await office.expect(0, "block", "change", "13900030001", "--service", "consult", "--until", "+30d")
    #expect(try await blocks("13900030001").first?.until != nil)
    try await office.expect(1, "block", "change", "13900030002", "--until", "+1d")
    try await office.expect(0, "block", "remove", "13900030001", "--service", "consult")
    #expect(try await blocks("13900030001").isEmpty)
    try await office.expect(0, open + ["consult"])
    try await office.expect(2, "block", "add", "13900030001", "--service", "nope")
    let history = try await office.expect(0, "event", "list", "--format", "ndjson").stdout
    #expect(history.contains("party.marked") && history.contains("party.unmarked"))
    #expect(try await office.expect(0, "block", "list", "--lang", "zh").stderr.contains("没有符合条件的黑名单"))
  }

  @Test("M-CRM-08: labels for 10 % of a filter: the count is right, the seed recorded, mail is sent once")
  func labels() async throws {
    let office = try await Office.onTestServer()
    let rows = (0..<40).map { "客户\($0),1390044\($0 < 10 ? "0" : "")\($0)00,样例路\($0)号" }
    let list = try office.write("姓名,电话,地址\n" + rows.joined(separator: "\n") + "\n", to: "list.csv")
    try await office.expect(0, .importing(list, hidden: nil, campaign: "pool"))
    let labels = ["party", "labels", "greeting", "--people", "all", "--sample", "10%", "--seed", "7", "-o"]
    try await office.expect(0, labels + ["labels.html"])
    func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: URL(filePath: "\(office.folder)/\(name)")), as: UTF8.self)
    }
    let first = try text("labels.html")
    #expect(first.split(separator: "class=\"label\"").count - 1 == 4)
    // Made again under the same name it is the same, and says so.
    #expect(try await office.expect(0, labels + ["again.html"]).stderr.contains("is the same list"))
    #expect(try text("again.html") == first)
    try await office.expect(0, labels + ["list.xlsx"])
    let log = try await office.expect(0, "event", "list", "--format", "ndjson").stdout
    #expect(
      log.split(separator: "mailing.made").count == 2 && log.contains("\\\"seed\\\":7") || log.contains("\"seed\":7"))
    // Whoever does not want to be written to is on none.
    struct Person: Decodable { let name: String? }
    let csv = try await office.expect(0, labels + ["-"]).stdout.split(whereSeparator: \.isNewline)
    let name = try #require(csv.dropFirst().first?.split(separator: ",").first)
    let number = try #require(rows.first { $0.hasPrefix("\(name),") }?.split(separator: ",")[1])
    try await office.expect(0, "block", "add", String(number))
    try await office.expect(0, labels + ["fewer.html"])
    #expect(try text("fewer.html").split(separator: "class=\"label\"").count - 1 == 3)
    // Mail goes out once.
    let words = try office.write("{name}，您好", to: "news.txt")
    for number in 1...3 {
      try await office.expect(0, "party", "contact", "add", "13900440\(number)00", "mail", "a\(number)@example.org")
    }
    struct Sent: Decodable { let people, delivered, before: Int }
    func send() async throws -> Sent {
      try await office.expect(
        0, "party", "mail", "news", "--people", "all", "--subject", "通知", "--text", words, "--spool", "mail",
        "--format",
        "json"
      ).json(Sent.self)
    }
    let sent = try await send()
    let people = sent.people
    #expect((2...3).contains(people) && sent.delivered == people)
    let again = try await send()
    #expect(again.delivered == 0 && again.before == people)
    let files = try FileManager.default.contentsOfDirectory(atPath: "\(office.folder)/mail")
    #expect(files.count == 1)
    #expect(try text("mail/\(files[0])").contains("您好"))
  }

  @Test("M-OUT-09, M-OUT-12: a work list goes out to Excel and its results come back, every row accounted for")
  func workList() async throws {
    let office = try await Office.onTestServer()
    try await office.addPeople(4, area: "d")
    try await office.publishCampaign("calls", alwaysOpen + "attempts: {max: 3}\n")
    try await office.expect(0, "campaign", "fill", "calls", "--people", "area=d")
    try await office.expect(0, "campaign", "start", "calls")
    try await office.expect(0, "campaign", "export", "calls", "-o", "list.xlsx", "--lang", "zh")
    #expect(office.has("list.xlsx"))
    // Nothing is filled in yet.
    try await office.expect(0, "campaign", "take-back", "calls", "list.xlsx")
    let numbers = try await office.expect(0, "order", "list", "--campaign", "calls", "--format", "ndjson").ndjson(
      Order.self
    )
    .map(\.no)
    // Somebody else is faster with the last one.
    try await office.expect(0, "order", "act", numbers[3], "complete")
    let filled = try office.write(
      """
      工单号 No,已呼叫次数 Attempts,结果 Outcome,备注 Note
      \(numbers[0]),0,complete 完成,满意
      \(numbers[1]),0,记为无人接听,
      \(numbers[2]),0,,忘了选结果
      \(numbers[3]),0,refuse,
      99999999,0,complete,
      \(numbers[2]),0,sold,
      \(numbers[2]),,complete,

      """, to: "filled.csv")
    struct Row: Decodable { let row: Int, verdict: String, code: String? }
    func takeBack(_ more: String...) async throws -> [Row] {
      try await office.expect(3, ["campaign", "take-back", "calls", filled, "--format", "ndjson"] + more).ndjson(
        Row.self)
    }
    let expected: [String?] = [nil, nil, "no-outcome", "done-since", "unknown-order", "no-such-outcome", "no-attempts"]
    let judged = try await takeBack("--dry-run")
    #expect(judged.map(\.code) == expected && judged.map(\.row) == [2, 3, 4, 5, 6, 7, 8])
    let head = try await office.head()
    #expect(try await takeBack().prefix(2).map(\.verdict) == ["accepted", "accepted"])
    let after = try await office.head()
    #expect(after == head + 2)
    #expect(try await takeBack().prefix(2).map(\.verdict) == ["unchanged", "unchanged"])
    #expect(try await office.head() == after, "the same file twice changes nothing")
    let figures = try await office.expect(0, "campaign", "report", "calls", "--format", "json").json(Figures.self)
    #expect(figures.converted == 2 && figures.unreached == 1)
  }
}
