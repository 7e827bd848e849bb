import FoundationEssentials
import Testing

/// Reports of how orders were served, as an analyst does and sees them.
@Suite struct ServiceReportFeatureTests {
  private typealias Row = [String: ReportCell]

  /// A governed city with two counties that was at work for a while: five complaints in the east, two in the west.
  private struct City: Sendable {
    let office: Office

    func `as`(_ code: String) -> Office { office.with(["HOTLINE_USER": code]) }

    /// What somebody gets of a report of this time.
    func rows(_ report: String, as code: String = "wang", _ more: String...) async throws -> [Row] {
      try await self.as(code).expect(
        0, ["report", "run", report, "--from", "-60d", "--to", "+2d", "--format", "ndjson"] + more
      ).ndjson(Row.self)
    }

    func open(_ unit: String, _ process: String = "complaint", at: String = "-2d") async throws -> String {
      try await ProcessDesk(office: self.as("wang")).open(
        process, "--title", "样例", "--category", "water", "--address", "样例路 1 号", "--opened-at", at, "--unit", unit,
        "--new")
    }

    func act(_ no: String, _ action: String, _ more: String..., by code: String = "wang") async throws {
      try await self.as(code).expect(0, ["order", "act", no, action] + more)
    }

    /// From its unit's desk to the callback, which ends as told.
    func serve(_ no: String, _ unit: String, callback ending: [String]) async throws {
      try await act(no, "dispatch", "--unit", unit)
      try await act(no, "sign")
      try await act(no, "finish", "--set", "result=已修")
      try await act(no, "approve")
      struct Child: Decodable { let no: String, parent: String? }
      let callbacks = try await self.as("wang").expect(
        0, "order", "list", "--process", "callback", "--format", "ndjson"
      ).ndjson(Child.self)
      let callback = try #require(callbacks.last { $0.parent == no }?.no)
      try await self.as("wang").expect(0, ["order", "act", callback] + ending)
    }
  }

  private static let content = ["satisfy", "--set", "satisfaction=very", "--set", "resolved=true"]
  private static let notContent = ["object", "--set", "reason=没修好", "--set", "resolved=false"]

  private static let city = Task { () -> City in
    let office = try await Office.onTestServer()
    let city = City(office: office)
    try await office.expect(0, "unit", "add", "city", "--name", "市热线中心")
    for county in ["east", "west"] {
      try await office.expect(0, "unit", "add", county, "--parent", "city")
      try await office.expect(0, "unit", "add", "\(county).repairs", "--parent", county)
    }
    let all = ["dispatcher", "agent", "unit", "approver", "supervisor", "analyst"].flatMap { ["--role", $0] }
    try await office.expect(0, ["person", "join", "wang", "--unit", "city", "--name", "样王"] + all)
    try await office.expect(0, ["person", "join", "li", "--unit", "east", "--name", "样李"] + all)
    try await office.expect(0, "person", "join", "chief", "--unit", "city", "--role", "admin", "--name", "样主任")
    // East: two content, one not (opened again), one that was given back, one overdue. West: one unreached, one open.
    try await city.serve(try await city.open("east.repairs"), "east.repairs", callback: content)
    try await city.serve(try await city.open("east.repairs"), "east.repairs", callback: content)
    try await city.serve(try await city.open("east.repairs"), "east.repairs", callback: notContent)
    let returned = try await city.open("east.repairs")
    try await city.act(returned, "dispatch", "--unit", "east.repairs")
    try await city.act(returned, "return", "--set", "reason=不属本单位")
    _ = try await city.open("east.repairs", at: "-50d")
    try await city.serve(try await city.open("west.repairs"), "west.repairs", callback: ["give-up"])
    let again = try await city.open("west.repairs")
    try await city.as("wang").expect(0, "order", "repeat", again, "--channel", "phone", "--text", "又来电")
    return city
  }

  @Test("M-STAT-07: the score card of counties from one store; a county sees only its own")
  func scoreCard() async throws {
    let city = try await Self.city.value
    let rows = try await city.rows("unit-assessment", "--process", "complaint")
    let east = try #require(rows.first { $0["unit"] == "east.repairs" })
    let west = try #require(rows.first { $0["unit"] == "west.repairs" })
    let overdue = try await city.as("wang").expect(
      0, "order", "list", "--overdue", "--process", "complaint", "--format", "ndjson"
    ).ndjson(Listed.self)
    for row in [east, west] {
      #expect(row["overdue"]?.number == Double(overdue.count { $0.unit == row["unit"]?.text }))
    }
    #expect(east["opened"] == 5 && east["open"] == 3)
    #expect(east["callbacks"] == 3 && east["called-back-content"] == 2)
    #expect(abs((east["satisfaction-rate"]?.number ?? 0) - 2.0 / 3) < 1e-4)
    #expect(west["opened"] == 2 && west["callbacks"] == 1)
    // Nobody who was asked said how it was: a rate of nothing is no rate.
    #expect(west["satisfaction-rate"] == .nothing)
    let own = try await city.rows("unit-assessment", as: "li", "--process", "complaint")
    #expect(own.map { $0["unit"] } == ["east.repairs"] && own[0]["opened"] == 5)
  }

