import Spreadsheets
import Testing

/// What a clerk is told of single cells: which one is wrong, which key is another's in other letters, whose number nobody calls.
@Suite struct ImportKeyFeatureTests {
  private struct Problem: Decodable, Equatable { let row: Int, reason: String, heading, cell: String? }
  private struct Summary: Decodable {
    let batch: String?
    let accepted, rejected, duplicates, updated, unchanged: Int
    let warnings: [String: Int], problems: [Problem]
    var counts: [Int] { [accepted, updated, unchanged, duplicates, rejected] }
  }
  private struct Row: Decodable, Equatable { let row: Int, outcome: String, sameAs: Int?, heading, cell: String? }
  private struct Person: Decodable { let name, customerNumber: String? }

  private func run(_ office: Office, _ arguments: [String], status: Int32 = 0) async throws -> Summary {
    try await office.expect(status, ["import"] + arguments + ["--format", "json"]).json(Summary.self)
  }

  @Test("M-CRM-05: a refused row names the heading and the cell, on the terminal, in the rejects and for scripts")
  func cells() async throws {
    let office = try await Office.onTestServer()
    let list = try office.write(
      "名单,,,\n户号,户名,联系电话,邮箱\nC-1,样例甲,1.39E+10,\nC-2,样例乙,13900020002,nobody\n,样例丙,,\n", to: "list.csv")
    let told = try await office.expect(3, "import", "check", list, "--as", "customers", "--lang", "zh").stderr
    #expect(told.contains("第 3 行，联系电话 (C3): Excel 丢失"), "\(told)")
    #expect(told.contains("第 4 行，邮箱 (D4): 不是邮箱地址") && told.contains("第 5 行: 既没有"), "\(told)")
    let taken = try await run(office, ["run", list, "--as", "customers"], status: 3)
    #expect(
      taken.problems == [
        Problem(row: 3, reason: "digits-lost", heading: "联系电话", cell: "C3"),
        Problem(row: 4, reason: "not-a-mail-address", heading: "邮箱", cell: "D4"),
        Problem(row: 5, reason: "no-key-no-number", heading: nil, cell: nil),
      ])
    let batch = try #require(taken.batch)
    let rows = try await office.expect(0, "import", "show", batch, "--rows", "--format", "ndjson").ndjson(Row.self)
    #expect(rows.map(\.cell) == ["C3", "D4", nil] && rows.map(\.heading) == ["联系电话", "邮箱", nil])
    let rejects = try await office.expect(0, "sheet", "dump", "list.rejects.xlsx").stdout
    #expect(rejects.contains("单元格 Cell") && rejects.contains("联系电话 (C3)") && rejects.contains("邮箱 (D4)"))
  }

  @Test("M-CRM-05: a key whose digits Excel lost is refused, for people, old orders and units, and merges nobody")
  func lostDigits() async throws {
    let office = try await Office.onTestServer()
    let keys: [OutputCell] = [
      .number(110_101_198_001_011_200, decimals: 0), .number(110_101_198_001_011_200, decimals: 0),
      .text("1.10101E+17"), .text(" １.１Ｅ＋１７"), .text("####"), .text("110101198001011234"),
      .number(123_456_789_012_345, decimals: 0), .text("C+1"),
    ]
    func book(_ name: String, _ columns: String...) throws -> String {
      let writer = try WorkbookWriter(
        "\(office.folder)/\(name)", properties: WorkbookProperties(title: "keys", createdUnixSeconds: 0))
      try writer.addSheet("list", columns: columns.map { OutputColumn($0, .code) })
      for key in keys { try writer.append([key, .text("样例")]) }
      _ = try writer.finish()
      return name
    }
    let lost = ["number-too-long", "number-too-long", "digits-lost", "digits-lost", "digits-lost"]
    let people = try await run(office, ["run", try book("people.xlsx", "户号", "户名"), "--as", "customers"], status: 3)
    #expect(people.counts == [3, 0, 0, 0, 5] && people.problems.map(\.reason) == lost, "\(people)")
    #expect(people.problems.first?.heading == "户号")
    let named = try await office.expect(0, "party", "list", "--format", "ndjson").ndjson(Person.self)
    #expect(Set(named.map(\.customerNumber)) == ["110101198001011234", "123456789012345", "C+1"])
    let units = try await office.expect(
      2, "import", "check", try book("units.xlsx", "代码", "名称"), "--as", "units", "--lang", "en")
    #expect((units.stdout + units.stderr).contains("Excel has lost digits"), "\(units)")
  }

  @Test("M-CRM-05: a key in other width or case is the same key, in the file and in the office; its spelling stays")
  func spellings() async throws {
    let office = try await Office.onTestServer()
    let update = ["--as", "customers", "--on-match", "update"]
    let first = try office.write("户号,户名\nA-1,样例甲\nＢ-２,样例乙\n", to: "one.csv")
    #expect(try await run(office, ["run", first] + update).counts == [2, 0, 0, 0, 0])
    let second = try office.write("户号,户名\nａ-１,样例甲改\na-1,又一人\nb-2,样例乙\nC-3,样例丙\nc-3,某人\n", to: "two.csv")
    let taken = try await run(office, ["run", second] + update)
    #expect(taken.counts == [1, 1, 1, 2, 0] && taken.warnings == ["spelled-otherwise": 2], "\(taken)")
    let rows = try await office.expect(
      0, "import", "show", try #require(taken.batch), "--rows", "--format", "ndjson"
    ).ndjson(Row.self)
    #expect(rows.map(\.sameAs) == [nil, 2, nil, nil, 5])
    let list = try office.write("户号,户名\nZ-9,样例癸\n", to: "undone.csv")
    let brought = try #require(try await run(office, ["run", list, "--as", "customers"]).batch)
    let undone = try await office.expect(0, "import", "undo", brought, "--lang", "zh").stdout
    #expect(undone.contains("移出客户") && !undone.contains("工单") && !undone.contains("备件"), "\(undone)")
    func people() async throws -> [String?: String?] {
      let people = try await office.expect(0, "party", "list", "--format", "ndjson").ndjson(Person.self)
      return Dictionary(people.map { ($0.customerNumber, $0.name) }) { one, _ in one }
    }
    #expect(try await people() == ["A-1": "样例甲改", "Ｂ-２": "样例乙", "C-3": "样例丙"])
    for (typed, names) in [
      ("甲改", ["样例甲改"]), ("样　例 甲", ["样例甲改"]), ("样例", ["样例甲改", "样例乙", "样例丙"]), ("甲", []), ("例改", []),
      ("\u{200B}\u{200B}", []),
    ] {
      let found = try await office.expect(0, "party", "find", typed, "--format", "ndjson").ndjson(Person.self)
      #expect(found.compactMap(\.name).sorted() == names.sorted(), "\(typed)")
    }
    let few = try await office.expect(0, "party", "find", "样例", "--limit", "1", "--format", "ndjson")
    #expect(try few.ndjson(Person.self).count == 1)
    for typed in ["a-1", "Ａ-1", "ｂ-2"] {
      let found = try await office.expect(0, "party", "find", typed, "--format", "ndjson").ndjson(Person.self)
      #expect(found.map(\.name) == [typed == "ｂ-2" ? "样例乙" : "样例甲改"], "\(typed)")
      try await office.expect(0, "party", "show", typed)
    }
    // What Word and web pages do to a key: dashes, no-break blanks, and what nobody can see.
    let pasted = try office.write("户号,户名\nA–1,样例甲改\nB\u{200B}-2\u{A0},样例乙\nD\u{AD}-4,样例戊\n", to: "pasted.csv")
    #expect(try await run(office, ["run", pasted] + update).counts == [1, 0, 2, 0, 0])
    #expect(
      try await people() == ["A-1": "样例甲改", "Ｂ-２": "样例乙", "C-3": "样例丙", "D-4": "样例戊"])
    #expect(
      try await office.expect(0, "party", "find", "ｂ−2", "--format", "ndjson").ndjson(Person.self).map(\.name) == [
        "样例乙"
      ])
    // Somebody wrote two by hand: each goes by its own spelling, and neither is lost.
    try await office.expect(0, "party", "add", "--name", "样例丁", "--set", "customer-number=a-1")
    let own = try await office.expect(0, "party", "find", "a-1", "--format", "ndjson").ndjson(Person.self)
    #expect(own.map(\.name) == ["样例丁"])
    let third = try office.write("户号,户名\nA-1,甲\na-1,丁\na-1,丁丁\n", to: "three.csv")
    #expect(try await run(office, ["run", third] + update).counts == [0, 2, 0, 1, 0])
    #expect(try await people() == ["A-1": "甲", "a-1": "丁", "Ｂ-２": "样例乙", "C-3": "样例丙", "D-4": "样例戊"])
  }

  @Test("S4-26: the number of a part in other width or case is the same part, but where the catalogue has both")
  func spellingsOfParts() async throws {
    let office = try await Office.onTestServer()
    let update = ["--as", "parts", "--on-match", "update"]
    try await office.expect(0, "part", "add", "V-100", "--name", "电磁阀")
    let list = try office.write("编号,名称\nｖ-100,阀\nV-100,阀门\nw-1,泵\nW-１,水泵\n", to: "one.csv")
    let taken = try await run(office, ["run", list] + update)
    #expect(taken.counts == [1, 1, 0, 2, 0] && taken.warnings == ["spelled-otherwise": 1], "\(taken)")
    // The spelling is settled, and a thing has no 姓名.
    let again = try office.write("编号,名称\nｖ-100,阀二\n", to: "again.csv")
    let told = try await office.expect(0, ["import", "check", again, "--lang", "zh"] + update)
    #expect(told.stderr.contains("按已有的 V-100 算") && !told.stderr.contains("是否指"), "\(told.stderr)")
    #expect(told.stderr.contains("第 2 行: V-100: 名称: 阀 → 阀二"), "\(told.stderr)")
    #expect(try await office.expect(2, "part", "show", "Ｖ-100").stderr.contains("did you mean V-100?"))
    let beside = try await office.expect(0, "part", "add", "v-100", "--name", "另一种").stderr
    #expect(beside.contains("also has V-100"), "\(beside)")
    let both = try office.write("编号,名称\nV-100,大阀\nv-100,小阀\nv-100,又一次\n", to: "two.csv")
    #expect(try await run(office, ["run", both] + update).counts == [0, 2, 0, 1, 0])
    struct Part: Decodable { let number, name: String }
    let parts = try await office.expect(0, "part", "list", "--format", "ndjson").ndjson(Part.self)
    #expect(
      Dictionary(uniqueKeysWithValues: parts.map { ($0.number, $0.name) }) == [
        "V-100": "大阀", "v-100": "小阀", "w-1": "泵",
      ])
  }

  @Test("M-OUT-02: nobody calls the emergency services: refused in lists, passed over by a fill, warned of in the book")
  func emergencies() async throws {
    let office = try await Office.onTestServer()
    let calls = try office.write(
      "姓名,电话\n样例甲,110\n样例乙,13900020001/120\n样例丙,95588\n样例丁,13900020002\n样例戊,911\n", to: "calls.csv")
    let called = try await run(office, ["run", calls, "--as", "outreach", "--campaign", "spring"], status: 3)
    #expect(called.counts == [2, 0, 0, 0, 3] && called.warnings == ["service-number": 1])
    #expect(called.problems.map(\.reason) == ["emergency-number", "emergency-number", "emergency-number"])
    #expect(called.problems.first?.cell == "B2")
    let book = try office.write("户号,户名,电话\nC-1,样例己,119\nC-2,样例庚,10086\nC-3,样例辛,4008001234\n", to: "book.csv")
    let kept = try await run(office, ["run", book, "--as", "customers"])
    #expect(kept.counts == [3, 0, 0, 0, 0] && kept.warnings == ["emergency-number": 1, "service-number": 1])
    try await office.publishCampaign("autumn")
    struct Target: Decodable { let name, reason: String? }
    let fill = ["campaign", "fill", "autumn", "--people", "all", "--dry-run", "--skipped", "--format", "ndjson"]
    let skipped = try await office.expect(0, fill).ndjson(Target.self)
    #expect(skipped.map(\.name) == ["样例己"] && skipped.map(\.reason) == ["emergency-number"])
  }
}
