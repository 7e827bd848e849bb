import FoundationEssentials
import Testing

/// Parts and articles: lists of them in, out and back, and the desk that uses them.
@Suite struct CatalogueFeatureTests {
  private struct Summary: Decodable {
    let batch: String?, rejects: String?
    let accepted, rejected, duplicates, updated, unchanged, skipped, events: Int
    var counts: [Int] { [accepted, updated, unchanged, duplicates, rejected] }
  }
  private struct Part: Decodable, Equatable {
    let number: String, name, models, unit, supplierNumber, remark: String?, price: Double?, withdrawn: Bool
  }
  private struct Article: Decodable, Equatable {
    let key: String, title, questions, body, category, stage: String, version: Int?
    enum CodingKeys: CodingKey { case key, title, questions, body, category, stage, version }
    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      func text(_ key: CodingKeys) throws -> String { try container.decodeIfPresent(String.self, forKey: key) ?? "" }
      (key, title, questions) = (try text(.key), try text(.title), try text(.questions))
      (body, category, stage) = (try text(.body), try text(.category), try text(.stage))
      version = try container.decodeIfPresent(Int.self, forKey: .version)
    }
  }
  private struct Change: Decodable, Equatable { let row: Int, entry: String?, field: String, old, new: String? }
  private struct Row: Decodable { let row: Int, outcome: String, reason, entry, changed: String? }
  private struct Undone: Decodable {
    struct Conflict: Decodable { let entry: String, fields: [String]? }
    let entriesWithdrawn, entriesRestored, entriesLeft: Int, entryConflicts: [Conflict]
  }

  private func run(_ office: Office, _ arguments: String..., status: Int32 = 0) async throws -> Summary {
    try await office.expect(status, ["import"] + arguments + ["--format", "json"]).json(Summary.self)
  }

  private func parts(_ office: Office, _ options: String...) async throws -> [Part] {
    try await office.expect(0, ["part", "list", "--format", "ndjson"] + options).ndjson(Part.self)
  }

  private func found(_ office: Office, _ words: String...) async throws -> [Article] {
    try await office.expect(0, ["article", "search", "--format", "ndjson"] + words).ndjson(Article.self)
  }

  @Test(
    "S4-26: a list of parts comes in, goes out as a workbook and comes in again unchanged; it is updated and undone")
  func parts() async throws {
    let office = try await Office.onTestServer()
    let list = try office.take("parts.csv")
    let brought = try await run(office, "run", list, "--as", "parts", status: 3)
    #expect(brought.counts == [4, 0, 0, 1, 1] && brought.skipped == 1 && brought.rejects == "parts.rejects.xlsx")
    let before = try await parts(office)
    #expect(before.map(\.number) == ["0071-A", "0072", "0080", "JSQ-100"])
    #expect(before.map(\.price) == [35.5, 1200, 6, 18] && before[2].name == "=进水滤网")
    #expect(before[0].models == "JSQ-10; JSQ-12" && before[1].remark == "成包供应，\n每包 100 只")
    let fitting = try await parts(office, "--model", "jsq-24")
    #expect(fitting.map(\.number) == ["0080", "JSQ-100"])
    // The rejected row is corrected where it lies.
    let rejects = try await office.expect(0, "sheet", "dump", "parts.rejects.xlsx").stdout
    #expect(rejects.contains("not-an-amount") && rejects.contains("0090"))

    for (file, language) in [("out.xlsx", "zh"), ("out.csv", "en")] {
      try await office.expect(0, "part", "list", "-o", file, "--lang", language)
      let again = try await run(office, "run", file, "--as", "parts", "--on-match", "update")
      #expect(again.counts == [0, 0, 4, 0, 0], "\(file)")
    }
    #expect(try await run(office, "check", "out.xlsx", "--as", "parts").duplicates == 4)

    let second = try office.write(
      "料号,名称,型号,单价,备注\n0071-A,电磁阀,JSQ-16,38,\nJSQ-100,,,20,带线\n0100,风机,JSQ-16,99,\n", to: "two.csv")
    let named = ["--as", "parts", "--column", "key=料号"]
    let appended = try await office.expect(
      0, ["import", "check", second, "--on-match", "append", "--diff", "--format", "ndjson"] + named)
    #expect(
      try appended.ndjson(Change.self) == [
        Change(row: 2, entry: "0071-A", field: "models", old: "JSQ-10; JSQ-12", new: "JSQ-10; JSQ-12; JSQ-16"),
        Change(row: 3, entry: "JSQ-100", field: "remark", old: nil, new: "带线"),
      ])
    let updated = try await office.expect(
      0, ["import", "run", second, "--on-match", "update", "--save-map", "supplier", "--format", "json"] + named)
    let summary = try updated.json(Summary.self)
    #expect(summary.counts == [1, 2, 0, 0, 0])
    let batch = try #require(summary.batch)
    let rows = try await office.expect(0, "import", "show", batch, "--rows", "--format", "ndjson").ndjson(Row.self)
    #expect(rows.map(\.outcome) == ["updated", "updated", "accepted"] && rows[0].changed == "models name price")
    #expect(rows.map(\.entry) == ["0071-A", "JSQ-100", "0100"])
    let shown = try await office.expect(0, "import", "show", batch, "--diff", "--format", "ndjson").ndjson(Change.self)
    #expect(shown.map(\.new) == ["电磁阀", "JSQ-16", "38.00", "20.00", "带线"])

    let table = try await office.expect(0, "import", "show", batch, "--diff", "--lang", "zh").stdout
    #expect(table.contains("备件或知识") && !table.contains("客户号") && !table.contains("人员编号"), "\(table)")
    try await office.expect(0, "part", "correct", "JSQ-100", "--price", "21")
    let undone = try await office.expect(0, "import", "undo", batch, "--format", "json").json(Undone.self)
    #expect(undone.entriesWithdrawn == 1 && undone.entriesRestored == 2 && undone.entriesLeft == 1)
    #expect(undone.entryConflicts.map(\.entry) == ["JSQ-100"] && undone.entryConflicts.first?.fields == ["price"])
    let after = try await parts(office)
    #expect(after.map(\.price) == [35.5, 1200, 6, 21] && Array(after.dropLast()) == Array(before.dropLast()))
    let told = try await office.expect(0, "import", "show", batch, "--format", "json").stdout
    #expect(told.contains(#""entriesLeft":1"#) && told.contains(#"{"entry":"JSQ-100","fields":["price"]}"#), "\(told)")
    #expect(try await office.expect(0, "import", "show", batch, "--lang", "zh").stdout.contains("JSQ-100: 单价"))
    // The same file again, by its map, brings them back.
    let back = try await run(office, "run", second, "--map", "supplier", "--on-match", "update")
    #expect(back.counts == [1, 2, 0, 0, 0] && back.batch == batch)
    // What somebody withdrew is not for a list to bring back.
    try await office.expect(0, "part", "withdraw", "0072", "--reason", "停产")
    let over = try await run(office, "run", list, "--as", "parts", "--on-match", "update", status: 3)
    #expect(over.counts == [0, 2, 1, 2, 1])
    #expect(try await parts(office, "--withdrawn").first { $0.number == "0072" }?.withdrawn == true)
  }

  @Test("S1-097: a line of an order takes the price of its part, and a slip of the finger is pointed out")
  func linesOfOrders() async throws {
    let office = try await Office.onTestServer()
    try await office.expect(0, "part", "add", "V-100", "--name", "电磁阀", "--price", "35.5", "--model", "JSQ-10")
    #expect(try await office.expect(5, "part", "add", "V-100", "--name", "阀").stderr.contains("part correct"))
    #expect(try await office.expect(2, "part", "show", "V-10O").stderr.contains("did you mean V-100?"))
    #expect(try await office.expect(2, "part", "correct", "V-100", "--price", "many").stderr.contains("12.50"))
    let opened = try await office.expect(
      0, "order", "open", "--process", "repair", "--title", "换阀", "--address", "样例路 2 号", "--set",
      "device=JSQ-10", "--new", "--format", "ndjson"
    ).stdout
    let no = try #require(opened.split(separator: "\"").first { $0.hasPrefix("order-") }).dropFirst(6)
    let line = ["order", "line", "add", String(no), "--kind", "part", "--quantity", "2"]
    let known = try await office.expect(0, line + ["--item", "V-100"])
    #expect(known.stdout.contains("3550") && !known.stderr.contains("?"))
    let slip = try await office.expect(0, line + ["--item", "V-1O0", "--price", "1"])
    #expect(slip.stderr.contains("V-100?"))
    let lines = try await office.expect(0, "order", "line", "list", String(no), "--format", "json").stdout
    #expect(lines.contains("电磁阀") && lines.contains("71.00"))
  }

  @Test("S1-064 S1-049 S3-119: three versions stay readable, only the newest is found, in its product base")
  func versionsOfAnArticle() async throws {
    let office = try await Office.onTestServer()
    let body = try office.write("第一版\n开窗", to: "body.txt")
    try await office.expect(
      0, "article", "draft", "gas-smell", "--title", "燃气异味", "--body-file", body, "--category", "燃气")
    #expect(try await found(office, "异味").isEmpty)
    for (number, author) in [(1, "chen"), (2, "li"), (3, "wu")] {
      let desk = office.with(["HOTLINE_USER": author])
      if number > 1 { try await desk.expect(0, "article", "draft", "gas-smell", "--body", "第\(number)版，先关阀门") }
      try await desk.expect(0, "article", "publish", "gas-smell")
    }
    #expect(try await found(office, "阀门").map(\.body) == ["第3版，先关阀门"])
    #expect(try await found(office, "开窗").isEmpty)
    #expect(try await found(office, "阀门", "--category", "供水").isEmpty)
    #expect(try await found(office, "阀门", "--category", "燃气").count == 1)
    for (number, author, body) in [(1, "tester", "开窗"), (2, "li", "第2版"), (3, "wu", "第3版")] {
      let shown = try await office.expect(
        0, "article", "show", "gas-smell", "--version", "\(number)", "--format", "json"
      ).stdout
      #expect(
        shown.contains("\"author\":\"\(author)\"") && shown.contains(body) && shown.contains("publishedAt\":\"20"))
    }
    #expect(try await office.expect(2, "article", "show", "gas-smell", "--version", "9").stderr.contains("1, 2, 3"))
    #expect(try await office.expect(0, "article", "show", "gas-smell").stdout.contains("li"))
    let first = try await office.expect(0, "article", "show", "gas-smell", "--version", "1").stdout
    #expect(first.contains(/第一版\n +开窗\n/), "\(first)")
    try await office.expect(0, "article", "withdraw", "gas-smell", "--reason", "旧")
    #expect(try await found(office, "阀门").isEmpty)
    #expect(try await office.expect(0, "article", "show", "gas-smell", "--lang", "zh").stdout.contains("已撤下"))
    #expect(try await office.expect(5, "article", "publish", "gas-smell").stderr.contains("article draft"))
  }

  @Test("S4-26: an FAQ comes in as drafts, is published by whoever may, goes out and comes in again, and is undone")
  func articles() async throws {
    let office = try await Office.onTestServer()
    let list = try office.take("faq.csv")
    let drafts = try await run(office, "run", list, "--as", "articles", status: 3)
    #expect(drafts.counts == [3, 0, 0, 0, 1])
    #expect(try await found(office, "账单").isEmpty)
    let published = try await run(
      office, "run", list, "--as", "articles", "--on-match", "update", "--publish", status: 3)
    #expect(published.counts == [0, 3, 0, 0, 1])
    let answers = try await found(office, "漏气")
    #expect(answers.map(\.key) == ["gas-smell"] && answers[0].body.contains("开窗。\n2. 不要"))
    #expect(try await found(office, "账单").map(\.title) == ["账单没有收到怎么办"])
    #expect(try await found(office, "换电").map(\.key) == ["怎样换电磁阀"])

    let reversed = try office.write(
      "编号,标题,答案,生效日期,失效日期\nold,旧,旧答案,2026-05-02,2026-05-01\n", to: "reversed.csv")
    let ended = try await office.expect(3, "import", "run", reversed, "--as", "articles")
    #expect(ended.stderr.contains("valid until a day before"), "\(ended)")
    let ends = ["--title", "旧", "--body", "旧答案", "--from", "2026-05-02", "--until", "2026-05-01"]
    #expect(try await office.expect(2, ["article", "draft", "old"] + ends).stderr.contains("before it begins"))

    // As much as a cell can hold, with what a spreadsheet program would calculate.
    let long = try office.write("=1+1\n" + String(repeating: "长", count: 32_762), to: "long.txt")
    try await office.expect(0, "article", "draft", "long", "--title", "@最长", "--body-file", long)
    let before = try await office.expect(0, "article", "list", "--format", "ndjson").ndjson(Article.self)
    #expect(before.first { $0.key == "long" }?.body.count == 32_767)
    try await office.expect(0, "article", "list", "-o", "out.xlsx", "--lang", "zh")
    let again = try await run(office, "run", "out.xlsx", "--as", "articles", "--on-match", "update")
    #expect(again.counts == [0, 0, 4, 0, 0])

    let second = try office.write("编号,标题,答案\ngas-smell,,先到室外\nnew,新的,新答案\n", to: "two.csv")
    let batch = try #require(
      try await run(office, "run", second, "--as", "articles", "--on-match", "update", "--publish").batch)
    #expect(try await found(office, "室外").map(\.body) == ["先到室外"])
    let undone = try await office.expect(0, "import", "undo", batch, "--format", "json").json(Undone.self)
    #expect(undone.entriesWithdrawn == 1 && undone.entriesRestored == 1 && undone.entryConflicts.isEmpty)
    #expect(try await found(office, "室外").map(\.key) == ["gas-smell"])
    #expect(try await found(office, "新答案").isEmpty)
    let texts = { (articles: [Article]) in articles.map { [$0.key, $0.title, $0.questions, $0.body, $0.stage] } }
    let after = try await office.expect(0, "article", "list", "--format", "ndjson").ndjson(Article.self)
    #expect(texts(after) == texts(before))
  }

  @Test("who keeps parts and writes articles is said by rights, and publishing is a right of its own")
  func rights() async throws {
    let office = try await Office.onTestServer()
    try await office.expect(0, "unit", "add", "city", "--name", "市政热线")
    try await office.expect(0, "person", "join", "boss", "--unit", "city", "--role", "admin", "--role", "supervisor")
    let boss = office.with(["HOTLINE_USER": "boss"])
    for (code, role) in [("clerk", "clerk"), ("agent", "agent")] {
      try await boss.expect(0, "person", "join", code, "--unit", "city", "--role", role)
    }
    let (clerk, agent) = (office.with(["HOTLINE_USER": "clerk"]), office.with(["HOTLINE_USER": "agent"]))
    let list = try office.write("编号,标题,答案\ngas-smell,异味,先到室外\n", to: "faq.csv")
    let refused = try await clerk.expect(4, "import", "run", list, "--as", "articles", "--publish")
    #expect(refused.stderr.contains("article.publish"))
    try await clerk.expect(0, "import", "run", list, "--as", "articles")
    try await clerk.expect(4, "article", "publish", "gas-smell")
    try await boss.expect(0, "article", "publish", "gas-smell")
    #expect(try await found(agent, "异味").count == 1)
    try await agent.expect(4, "article", "draft", "gas-smell", "--title", "别的")
    try await agent.expect(4, "part", "add", "V-100", "--name", "阀")
    try await clerk.expect(0, "part", "add", "V-100", "--name", "电磁阀")
    #expect(try await agent.expect(0, "part", "list", "--format", "ndjson").stdout.contains("V-100"))
  }
}