  @Test("M-STAT-25: satisfaction with its base: asked, answered, content")
  func satisfaction() async throws {
    let city = try await Self.city.value
    let rows = try await city.rows("satisfaction", "--table", "by-unit")
    func sum(_ column: String) -> Double { rows.reduce(0) { $0 + ($1[column]?.number ?? 0) } }
    #expect(sum("callbacks") == 4 && sum("callbacks-answered") == 3 && sum("called-back-content") == 2)
    #expect(sum("called-back-not-content") == 1 && sum("called-back-unreached") == 1)
    let page = try await city.as("wang").expect(
      0, "report", "run", "satisfaction", "--from", "-60d", "--to", "+2d", "--lang", "zh", "--format", "table")
    #expect(page.stdout.contains("满意率") && page.stdout.contains("66."))
  }

  @Test("M-STAT-09: 4 complaints of a department among 10 orders are 40 %, and both lead to their orders")
  func complaintRate() async throws {
    let city = try await Self.city.value
    try await city.as("chief").expect(0, "unit", "add", "depot", "--parent", "city")
    var complaints: [String] = []
    for _ in 0..<4 { complaints.append(try await city.open("depot")) }
    for _ in 0..<6 { _ = try await city.open("depot", "request") }
    let rows = try await city.rows("complaint-rate")
    let depot = try #require(rows.first { $0["unit"] == "depot" })
    #expect(depot["complaints"] == 4 && depot["opened"] == 10 && depot["complaint-rate"] == 0.4)
    let behind = try await city.rows("complaint-rate", "--table", "by-department-orders").filter {
      $0["unit"] == "depot"
    }
    let numbers = behind.filter { $0["measure"] == "complaints" }.compactMap { $0["no"]?.text }
    #expect(numbers.sorted() == complaints.sorted())
    #expect(behind.count { $0["measure"] == "opened" } == 10)
  }

  @Test("M-STAT-14: failure rate of a model is its repairs over the units that the office tells")
  func failureRate() async throws {
    let desk = ProcessDesk(office: try await Office.onTestServer())
    for (index, device) in ["KF-35", "KF-35", "KF-35", "KF-26"].enumerated() {
      let no = try await desk.open(
        "repair", "--title", "不制冷", "--address", "样例路 2 号", "--set", "device=\(device)", "--new")
      if device == "KF-35" {
        try await desk.office.expect(
          0, "order", "line", "add", no, "--kind", "part", "--item", "FAN-1", "--quantity", "1")
      }
      // The first one failed again, and took a second fan.
      if index == 0 {
        try await desk.office.expect(
          0, "order", "line", "add", no, "--kind", "part", "--item", "FAN-1", "--quantity", "2")
      }
    }
    func rows(_ more: String...) async throws -> [Row] {
      try await desk.office.expect(
        0, ["report", "run", "failure-rate", "--from", "-2d", "--to", "+2d", "--format", "ndjson"] + more
      ).ndjson(Row.self)
    }
    // Until the office tells how many there are, there is neither their number nor a rate, in the total either.
    #expect(try await rows().allSatisfy { $0["failure-rate"] == .nothing && $0["units-served"] == .nothing })
    let whole = try await rows("--depth", "summary")
    #expect(whole.map { $0["units-served"] } == [.nothing] && whole[0]["failure-rate"] == .nothing)
    func lacks() async throws -> String? {
      try await desk.office.expect(0, "report", "list", "--format", "ndjson").ndjson(Shown.self)
        .first { $0.name == "failure-rate" }?.lacks
    }
    #expect(try await lacks()?.contains("units-served") == true)
    try await desk.publish(
      """
      measure: units-served
      labels: {zh: 在用台数, en: Units in service}
      of: given
      given:
        - {value: 1200, form.device: KF-35}
        - {value: 800, form.device: KF-26}
        - {value: 1000, item: FAN-1}
      """, as: "units", kind: "measure")
    let models = try await rows()
    let first = try #require(models.first { $0["form.device"] == "KF-35" })
    #expect(first["repairs"] == 3 && first["units-served"] == 1200 && first["failure-rate"] == 0.0025)
    // Units told by part are no more models.
    #expect(try await rows("--depth", "summary").map { $0["units-served"] } == [2000])
    let parts = try await rows("--table", "by-part")
    let fan = try #require(parts.first { $0["item"] == "FAN-1" })
    // Three repairs took five fans at four times; the rate is of repairs.
    #expect(fan["repairs-with-part"] == 3 && fan["parts-used"] == 5 && fan["part-failure-rate"] == 0.003)
    #expect(try await lacks() == nil)
  }

