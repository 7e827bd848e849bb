import FoundationEssentials
import Testing

/// Who must not be called, who gets what, and what comes back, where somebody made a slip.
@Suite struct CampaignDeskFeatureTests {
  private struct Target: Decodable { let no, name: String?, reason: String? }
  private struct Order: Decodable { let no: String }
  private struct Block: Decodable { let note, until: String? }
  private struct Answer: Decodable { let accepted, skipped: Int }
  private struct Line: Decodable { let process: String }
  private struct Row: Decodable { let verdict: String, code, reason: String? }
  private struct Given: Decodable { let no: String, numbers: [String] }

  private func block(in office: Office) async throws -> Block? {
    try await office.expect(0, "block", "list", "13900050009", "--format", "ndjson").ndjson(Block.self).first
  }

  private func mail(
    in office: Office, _ status: Int32, _ subject: String, _ text: String, _ people: String = "all"
  ) async throws -> String {
    try await office.expect(
      status, "party", "mail", "news", "--people", people, "--subject", subject, "--text", text, "--spool", "mail"
    ).stderr
  }

  @Test("M-OUT-02, M-ADM-09: nobody is called at a fax machine; a block keeps its note; times are the office's")
  func faxBlocksAndTimes() async throws {
    let office = try await Office.onTestServer()
    try await office.expect(0, "party", "add", "--name", "传真", "--contact", "fax=13900050001")
    try await office.expect(
      0, "party", "add", "--name", "两种", "--phone", "13900050002", "--contact", "fax=13900050003")
    try await office.publishCampaign("fax", alwaysOpen)
    let fill = ["campaign", "fill", "fax", "--people", "all", "--format", "ndjson"]
    let skipped = try await office.expect(0, fill + ["--dry-run", "--skipped"]).ndjson(Target.self)
    #expect(skipped.map(\.reason) == ["fax-only"])
    try await office.expect(0, fill)
    try await office.expect(0, "campaign", "start", "fax")
    let given = try await office.expect(0, "campaign", "next", "fax", "--format", "json").json(Given.self)
    #expect(given.numbers == ["+8613900050002"])
    // Whose telephone goes meanwhile is passed over, and why is said.
    try await office.expect(0, "campaign", "release", given.no)
    try await office.expect(0, "party", "contact", "remove", "13900050002", "1")
    let none = try await office.expect(5, "campaign", "next", "fax").stderr
    #expect(none.contains("only a fax number"), "\(none)")
    try await office.expect(0, "campaign", "export", "fax", "-o", "fax.xlsx")

    // Blocked again without a note, the note stays.
    try await office.expect(0, "block", "add", "13900050009", "--service", "consult", "--note", "每晚来电")
    try await office.expect(0, "block", "add", "13900050009", "--service", "consult", "--until", "2099-12-31")
    #expect(try await block(in: office)?.note == "每晚来电")
    try await office.expect(0, "block", "change", "13900050009", "--service", "consult", "--note", "已说明")
    let block = try await block(in: office)
    #expect(block?.note == "已说明" && block?.until?.hasSuffix("+08:00") == true)
    let refused = try await office.expect(
      5, "order", "open", "--process", "consult", "--title", "问题", "--phone", "13900050009")
    #expect(refused.stderr.contains("until 2100-01-01T00:00:00+08:00"), "\(refused.stderr)")
    let history = try await office.expect(0, "party", "history", "13900050009").stdout
    #expect(history.contains("until 2100-01-01T00:00:00+08:00"))

    // Outside the hours: by the office's clock, and by the customer's where it is another one.
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    let today = (Int(Date().timeIntervalSince1970 / 86_400) + 3) % 7
    let hours = "hours: {\(days[(today + 3) % 7]): 09:00-10:00}\n"
    try await office.publishCampaign("later", hours)
    try await office.expect(0, "campaign", "start", "later")
    #expect(try await office.expect(5, "campaign", "next", "later").stderr.contains("begins at 20"))
    #expect(try await office.expect(5, "campaign", "next", "later").stderr.contains("T09:00:00+08:00"))
    try await office.publishCampaign("later", hours + "zones: {far: Asia/Tokyo}\n")
    let there = try await office.expect(5, "campaign", "next", "later").stderr
    #expect(there.contains("T08:00:00+08:00 (") && there.contains("09:00 in Asia/Tokyo"), "\(there)")
  }

