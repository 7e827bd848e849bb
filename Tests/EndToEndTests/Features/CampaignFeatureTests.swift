import FoundationEssentials
import Testing

/// Outbound campaigns, as an agent, a shift leader and a clerk do and see them.
@Suite struct CampaignFeatureTests {
  private struct Target: Decodable {
    let no, name, number, order, reason: String?
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

  private func next(_ key: String, as agent: String = "tester", in office: Office) async throws -> Given {
    try await office.expect(0, "campaign", "next", key, "--format", "json", "--as", agent).json(Given.self)
  }

  @Test(
    "M-OUT-02: a query becomes a call list in one command, each line linked to its record, with a conversion report")
  func listFromBusinessData() async throws {
    let office = try await Office.onTestServer()
    for number in 1...4 {
      try await office.expect(
        0, "order", "open", "--process", "request", "--title", "宽带\(number)", "--phone", "1390001000\(number)",
        "--name",
        "客户\(number)")
    }
    try await office.expect(0, "order", "open", "--process", "request", "--title", "再次", "--phone", "13900010001")
    try await office.expect(0, "order", "open", "--process", "complaint", "--title", "别的", "--phone", "13900010009")
    try await office.expect(0, "block", "add", "13900010003", "--service", "outreach")
    try await office.publishCampaign("fibre", alwaysOpen)
    let fill = ["campaign", "fill", "fibre", "--where", "process=request", "--format", "ndjson"]
    #expect(try await office.expect(0, fill + ["--dry-run"]).ndjson(Target.self).count == 3)
    let skipped = try await office.expect(0, fill + ["--dry-run", "--skipped"]).ndjson(Skipped.self)
    #expect(skipped.compactMap(\.reason).sorted() == ["blocked", "same-person"])
    let targets = try await office.expect(0, fill).ndjson(Target.self)
    #expect(targets.count == 3 && targets.allSatisfy { $0.order != nil })
    #expect(try await office.expect(0, fill).ndjson(Target.self).isEmpty, "once more changes nothing")
    // The record leads to the call, and the call to the record.
    let source = try #require(targets.first?.order)
    let children = try await office.expect(0, "order", "list", "--parent", source, "--format", "ndjson").ndjson(
      Order.self)
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
    try await office.publishCampaign("empty")
    #expect(try await office.expect(0, "campaign", "report", "empty").stdout.contains("n/a"))
    #expect(
      try await office.expect(0, "campaign", "report", "empty", "--format", "json").json(Figures.self).rate == nil)
  }

  @Test("M-OUT-05, M-OUT-12: pause stops after the current call; there is no next without a result; notes are kept")
  func pauseAndResult() async throws {
    let office = try await Office.onTestServer()
    try await office.addPeople(3, area: "a")
    try await office.publishCampaign("spring", alwaysOpen)
    try await office.expect(0, "campaign", "fill", "spring", "--people", "area=a")
    #expect(try await office.expect(5, "campaign", "next", "spring").stderr.contains("campaign start"))
    try await office.expect(0, "campaign", "start", "spring")
    let first = try await next("spring", in: office)
    try await office.expect(0, "order", "note", first.no, "他说晚上再打")
    let refusal = try await office.expect(5, "campaign", "next", "spring").stderr
    #expect(refusal.contains(first.no) && refusal.contains("campaign result"))
    #expect(refusal.contains("hotline campaign release \(first.no)"))
    // Another agent gets another one, and not this result to record.
    let other = try await next("spring", as: "lin", in: office)
    #expect(other.no != first.no)
    try await office.expect(5, "campaign", "result", first.no, "miss", "--as", "lin")
    try await office.expect(5, "order", "act", first.no, "miss", "--as", "lin")
    try await office.expect(0, "campaign", "pause", "spring", "--reason", "线路故障")
    #expect(try await office.expect(5, "campaign", "next", "spring", "--as", "wang").stderr.contains("resume"))
    // The calls that go on are finished.
    try await office.expect(2, "campaign", "result", first.no, "nope")
    let bare = try await office.expect(2, "campaign", "result", first.no, "promise").stderr
    #expect(bare.contains("--note TEXT"), "\(bare)")
    let past = ["campaign", "result", first.no, "promise", "--note", "x", "--again", "2020-01-01"]
    #expect(try await office.expect(2, past).stderr.contains("--again 2020-01-01T00:00:00+08:00 is over already"))
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
    try await office.addPeople(4, area: "b")
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
    try await office.publishCampaign(
      "meeting", process: "invitation",
      alwaysOpen
        + "attempts: {max: 1}\noutcomes: {miss: {means: unreached}, confirm: {means: confirmed}, decline: {means: declined}}\n"
    )
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
    // The departments are told, once.
    struct Told: Decodable { let delivered, before: Int }
    func tell() async throws -> Told {
      try await office.expect(
        0, "campaign", "notify", "meeting", "--to", "office-a,office-b", "--spool", "notices", "--format", "json"
      ).json(Told.self)
    }
    let (first, again) = (try await tell(), try await tell())
    #expect(first.delivered == 2 && again.delivered == 0 && again.before == 2)
    let notices = try FileManager.default.contentsOfDirectory(atPath: "\(office.folder)/notices")
    #expect(notices.count == 1)
  }

