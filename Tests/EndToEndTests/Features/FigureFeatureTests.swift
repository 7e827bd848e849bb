import FoundationEssentials
import Testing

/// Figures that would mislead: of a time that is not over, of values that nobody has, of definitions that name nothing.
@Suite struct FigureFeatureTests {
  private struct Summary: Decodable {
    struct Line: Decodable {
      let figure: String
      let value: Double?
    }
    struct Tables: Decodable { let summary: [Line] }
    let countedUntil: String?
    let tables: Tables

    func value(_ figure: String) -> Double? { tables.summary.first { $0.figure == figure }?.value }
  }
  private struct Change: Decodable { let table, row, causes: String, before, after: String? }

  @Test("a period that is not over counts up to now, says so, is verified and compared like with like")
  func unfinishedPeriod() async throws {
    let desk = ProcessDesk(office: try await Office.onTestServer())
    let office = desk.office
    for due in ["+12h", "-1h"] {
      _ = try await desk.open("request", "--title", "样例", "--opened-at", "-2d", "--due", due, "--new")
    }
    let time = ["--from", "-5d", "--to", "+5d"]
    let ended = try await office.expect(0, ["report", "run", "monthly", "--format", "json"] + time)
    let now = try ended.json(Summary.self)
    #expect(now.value("opened") == 2 && now.value("overdue") == 1 && now.countedUntil != nil)
    #expect(ended.stderr.contains("Period not over; counted up to"))
    let earlier = try await office.expect(
      0, ["report", "run", "monthly", "--format", "json", "--as-of", "-1d"] + time
    ).json(Summary.self)
    #expect(earlier.value("overdue") == 0)
    let page = try await office.expect(0, ["report", "run", "same-period", "--format", "table", "--lang", "zh"] + time)
    let head = page.stdout + page.stderr
    #expect(head.contains("本期尚未结束，统计至") && head.contains("截至相同的时段"))
    for file in ["a.xlsx", "a.html", "a.json"] {
      try await office.expect(
        0, ["report", "run", "monthly", "-o", file, "--from", "2026-01-01", "--to", "2035-01-01"])
      #expect(try await office.expect(0, "report", "verify", file).stderr.contains("\(file): equal ("))
    }
    // What came later is told from what was late.
    _ = try await desk.open("request", "--title", "后来", "--new")
    try await office.expect(
      0, "report", "run", "monthly", "-o", "b.xlsx", "--from", "2026-01-01", "--to", "2035-01-01")
    let changes = try await office.expect(1, "report", "diff", "a.xlsx", "b.xlsx", "--format", "ndjson").ndjson(
      Change.self)
    let opened = try #require(changes.first { $0.table == "summary" && $0.row == "Opened" })
    #expect(opened.before == "2" && opened.after == "3" && opened.causes == "later")
    // A time of which nothing is known yet, or that lies ahead.
    try await office.expect(2, "report", "run", "monthly", "--from", "+1d", "--to", "+2d")
    try await office.expect(2, ["report", "run", "monthly", "--as-of", "+1d"] + time)
    try await office.expect(2, ["report", "run", "same-period", "--compare", "2090-01-01..2090-02-01"] + time)
    for (wrong, right) in [
      (["--period", "25:00"], "2015-03"), (["--from", "2026-03-02", "--to", "2026-03-01"], "--from 2026-03-01"),
      (["--period", "2026-03", "--compare", "2025-02-01..2025-01-01"], "2025-01-01..2025-02-01"),
      (["--period", "2026-03", "--where", "category"], "category=water"),
    ] {
      #expect(try await office.expect(2, ["report", "run", "volume"] + wrong).stderr.contains(right), "\(wrong)")
    }
  }

  @Test(
    "a value that nobody has is refused with the nearest; a definition's names are looked up before it is published")
  func namesNobodyKnows() async throws {
    let desk = ProcessDesk(office: try await Office.onTestServer())
    let office = desk.office
    try await office.expect(0, "unit", "add", "city", "--name", "样例市")
    try await office.expect(0, "unit", "add", "repairs", "--parent", "city")
    _ = try await desk.open("request", "--title", "样例", "--unit", "repairs", "--channel", "phone", "--new")
    func run(_ status: Int32, _ more: String...) async throws -> String {
      try await office.expect(
        status, ["report", "run", "volume", "--from", "-2d", "--to", "+1d", "--format", "csv"] + more
      ).stderr
    }
    for (wrong, near, list) in [
      ("unit=repair", "repairs", "hotline unit tree"), ("channel=fone", "phone", "fax"),
      ("state=wurking", "working", "hotline process show"), ("foo=1", "category", "form.FIELD"),
      ("form.satisfacton=very", "satisfaction", "resolved"),
    ] {
      let said = try await run(2, "--where", wrong)
      #expect(said.contains(near) && said.contains(list), "\(said)")
    }
    #expect(try await run(2, "--unit", "repair").contains("did you mean repairs?"))
    #expect(try await run(0, "--where", "area=north").contains("no order has area=north"))
    #expect(try await !run(0, "--where", "unit=repairs").contains("no order"))

    let yaml = """
      report: mine
      labels: {zh: 我的, en: Mine}
      time: period
      where: {process: [request, telephony], unit: UNIT}
      tables:
        - {name: one, labels: {zh: 一, en: One}, rows: [state], measures: [opened]}
      """
    let wrong = try office.write(yaml.replacing("UNIT", with: "repair"), to: "wrong.yaml")
    try await office.expect(0, "report", "check", wrong)
    for command in [["check", wrong, "--office"], ["publish", wrong]] {
      let refused = try await office.expect(1, ["report"] + command).stderr
      #expect(refused.contains("wrong.yaml:4: where.unit: there is no unit `repair`; did you mean `repairs`?"))
      #expect(refused.contains("where.process[2]: there is no process `telephony` yet"), "\(refused)")
    }
    let right = try office.write(yaml.replacing("UNIT", with: "repairs"), to: "right.yaml")
    let published = try await office.expect(0, "report", "publish", right).stderr
    #expect(published.contains("right.yaml:4: where.process[2]: there is no process `telephony` yet"))
    let ran = try await office.expect(
      0, "report", "run", "mine", "--from", "-2d", "--to", "+1d", "--format", "csv")
    #expect(ran.stderr.contains("process=telephony") && ran.stdout.contains("new,1"))
  }
}
