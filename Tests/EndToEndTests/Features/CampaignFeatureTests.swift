import FoundationEssentials
import Testing

/// Outbound campaigns, as an agent, a shift leader and a clerk do and see them.
@Suite struct CampaignFeatureTests {
  private struct Target: Decodable {
    let no: String
    let name, number, order, reason: String?
  }
  private struct Given: Decodable {
    let no: String, attempts: Int, notes, outcomes, numbers: [String]
    let parent: String?
  }
  private struct Figures: Decodable {
    let targets, untouched, open, attempts, reached, converted, declined, unreached: Int
    let rate: Double?
  }
  private struct Skipped: Decodable { let name, reason: String? }
  private struct Order: Decodable { let no: String, state: String, kind: String }

  private static let always = "hours: {mon-sun: [\"00:00-24:00\"]}\n"

  private func campaign(
    _ key: String, process: String = "outreach", _ more: String = "", in office: Office
  ) async throws {
    let file = try office.write("campaign: \(key)\nprocess: \(process)\n\(more)", to: "\(key).yaml")
    try await office.expect(0, "campaign", "check", file)
    try await office.expect(0, "campaign", "publish", file)
  }

  /// People of an area of their own, so that tests do not see each other's.
  private func people(_ count: Int, area: String, in office: Office) async throws {
    for number in 0..<count {
      try await office.expect(
        0, "party", "add", "--name", "客户\(number)", "--phone", "1390\(area.count)\(number)0000\(number)", "--set",
        "area=\(area)", "--set", "address=样例路\(number)号")
    }
  }

  private func next(_ key: String, as agent: String = "tester", in office: Office) async throws -> Given {
    try await office.expect(0, "campaign", "next", key, "--format", "json", "--as", agent).json(Given.self)
  }

  @Test("M-OUT-02: a query becomes a call list in one command, each line linked to its record, with a conversion report")
  func listFromBusinessData() async throws {
    let office = try await Office.onTestServer()
    for number in 1...4 {
      try await office.expect(
        0, "order", "open", "--process", "request", "--title", "宽带\(number)", "--phone", "1390001000\(number)", "--name",
        "客户\(number)")
    }
    try await office.expect(0, "order", "open", "--process", "request", "--title", "再次", "--phone", "13900010001")
    try await office.expect(0, "order", "open", "--process", "complaint", "--title", "别的", "--phone", "13900010009")
    try await office.expect(0, "block", "add", "13900010003", "--service", "outreach")
    try await campaign("fibre", Self.always, in: office)
    let fill = ["campaign", "fill", "fibre", "--where", "process=request", "--format", "ndjson"]
    #expect(try await office.expect(0, fill + ["--dry-run"]).ndjson(Target?.self).count == 3)
    let skipped = try await office.expect(0, fill + ["--dry-run", "--skipped"]).ndjson(Skipped.self)
    #expect(skipped.compactMap(\.reason).sorted() == ["blocked", "same-person"])
    let targets = try await office.expect(0, fill).ndjson(Target.self)
    #expect(targets.count == 3 && targets.allSatisfy { $0.order != nil })
    #expect(try await office.expect(0, fill).ndjson(Target.self).isEmpty, "once more changes nothing")
    // The record leads to the call, and the call to the record.
    let source = try #require(targets.first?.order)
    let children = try await office.expect(0, "order", "list", "--parent", source, "--format", "ndjson").ndjson(Order.self)
    #expect(children.map(\.no) == [targets[0].no])
    // S4-32: the conversion report.
    try await office.expect(0, "campaign", "start", "fibre")
    for outcome in ["complete", "refuse"] {
      let given = try await next("fibre", in: office)
      try await office.expect(0, "campaign", "result", given.no, outcome)
    }
    let report = try await office.expect(0, "campaign", "report", "fibre", "--format", "json").json(Figures.self)
    #expect(report.targets == 3 && report.reached == 2 && report.converted == 1 && report.declined == 1)
    #expect(report.rate == 50 && report.untouched == 1)
    // A base of nobody has no rate.
    try await campaign("empty", in: office)
    #expect(try await office.expect(0, "campaign", "report", "empty").stdout.contains("n/a"))
    #expect(try await office.expect(0, "campaign", "report", "empty", "--format", "json").json(Figures.self).rate == nil)
  }

