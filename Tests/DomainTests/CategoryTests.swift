import Domain
import FoundationEssentials
import Testing

@Suite struct CategoryTests {
  private static let yaml = """
    categories: city
    topics:
      - key: repair
        labels: {zh: 报修, en: Repair}
        unit: works
        process: repair
        children:
          - {key: street-light, labels: {zh: 路灯, en: Street light}}
          - {key: water, unit: waterworks, children: [leak, {key: pressure, retired: true}]}
      - {key: praise, labels: {zh: 表扬, en: Praise}}
    """

  @Test func theContentDependsOnTheTopic() throws {
    let tree = try CategoryCompiler.compile(Self.yaml, version: 1)
    #expect(tree.choices(under: nil).map(\.key) == ["repair", "praise"])
    #expect(tree.choices(under: "repair").map(\.key) == ["street-light", "water"])
    #expect(tree.choices(under: "water").map(\.key) == ["leak"])
    #expect(tree.choices(under: "praise").isEmpty)
    #expect(tree.isChoosable("leak") && tree.isChoosable("praise"))
    #expect(!tree.isChoosable("repair") && !tree.isChoosable("pressure") && !tree.isChoosable("nothing"))
  }

  @Test func unitAndProcessComeFromTheNearestEntryAbove() throws {
    let tree = try CategoryCompiler.compile(Self.yaml, version: 1)
    #expect(tree.unit(for: "leak") == UnitKey("waterworks"))
    #expect(tree.unit(for: "street-light") == UnitKey("works"))
    #expect(tree.unit(for: "praise") == nil)
    #expect(tree.process(for: "leak") == "repair")
    #expect(tree.path(to: "leak").map(\.key) == ["repair", "water", "leak"])
    #expect(tree.subtree(of: "water").map(\.key) == ["water", "leak", "pressure"])
  }

  @Test func whatIsWrongIsNamedByLine() {
    let broken = Self.yaml.replacing("street-light, labels", with: "water, labels")
      .replacing("process: repair", with: "process: reapir")
    let error = #expect(throws: ProcessError.self) {
      try CategoryCompiler.compile(broken, version: 1, processes: ["repair"])
    }
    #expect(error?.problems.map(\.line) == [6, 9])
    #expect(error?.problems.last?.reason == "`water` is there already, on line 8")
  }

  @Test func anOldLabelIsFoundByItsInstant() throws {
    var definitions = Definitions()
    let days = [Date(timeIntervalSince1970: 0), Date(timeIntervalSince1970: 1000)]
    for (index, day) in days.enumerated() {
      let body = index == 0 ? Self.yaml : Self.yaml.replacing("Praise", with: "Thanks")
      try definitions.evolve(
        .published(DefinitionPublished(kind: .categories, key: "city", version: index + 1, body: body)), at: day)
    }
    #expect(definitions.categories("city", at: Date(timeIntervalSince1970: 999))?.node("praise")?.labels.en == "Praise")
    #expect(definitions.categories("city")?.node("praise")?.labels.en == "Thanks")
    // What was first published holds for all time before.
    #expect(definitions.categories("city", at: Date(timeIntervalSince1970: -1))?.version == 1)
    #expect(definitions.categories("town") == nil)
  }
}

@Suite struct RegionTests {
  private static let yaml = """
    regions: city
    areas:
      pudong: {labels: {zh: 浦东}, addresses: [上海市浦东新区, 浦东], phones: ["021"], unit: pudong-office}
      lujiazui: {addresses: 上海市浦东新区陆家嘴, unit: lujiazui-office}
      suzhou: {addresses: [苏州市], phones: ["0512"], unit: suzhou-office}
    """

  @Test func anAddressLeadsToTheNearestArea() throws {
    let table = try RegionCompiler.compile(Self.yaml, version: 1)
    #expect(table.unit(forAddress: "上海市 浦东新区 张江路1号") == UnitKey("pudong-office"))
    #expect(table.unit(forAddress: "上海市浦东新区陆家嘴环路8号") == UnitKey("lujiazui-office"))
    #expect(table.unit(forAddress: "浦东大道3号") == UnitKey("pudong-office"))
    #expect(table.unit(forAddress: "北京市朝阳区") == nil)
    #expect(table.area(forPhone: "021-6543210")?.key == "pudong")
    #expect(table.area(forPhone: "+86 512 6543210")?.key == "suzhou")
    #expect(table.area(forPhone: "010-1") == nil)
  }

  @Test func oneBeginningLeadsToOneArea() {
    let broken = Self.yaml.replacing("[苏州市]", with: "[浦东]").replacing("\"0512\"", with: "0512")
    let error = #expect(throws: ProcessError.self) { try RegionCompiler.compile(broken, version: 1) }
    #expect(
      error?.problems.map(\.reason) == [
        "`浦东` lies in `pudong` already", "`0512` is no beginning of telephone numbers",
      ])
  }
}
