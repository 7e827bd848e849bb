import FoundationEssentials
import Spreadsheets
import Testing

/// Lists in, as a clerk takes them in and back.
@Suite struct ImportFeatureTests {
  private struct Summary: Decodable {
    let batch: String?
    let rows, accepted, rejected, duplicates, events, updated, unchanged: Int
    let alreadyImported: Bool
  }
  private struct Change: Decodable, Equatable { let row: Int, field: String, old: String?, new: String? }
  private struct Row: Decodable { let row: Int, outcome: String, reason: String?, party: String?, changed: String? }
  private struct Person: Decodable, Equatable {
    let name: String?, numbers: String?, address: String?, customerNumber: String?, note: String?
  }
  private struct Undone: Decodable {
    struct Conflict: Decodable { let party: String, fields: [String]? }
    let customersWithdrawn, customersRestored, customersLeft: Int, conflicts: [Conflict]
  }

  private static func customers(_ phoneOfSecond: String) -> String {
    """
    客户名单,,,
    户号,户名,联系电话,地址
    C-1,样例甲,13900020001,测试路1号
    C-2,样例乙,\(phoneOfSecond),测试路2号
    C-3,样例丙,13900020003,测试路3号

    """
  }

  private func run(_ office: Office, _ arguments: String..., status: Int32 = 0) async throws -> Summary {
    try await office.expect(status, ["import"] + arguments + ["--format", "json"]).json(Summary.self)
  }

  private func book(_ office: Office) async throws -> [Person] {
    try await office.expect(0, "party", "list", "--format", "ndjson").ndjson(Person.self)
      .sorted { ($0.customerNumber ?? $0.name ?? "") < ($1.customerNumber ?? $1.name ?? "") }
  }

