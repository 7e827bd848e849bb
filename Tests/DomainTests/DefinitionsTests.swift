import Domain
import FoundationEssentials
import Testing

@Suite struct DefinitionsTests {
  @Test func anOrderStaysOnItsVersionAndANewOneTakesTheNewest() throws {
    var definitions = Definitions()
    for version in [1, 3, 2] {
      try definitions.evolve(
        .published(DefinitionPublished(kind: .process, key: "job", version: version, body: Job.yaml)), at: .distantPast)
    }
    #expect(definitions.process("job")?.version == 3)
    #expect(definitions.process("job", version: 1)?.version == 1)
    #expect(definitions.process("job", version: 4) == nil)
    #expect(definitions.process("other") == nil)
    #expect(definitions.all.map(\.key) == ["job"])
  }

  @Test func aProcessThatIsRefusedIsNotPassedOver() throws {
    var definitions = Definitions()
    try definitions.evolve(
      .published(DefinitionPublished(kind: .process, key: "job", version: 1, body: Job.yaml)), at: .distantPast)
    #expect(throws: ProcessError.self) {
      try definitions.evolve(
        .published(DefinitionPublished(kind: .process, key: "job", version: 2, body: "process: [")), at: .distantPast)
    }
    #expect(definitions.process("job")?.version == 1)
  }

  @Test func anUnknownZoneLeavesTheOfficeInUTC() throws {
    var definitions = Definitions()
    try definitions.evolve(
      .published(DefinitionPublished(kind: .office, key: "office", version: 1, body: "timeZone: Mars/Base")),
      at: .distantPast)
    #expect(definitions.calendar.timeZone == .gmt)
  }

  @Test func theOfficeKeepsItsZone() throws {
    let office = Office(timeZone: try #require(TimeZone(identifier: "Asia/Shanghai")))
    #expect(Office(yaml: office.yaml) == office)
    var definitions = Definitions()
    try definitions.evolve(
      .published(DefinitionPublished(kind: .office, key: "office", version: 1, body: office.yaml)), at: .distantPast)
    try definitions.evolve(
      .published(DefinitionPublished(kind: .campaign, key: "spring", version: 1, body: "")), at: .distantPast)
    #expect(definitions.calendar.timeZone.identifier == "Asia/Shanghai")
    #expect(definitions.campaigns == ["spring"])
  }
}