  @Test("M-OUT-14: nothing is given out outside the hours where the customer is; it says when they begin")
  func hours() async throws {
    let office = try await Office.onTestServer()
    try await office.addPeople(1, area: "xj")
    // The weekday three days from now, which it is nowhere on earth.
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    let today = (Int(Date().timeIntervalSince1970 / 86_400) + 3) % 7
    try await office.publishCampaign("later", "hours: {\(days[(today + 3) % 7]): 09:00-10:00}\n")
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
      try await office.publishCampaign("local", "hours: {\(days[here]): \(span)}\nzones: {xj: \(zone)}\n")
    } else {
      try await office.publishCampaign("local", "hours: {\(days[here]): 00:00-24:00}\nzones: {xj: \(zone)}\n")
    }
    try await office.expect(0, "campaign", "fill", "local", "--people", "area=xj")
    try await office.expect(0, "campaign", "start", "local")
    #expect(try await office.expect(5, "campaign", "next", "local").stderr.contains("hour"))
    try await office.publishCampaign("local", alwaysOpen + "zones: {xj: \(zone)}\n")
    _ = try await next("local", in: office)
  }

  @Test("M-OUT-15: a call state of one's own is selectable, reportable and drives the retry")
  func ownStates() async throws {
    let office = try await Office.onTestServer()
    try await office.addPeople(2, area: "cc")
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
    try await office.publishCampaign(
      "sale", process: "sales",
      alwaysOpen + "attempts: {max: 2}\ngiveUp: stop\noutcomes: {later: {means: reached}, sell: {means: converted}}\n")
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
    let list = try await office.expect(
      0, "order", "list", "--campaign", "sale", "--state", "call-again", "--format", "ndjson")
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

  @Test("M-OUT-02: a campaign of one county is kept and called by that county alone")
  func rights() async throws {
    let town = try await Counties.setUp(roles: ["agent", "supervisor"])
    let (li, wang) = (town.as("li"), town.as("wang"))
    let chief = town.as("chief")
    try await chief.expect(0, "person", "join", "ana", "--unit", "east", "--role", "agent")
    try await li.publishCampaign("east-gas", "groups: [east]\n" + alwaysOpen)
    let filled = try await li.expect(
      0, "campaign", "fill", "east-gas", "--where", "process=complaint", "--format", "ndjson"
    ).ndjson(Target.self)
    #expect(filled.compactMap(\.order) == [town.eastOrder], "nobody calls whom they do not see")
    for refused in [
      ["start", "east-gas"], ["fill", "east-gas", "--people", "all"], ["assign", "east-gas", "--to", "wang"],
    ] {
      try await wang.expect(4, ["campaign"] + refused)
    }
    let ana = town.as("ana")
    try await ana.expect(4, "campaign", "start", "east-gas")
    try await li.expect(0, "campaign", "start", "east-gas")
    // Whoever may record no outcome is given nothing, and told why.
    try await chief.expect(0, "person", "join", "boss", "--unit", "east", "--role", "approver")
    let beyond = try await town.as("boss").expect(5, "campaign", "next", "east-gas").stderr
    #expect(beyond.contains("1 beyond your rights") && beyond.contains("hotline person grant"), "\(beyond)")
    try await li.expect(4, "campaign", "assign", "east-gas", "--to", "wang")
    try await li.expect(0, "campaign", "assign", "east-gas", "--to", "ana")
    try await wang.expect(5, "campaign", "next", "east-gas")
    try await li.expect(5, "campaign", "next", "east-gas")
    let given = try await ana.expect(0, "campaign", "next", "east-gas", "--format", "json").json(Given.self)
    try await ana.expect(0, "campaign", "result", given.no, "complete")
    let none = try await wang.expect(0, "campaign", "report", "east-gas", "--format", "json").json(Figures.self)
    #expect(none.targets == 0, "figures are of what one sees")
  }
}
