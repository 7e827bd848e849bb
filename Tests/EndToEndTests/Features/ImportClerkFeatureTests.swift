import FoundationEssentials
import Spreadsheets
import Testing

/// What a clerk meets around an import: slips of the finger, files that somebody corrected, imports that were cut off.
@Suite struct ImportClerkFeatureTests {
  private struct Summary: Decodable {
    let batch: String?, rejects: String?
    let rows, accepted, rejected, duplicates, skipped, events, updated, unchanged: Int
    let warnings: [String: Int]
  }
  private struct Change: Decodable, Equatable { let row: Int, field: String, customerNumber, name: String? }
  private struct Conflict: Decodable, Equatable { let fields: [String]?, customerNumber, name: String? }
  private struct Shown: Decodable { let stage: String, conflicts: [Conflict] }
  private struct Person: Decodable { let id: String, name, address, customerNumber: String? }

  private func run(_ office: Office, _ arguments: String..., status: Int32 = 0) async throws -> Summary {
    try await office.expect(status, ["import"] + arguments + ["--format", "json"]).json(Summary.self)
  }

  @Test("M-CRM-05: slips of the finger are refused before anything begins, with the way out")
  func slips() async throws {
    let office = try await Office.onTestServer()
    let list = try office.write("户号,户名,电话\nC-1,样例甲,13900020001\n", to: "list.csv")
    let asCustomers = ["import", "run", list, "--as", "customers"]
    let typo = try await office.expect(2, "import", "run", list, "--as", "customer")
    #expect(typo.stderr.contains("did you mean customers"), "\(typo.stderr)")
    let twice = try await office.expect(1, asCustomers + ["--column", "key=B", "--column", "name=B"])
    #expect(twice.stderr.contains("户名") && twice.stderr.contains("name=-"), "\(twice.stderr)")
    let two = try await office.expect(2, asCustomers + ["--column", "phone=B", "--column", "phone=C"])
    #expect(two.stderr.contains("phone twice"), "\(two.stderr)")
    let place = try await office.expect(2, asCustomers + ["--rejects", "out.txt"])
    #expect(place.stderr.contains(".xlsx"), "\(place.stderr)")
    let empty = try office.write("户号,户名,电话\n,,\n合计,18,\n", to: "empty.csv")
    let nothing = try await office.expect(0, "import", "run", empty, "--as", "customers", "--lang", "en")
    #expect(nothing.stderr.contains("No rows below the heading in row 1") && nothing.stderr.contains("合计"))
    #expect(try await office.expect(0, "import", "list", "--format", "ndjson").stdout.isEmpty)
    let bare = try office.write("甲,乙\n1,2\n", to: "bare.csv")
    let lost = try await office.expect(1, "import", "check", bare, "--as", "customers", "--lang", "zh").stderr
    #expect(lost.contains("要有 客户号 或 电话") && lost.contains("hotline import targets customers"), "\(lost)")
    // A cell of a novel's length is no novel on the terminal; a sheet can be named by its number.
    let long = try office.write("户号,户名,备注\nC-1,样例甲,\(String(repeating: "字", count: 5000))\n", to: "long.csv")
    let check = try await office.expect(0, "import", "check", long, "--as", "customers", "--sheet", "1")
    #expect(check.stderr.utf8.count < 2000 && check.stderr.contains("…"))
    #expect(
      try await office.expect(1, "import", "check", long, "--as", "customers", "--sheet", "2").stderr.contains("2"))
  }

  @Test("M-CRM-05: rejected rows that somebody corrected are never overwritten; a repeat says where they stand")
  func correctedRejects() async throws {
    let office = try await Office.onTestServer()
    func list(_ name: String) throws -> String {
      try office.write("户号,户名,电话\nC-1,样例甲,13900020001\nC-2,\(name),1.39E+10\nC-3,样例丙,8716816345\n", to: "list.csv")
    }
    let first = try await run(office, "run", try list("样例乙"), "--as", "customers", status: 3)
    #expect(first.rejects == "list.rejects.xlsx" && first.warnings == ["zero-added": 1])
    let again = try await office.expect(3, "import", "run", "list.csv", "--as", "customers", "--lang", "en")
    #expect(again.stderr.contains("What was rejected then (1) is in list.rejects.xlsx"), "\(again.stderr)")
    struct Row: Decodable { let row: Int, warnings: String? }
    let rows = try await office.expect(
      0, "import", "show", try #require(first.batch), "--rows", "--format", "ndjson"
    ).ndjson(Row.self)
    #expect(rows.map(\.warnings) == [nil, nil, "zero-added"])
    // Nobody changed it: the rejects of a changed list take its place.
    let second = try await run(office, "run", try list("样例乙改"), "--as", "customers", status: 3)
    #expect(second.rejects == "list.rejects.xlsx")
    let writer = try WorkbookWriter(
      "\(office.folder)/list.rejects.xlsx", properties: WorkbookProperties(title: "mended", createdUnixSeconds: 0))
    try writer.addSheet("list", columns: ["户号", "户名", "电话"].map { OutputColumn($0, .code) })
    try writer.append([.text("C-2"), .text("样例乙"), .text("13900020002")])
    _ = try writer.finish()
    let mended = try Data(contentsOf: URL(filePath: "\(office.folder)/list.rejects.xlsx"))
    let third = try await office.expect(3, "import", "run", try list("又一人"), "--as", "customers", "--lang", "zh")
    #expect(third.stderr.contains("有人改过") && third.stderr.contains("list.rejects-2.xlsx"), "\(third.stderr)")
    #expect(try Data(contentsOf: URL(filePath: "\(office.folder)/list.rejects.xlsx")) == mended)
    #expect(office.has("list.rejects-2.xlsx"))
    #expect(try await run(office, "run", "list.rejects.xlsx", "--as", "customers").accepted == 1)
  }

  @Test("S4-26: what an undo left is told later, too, and customers are named by number and name")
  func conflictsAreTold() async throws {
    let office = try await Office.onTestServer()
    _ = try await run(
      office, "run", try office.write("户号,户名,地址\nC-1,样例甲,旧路1号\n", to: "one.csv"), "--as", "customers")
    let two = try office.write("户号,户名,地址\nC-1,样例甲,新路1号\n", to: "two.csv")
    let check = try await office.expect(
      0, "import", "check", two, "--as", "customers", "--on-match", "update", "--diff", "--format", "ndjson")
    #expect(
      try check.ndjson(Change.self) == [Change(row: 2, field: "address", customerNumber: "C-1", name: "样例甲")])
    let batch = try #require(try await run(office, "run", two, "--as", "customers", "--on-match", "update").batch)
    let diff = try await office.expect(0, "import", "show", batch, "--diff", "--lang", "zh").stdout
    #expect(diff.contains("C-1") && diff.contains("样例甲") && diff.contains("地址"))
    try await office.expect(0, "party", "correct", "C-1", "--set", "address=真的地址")
    try await office.expect(0, "import", "undo", batch)
    let shown = try await office.expect(0, "import", "show", batch, "--format", "json").json(Shown.self)
    #expect(shown.conflicts == [Conflict(fields: ["address"], customerNumber: "C-1", name: "样例甲")])
    let card = try await office.expect(0, "import", "show", batch, "--lang", "zh").stdout
    #expect(card.contains("C-1 样例甲: 地址") && card.contains("已撤销") && card.contains("户号"), "\(card)")
    let rows = try await office.expect(0, "import", "show", batch, "--rows", "--lang", "zh").stdout
    #expect(rows.contains("更新") && !rows.contains("updated"))
  }

  @Test(
    "M-CRM-05: the book's own list comes back as it is, in Chinese, English and csv, and changes what was changed",
    arguments: ["zh.xlsx", "en.xlsx", "zh.csv"])
  func roundTrip(file: String) async throws {
    let office = try await Office.onTestServer().with(["HOTLINE_LANG": String(file.prefix(2))])
    let list = try office.write(
      """
      户号,户名,电话,手机,地址,性质,客户分类,地区,VIP
      C-1,样例甲,0871-68163456转8012,13900020001,旧路1号,个人,home,east,是
      ,样例厂,13900020002,,旧路2号,单位,business,,
      ,样例丙,13900020002,,旧路3号,,,,

      """, to: "list.csv")
    #expect(try await run(office, "run", list, "--as", "customers").accepted == 2)
    try await office.expect(0, "party", "list", "-o", file)
    let arguments = ["--as", "customers", "--on-match", "update"]
    let same = try await run(office, ["run", file] + arguments)
    #expect([same.rows, same.unchanged, same.updated, same.rejected] == [2, 2, 0, 0], "\(same)")

    // Somebody without a number of their own gets another telephone and address: the id alone tells who that is.
    let edited = try office.edited(file) { $0 == "旧路2号" ? "新路2号" : $0.contains("13900020002") ? "13900020009" : $0 }
    let changed = try await run(office, ["run", edited] + arguments)
    #expect([changed.unchanged, changed.updated, changed.accepted] == [1, 1, 0], "\(changed)")
    let people = try await office.expect(0, "party", "list", "--format", "ndjson").ndjson(Person.self)
    #expect(people.count == 2 && people.contains { $0.address == "新路2号" })
    let nobody = try office.edited(file) { UUID(uuidString: $0) == nil ? $0 : UUID().uuidString }
    let refused = try await office.expect(3, ["import", "check", nobody] + arguments + ["--lang", "zh"])
    #expect(refused.stderr.contains("册里没有这个人员编号"), "\(refused.stderr)")
  }

  private func run(_ office: Office, _ arguments: [String]) async throws -> Summary {
    try await office.expect(0, ["import"] + arguments + ["--format", "json"]).json(Summary.self)
  }

  @Test("M-REQ: a category written as its way in the tree is the category")
  func categoryPaths() async throws {
    let office = try await Office.onTestServer()
    let desk = ProcessDesk(office: office)
    try await desk.publish(
      """
      categories: city
      topics:
        - key: water
          labels: {zh: 供水, en: Water}
          children: [{key: leak, labels: {zh: 漏水, en: Leak}}]
      """, as: "city", kind: "category")
    try await desk.publish(
      """
      process: service
      categories: city
      states: {new: {kind: open}, closed: {kind: closed}}
      actions: {close: {from: new, to: closed, by: agent}}
      """, as: "service")
    let map = try office.write(
      "as: requests\nprocess: service\ncolumns: {key: 编号, openedAt: 受理, category: 类别}\n", to: "map.yaml")
    let list = try office.write(
      "编号,受理,类别\nK1,2024-03-01,water/leak\nK2,2024-03-01,供水 / 漏水\nK3,2024-03-01,water/leek\n", to: "list.csv")
    let summary = try await run(office, "run", list, "--as", "requests", "--map", map)
    #expect(summary.accepted == 3 && summary.warnings == ["unlisted-category": 1])
    let orders = try await office.expect(0, "order", "list", "--format", "ndjson", "--as-of", "2024-03-02").stdout
    #expect(orders.components(separatedBy: #""category":"leak""#).count == 3, "\(orders)")
  }
}

extension Office {
  /// A copy of a list with other cells, as somebody saves it who edited it; returns its name.
  fileprivate func edited(_ name: String, _ change: (String) -> String) throws -> String {
    let file = try TableFile.open("\(folder)/\(name)", encoding: nil)
    var rows: [[String]] = []
    _ = try file.readRows(of: 0) { row in
      rows.append(row.cells.map { change($0.shown) })
      return true
    }
    let width = rows.map(\.count).max() ?? 0
    let writer = try WorkbookWriter(
      "\(folder)/edited-\(name).xlsx", properties: WorkbookProperties(title: "edited", createdUnixSeconds: 0))
    let heading = try #require(rows.firstIndex { $0.count == width })
    try writer.addSheet("list", columns: rows[heading].map { OutputColumn($0, .code) })
    for row in rows[(heading + 1)...] { try writer.append(row.map { .text($0) }) }
    _ = try writer.finish()
    return "edited-\(name).xlsx"
  }
}