  @Test("M-OUT-05, M-OUT-12: pause stops after the current call; there is no next without a result; notes are kept")
  func pauseAndResult() async throws {
    let office = try await Office.onTestServer()
    try await people(3, area: "a", in: office)
    try await campaign("spring", Self.always, in: office)
    try await office.expect(0, "campaign", "fill", "spring", "--people", "area=a")
    #expect(try await office.expect(5, "campaign", "next", "spring").stderr.contains("campaign start"))
    try await office.expect(0, "campaign", "start", "spring")
    let first = try await next("spring", in: office)
    try await office.expect(0, "order", "note", first.no, "他说晚上再打")
    let refusal = try await office.expect(5, "campaign", "next", "spring").stderr
    #expect(refusal.contains(first.no) && refusal.contains("campaign result"))
    // Another agent gets another one, and not this result to record.
    let other = try await next("spring", as: "lin", in: office)
    #expect(other.no != first.no)
    try await office.expect(5, "campaign", "result", first.no, "miss", "--as", "lin")
    try await office.expect(5, "order", "act", first.no, "miss", "--as", "lin")
    try await office.expect(0, "campaign", "pause", "spring", "--reason", "线路故障")
    #expect(try await office.expect(5, "campaign", "next", "spring", "--as", "wang").stderr.contains("resume"))
    // The calls that go on are finished.
    try await office.expect(2, "campaign", "result", first.no, "nope")
    try await office.expect(0, "campaign", "result", first.no, "miss", "--note", "无人")
    try await office.expect(0, "campaign", "result", other.no, "complete", "--as", "lin")
    try await office.expect(0, "campaign", "resume", "spring")
    let third = try await next("spring", in: office)
    #expect(![first.no, other.no].contains(third.no), "it goes on at the next number")
    try await office.expect(0, "campaign", "result", third.no, "refuse")
    let again = try await next("spring", in: office)
    #expect(again.no == first.no && again.notes == ["他说晚上再打"] && again.attempts == 1)
    // Whoever goes home without a result: the shift leader gives it back.
    try await office.expect(0, "campaign", "release", again.no)
    #expect(try await next("spring", as: "wang", in: office).no == first.no)
    let what = try await office.expect(0, "campaign", "show", "spring", "--format", "ndjson").stdout
    #expect(what.contains("campaign.paused") && what.contains("campaign.resumed"))
  }

