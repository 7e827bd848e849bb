import Domain
import FoundationEssentials
import Projections
import Testing

@testable import Reports

/// What reports may name, and what is said of names that nobody knows.
@Suite struct OfficeNamesTests {
  private static let tree = """
    categories: city
    labels: {zh: 城市, en: City}
    topics:
      - {key: water, labels: {zh: 供水, en: Water}, children: [{key: leak, labels: {zh: 漏水, en: Leak}}]}
    """

  private func names() throws -> OfficeNames {
    var definitions = Definitions()
    let shipped = ShippedProcesses.all.map { ($0.key.rawValue, DefinitionPublished.Kind.process, $0.yaml) }
    for (key, kind, body) in shipped + [("city", .categories, Self.tree)] {
      try definitions.evolve(
        .published(.init(kind: kind, key: key, version: 1, body: body)), at: Date(timeIntervalSince1970: 0))
    }
    return OfficeNames(definitions, Organisation(), channels: ["phone", "web"])
  }

  private func problems(_ yaml: String) throws -> MentionProblems {
    let names = try names()
    return names.problems(with: try names.unknown(in: yaml, called: "mine.yaml"))
  }

  @Test func whatTheOfficeHasIsKnown() throws {
    let names = try names()
    func isKnown(_ field: String, _ value: String) throws -> Bool {
      let field = try #require(FactField(field))
      return names.names(of: field)?.values.contains(value) == true
    }
    for (field, value) in [
      ("process", "complaint"), ("state", "working"), ("kind", "open"), ("category", "leak"), ("channel", "phone"),
      ("relation", "callback"), ("step", "act:sign"), ("step", "child:callback"), ("step", "redo"), ("class", "vip"),
      ("party-kind", "person"), ("form.satisfaction", "very"), ("form.resolved", "true"), ("field", "satisfaction"),
    ] {
      #expect(try isKnown(field, value), "\(field)=\(value)")
      #expect(try !isKnown(field, "\(value)x"), "\(field)=\(value)x")
    }
    #expect(names.names(of: .form("nope")) == nil)
    #expect(names.depth(of: .category) == 2)
    // What shipped measures and reports name, an office with the shipped processes has; this one has no units.
    for text in ReportLibrary.shipped.texts {
      let unknown = try names.unknown(in: text.yaml, called: text.key).filter { $0.field != .unit }
      #expect(unknown.isEmpty, "\(text.key): \(unknown)")
    }
  }