  @Test("M-OUT-02: a list comes in under the campaign's process, and whoever is blocked is left out and told")
  func listForACampaign() async throws {
    let office = try await Office.onTestServer()
    let file = try office.write(
      """
      process: sales
      initial: pending
      states: {pending: {kind: open}, sold: {kind: closed}}
      actions:
        sell: {from: pending, to: sold, by: agent}
      """, to: "sales.yaml")
    try await office.expect(0, "process", "publish", file)
    try await office.publishCampaign("sale", process: "sales", alwaysOpen + "doNotCall: [outreach]\n")
    try await office.expect(0, "block", "add", "13900060001", "--service", "sales", "--note", "不要打")
    try await office.expect(0, "block", "add", "13900060002", "--service", "outreach")
    try await office.expect(0, "block", "add", "13900060003", "--service", "consult")
    let list = try office.write(
      "姓名,电话\n甲,13900060000\n乙,13900060001\n丙,13900060002\n丁,13900060003\n", to: "list.csv")
    let importing: [String] = .importing(list, hidden: nil, campaign: "sale")
    let checked = try await office.expect(0, ["import", "check"] + importing.dropFirst(2) + ["--format", "json"])
      .json(Answer.self)
    #expect(checked.accepted == 2 && checked.skipped == 2)
    let answer = try await office.expect(0, importing + ["--format", "json"])
    let taken = try answer.json(Answer.self)
    #expect(taken.accepted == 2 && taken.skipped == 2)
    #expect(answer.stderr.contains("left out 2: blocked"), "\(answer.stderr)")
    let orders = try await office.expect(0, "order", "list", "--campaign", "sale", "--format", "ndjson").ndjson(
      Line.self)
    #expect(orders.map(\.process) == ["sales", "sales"])
    try await office.expect(0, "campaign", "start", "sale")
    let given = try await office.expect(0, "campaign", "next", "sale", "--format", "json").json(Given.self)
    try await office.expect(0, "campaign", "result", given.no, "sell")
  }

  @Test("M-OUT-09: a slip of the finger in assign, a second row and another text are named for what they are")
  func slips() async throws {
    let office = try await Office.onTestServer()
    try await office.addPeople(2, area: "e")
    try await office.publishCampaign("calls", "groups: [team-a, team-b]\n" + alwaysOpen)
    try await office.expect(0, "campaign", "fill", "calls", "--people", "area=e")
    let slip = try await office.expect(2, "campaign", "assign", "calls", "--to", "team-c").stderr
    #expect(slip.contains("did you mean team-a?"), "\(slip)")
    try await office.expect(0, "campaign", "assign", "calls", "--to", "team-a")
    try await office.expect(0, "campaign", "start", "calls")
    let numbers = try await office.expect(0, "order", "list", "--campaign", "calls", "--format", "ndjson").ndjson(
      Order.self
    ).map(\.no)
    let filled = try office.write(
      """
      工单号 No,已呼叫次数 Attempts,结果 Outcome,备注 Note
      \(numbers[0]),0,miss,
      \(numbers[0]),0,complete,
      \(numbers[1]),0,miss,

      """, to: "filled.csv")
    for more in [["--dry-run"], []] {
      let rows = try await office.expect(3, ["campaign", "take-back", "calls", filled, "--format", "ndjson"] + more)
        .ndjson(Row.self)
      #expect(rows.map(\.code) == [nil, "twice-in-list", nil])
      #expect(rows[1].reason?.contains("row 2") == true)
    }
    // A result goes by its label, too, and in any width or case; what there is stands in the refusal.
    let said = try office.write(
      "工单号 No,已呼叫次数 Attempts,结果 Outcome,备注 Note\n\(numbers[0]),0,Ｍiss,\n\(numbers[1]),0,无人接听,\n\(numbers[1]),9,睡着,\n",
      to: "said.csv")
    let judged = try await office.expect(
      3, "campaign", "take-back", "calls", said, "--format", "ndjson", "--lang", "zh"
    ).ndjson(Row.self)
    #expect(judged.map(\.code) == [nil, nil, "no-such-outcome"], "\(judged)")
    #expect(judged.last?.reason?.contains("miss（记为无人接听）") == true, "\(judged)")
    // The units of a tree, and the people in it.
    try await office.expect(0, "unit", "add", "city", "--name", "市政热线中心")
    try await office.expect(0, "unit", "add", "team-a", "--parent", "city", "--name", "一组")
    try await office.expect(0, "person", "join", "wang", "--unit", "team-a", "--name", "样王")
    let person = try await office.expect(2, "campaign", "assign", "calls", "--to", "wnag", "--again").stderr
    #expect(person.contains("did you mean wang?"), "\(person)")
    try await office.expect(2, "campaign", "assign", "calls", "--to", "team-a/wnag", "--again")
    try await office.expect(0, "campaign", "assign", "calls", "--to", "wang", "--again")
    let others = try await office.expect(5, "campaign", "next", "calls").stderr
    #expect(others.contains("given to others") && others.contains("campaign assign calls --again"), "\(others)")

    // The same mailing with other words is another mailing.
    try await office.expect(0, "party", "contact", "add", "13901000000", "mail", "a@example.org")
    _ = try office.write("您好", to: "one.txt")
    _ = try office.write("再见", to: "two.txt")
    _ = try await mail(in: office, 0, "通知", "one.txt")
    #expect(try await mail(in: office, 5, "通知", "two.txt").contains("with another text"))
    #expect(try await mail(in: office, 5, "别的", "one.txt").contains("with another subject"))
    #expect(try await mail(in: office, 5, "通知", "one.txt", "area=e").contains("for other people"))
    #expect(try await mail(in: office, 0, "通知", "one.txt").contains("+08:00"))
  }
}
