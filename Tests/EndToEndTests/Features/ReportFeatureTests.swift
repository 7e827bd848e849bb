import FoundationEssentials
import Testing

/// Reports as definitions, as an analyst does and sees them.
@Suite struct ReportFeatureTests {
  /// A cell of a report as scripts get it.
  private enum Figure: Decodable, Hashable, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
    ExpressibleByFloatLiteral
  {
    case number(Double), text(String), nothing

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .nothing
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .text(try container.decode(String.self))
      }
    }
    init(integerLiteral value: Int) { self = .number(Double(value)) }
    init(floatLiteral value: Double) { self = .number(value) }
    init(stringLiteral value: String) { self = .text(value) }

    var number: Double { if case .number(let number) = self { number } else { 0 } }
  }

  private typealias Row = [String: Figure]

  /// A desk with complaints, questions and other business of a week, one complaint of a leap day and one of the year before.
  private struct Week: Sendable {
    let desk: ProcessDesk
    var office: Office { desk.office }

    func rows(_ report: String, _ more: String...) async throws -> [Row] {
      try await office.expect(
        0, ["report", "run", report, "--from", "-10d", "--to", "+2d", "--format", "ndjson"] + more
      ).ndjson(Row.self)
    }
  }

  private static let tree = """
    categories: city
    labels: {zh: 城市, en: City}
    topics:
      - key: water
        labels: {zh: 供水, en: Water}
        children: [{key: leak, labels: {zh: 漏水, en: Leak}}, {key: bill, labels: {zh: 水费, en: Bill}}]
      - key: roads
        labels: {zh: 道路, en: Roads}
        children: [{key: pothole, labels: {zh: 坑洼, en: Pothole}}, {key: light, labels: {zh: 路灯, en: Light}}]
    """

  private static let week = Task { () -> Week in
    let desk = ProcessDesk(office: try await Office.onTestServer())
    try await desk.publish(tree, as: "city", kind: "category")
    func open(_ process: String, _ category: String, _ at: String = "-2d", by: String = "1001") async throws -> String {
      try await ProcessDesk(office: desk.office.with(["HOTLINE_USER": by])).open(
        process, "--title", "样例", "--category", category, "--opened-at", at, "--new")
    }
    _ = try await open("complaint", "leak")
    let called = try await open("complaint", "leak", by: "1002")
    try await desk.act(called, "dispatch", "--unit", "repairs")
    for action in ["sign", "finish", "approve"] {
      try await desk.act(called, action, "--set", "result=已修")
    }
    let callback = try #require(try await desk.orders("--process", "callback").first?.no)
    try await desk.act(callback, "satisfy", "--set", "satisfaction=very", "--set", "resolved=true")
    try await desk.act(try await open("complaint", "bill", "-3d", by: "1002"), "cancel", "--set", "reason=误报")
    _ = try await open("consult", "leak")
    try await desk.act(try await open("consult", "leak", "-3d"), "view")
    try await desk.act(try await open("consult", "light"), "answer", "--set", "reply-state=answered")
    _ = try await open("request", "light")
    try await desk.act(try await open("request", "pothole"), "close")
    for day in ["2024-02-29T10:00", "2024-02-28T10:00", "2023-02-28T10:00"] {
      _ = try await open("request", "pothole", day)
    }
    return Week(desk: desk)
  }

  private func week() async throws -> Week { try await Self.week.value }

  private func sum(_ rows: [Row], _ column: String) -> Double { rows.reduce(0) { $0 + ($1[column]?.number ?? 0) } }

  @Test("M-STAT-10: complaints by class and state, with totals; every class is there")
  func complaintSummary() async throws {
    let rows = try await week().rows("complaint-summary")
    #expect(rows.map { $0["category"] } == ["leak", "bill", "pothole", "light"])
    #expect(rows.map { $0["category/1"] } == ["water", "water", "roads", "roads"])
    #expect(rows[0]["opened-open"] == 1 && rows[0]["opened-done"] == 1 && rows[0]["opened-called-back"] == 1)
    #expect(rows[1]["opened-cancelled"] == 1 && rows[1]["opened-open"] == 0)
    for row in rows {
      let parts = ["opened-open", "opened-done", "opened-cancelled"].reduce(0) { $0 + (row[$1]?.number ?? 0) }
      #expect(row["opened"]?.number == parts)
    }
    let page = try await week().office.expect(
      0, "report", "run", "complaint-summary", "--from", "-10d", "--to", "+2d", "--lang", "zh", "--format", "table")
    #expect(page.stdout.contains("小计") && page.stdout.contains("合计") && page.stdout.contains("供水"))
    let states = try await week().rows("complaint-summary", "--table", "states")
    #expect(sum(states, "opened.total") == 3 && sum(states, "opened.new") == 1 && sum(states, "opened.waiting") == 0)
  }

  @Test("M-STAT-06: questions by class: not viewed, viewed, done; each counts once")
  func adviceSummary() async throws {
    let rows = try await week().rows("advice-summary")
    #expect(sum(rows, "opened-unseen") == 1 && sum(rows, "opened-viewed") == 1 && sum(rows, "opened-done") == 1)
    #expect(sum(rows, "opened") == 3)
    #expect(rows.first { $0["category"] == "light" }?["opened-done"] == 1)
  }

  @Test("M-STAT-18: other business: open and done per kind, with totals")
  func otherSummary() async throws {
    let rows = try await week().rows("other-summary")
    #expect(!rows.contains { $0["process"] == "complaint" || $0["process"] == "consult" })
    #expect(rows.count == 11)
    let request = try #require(rows.first { $0["process"] == "request" })
    #expect(request["opened-open"] == 1 && request["opened-done"] == 1 && request["opened"] == 2)
    // The callback that followed from a complaint opened by itself: nobody came with it.
    #expect(rows.first { $0["process"] == "callback" }?["opened"] == 0)
  }

  @Test("M-STAT-11: counts by state of an instant, the same whenever they are made again")
  func orderStates() async throws {
    let office = try await week().office
    func states(_ asOf: String) async throws -> [Row] {
      try await office.expect(0, "report", "run", "order-states", "--as-of", asOf, "--format", "ndjson").ndjson(
        Row.self)
    }
    let then = try await states("2024-03-01")
    #expect(then.map { $0["standing"] } == [3] && then[0]["state"] == "new")
    let before = try await states("2024-02-29")
    #expect(sum(before, "standing") == 2)
    #expect(try await states("2024-03-01") == then)
    let now = try await states("+1d")
    #expect(sum(now, "standing") == 12)
    // A callback has words of its own for `new`; of other processes no state reads so.
    let read = try await office.expect(
      0, "report", "run", "order-states", "--as-of", "+1d", "--table", "by-state", "--format", "table", "--lang", "zh"
    ).stdout.split(separator: "\n")
    #expect(read.contains { $0.contains("新建") }, "\(read)")
    #expect(read.filter { $0.contains("待回访") }.allSatisfy { $0.hasPrefix("回访") || $0.contains(" 回访 ") }, "\(read)")
  }

  @Test("M-STAT-27: volume by date, operator and class; subtotals add to totals, an unknown operator is a line")
  func volume() async throws {
    let week = try await week()
    let days = try await week.rows("volume")
    #expect(sum(days, "opened") == 8 && days.count >= 11)
    let operators = try await week.rows("volume", "--table", "by-operator")
    #expect(sum(operators, "opened") == 8)
    #expect(sum(operators.filter { $0["operator"] == "1002" }, "opened") == 2)
    let table = try await week.office.expect(
      0, "report", "run", "volume", "--from", "-10d", "--to", "+2d", "--table", "by-operator", "--format", "table",
      "--lang", "en")
    #expect(table.stdout.contains("Subtotal") && table.stdout.contains("Total"))
    let filtered = try await week.rows("volume", "--table", "by-class", "--where", "category=water")
    // The callback is about what its complaint was about, and opened by itself.
    #expect(sum(filtered, "opened") == 5)
    #expect(Set(filtered.map { $0["category/1"] }) == ["water"])
    let refused = try await week.office.expect(
      2, "report", "run", "volume", "--where", "category=watre", "--from", "-10d", "--to", "+2d")
    #expect(refused.stderr.contains("watre") && refused.stderr.contains("water"))
  }

  @Test("M-STAT-05: three depths of one day: summary = sum of general = sum of detail")
  func depths() async throws {
    let week = try await week()
    var totals: [Double] = []
    for depth in ["summary", "general", "detailed"] {
      totals.append(sum(try await week.rows("volume", "--table", "by-class", "--depth", depth), "opened"))
    }
    #expect(totals == [8, 8, 8])
    #expect(try await week.rows("volume", "--table", "by-class", "--depth", "summary").count == 1)
  }

  @Test("M-STAT-04: class by month by area has every combination, zeros among them, and its totals are plain counts")
  func crossTable() async throws {
    let rows = try await week().office.expect(
      0, "report", "run", "hot-topics", "--table", "class-month-area", "--from", "2024-01-01", "--to", "2024-04-01",
      "--format", "ndjson"
    ).ndjson(Row.self)
    #expect(rows.count == 4)
    #expect(rows.allSatisfy { $0["opened.2024-01"] == 0 && $0["opened.2024-03"] == 0 })
    #expect(sum(rows, "opened.2024-02") == 2 && sum(rows, "opened.total") == 2)
    let ranking = try await week().rows("hot-topics")
    #expect(ranking.first?["category"] == "leak")
  }

  @Test("M-STAT-24: any two periods: value, base, difference, percent; an empty base is n/a, a leap day is defined")
  func samePeriod() async throws {
    let office = try await week().office
    func compare(_ from: String, _ to: String, _ more: String...) async throws -> Hotline.Ended {
      try await office.expect(
        0, ["report", "run", "same-period", "--from", from, "--to", to, "--table", "by-process"] + more)
    }
    func line(_ ended: Hotline.Ended) throws -> Row {
      try #require(try ended.ndjson(Row.self).first { $0["process"] == "request" })
    }
    let february = try line(try await compare("2024-02-01", "2024-03-01", "--format", "ndjson"))
    #expect(february["opened"] == 2 && february["opened.base"] == 1)
    #expect(february["opened.difference"] == 1 && february["opened.change"] == 1)
    let leapDay = try line(try await compare("2024-02-29", "2024-03-01", "--format", "ndjson"))
    #expect(leapDay["opened"] == 1 && leapDay["opened.base"] == 1)
    let empty = try line(try await compare("2023-02-01", "2023-03-01", "--format", "ndjson"))
    #expect(empty["opened.base"] == 0 && empty["opened.change"] == .nothing)
    let page = try await compare("2023-02-01", "2023-03-01", "--format", "table", "--lang", "en")
    #expect(page.stdout.contains("n/a"))
    let any = try line(
      try await compare("2024-02-28", "2024-02-29", "--compare", "2024-02-29..2024-03-01", "--format", "ndjson"))
    #expect(any["opened"] == 1 && any["opened.base"] == 1 && any["opened.difference"] == 0)
    let note = try await compare("2024-02-01", "2024-03-01", "--format", "table", "--lang", "en")
    #expect((note.stdout + note.stderr).contains("29") && (note.stdout + note.stderr).contains("differ"))
  }

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

  @Test("M-STAT-26: the workbook has the table and a chart of the same numbers, and the orders behind them")
  func tablesAndCharts() async throws {
    let week = try await week()
    try await week.office.expect(
      0, "report", "run", "complaint-summary", "--from", "-10d", "--to", "+2d", "--orders", "-o", "matrix.xlsx")
    #expect(week.office.has("matrix.xlsx"))
    let orders = try await week.rows("complaint-summary", "--orders", "--table", "matrix-orders")
    for measure in ["opened", "opened-open", "opened-done", "opened-cancelled", "opened-called-back"] {
      let figure = sum(try await week.rows("complaint-summary"), measure)
      #expect(Double(orders.count { $0["measure"] == .text(measure) }) == figure)
    }
  }
}