  @Test("M-STAT-03: customers by region and type, orders by class of caller; each adds up to all")
  func customerClasses() async throws {
    let desk = ProcessDesk(office: try await Office.onTestServer())
    struct Line: Decodable { let party: String? }
    for (index, area) in ["north", "north", "south"].enumerated() {
      try await desk.office.expect(
        0, "party", "add", "--name", "样客\(index)", "--phone", "1390000010\(index)", "--set", "area=\(area)")
    }
    try await desk.office.expect(0, "party", "mark", "13900000100", "vip")
    for phone in ["13900000100", "13900000101", "13900000101"] {
      _ = try await desk.open("request", "--title", "样例", "--phone", phone, "--new")
    }
    _ = try await desk.open("request", "--title", "匿名", "--new")
    func rows(_ table: String) async throws -> [Row] {
      try await desk.office.expect(
        0, "report", "run", "customers", "--from", "-2d", "--to", "+2d", "--table", table, "--format", "ndjson"
      ).ndjson(Row.self)
    }
    let regions = try await rows("by-region")
    #expect(regions.filter { $0["region"] == "north" }.reduce(0) { $0 + ($1["customers"]?.number ?? 0) } == 2)
    #expect(regions.reduce(0) { $0 + ($1["customers"]?.number ?? 0) } == 3)
    let classes = try await rows("orders-by-class")
    let counts = Dictionary(classes.map { ($0["class"]?.text ?? "", $0["opened"]?.number ?? 0) }) { $0 + $1 }
    #expect(counts == ["vip": 1, "ordinary": 2, "unknown": 1])
  }

  @Test("M-STAT-08: business by kind, state and manager: rows and totals are the orders")
  func business() async throws {
    let city = try await Self.city.value
    let rows = try await city.rows("business", "--where", "unit=west.repairs,east.repairs", "--process", "complaint")
    let listed = try await city.as("wang").expect(
      0, "order", "list", "--process", "complaint", "--format", "ndjson"
    ).ndjson(Listed.self).filter { ["east.repairs", "west.repairs"].contains($0.unit) }
    for (state, orders) in Dictionary(grouping: listed, by: \.state) {
      #expect(rows.first { $0["state"]?.text == state }?["opened"]?.number == Double(orders.count), "\(state)")
    }
    #expect(rows.reduce(0) { $0 + ($1["opened"]?.number ?? 0) } == Double(listed.count) && listed.count == 7)
  }

  private struct Shown: Decodable { let name: String, lacks: String? }
  private struct Listed: Decodable { let no, state: String, unit: String? }

  @Test("M-SURV-08: survey answers per question, with response rate and base; shares sum to 100")
  func surveyStatistics() async throws {
    let desk = ProcessDesk(office: try await Office.onTestServer())
    for (index, grade) in ["5", "5", "4", "1", nil].enumerated() {
      let no = try await desk.open("survey", "--title", "满意度 \(index)", "--new")
      if let grade { try await desk.act(no, "complete", "--set", "attitude=\(grade)", "--set", "quality=3") }
    }
    let run = ["report", "run", "answers", "--process", "survey", "--from", "-2d", "--to", "+2d"]
    let rows = try await desk.office.expect(0, run + ["--format", "ndjson"]).ndjson(Row.self).filter {
      $0["field"] == "attitude"
    }
    let answers = rows.filter { $0["answer"]?.text != nil }
    #expect(answers.reduce(0) { $0 + ($1["share"]?.number ?? 0) } == 1)
    #expect(answers.first { $0["answer"] == "5" }?["share"] == 0.5)
    #expect(answers.allSatisfy { $0["base"] == 4 })
    let page = try await desk.office.expect(0, run + ["--format", "table", "--lang", "en"]).stdout
    #expect(page.contains("response rate") && page.contains("80.0"))
  }

  @Test("M-STAT-13: a filtered list as a workbook has as many rows as the query, and its types")
  func detailedList() async throws {
    let city = try await Self.city.value
    let options = ["--process", "complaint", "--unit", "east.repairs"]
    let listed = try await city.as("wang").expect(
      0, ["order", "list", "--format", "ndjson"] + options
    ).ndjson(Listed.self)
    try await city.as("wang").expect(0, ["order", "list", "-o", "list.xlsx"] + options)
    let dumped = try await city.office.expect(0, "sheet", "dump", "list.xlsx", "--format", "ndjson").stdout
    #expect(listed.count == 5)
    for order in listed { #expect(dumped.contains(order.no)) }
  }

  @Test("M-STAT-24: the report of a month or year is one workbook that an office would print")
  func operation() async throws {
    let city = try await Self.city.value
    try await city.as("wang").expect(
      0, "report", "run", "operation", "--from", "-60d", "--to", "+2d", "-o", "operation.xlsx", "--lang", "zh")
    #expect(city.office.has("operation.xlsx"))
    let figures = try await city.rows("operation", "--process", "complaint")
    #expect(figures.contains { $0["figure"] == "repeated" })
    for report in ["timeliness", "repeats", "workload", "campaign-results"] {
      #expect(try await !city.rows(report).isEmpty || report == "campaign-results", "\(report)")
    }
    let repeats = try await city.rows("repeats", "--process", "complaint")
    #expect(repeats.first { $0["unit"] == "west.repairs" }?["repeated"] == 1)
    #expect(repeats.first { $0["unit"] == "east.repairs" }?["returned"] == 1)
    #expect(repeats.first { $0["unit"] == "east.repairs" }?["redone"] == 1)
  }
}
