import FoundationEssentials
import Testing

/// The customers' book, as a tester does and sees it.
@Suite struct BookFeatureTests {
  private struct Person: Decodable {
    let id: String, name: String?, numbers: String?, address: String?, tariff: String?, preference: String?
    let manager: String?, marks: String?, customerNumber: String?
  }
  private struct Contact: Decodable {
    let order: String, kind: String, channel: String?, process: String, title: String?
  }
  private struct Change: Decodable { let at: String, actor: String, field: String, old: String?, new: String? }

  /// One office for all: each test has customers of its own.
  private static let shared = Task { try await Office.onTestServer() }

  private func office() async throws -> Office { try await Self.shared.value }

  private func add(_ name: String, _ phone: String, _ more: String...) async throws -> Office {
    let office = try await office()
    try await office.expect(0, ["party", "add", "--name", name, "--phone", phone] + more)
    return office
  }

  private func find(_ office: Office, _ number: String) async throws -> [Person] {
    try await office.expect(0, "party", "find", number, "--format", "ndjson").ndjson(Person.self)
  }

  @Test("M-CRM-01: a customer record with relations, tariff and preferences")
  func customerRecord() async throws {
    let office = try await add(
      "样例商行", "13900010001", "--kind", "organisation", "--set", "tariff=night", "--set", "preference=只在晚上")
    try await office.expect(0, "party", "add", "--name", "样例店员", "--phone", "13900010002")
    try await office.expect(0, "party", "relate", "13900010002", "--to", "13900010001", "--relation", "店员")
    struct Card: Decodable {
      struct Relation: Decodable { let name: String?, relation: String, said: String }
      let kind: String, tariff: String?, preference: String?, relations: [Relation]
    }
    func card(_ number: String) async throws -> Card {
      try await office.expect(0, "party", "show", number, "--format", "json").json(Card.self)
    }
    let (shop, clerk) = (try await card("13900010001"), try await card("13900010002"))
    #expect(shop.kind == "organisation" && shop.tariff == "night" && shop.preference == "只在晚上")
    #expect(shop.relations.map(\.name) == ["样例店员"] && shop.relations.map(\.said) == ["there"])
    #expect(clerk.relations.map(\.relation) == ["店员"] && clerk.relations.map(\.name) == ["样例商行"])
    let page = try await office.expect(0, "party", "show", "13900010001", "--lang", "zh").stdout
    #expect(page.contains("资费") && page.contains("样例店员 → 店员"))
    try await office.expect(0, "party", "unrelate", "13900010002", "--to", "13900010001", "--relation", "店员")
    #expect(try await card("13900010001").relations.isEmpty)
  }