  @Test("M-CRM-05: customers twice with one changed phone: one update, the rest unchanged, a report per row")
  func customersTwice() async throws {
    let office = try await Office.onTestServer()
    let first = try office.write(Self.customers("13900020002"), to: "one.csv")
    let second = try office.write(Self.customers("13900020099"), to: "two.csv")
    let brought = try await run(office, "run", first, "--as", "customers")
    #expect(brought.accepted == 3 && brought.updated == 0)

    let diff = try await office.expect(
      0, "import", "check", second, "--as", "customers", "--on-match", "update", "--diff", "--format", "ndjson")
    #expect(
      try diff.ndjson(Change.self) == [.init(row: 4, field: "phone", old: "+8613900020002", new: "+8613900020099")])
    #expect(diff.stderr.contains("联系电话 → phone") && diff.stderr.contains("13900020001"), "\(diff.stderr)")
    let changed = try await run(office, "run", second, "--as", "customers", "--on-match", "update")
    #expect([changed.accepted, changed.updated, changed.unchanged] == [0, 1, 2])
    let batch = try #require(changed.batch)
    let rows = try await office.expect(0, "import", "show", batch, "--rows", "--format", "ndjson").ndjson(Row.self)
    #expect(rows.map(\.outcome) == ["unchanged", "updated", "unchanged"] && rows[1].changed == "phone")
    #expect(rows.allSatisfy { $0.party != nil })
    let shown = try await office.expect(0, "import", "show", batch, "--diff", "--format", "ndjson").ndjson(Change.self)
    #expect(shown.map(\.new) == ["+8613900020099"])
    #expect(try await book(office).map(\.numbers) == ["+8613900020001", "+8613900020099", "+8613900020003"])
    let again = try await run(office, "run", second, "--as", "customers", "--on-match", "update")
    #expect(again.alreadyImported && again.events == 0)
  }

  @Test("S4-26: what an import changed is taken back where nobody changed it since, and brought back again")
  func undoOfUpdates() async throws {
    let office = try await Office.onTestServer()
    let first = try office.write(Self.customers("13900020002"), to: "one.csv")
    _ = try await run(office, "run", first, "--as", "customers")
    let before = try await book(office)
    let second = try office.write(
      """
      户号,户名,联系电话,地址,备注
      C-1,样例甲,13900020001,新路1号,晚上打
      C-2,样例乙改,13900020022,新路2号,
      C-4,样例丁,13900020004,新路4号,

      """, to: "two.csv")
    let run = try await run(office, "run", second, "--as", "customers", "--on-match", "update")
    #expect([run.accepted, run.updated, run.unchanged] == [1, 2, 0])
    let after = try await book(office)
    #expect(after.map(\.address) == ["新路1号", "新路2号", "测试路3号", "新路4号"] && after[0].note == "晚上打")
    let batch = try #require(run.batch)
    let undone = try await office.expect(0, "import", "undo", batch, "--format", "json").json(Undone.self)
    #expect(undone.customersWithdrawn == 1 && undone.customersRestored == 2 && undone.conflicts.isEmpty)
    #expect(try await book(office) == before)
    _ = try await self.run(office, "run", second, "--as", "customers", "--on-match", "update")
    #expect(try await book(office) == after)
    // Somebody mends one of them: that stays, the rest goes back.
    try await office.expect(0, "party", "correct", "C-2", "--set", "address=真的地址")
    let late = try await office.expect(0, "import", "undo", batch, "--format", "json").json(Undone.self)
    #expect(late.customersRestored == 2 && late.conflicts.map(\.fields) == [["address"]])
    #expect(try await book(office).map(\.address) == ["测试路1号", "真的地址", "测试路3号"])
    #expect(try await book(office).map(\.name) == ["样例甲", "样例乙", "样例丙"])
    let listed = try await office.expect(0, "import", "list", "--lang", "zh").stdout
    #expect(listed.contains("已撤销"))
  }

  @Test("S4-26: append adds numbers and fills what is empty; skip leaves everybody alone; empty cells never erase")
  func appendAndSkip() async throws {
    let office = try await Office.onTestServer()
    let first = try office.write("户号,户名,电话,地址\nC-1,样例甲,13900020001,\nC-2,样例乙,13900020002,旧路2号\n", to: "one.csv")
    _ = try await run(office, "run", first, "--as", "customers")
    let second = try office.write(
      "户号,户名,电话,地址\nC-1,别的名字,13900020011,新路1号\nC-2,,,\nC-3,样例丙,13900020003,\n", to: "two.csv")
    let skipped = try await run(office, "check", second, "--as", "customers")
    #expect(skipped.duplicates == 2 && skipped.accepted == 1)
    let appended = try await run(office, "run", second, "--as", "customers", "--on-match", "append")
    #expect([appended.accepted, appended.updated, appended.unchanged] == [1, 1, 1])
    let book = try await book(office)
    #expect(book.map(\.name) == ["样例甲", "样例乙", "样例丙"] && book.map(\.address) == ["新路1号", "旧路2号", nil])
    #expect(book[0].numbers?.contains("20001") == true && book[0].numbers?.contains("20011") == true)
  }

  @Test(
    "M-CRM-05: rejected customers are corrected in their workbook and taken in; columns are named and kept as a map")
  func rejectsAndMaps() async throws {
    let office = try await Office.onTestServer()
    let list = try office.write(
      "户名,联系方式1,联系方式2,联系方式2备注\n样例甲,13900020001,13900020011,a\n样例乙,1.39E+10,13900020012,b\n", to: "list.csv")
    let noKey = try await office.expect(1, "import", "check", list, "--as", "customers", "--column", "phone=电话")
    #expect(noKey.stderr.contains("电话") && noKey.stderr.contains("联系方式1"))
    let summary = try await run(
      office, "run", list, "--as", "customers", "--column", "phone=联系方式1", "--column", "mobile=联系方式2",
      "--save-map", "gas", status: 3)
    #expect(summary.accepted == 1 && summary.rejected == 1)
    let maps = try await office.expect(0, "import", "map", "list", "--format", "ndjson").stdout
    #expect(maps.contains("\"map\":\"gas\"") && maps.contains("customers"))
    #expect(try await office.expect(0, "import", "map", "show", "gas").stdout.contains("phone: \"联系方式1\""))

    let file = try TableFile.open("\(office.folder)/list.rejects.xlsx", encoding: nil)
    var rows: [TableRow] = []
    _ = try file.readRows(of: 0) { row in
      rows.append(row)
      return true
    }
    #expect(rows.count == 2 && rows[1].cells.map(\.shown).contains("digits-lost"))
    let heading = try #require(rows.first).cells.map(\.shown)
    let writer = try WorkbookWriter(
      "\(office.folder)/corrected.xlsx", properties: WorkbookProperties(title: "corrected", createdUnixSeconds: 0))
    try writer.addSheet("名单", columns: heading.map { OutputColumn($0, .code) })
    try writer.append(heading.indices.map { .text($0 == 1 ? "13900020002" : rows[1][$0].shown) })
    _ = try writer.finish()
    let mended = try await run(office, "run", "corrected.xlsx", "--map", "gas")
    #expect(mended.accepted == 1 && mended.rejected == 0)
    let numbers = try await book(office).map { $0.numbers?.split { !"+0123456789".contains($0) }.map(String.init) }
    #expect(numbers == [["+8613900020002", "+8613900020012"], ["+8613900020001", "+8613900020011"]])
    let unknown = try await office.expect(1, "import", "run", list, "--map", "nope")
    #expect(unknown.stderr.contains("nope") && unknown.stderr.contains("gas"))
  }

  @Test("M-OUT-09: ten thousand rows: accepted, rejected with reason and duplicates add up; again changes nothing")
  func tenThousandRows() async throws {
    let office = try await Office.onTestServer()
    let list = try office.write(MadeLists.targets(10_000), to: "list.csv")
    let arguments = [String].importing(list, hidden: nil)
    let first = try await office.importAnswer(arguments, status: 3)
    #expect(first.rows == 10_000 && first.accepted + first.rejected + first.duplicates == 10_000)
    #expect(first.rejected == 1000)
    struct Line: Decodable { let outcome: String, reason: String? }
    let rows = try await office.expect(0, "import", "show", try #require(first.batch), "--rows", "--format", "ndjson")
      .ndjson(Line.self)
    #expect(rows.count == 10_000)
    #expect(rows.allSatisfy { $0.outcome == "accepted" || $0.reason != nil })
    let head = try await office.head()
    let again = try await office.importAnswer(arguments, status: 3)
    #expect(again.events == 0 && again.accepted == first.accepted)
    #expect(try await office.head() == head)
  }

  @Test("M-OUT-09: an ambiguous column is refused with the option that says which")
  func ambiguousColumn() async throws {
    let office = try await Office.onTestServer()
    let list = try office.write("姓名,电话,手机\n样例甲,13900020001,13900020011\n", to: "list.csv")
    let refused = try await office.expect(1, .importing(list, hidden: nil))
    #expect(refused.stderr.contains("--column phone=\"手机\""), "\(refused.stderr)")
    let answer = try await office.importAnswer(.importing(list, hidden: nil) + ["--column", "phone=手机"])
    #expect(answer.accepted == 1)
    #expect(try await book(office).map(\.numbers) == ["+8613900020011"])
    let targets = try await office.expect(0, "import", "targets", "--format", "ndjson").lines
    #expect(targets.count == 7)
    #expect(try await office.expect(0, "import", "targets", "customers").stdout.contains("workPhone"))
  }

  @Test("M-SURV-07: a list of people to ask becomes survey orders; units come in by the same command")
  func surveyAndUnits() async throws {
    let office = try await Office.onTestServer()
    let list = try office.write("姓名,电话\n样例甲,13900020001\n样例乙,13900020002\n", to: "list.csv")
    let answer = try await office.importAnswer(["import", "run", list, "--as", "survey", "--campaign", "autumn"])
    #expect(answer.accepted == 2)
    let orders = try await office.board("--process", "survey")
    #expect(orders.split(separator: "\n").count == 2)
    try await office.expect(0, "import", "undo", try #require(answer.batch))
    #expect(try await book(office).isEmpty)
    let units = try office.write("代码,名称\nwater,供水\n", to: "units.csv")
    #expect(
      try await office.expect(0, "import", "run", units, "--as", "units", "--format", "json").stdout.contains("1"))
    #expect(try await office.expect(0, "unit", "list", "--format", "ndjson").stdout.contains("供水"))
    // As other offices head their lists; what is no such list says what one has, and where the columns are listed.
    for heading in ["机构代码,机构名称,上级机构", "部门编码,部门名称,上级部门编码", "组织编码,组织名称,上级组织编码", "Dept ID,Department,Parent ID"] {
      let list = try office.write("\(heading)\ngas,燃气,water\n", to: "headed.csv")
      try await office.expect(0, "import", "check", list, "--as", "units")
    }
    let bare = try office.write("甲,乙\n1,2\n", to: "bare.csv")
    let lost = try await office.expect(1, "import", "check", bare, "--as", "units", "--lang", "zh").stderr
    #expect(lost.contains("要有 代码") && lost.contains("hotline import targets units"), "\(lost)")
    let coded = try office.write("名称,上级\n燃气,water\n", to: "coded.csv")
    let lacks = try await office.expect(1, "unit", "import", coded, "--lang", "zh").stderr
    #expect(lacks.contains("缺少 代码 (code)"), "\(lacks)")
    let round = try office.write("代码,名称,上级\na,甲队,b\nb,乙队,a\nhq,总部,hq\n", to: "round.csv")
    let circle = try await office.expect(2, "unit", "import", round, "--lang", "zh").stderr
    #expect(circle.contains("a、b（第 2、3 行）互为上级") && circle.contains("hq 的上级写成了它自己"), "\(circle)")
  }
}