  @Test("M-OUT-11: an invitation counts who confirmed, declined and was not reached, by department")
  func invitation() async throws {
    let office = try await Office.onTestServer()
    try await people(4, area: "b", in: office)
    let file = try office.write(
      """
      process: invitation
      labels: {zh: 会议邀请, en: Invitation}
      initial: pending
      states:
        pending: {kind: open}
        no-answer: {kind: open}
        coming: {kind: closed, labels: {zh: 出席, en: Coming}}
        absent: {kind: closed, labels: {zh: 不出席, en: Not coming}}
        unreachable: {kind: closed}
      actions:
        miss: {from: [pending, no-answer], to: no-answer, by: agent}
        confirm: {from: [pending, no-answer], to: coming, by: agent, labels: {zh: 确认出席, en: Confirm}}
        decline: {from: [pending, no-answer], to: absent, by: agent, labels: {zh: 谢绝, en: Decline}}
        give-up: {from: no-answer, to: unreachable, by: [agent, system]}
      """, to: "invitation.yaml")
    try await office.expect(0, "process", "publish", file)
    try await campaign(
      "meeting", process: "invitation",
      Self.always
        + "attempts: {max: 1}\noutcomes: {miss: {means: unreached}, confirm: {means: confirmed}, decline: {means: declined}}\n",
      in: office)
    try await office.expect(0, "campaign", "fill", "meeting", "--people", "area=b")
    try await office.expect(0, "campaign", "assign", "meeting", "--to", "office-a=2,office-b")
    try await office.expect(0, "campaign", "start", "meeting")
    for outcome in ["confirm", "confirm", "decline", "miss"] {
      let given = try await next("meeting", in: office)
      try await office.expect(0, "campaign", "result", given.no, outcome)
    }
    let all = try await office.expect(0, "campaign", "report", "meeting", "--format", "json").json(Figures.self)
    #expect(all.converted == 2 && all.declined == 1 && all.unreached == 1 && all.open == 0)
    struct Part: Decodable { let unit: String, converted: Int, targets: Int }
    let parts = try await office.expect(0, "campaign", "report", "meeting", "--by", "unit", "--format", "ndjson")
      .ndjson(Part.self)
    #expect(parts.map(\.unit) == ["office-a", "office-b"] && parts.map(\.targets) == [2, 2])
    try await office.expect(0, "campaign", "report", "meeting", "--by", "unit", "-o", "meeting.xlsx")
    #expect(office.has("meeting.xlsx"))
  }

  @Test("M-OUT-14: nothing is given out outside the hours where the customer is; it says when they begin")
  func hours() async throws {
    let office = try await Office.onTestServer()
    try await people(1, area: "xj", in: office)
    // The weekday three days from now, which it is nowhere on earth.
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    let today = (Int(Date().timeIntervalSince1970 / 86_400) + 3) % 7
    try await campaign("later", "hours: {\(days[(today + 3) % 7]): 09:00-10:00}\n", in: office)
    try await office.expect(0, "campaign", "fill", "later", "--people", "area=xj")
    try await office.expect(0, "campaign", "start", "later")
    #expect(try await office.expect(5, "campaign", "next", "later").stderr.contains("begins at"))
    // Open in the office's zone alone: whoever lives elsewhere is not called.
    let zone = "Pacific/Kiritimati"
    let here = (Int((Date().timeIntervalSince1970 + 8 * 3_600) / 86_400) + 3) % 7
    let there = (Int((Date().timeIntervalSince1970 + 14 * 3_600) / 86_400) + 3) % 7
    if here == there {
      // Half of the day both have the same date: then the hours tell them apart.
      let hour = Int(Date().timeIntervalSince1970 / 3_600 + 8) % 24
      let span = "\(hour < 10 ? "0" : "")\(hour):00-\(hour + 1 < 10 ? "0" : "")\(hour + 1):00"
      try await campaign("local", "hours: {\(days[here]): \(span)}\nzones: {xj: \(zone)}\n", in: office)
    } else {
      try await campaign("local", "hours: {\(days[here]): 00:00-24:00}\nzones: {xj: \(zone)}\n", in: office)
    }
    try await office.expect(0, "campaign", "fill", "local", "--people", "area=xj")
    try await office.expect(0, "campaign", "start", "local")
    #expect(try await office.expect(5, "campaign", "next", "local").stderr.contains("hour"))
    try await campaign("local", Self.always + "zones: {xj: \(zone)}\n", in: office)
    _ = try await next("local", in: office)
  }

