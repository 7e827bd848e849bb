import Testing

/// Reports and measures of one's own, as an analyst writes them.
@Suite struct ReportDefinitionFeatureTests {
  private typealias Row = ReportWeek.Row

  private func week() async throws -> ReportWeek { try await ReportWeek.shared.value }

  private func sum(_ rows: [Row], _ column: String) -> Double { ReportWeek.sum(rows, column) }

  @Test("M-STAT-12: a report of one's own is saved, checked and run; its version stays until it is changed")
  func ownReport() async throws {
    let office = try await week().office
    let yaml = """
      report: phones
      labels: {zh: 各流程, en: By process}
      time: period
      tables:
        - {name: one, labels: {zh: 一, en: One}, rows: [process], measures: [opened], every: [process]}
      """
    let wrong = try office.write(yaml.replacing("rows: [process]", with: "rows: [proces]"), to: "wrong.yaml")
    let refused = try await office.expect(1, "report", "check", wrong)
    #expect(refused.stderr.contains("wrong.yaml:5") && refused.stderr.contains("did you mean `process`"))
    try await office.expect(1, "report", "publish", wrong)
    let right = try office.write(yaml, to: "right.yaml")
    try await office.expect(0, "report", "check", right)
    #expect(try await office.expect(0, "report", "publish", right).stderr.contains("version 1 is published"))
    #expect(try await office.expect(0, "report", "publish", right).stderr.contains("already"))
    func run(_ from: String, _ to: String) async throws -> [Row] {
      try await office.expect(0, "report", "run", "phones", "--from", from, "--to", to, "--format", "ndjson").ndjson(
        Row.self)
    }
    #expect(sum(try await run("2024-02-28", "2024-02-29"), "opened") == 1)
    #expect(sum(try await run("2024-02-28", "2024-03-01"), "opened") == 2)
    #expect(try await office.expect(0, "report", "show", "phones").stdout == yaml + "\n")
    struct Line: Decodable { let name, version: String }
    let listed = try await office.expect(0, "report", "list", "--format", "ndjson").ndjson(Line.self)
    #expect(listed.first { $0.name == "phones" }?.version == "1")
    #expect(listed.first { $0.name == "volume" }?.version == "0.3")
    try await office.expect(0, "report", "retire", "phones")
    #expect(try await office.expect(2, "report", "run", "phones", "--period", "2024-02").stderr.contains("volume"))
    // What comes with Hotline stays; it says how to replace it, or that it cannot be.
    #expect(try await office.expect(1, "report", "retire", "volume").stderr.contains("publish one of that name"))
    #expect(try await office.expect(1, "report", "retire", "monthly").stderr.contains("cannot be retired or replaced"))
    #expect(try await office.expect(1, "measure", "retire", "opened", "--lang", "zh").stderr.contains("请发布同名的指标"))
    #expect(try await office.expect(1, "report", "retire", "phones").stderr.contains("there is no report phones"))
  }

  @Test("M-STAT-17: an indicator of one's own by formula appears in reports, with its version")
  func ownMeasure() async throws {
    let office = try await week().office
    func publish(_ formula: String) async throws -> Hotline.Ended {
      let yaml = """
        measure: call-back-share
        labels: {zh: 回访占比, en: Called back}
        formula: \(formula)
        as: percent
        base: {zh: 本期受理的工单, en: orders opened in the period}
        ---
        report: called-back
        labels: {zh: 回访, en: Callbacks}
        time: period
        where: {process: complaint}
        tables:
          - {name: one, labels: {zh: 一, en: One}, rows: [category], measures: [opened, call-back-share]}
        """
      return try await office.hotline("report", "publish", try office.write(yaml, to: "share.yaml"))
    }
    #expect(try await publish("opened-called-back / openned").stderr.contains("did you mean `opened`"))
    #expect(try await publish("opened-called-back + age-sum").status == 1)
    #expect(try await publish("opened-called-back / opened").status == 0)
    let rows = try await week().rows("called-back")
    #expect(rows.first { $0["category"] == "leak" }?["call-back-share"] == 0.5)
    struct Document: Decodable {
      struct Definition: Decodable { let id: String }
      let definitions: [Definition]
    }
    func ids() async throws -> [String] {
      try await office.expect(0, "report", "run", "called-back", "--from", "-10d", "--to", "+2d", "--format", "json")
        .json(Document.self).definitions.map(\.id)
    }
    #expect(try await ids().contains("call-back-share@1"))
    #expect(try await publish("opened-called-back / (opened + 0)").status == 0)
    #expect(try await ids().contains("call-back-share@2"))
    #expect(try await office.expect(1, "measure", "retire", "call-back-share").stderr.contains("report called-back"))
  }
}
