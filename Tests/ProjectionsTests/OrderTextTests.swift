import Domain
import FoundationEssentials
import Postgres
import TestSeeds
import Testing

@testable import Projections

@Suite struct OrderTextTests {
  @Test(arguments: [
    ("厨房漏水", "漏水", true), ("厨房漏水", "厨房漏", true), ("厨房漏水", "水漏", false), ("厨房漏水", "漏", true),
    ("厨房漏水", "水", true), ("厨房漏水", "房水", false), ("漏了水", "漏水", false), ("路灯不亮", "灯不", true),
    ("Gas smell in the stairwell", "gas", true), ("Gas smell in the stairwell", "STAIR", true),
    ("Gas smell in the stairwell", "smell gas", true), ("Gas smell in the stairwell", "well", false),
    ("Ｕｎｉｔ　Ｂ２ 漏水", "unit b2", true), ("A座漏水", "A座", true), ("漏水A座", "水A", true), ("漏水,A座", "漏水A", true),
    ("3号楼2单元", "3号楼", true), ("3号楼2单元", "号楼2单", true), ("13900001234", "1390000", true),
    ("it's o'clock", "o'clock", true), ("back\\slash", "back\\slash", true), ("エレベーター故障", "ベータ", true),
    ("승강기 고장", "고장", true), ("Ärger im Büro", "büro", true), ("", "漏水", false),
  ])
  func wordsAreFoundAsTheyAreWritten(text: String, query: String, isFound: Bool) async throws {
    let log = try await Self.log.value
    let asked = try #require(TextQuery(query))
    let found = try await log.connection.run { c in
      try c.query(
        "select \(TextTerms.vector(of: [text]))::text::tsvector @@ \(asked.tsquery)::text::tsquery"
      ).only().decode(Bool.self)
    }
    #expect(found == isFound)
    // Each of the words is marked where it stands.
    if isFound, !query.contains(" "), text != "漏水,A座" { #expect(!asked.marks(in: text).isEmpty) }
  }

  private static let log = Task { try await OfficeLog() }

  @Test func nothingIsFoundAcrossTwoTexts() async throws {
    let log = try await Self.log.value
    let found = try await log.connection.run { c in
      try c.query(
        "select \(TextTerms.vector(of: ["厨房", "漏水"]))::text::tsvector @@ \(#require(TextQuery("房漏")).tsquery)::text::tsquery"
      ).only().decode(Bool.self)
    }
    #expect(!found)
  }

  @Test func whatHasNothingToLookForIsNoQuery() {
    for typed in ["", " ", "，。!", "--"] { #expect(TextQuery(typed) == nil, "\(typed)") }
    #expect(TextQuery(" 漏水  kitchen ")?.text == "漏水 kitchen")
  }

  @Test func anExcerptShowsWhatIsAroundAndMarksIt() throws {
    let query = try #require(TextQuery("漏水"))
    let text = "昨天晚上开始\n厨房的天花板漏水，楼上没有人在家，物业也联系不上"
    let excerpt = try #require(query.excerpt(of: text, width: 6))
    #expect(excerpt == "…厨房的天花板漏水，楼上没有人…")
    #expect(query.marks(in: excerpt).map { String(excerpt[$0]) } == ["漏水"])
    #expect(query.excerpt(of: "不漏", width: 6) == nil)
    #expect(try #require(TextQuery("lea")).marks(in: "clean leak").count == 1)
  }

  /// What is found by looking into every word, in plain Swift.
  @Test(arguments: UInt64(90)..<92) func whatIsFoundIsWhatWasSaid(seed: UInt64) async throws {
    var random = Seeded(seed)
    var log = try await OfficeLog()
    for _ in 0..<6 {
      try await log.happen(Int(5 + random.next() % 20), &random)
      try await log.runner(pageSize: Int(1 + random.next() % 20)).catchUp([OrderTexts(), OrderBoard()])
    }
    for typed in ["标题", "说了", "办了", "Sample", "1 Sample", "标题 说了", "题 Sample"] {
      let text = try #require(TextQuery(typed))
      let expected = log.orders.filter { no in
        guard log.order(no)?.isWithdrawn == false else { return false }
        let said = log.words(of: no)
        return typed.split(separator: " ").allSatisfy { word in said.contains { $0.contains(word) } }
      }
      let found = try await log.connection.run { c in
        var found: [OrderNumber] = []
        try OrderBoard.search(text, BoardQuery(asOf: .distantFuture), on: c) { found.append($0.no) }
        return found
      }
      #expect(found == expected.sorted(by: >), "seed \(seed), \(typed)")
      var query = BoardQuery(asOf: .distantFuture)
      query.text = text
      let asked = query
      let listed = try await log.connection.run { c in
        var listed: [OrderNumber] = []
        try OrderBoard.list(asked, on: c) { listed.append($0.no) }
        return listed
      }
      #expect(listed == expected.sorted(), "seed \(seed), \(typed)")
    }
    let live = try await Dump([OrderTexts()], on: log.connection)
    try await log.runner(pageSize: 7).rebuild(OrderTexts())
    let rebuilt = try await Dump([OrderTexts()], on: log.connection)
    #expect(live == rebuilt, "seed \(seed)\n\(live.difference(from: rebuilt))")
  }
}

extension OfficeLog {
  /// All erasable words of an order that are still there.
  fileprivate func words(of no: OrderNumber) -> [String] {
    (streams[.order(no)] ?? []).flatMap { written -> [String] in
      switch written.event {
      case .order(.opened(let opened)):
        [opened.words?.title, opened.words?.address].compactMap { $0 } + (opened.words?.fields?.values.map { $0 } ?? [])
      case .order(.moved(let moved)): moved.words?.values.map { $0 } ?? []
      case .order(.noted(let noted)): [noted.text].compactMap { $0 }
      case .order(.edited(let edited)):
        edited.words?.values.flatMap { [$0.from, $0.to].compactMap { $0 } } ?? []
      case .order(.repeatReported(let report)): [report.text].compactMap { $0 }
      default: []
      }
    }
  }
}