  @Test("M-CRM-02: service history, newest first, with any filter")
  func serviceHistory() async throws {
    let office = try await add("样例客户", "13900010003")
    let said = [("complaint", "gas", "phone"), ("request", "roads", "letter"), ("complaint", "noise", "web")]
    for (index, (process, category, channel)) in said.enumerated() {
      try await office.expect(
        0, "order", "open", "--process", process, "--title", "第\(index)件", "--category", category, "--channel", channel,
        "--phone", "13900010003")
    }
    func titles(_ arguments: String...) async throws -> [String?] {
      try await office.expect(0, ["party", "last", "13900010003", "--limit", "0", "--format", "ndjson"] + arguments)
        .ndjson(Contact.self).map(\.title)
    }
    #expect(try await titles() == ["第2件", "第1件", "第0件"])
    #expect(try await titles("--process", "complaint") == ["第2件", "第0件"])
    #expect(try await titles("--channel", "letter", "--category", "roads") == ["第1件"])
    #expect(try await titles("--search", "第0") == ["第0件"])
    #expect(try await titles("--from", "+1d") == [])
    #expect(try await titles("--state-kind", "closed") == [])
    #expect(
      try await office.expect(2, "party", "last", "13900010003", "--process", "nope").stderr.contains("complaint"))
  }

  @Test("M-CRM-03: customers are found by number, and by category and product")
  func customerQuery() async throws {
    let office = try await add(
      "样例甲公司", "13900010004", "--set", "customer-number=C-77", "--set", "category=大客户", "--set", "product=fibre")
    _ = try await add("样例乙公司", "13900010005", "--set", "category=大客户", "--set", "product=copper")
    func names(_ arguments: String...) async throws -> [String?] {
      try await office.expect(0, ["party", "list", "--format", "ndjson"] + arguments).ndjson(Person.self).map(\.name)
    }
    #expect(try await names("--customer-number", "C-77") == ["样例甲公司"])
    #expect(try await names("--customer-number", "C-7") == [])
    #expect(try await names("--category", "大客户") == ["样例甲公司", "样例乙公司"])
    #expect(try await names("--category", "大客户", "--product", "copper") == ["样例乙公司"])
    #expect(try await office.expect(0, "party", "show", "C-77").stdout.contains("样例甲公司"))
  }

  @Test("M-CRM-04: a change of address is found, and both stand in the history with actor and time")
  func customerUpdate() async throws {
    let office = try await add("样例住户", "13900010006", "--address", "1 Sample Street")
    try await office.with(["HOTLINE_USER": "clerk.li"]).expect(
      0, "party", "correct", "13900010006", "--address", "2 Sample Street", "--set", "tariff=day")
    #expect(try await find(office, "13900010006").first?.address == "2 Sample Street")
    let history = try await office.expect(
      0, "party", "history", "13900010006", "--field", "address", "--format", "json"
    ).json([Change].self)
    #expect(history.map(\.new) == ["1 Sample Street", "2 Sample Street"] && history.last?.old == "1 Sample Street")
    #expect(history.map(\.actor) == ["tester", "clerk.li"] && history.allSatisfy { !$0.at.isEmpty })
    // The same again is no change; a code that is a sentence would stay for ever.
    let again = try await office.expect(0, "party", "correct", "13900010006", "--address", "2 Sample Street")
    #expect(again.stderr.contains("nothing to change"))
    #expect(
      try await office.expect(2, "party", "correct", "13900010006", "--set", "tariff=he pays late").stderr.contains(
        "no code"))
  }

  @Test("M-CRM-06: a caller is recognised by any number, whatever way it is written")
  func recognisedByAnyNumber() async throws {
    let office = try await add("样例多号", "139 0001 0007", "--phone", "021-55550107", "--contact", "mail=Many@Example.org")
    try await office.expect(0, "party", "contact", "add", "13900010007", "fax", "（021）55550108 转 12", "--label", "传真")
    var found: Set<String> = []
    for number in ["+86 139-0001-0007", "02155550107", "0086-21-55550107", "many@example.org", "021 55550108转12"] {
      let people = try await find(office, number)
      #expect(people.count == 1, "\(number)")
      found.formUnion(people.map(\.id))
    }
    #expect(found.count == 1)
    // A list shows the end of the id, which parties of one import do not share; commands take it, and the beginning.
    let id = try #require(found.first)
    let end = String(id.suffix(12))
    #expect(try await office.expect(0, "party", "find", "13900010007").stdout.contains(end))
    for part in [id, end, String(id.prefix(13))] {
      #expect(try await office.expect(0, "party", "show", part).stdout.contains("样例多号"))
    }
    // A merged one leads to the other, and comes back.
    _ = try await add("样例重复", "13900010008")
    try await office.expect(0, "party", "merge", "13900010008", "--into", "13900010007")
    #expect(try await find(office, "13900010008").map(\.name) == ["样例多号"])
    try await office.expect(0, "party", "split", "13900010008")
    #expect(try await find(office, "13900010008").map(\.name) == ["样例重复"])
    #expect(try await office.expect(5, "party", "add", "--phone", "13900010008").stderr.contains("--shared"))
    // An order is for whoever has the number, by any of them.
    for number in ["13900010007", "021-5555 0107"] {
      try await office.expect(0, "order", "open", "--process", "request", "--title", "Lamp", "--phone", number)
    }
    let orders = try await office.expect(0, "party", "last", "many@example.org", "--format", "ndjson").lines
    #expect(orders.count == 2)
  }

  @Test("M-CRM-07: two posts see different columns of the same customer; the export follows")
  func viewsPerPost() async throws {
    let office = try await Office.onTestServer()
    try await office.expect(
      0, "party", "add", "--name", "样例客户", "--phone", "13900010009", "--address", "1 Sample Street", "--set",
      "tariff=day"
    )
    for (name, role, columns) in [("desk", "agent", "[name, numbers]"), ("books", "clerk", "[name, tariff, address]")] {
      let file = try office.write(
        "view: \(name)\nof: parties\ncolumns: \(columns)\nroles: [\(role)]\n", to: "\(name).yaml")
      try await office.expect(0, "view", "publish", file)
    }
    try await office.expect(0, "unit", "add", "city")
    try await office.expect(0, "person", "join", "anna", "--unit", "city", "--role", "agent")
    try await office.expect(0, "person", "join", "bert", "--unit", "city", "--role", "clerk")
    try await office.expect(0, "person", "join", "chief", "--unit", "city", "--role", "admin")
    let (anna, bert) = (office.with(["HOTLINE_USER": "anna"]), office.with(["HOTLINE_USER": "bert"]))
    func header(_ office: Office, _ file: String) async throws -> String {
      try await office.expect(0, "party", "list", "-o", file)
      let text = try String(decoding: Data(contentsOf: URL(filePath: "\(office.folder)/\(file)")), as: UTF8.self)
      return (text.split(whereSeparator: \.isNewline).first ?? "").replacing("\u{FEFF}", with: "").description
    }
    #expect(try await header(anna, "anna.csv") == "name,numbers")
    #expect(try await header(bert, "bert.csv") == "name,tariff,address")
    let shown = try await anna.expect(0, "party", "show", "13900010009", "--format", "json").stdout
    #expect(shown.contains("样例客户") && !shown.contains("Sample Street"))
    #expect(try await anna.expect(4, "party", "list", "--columns", "name,address").stderr.contains("address"))
    #expect(try await bert.expect(0, "party", "show", "13900010009").stdout.contains("Sample Street"))
    // What somebody does not see tells them nothing where they look for it, either.
    for (who, text, count) in [
      (anna, "sample street", 0), (anna, "0009", 1), (bert, "sample street", 1), (bert, "0009", 0),
    ] {
      let found = try await who.expect(0, "party", "list", "--search", text, "--format", "ndjson").lines
      #expect(found.count == count, "\(text): \(found)")
    }
  }

  @Test("M-CRM-09: a customer has a named account manager; a change of manager is dated")
  func accountManager() async throws {
    let office = try await add("样例大客户", "13900010010")
    for manager in ["chen", "wang"] {
      try await office.expect(0, "party", "mark", "13900010010", "manager", "--manager", manager)
    }
    #expect(try await find(office, "13900010010").first?.manager == "wang")
    let mine = try await office.expect(0, "party", "list", "--manager", "wang", "--format", "ndjson").ndjson(
      Person.self)
    #expect(mine.map(\.name) == ["样例大客户"])
    let history = try await office.expect(
      0, "party", "history", "13900010010", "--field", "mark", "--format", "json"
    ).json([Change].self)
    #expect(history.map(\.new) == ["manager, chen", "manager, wang"])
    #expect(history.map(\.at) == history.map(\.at).sorted())
    #expect(try await office.expect(2, "party", "mark", "13900010010", "manager").stderr.contains("--manager"))
  }

  @Test("M-ADM-09: a blocked caller gets no order of that service, until it expires; all of it is logged")
  func blacklistPerService() async throws {
    let office = try await add("样例骚扰", "13900010011")
    try await office.expect(
      0, "party", "mark", "13900010011", "blocked", "--service", "consult", "--until", "+30d", "--note", "每晚来电")
    let consult = ["order", "open", "--process", "consult", "--title", "Q", "--phone", "13900010011"]
    let refused = try await office.expect(5, consult)
    #expect(refused.stderr.contains("blocked") && refused.stderr.contains("--even-blocked"))
    #expect(try await office.expect(0, "party", "last", "13900010011", "--format", "ndjson").lines.isEmpty)
    try await office.expect(0, "order", "open", "--process", "request", "--title", "Lamp", "--phone", "13900010011")
    try await office.expect(0, consult + ["--even-blocked"])
    func listed(_ arguments: String...) async throws -> Int {
      try await office.expect(0, ["party", "list", "--mark", "blocked", "--format", "ndjson"] + arguments).lines.count
    }
    #expect(try await listed("--service", "consult") == 1)
    #expect(try await listed("--service", "request") == 0)
    #expect(try await listed("--as-of", "+31d") == 0)
    try await office.expect(0, "party", "unmark", "13900010011", "blocked", "--service", "consult", "--note", "道歉")
    try await office.expect(0, consult)
    let marks = try await office.expect(
      0, "party", "history", "13900010011", "--field", "mark", "--format", "json"
    ).json([Change].self)
    #expect(marks.count == 2 && marks.last?.old == "blocked, service consult, 道歉")
    #expect(try await office.expect(2, "party", "mark", "13900010011", "vip", "--until", "-1d").stderr.contains("past"))
    #expect(
      try await office.expect(2, "party", "mark", "13900010011", "blocked", "--service", "nope").stderr.contains(
        "complaint"))
  }

  @Test("M-ADM-22: a customer on the whitelist is marked as free of charge")
  func whitelist() async throws {
    let office = try await add("样例免费", "13900010012")
    try await office.expect(0, "party", "mark", "13900010012", "free", "--service", "repair")
    #expect(try await find(office, "13900010012").first?.marks == "free:repair")
    struct Answer: Decodable { let outcome: String, free: Bool }
    let file = try office.write(
      #"[{"process":"repair","title":"a","address":"b","phone":"13900010012"},"#
        + #"{"process":"request","title":"c","phone":"13900010012"}]"#, to: "free.json")
    let answers = try await office.expect(0, "order", "open", "--json", file, "--format", "json").json([Answer].self)
    #expect(answers.map(\.free) == [true, false] && answers.allSatisfy { $0.outcome == "opened" })
    let told = try await office.expect(
      0, "order", "open", "--process", "request", "--title", "d", "--phone", "13900010012")
    #expect(told.stderr.contains("free of charge"))
  }

  @Test("M-DESK-07: the panel shows the last four records, newest first")
  func lastFour() async throws {
    let office = try await add("样例常客", "13900010013")
    for index in 0..<6 {
      try await office.expect(
        0, "order", "open", "--process", "request", "--title", "第\(index)件", "--phone", "13900010013", "--category", "c"
      )
    }
    let first = try await office.expect(
      0, "party", "last", "13900010013", "--limit", "0", "--format", "ndjson"
    ).ndjson(Contact.self).last
    // The seventh is no order of its own: it came back to the first.
    try await office.expect(0, "order", "open", "--append-to", try #require(first?.order), "--text", "又来电")
    let panel = try await office.expect(0, "party", "last", "13900010013", "--format", "ndjson").ndjson(Contact.self)
    #expect(panel.map(\.title) == ["第0件", "第5件", "第4件", "第3件"] && panel.first?.kind == "repeat")
    let told = try await office.expect(
      0, "order", "open", "--process", "complaint", "--title", "X", "--phone", "13900010013")
    #expect(told.stderr.contains("第5件") && !told.stderr.contains("第2件"))
    _ = try await add("样例稀客", "13900010014")
    for title in ["a", "b"] {
      try await office.expect(0, "order", "open", "--process", "request", "--title", title, "--phone", "13900010014")
    }
    #expect(try await office.expect(0, "party", "last", "13900010014", "--format", "ndjson").lines.count == 2)
  }
}