  @Test("M-OUT-15: a call state of one's own is selectable, reportable and drives the retry")
  func ownStates() async throws {
    let office = try await Office.onTestServer()
    try await people(2, area: "cc", in: office)
    let file = try office.write(
      """
      process: sales
      initial: pending
      states:
        pending: {kind: open}
        call-again: {kind: open, labels: {zh: 再次呼叫, en: Call again}}
        sold: {kind: closed}
        given-up: {kind: closed}
      actions:
        later: {from: [pending, call-again], to: call-again, by: agent, labels: {zh: 稍后再呼, en: Call again}}
        sell: {from: [pending, call-again], to: sold, by: agent, labels: {zh: 成交, en: Sell}}
        stop: {from: call-again, to: given-up, by: [agent, system]}
      """, to: "sales.yaml")
    try await office.expect(0, "process", "publish", file)
    try await campaign(
      "sale", process: "sales",
      Self.always + "attempts: {max: 2}\ngiveUp: stop\noutcomes: {later: {means: reached}, sell: {means: converted}}\n",
      in: office)
    try await office.expect(0, "campaign", "fill", "sale", "--people", "area=cc")
    try await office.expect(0, "campaign", "start", "sale")
    let first = try await next("sale", in: office)
    #expect(first.outcomes == ["later", "sell"])
    try await office.expect(0, "campaign", "result", first.no, "later", "--again", "+1h")
    let second = try await next("sale", in: office)
    try await office.expect(0, "campaign", "result", second.no, "later")
    // The first was booked for later, so the second comes again; its last attempt ends it.
    let again = try await next("sale", in: office)
    #expect(again.no == second.no && again.attempts == 1)
    let list = try await office.expect(0, "order", "list", "--campaign", "sale", "--state", "call-again", "--format", "ndjson")
    #expect(try list.ndjson(Order.self).count == 2)
    try await office.expect(0, "campaign", "result", again.no, "later")
    let ended = try await office.expect(0, "order", "show", again.no, "--format", "json").json(Order.self)
    #expect(ended.state == "given-up")
    #expect(try await office.expect(5, "campaign", "next", "sale").stderr.contains("the next is ready at"))
    struct Outcome: Decodable { let outcome: String, targets: Int }
    let outcomes = try await office.expect(0, "campaign", "report", "sale", "--by", "outcome", "--format", "ndjson")
      .ndjson(Outcome.self)
    #expect(outcomes.map(\.outcome) == ["later"] && outcomes.map(\.targets) == [2])
  }

  @Test("M-SURV-07: 20 % are drawn; size and seed are recorded, the same seed draws the same sample")
  func sample() async throws {
    let office = try await Office.onTestServer()
    let rows = (0..<60).map { "客户\($0),1390022\($0 < 10 ? "0" : "")\($0)00" }
    let list = try office.write("姓名,电话\n" + rows.joined(separator: "\n") + "\n", to: "list.csv")
    try await office.expect(0, .importing(list, hidden: nil, campaign: "pool"))
    for key in ["one", "two", "three"] { try await campaign(key, in: office) }
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
    #expect(log.split(separator: "mailing.made").count == 2 && log.contains("\\\"seed\\\":7") || log.contains("\"seed\":7"))
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
        0, "party", "mail", "news", "--people", "all", "--subject", "通知", "--text", words, "--spool", "mail", "--format",
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
    try await people(4, area: "d", in: office)
    try await campaign("calls", Self.always + "attempts: {max: 3}\n", in: office)
    try await office.expect(0, "campaign", "fill", "calls", "--people", "area=d")
    try await office.expect(0, "campaign", "start", "calls")
    try await office.expect(0, "campaign", "export", "calls", "-o", "list.xlsx", "--lang", "zh")
    #expect(office.has("list.xlsx"))
    // Nothing is filled in yet.
    try await office.expect(0, "campaign", "take-back", "calls", "list.xlsx")
    let numbers = try await office.expect(0, "order", "list", "--campaign", "calls", "--format", "ndjson").ndjson(Order.self)
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

      """, to: "filled.csv")
    struct Row: Decodable { let row: Int, verdict: String, code: String? }
    func takeBack(_ more: String...) async throws -> [Row] {
      try await office.expect(3, ["campaign", "take-back", "calls", filled, "--format", "ndjson"] + more).ndjson(Row.self)
    }
    let expected: [String?] = [nil, nil, "no-outcome", "done-since", "unknown-order", "no-such-outcome"]
    let judged = try await takeBack("--dry-run")
    #expect(judged.map(\.code) == expected && judged.map(\.row) == [2, 3, 4, 5, 6, 7])
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
