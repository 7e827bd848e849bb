import FoundationEssentials
import Testing

/// What a Chinese reader of the lists sees instead of codes, and that scripts still see the codes.
@Suite struct ReaderFeatureTests {
  @Test("M-TKT-01: lists call processes, states, channels, posts and rules by their names; scripts get the codes")
  func namesInListsAndCodesInScripts() async throws {
    let office = try await Office.onTestServer()
    let zh = office.with(["HOTLINE_LANG": "zh"])
    try await office.expect(0, "unit", "add", "desk", "--name", "Desk")
    try await office.expect(
      0, "order", "open", "--process", "complaint", "--title", "Leak", "--phone", "13900001234", "--channel", "phone",
      "--unit", "desk", "--dispatch", "--opened-at", "2026-11-02T09:00")
    let listed = try await office.expect(0, "order", "list", "--format", "csv").stdout
    let no = String(try #require(listed.split(whereSeparator: \.isNewline).last?.prefix { $0 != "," }))
    func zhTable(_ command: String...) async throws -> String { try await zh.expect(0, command).stdout }

    let plan = try await zhTable("remind", "plan", "--until", "2099-01-01", "--all")
    for word in ["签收到期", "办结到期前", "派单员", "承办人", "单位负责人"] { #expect(plan.contains(word), "\(plan)") }
    #expect(!plan.contains("dispatcher") && !plan.contains("fired") && !plan.contains("skipped"), "\(plan)")
    let planned = try await zh.expect(0, "remind", "plan", "--until", "2099-01-01", "--all", "--format", "csv").stdout
    #expect(planned.contains("accept-late") && planned.contains("unit.head") && planned.contains("skipped"))

    for (key, word, code) in [
      ("process", "投诉", "complaint"), ("state", "待签收", "sent"), ("kind", "未办结", "open"), ("channel", "电话", "phone"),
    ] {
      let table = try await zhTable("order", "count", "--by", key)
      #expect(table.contains(word) && !table.contains(code), "\(table)")
      #expect(try await zhTable("order", "count", "--by", key, "--format", "csv").contains("\(code),1"))
    }
    #expect(try await zhTable("order", "show", no).contains("电话"))
    #expect(try await zhTable("order", "show", no, "--format", "json").contains(#""phone""#))
    let contacts = try await zhTable("party", "last", "13900001234")
    #expect(contacts.contains("新工单  电话") && contacts.contains("待签收  未办结"), "\(contacts)")
    #expect(try await zhTable("party", "last", "13900001234", "--format", "csv").contains("order,phone,"))
    #expect(try await zhTable("order", "act", no).contains("承办单位"))
    let why = try await zhTable("order", "why", no)
    #expect(why.contains("流程“投诉”") && why.contains("计时“签收”：时限 4 小时") && why.contains("提醒“签收到期”"), "\(why)")

    // Who takes the next call reads the same words, also where English is spoken.
    let open = ["order", "open", "--process", "consult", "--title", "When", "--phone", "13900001234", "--dry-run"]
    let heard = try await zh.expect(0, open).stderr
    #expect(heard.contains("新工单  电话") && heard.contains("投诉") && !heard.contains("complaint"), "\(heard)")
    #expect(try await office.expect(0, open).stderr.contains("Complaint  Leak  Sent"))
  }
}