  @Test func aSlipIsAMistakeAndWhatIsLikeNothingMayStillCome() throws {
    let found = try problems(
      """
      measure: seen
      labels: {zh: 一, en: Seen}
      of: orders
      count: {had: [act:veiw, dispatch], followed-by: callbak, except: {state: wurking, channel: "-"}}
      ---
      report: mine
      labels: {zh: 我的, en: Mine}
      time: period
      where: {process: [complaint, telephony]}
      tables:
        - name: one
          rows: [category/3, form.satisfacton]
          columns: form.zzz
          measures: [opened]
          where: {area: north, category: leek, form.resolved: maybe}
      """)
    #expect(found.mistakes.map(\.line) == [4, 4, 4, 4, 12, 15])
    #expect(
      found.mistakes.map(\.suggestion).map { $0.split(separator: "`").dropFirst().first.map(String.init) ?? "" } == [
        "act:view", "act:dispatch", "callback", "working", "satisfaction", "leak",
      ])
    #expect(found.absences.map(\.line) == [9, 12, 13, 15])
    #expect(
      found.absences.map(\.path) == [
        "where.process[2]", "tables[1].rows[1]", "tables[1].columns", "tables[1].where.form.resolved",
      ])
  }

  @Test func aRefusalNamesTheNearestAndHowToSeeAll() {
    func words(_ error: ReportError) -> Reports.Words { error.words }
    let near = words(.noSuchValue(.unit, "PWD", known: ["ISD", "PWDx", "pwdy"], list: "hotline unit tree"))
    #expect(near.en == "there is no unit PWD; did you mean PWDx or pwdy? (hotline unit tree lists them)")
    #expect(near.zh == "没有单位 PWD；是否指 PWDx、pwdy？（用 hotline unit tree 查看全部）")
    #expect(
      words(.noSuchValue(.kind, "qqqq", known: ["open", "done"], list: nil)).en
        == "there is no kind qqqq; there are open, done")
    #expect(
      words(.noSuchValue(.campaign, "x", known: [], list: nil)).en == "there is no campaign x; there are none yet")
    #expect(throws: ReportError.noSuchField("catgory")) { try ReportFilter("catgory=x") }
    #expect(words(.noSuchField("catgory")).en.contains("did you mean category?"))
    for text in ["category", "category=", "=", "category=,"] {
      #expect(throws: ReportError.self) { try ReportFilter(text) }
    }
  }

  @Test func aValueOfNoTreeIsFineWhereAnOrderHasIt() async throws {
    let log = try await SmallLog([Fact(category: "Pothole", channel: "tweet", openedAt: try .newYork(2015, 3, 2))])
    let names = try names()
    func doubts(
      _ conditions: String..., scope: OrderStatistics.Scope = .init(), report: String = "volume"
    ) async throws -> [Reports.Words] {
      var asked = try request(
        try ReportLibrary.shipped.report(report), log, from: .newYork(2015, 3, 1), to: .newYork(2015, 4, 1),
        scope: scope)
      asked.options.filters = try conditions.map { try ReportFilter($0) }
      try await ProjectionRunner(log.connection, pageSize: 97).catchUp(asked.models)
      return try await asked.doubts(names, on: log.connection)
    }
    #expect(try await doubts("category=Pothole,water,-", "channel!=tweet", "kind=open", "form.loss=-").isEmpty)
    let north = try await doubts("area=north", "operator=tests")
    #expect(north.map(\.en) == ["no order has area=north"] && north.map(\.zh) == ["没有工单的区域是 north"])
    #expect(try await doubts("region=north", "person=y").count == 2)
    for wrong in [
      "process=nope", "state=wurking", "unit=PWD", "category=Potholes", "channel=fone", "relation=callbak",
      "step=act:sing", "campaign=x", "form.nope=x", "form.resolved=maybe", "stage=x", "field=x", "intake=y",
    ] {
      await #expect(throws: ReportError.self, "\(wrong)") { try await doubts(wrong) }
    }
    await #expect(throws: ReportError.self) { try await doubts(scope: .init(process: "nope")) }
    // What only orders have is known, too; what a condition says nothing about is refused.
    do {
      _ = try await doubts("category=Pot")
      Issue.record("there is no such category")
    } catch let error as ReportError {
      #expect(error.words.en.hasPrefix("there is no category Pot; did you mean Pothole?"))
      #expect(error.words.zh.hasPrefix("没有类别 Pot；是否指 Pothole？"))
    }
    for field in ["step=opened", "outcome=accepted", "item=FAN", "answer=vry", "actor=x"] {
      do {
        _ = try await doubts(field)
        Issue.record("\(field) says nothing about orders")
      } catch let error as ReportError {
        #expect(error.words.en.contains("the report volume counts nothing that has the field"), "\(error)")
      }
    }
    // Where only some of the figures know it, the others are named.
    let partly = try await doubts("step=opened", report: "failure-rate")
    #expect(partly.contains { $0.en.contains("have no step and are n/a under this condition: repairs") }, "\(partly)")
    #expect(partly.contains { $0.zh.hasPrefix("条件“环节（step）”对部分指标没有意义") }, "\(partly)")
    await #expect(throws: ReportError.self) { try await doubts(scope: .init(unit: "nope")) }
    // A report about processes that the office has none of says so.
    let empty = OfficeNames(Definitions(), Organisation(), channels: [])
    let complaints = try request(
      try ReportLibrary.shipped.report("complaint-summary"), log, from: .newYork(2015, 3, 1), to: .newYork(2015, 4, 1))
    try await ProjectionRunner(log.connection, pageSize: 97).catchUp(complaints.models)
    await #expect(throws: ReportError.self) { try await complaints.doubts(empty, on: log.connection) }
  }
}
