import Domain
import FoundationEssentials
import Projections
import Spreadsheets
import TestCluster
import Testing

@testable import BackOffice

/// Lists of customers as clerks keep them: totals, repeats, lost formulas.
@Suite struct CustomerListTests {
  @Test func totalsAndNotesInTheColumnOfTheKeysAreNobody() async throws {
    let rows = try await Self.judged(
      "户号,户名,电话",
      [
        "C-1,样例甲,13900020001", "合计,18,", "小计,2,", "Total,18,", "填表说明：先填户号,,", "制表人：样例,,",
        // Whoever has a telephone of their own is somebody, whatever they are called.
        "合计-1,合计商行,13900020002", "C-2,合计商行,", "合计,2,110",
      ])
    #expect(
      rows.map(\.outcome) == [.accepted] + Array(repeating: .skipped, count: 5) + [.accepted, .accepted, .skipped])
    #expect(rows.filter { $0.outcome == .skipped }.allSatisfy { $0.reason == "note" })
  }

  @Test func aTotalBelowATableOfHistoryIsNoOrder() async throws {
    let map = try ImportMap(yaml: "as: requests\ncolumns: {key: 编号, openedAt: 受理}\n")
    let rows = try await Self.judged("编号,受理", ["K1,2024-03-01", "合计,18", "小计,", "K2,18"], .requests(map))
    #expect(rows.map(\.outcome) == [.accepted, .skipped, .skipped, .rejected])
  }

  @Test func aFormulaThatWasLostIsNoEmptyWord() async throws {
    let rows = try await Self.judged(
      "户号,户名,电话,备注",
      ["C-1,#REF!,13900020001,", "C-2,样例乙,13900020002,#N/A", "合计,#REF!,,", "C-3,样例丙,13900020003,"])
    #expect(rows.map(\.reason) == ["formula-error", "formula-error", "note", nil])
    let unsaved = try await Self.judged("户号,户名,电话", ["C-1,样例甲,13900020001"]) { row in
      TableRow(number: row.number, cells: [row[0], .noCachedValue, row[2]])
    }
    #expect(unsaved.map(\.reason) == ["formula-error"])
    // A column that is only kept is not worth the whole row, but it is said.
    let kept = try await Self.judged("姓名,电话,余额", ["样例甲,13900020001,#N/A"], .outreach(campaign: "spring"))
    #expect(kept.map(\.outcome) == [.accepted] && kept[0].warnings.map(\.code) == [.formulaLost])
  }

  @Test func aFormulaThatWasLostIsNoEmptyCellOfTheRejects() async throws {
    let desk = try await Desk()
    let path = try await TestCluster.folder() + "/lost.csv"
    try Data("户号,户名,电话\nC-1,样例甲,13900020001".utf8).write(to: URL(filePath: path))
    let list = try await ListImport(ImportRequest(path: path, target: .customers(.skip)), in: desk.session)
    let rejects = RejectsWorkbook(list)
    let row = TableRow(number: 2, cells: [.text("C-1"), .text("样例甲"), .noCachedValue])
    try rejects.add(RowVerdict(row: row, outcome: .rejected, reason: RejectReason.formulaError.rawValue))
    let untouched = try #require(try rejects.finish())
    let summary = try await desk.session.importList(
      ImportRequest(path: untouched, target: .customers(.skip)), at: Desk.now)
    #expect(summary.counts.rejected == 1 && summary.counts.accepted == 0)
  }

  @Test func addressesAndAreasAreKnownByWhatClerksCallThem() async throws {
    let headings = ["家庭住址", "家庭地址", "通讯地址", "现住址", "居住地址", "收货地址"]
    for (index, heading) in headings.enumerated() {
      let rows = try await Self.judged(
        "户号,\(heading),\(index < 3 ? "所属区" : "所在区")", ["C-1,样例路1号,east"])
      #expect(rows[0].entry?.customer?.values[.address] == "样例路1号")
      #expect(rows[0].entry?.customer?.values[.area] == "east")
    }
  }

  @Test func whatRepeatsARefusedRowIsJudgedForItself() async throws {
    let desk = try await Desk()
    // Two of the book share a number, and only their names tell them apart.
    _ = try await desk.customers("户号,户名,电话", ["C-1,样例甲,13900020001", "C-2,样例乙,13900020001"])
    let (summary, rows) = try await desk.customers(
      "户名,电话,地址",
      [
        "某人,13900020001,1", "又一人,13900020001,2", "样例乙,13900020001,新路2号", "样例乙,13900020001,新路3号", "样例丙,13900020003,",
      ], .update, "two.csv")
    #expect(rows.map(\.outcome) == [.rejected, .rejected, .updated, .duplicate, .accepted])
    #expect(rows.map(\.sameAs) == [nil, nil, nil, 4, nil])
    #expect(summary.counts.rejected == 2)
  }

  @Test func twoRowsThatMeanOneCustomerByKeyAndByNumberAreOneChange() async throws {
    let desk = try await Desk()
    _ = try await desk.customers("户号,户名,电话", ["C-1,样例甲,13900020001"])
    let (_, rows) = try await desk.customers(
      "户号,电话,地址", ["C-1,,新路1号", ",13900020001,新路2号"], .update, "two.csv")
    #expect(rows.map(\.outcome) == [.updated, .duplicate] && rows.map(\.sameAs) == [nil, 2])
  }

  @Test func aManagerOrAreaThatIsNotThereIsSaidWithWhoWasMeant() async throws {
    let desk = try await Desk()
    _ = try await desk.session.publishRegions(
      """
      regions: city
      areas:
        east: {labels: {zh: 城东}, addresses: [城东区], unit: repairs}
      """, at: Desk.now)
    let (summary, rows) = try await desk.customers(
      "户号,户名,地区", ["C-1,样例甲,城东", "C-2,样例乙,east", "C-3,样例丙,eest", "C-4,样例丁,城东区"])
    #expect(rows.map(\.outcome) == [.accepted, .accepted, .accepted, .accepted])
    #expect(rows.map(\.warnings) == [[], [], ["unlisted-area"], []])
    #expect(summary.warnings == ["unlisted-area": 1])
    #expect(summary.warned.map(\.warning.nearest) == ["east"])
    let known = KnownCodes(staff: ["chen": "样例丁", "li": nil], areas: [])
    #expect(known.nearestStaff(to: "样例丁") == "chen" && known.nearestStaff(to: "Chan") == "chen")
    #expect(!known.isStaff("chan") && KnownCodes().isStaff("chan"))
  }

  /// The verdicts within the file.
  private static func judged(
    _ heading: String, _ lines: [String], _ target: ImportTarget = .customers(.skip),
    _ change: (TableRow) -> TableRow = { $0 }
  ) async throws -> [RowVerdict] {
    let path = try await TestCluster.folder() + "/list.csv"
    try Data(([heading] + lines).joined(separator: "\n").utf8).write(to: URL(filePath: path))
    let request = ImportRequest(path: path, target: target)
    let layout = try ListLayout(request)
    var judge = RowJudge(RowReader(layout, request, office: OfficeCalendar(timeZone: .gmt)), heading: layout.heading)
    var rows: [TableRow] = []
    try layout.file.readRows(of: layout.sheet) { row in
      rows.append(row.number > layout.heading.row ? change(row) : row)
      return true
    }
    return judge.judge(rows)
  }
}

extension Desk {
  /// Takes in a list of customers, and says what became of its rows.
  func customers(
    _ heading: String, _ lines: [String], _ policy: MatchPolicy = .skip, _ name: String = "customers.csv"
  ) async throws -> (ImportSummary, [Batches.Row]) {
    let path = try await TestCluster.folder() + "/" + name
    try Data(([heading] + lines).joined(separator: "\n").utf8).write(to: URL(filePath: path))
    let summary = try await session.importList(
      ImportRequest(path: path, target: .customers(policy)), at: Self.now)
    guard let batch = summary.batch else { return (summary, []) }
    return (
      summary,
      try await session.connection.run { connection in
        var rows: [Batches.Row] = []
        try Batches.rows(of: batch, on: connection) { rows.append($0) }
        return rows
      }
    )
  }
}
