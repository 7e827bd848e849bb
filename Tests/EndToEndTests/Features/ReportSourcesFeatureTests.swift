import FoundationEssentials
import Testing

/// Reports of what people did, of lists that came in and of calls, as an analyst gets them.
@Suite struct ReportSourcesFeatureTests {
  private typealias Row = [String: ReportCell]
  private struct Batch: Decodable { let batch, file: String }
  private struct Listed: Decodable { let name: String, lacks: String? }

  private func rows(_ office: Office, _ report: String, _ table: String) async throws -> [Row] {
    try await office.expect(
      0, "report", "run", report, "--from", "-2d", "--to", "+2d", "--table", table, "--format", "ndjson"
    ).ndjson(Row.self)
  }

  @Test("M-STAT-27: a dispatch is one step of an operator, another unit by hand is another, and the sums are right")
  func workload() async throws {
    let office = try await Office.onTestServer().with(["HOTLINE_USER": "1001"])
    let desk = ProcessDesk(office: office)
    let no = try await desk.open("complaint", "--title", "样例", "--new")
    try await desk.act(no, "dispatch", "--unit", "repairs")
    try await office.expect(0, "order", "assign", no, "--unit", "roads")
    for action in ["sign", "finish", "approve"] { try await desk.act(no, action, "--set", "result=已修") }
    let other = try await desk.open("complaint", "--title", "样例二", "--new")
    try await desk.act(other, "dispatch", "--unit", "repairs")
    try await office.expect(0, "order", "undo", other)

    let steps = try await rows(office, "workload", "by-operator-and-step")
    let counts = Dictionary(steps.map { ($0["step"]?.text ?? "", $0["steps-done"]?.number ?? 0) }) { $0 + $1 }
    // The callback that the approval opened is nobody's recording.
    #expect(
      counts == [
        "opened": 2, "act:dispatch": 1, "reassigned": 1, "act:sign": 1, "act:finish": 1, "act:approve": 1, "undone": 1,
      ])
    let whole = try #require(try await rows(office, "workload", "by-operator").first)
    #expect(whole["steps-done"] == 8 && whole["steps-opened"] == 2)
    #expect(whole["steps-assigned"] == 1 && whole["steps-reassigned"] == 1)
    let shown = try await office.expect(
      0, "report", "run", "workload", "--from", "-2d", "--to", "+2d", "--table", "by-operator-and-step", "--lang", "zh")
    #expect(shown.stdout.components(separatedBy: "派单").count == 2 && shown.stdout.contains("改派"))
  }

  @Test("M-STAT-27: what a list of history brings is a line of its own, not the work of whoever imported it")
  func importedHistory() async throws {
    let office = try await Requests.office(hours: 9..<11)
    _ = try await ProcessDesk(office: office).open("complaint", "--title", "样例", "--opened-at", "2015-03-11", "--new")
    func rows(_ report: String, _ more: String...) async throws -> [Row] {
      try await office.expect(
        0, ["report", "run", report, "--period", "2015-03", "--table", "by-operator", "--format", "ndjson"] + more
      ).ndjson(Row.self)
    }
    let work = try await rows("workload")
    #expect(Set(work.map { $0["actor"]?.text }) == ["import:list", "tester"])
    // Six that were opened, three of them closed; what was given to a unit came with the opening.
    let history = try #require(work.first { $0["actor"] == "import:list" })
    #expect(history["steps-opened"] == 6 && history["steps-done"] == 9)
    #expect(work.first { $0["actor"] == "tester" }?["steps-opened"] == 1)
    let operators = try await rows("volume")
    #expect(Set(operators.map { $0["operator"]?.text }) == ["import:list", "tester"])
    let own = try await rows("volume", "--where", "operator!=import:list")
    #expect(own.map { $0["opened"] } == [1])
    let shown = try await office.expect(
      0, "report", "run", "workload", "--period", "2015-03", "--table", "by-operator", "--lang", "zh")
    #expect(shown.stdout.contains("（历史导入）"))
  }

  @Test("M-OUT-09: lists by outcome, reason, person and day; an undone import stands apart")
  func importResults() async throws {
    let office = try await Office.onTestServer().with(["HOTLINE_USER": "1001"])
    func bring(_ name: String, _ lines: String, status: Int32) async throws {
      let file = try office.write("户号,户名,联系电话\n" + lines, to: name)
      try await office.expect(status, "import", "run", file, "--as", "customers", "--on-match", "update")
    }
    try await bring("one.csv", "C-1,样例甲,13900020001\nC-2,样例乙,1.39E+10\nC-3,样例丙,13900020003\n", status: 3)
    try await bring("two.csv", "C-1,样例甲,13900020001\nC-3,样例丙,13900020033\nC-4,样例丁,13900020004\n", status: 0)
    try await bring("gone.csv", "C-5,样例戊,13900020005\nC-6,样例己,13900020006\n", status: 0)
    let listed = try await office.expect(0, "import", "list", "--format", "ndjson").ndjson(Batch.self)
    try await office.expect(0, "import", "undo", try #require(listed.first { $0.file == "gone.csv" }?.batch))

    let targets = try await rows(office, "import-results", "by-target")
    let customers = try #require(targets.first)
    #expect(targets.count == 1 && customers["target"] == "customers")
    #expect(customers["import-rows"] == 6 && customers["import-accepted"] == 3 && customers["import-updated"] == 1)
    #expect(customers["import-unchanged"] == 1 && customers["import-rejected"] == 1 && customers["import-undone"] == 2)
    #expect(abs((customers["import-reject-rate"]?.number ?? 0) - 1.0 / 6) < 1e-4)
    let reasons = try await rows(office, "import-results", "rejects")
    #expect(reasons.map { $0["reason"] } == ["digits-lost"] && reasons[0]["import-rejected"] == 1)
    let files = try await rows(office, "import-results", "by-file")
    #expect(files.map { $0["file"]?.text } == ["gone.csv", "one.csv", "two.csv"])
    #expect(files.first?["import-rows"] == 0 && files.first?["import-undone"] == 2)
    #expect(try await rows(office, "import-results", "by-person").map { $0["actor"] } == ["1001"])
    #expect(try await rows(office, "import-results", "by-day").count == 1)
    let page = try await office.expect(
      0, "report", "run", "import-results", "--from", "-2d", "--to", "+2d", "--table", "rejects", "--lang", "zh")
    #expect(page.stdout.contains("Excel 丢失了号码的数字"))
    // As a measure of one's own.
    let yaml = """
      measure: lost-digits
      labels: {zh: 丢失数字, en: Digits lost}
      of: imports
      count: {reason: digits-lost, import: stands, target: customers}
      ---
      report: digits
      labels: {zh: 数字, en: Digits}
      time: period
      tables: [{name: one, labels: {zh: 一, en: One}, rows: [outcome], every: [outcome], measures: [lost-digits]}]
      """
    try await office.expect(0, "report", "publish", try office.write(yaml, to: "digits.yaml"))
    let own = try await rows(office, "digits", "one")
    #expect(own.count == 6 && own.first { $0["outcome"] == "rejected" }?["lost-digits"] == 1)
  }

  @Test("M-STAT-21: without telephony the report of queues says so, in the list and when it is run")
  func queueWithoutCalls() async throws {
    let office = try await Office.onTestServer()
    let refused = try await office.expect(1, "report", "run", "queue", "--from", "-2d", "--to", "+2d", "--lang", "en")
    #expect(refused.stdout.isEmpty && refused.stderr.contains("no calls are recorded yet"))
    let listed = try await office.expect(0, "report", "list", "--format", "ndjson").ndjson(Listed.self)
    #expect(listed.first { $0.name == "queue" }?.lacks?.contains("telephony") == true)
    #expect(listed.suffix(2).map(\.name).sorted() == ["failure-rate", "queue"])
    #expect(listed.dropLast(2).allSatisfy { $0.lacks == nil })
    try await office.expect(0, "measure", "show", "service-level-e-20")
  }
}
