import Domain
import FoundationEssentials
import Testing

@Suite struct OrganisationListTests {
  @Test func rowsMayStandInAnyOrder() throws {
    let rows = try [row(2, "gas", "east"), row(3, "east", "city"), row(4, "city", nil)]
    let (events, problems) = Organisation().plan(rows)
    #expect(problems.isEmpty)
    var organisation = Organisation()
    for event in events { organisation.evolve(event, at: Date(timeIntervalSince1970: 0)) }
    #expect(organisation.tree.units.map(\.unit.rawValue) == ["city", "east", "gas"])
    #expect(organisation.tree.top == UnitKey("city"))
    #expect(organisation.plan(rows).events.isEmpty, "the same list again changes nothing")
  }

  @Test func everyProblemIsNamedByItsRow() throws {
    let rows = try [
      row(2, "city", nil), row(3, "east", "ctiy"), row(4, "a", "b"), row(5, "b", "a"), row(6, "city", nil),
      row(7, "south", nil),
    ]
    let problems = Organisation().plan(rows).problems
    #expect(problems.map(\.row) == [3, 4, 5, 6, 7])
    #expect(problems.first?.refusal == .noSuchUnit("ctiy", nearest: UnitKey("city")))
    #expect(problems.last?.refusal == .needsParent(try unit("south"), top: try unit("city")))
  }

  @Test func aCircleIsNamedByItsRows() throws {
    let rows = try [
      row(2, "city", nil), row(3, "a", "c"), row(4, "b", "a"), row(5, "c", "b"), row(6, "below", "a"),
      row(7, "hq", "hq"),
      row(8, "east", "city"),
    ]
    let (events, problems) = Organisation().plan(rows)
    var organisation = Organisation()
    for event in events { organisation.evolve(event, at: Date(timeIntervalSince1970: 0)) }
    #expect(organisation.tree.units.map(\.unit.rawValue) == ["city", "east"])
    #expect(problems.map(\.row) == [3, 4, 5, 6, 7])
    let circle = OrganisationRefusal.circle(try ["a", "c", "b"].map(unit), rows: [3, 5, 4])
    #expect(problems.prefix(3).allSatisfy { $0.refusal == circle })
    #expect(problems[3].refusal == .aboveRefused(try unit("a"), row: 3))
    #expect(problems[4].refusal == .circle([try unit("hq")], rows: [7]))
  }

  @Test func onlyWhatDiffersIsRecorded() throws {
    var organisation = Organisation()
    for event in organisation.plan([try row(2, "city", nil), try row(3, "east", "city")]).events {
      organisation.evolve(event, at: Date(timeIntervalSince1970: 0))
    }
    let east = try unit("east")
    let changed = UnitListRow(
      row: 3, unit: east, parent: try unit("city"), change: UnitChanged(unit: east, name: "东区", phone: ""), calendar: ""
    )
    #expect(organisation.plan([changed]).events == [.changed(UnitChanged(unit: east, name: "东区"))])
  }

  @Test func aListOfPeopleGivesAndTakesRoles() throws {
    let day = Date(timeIntervalSince1970: 1_800_000_000)
    var organisation = Organisation()
    for event in organisation.plan([try row(2, "city", nil), try row(3, "east", "city")]).events {
      organisation.evolve(event, at: Date(timeIntervalSince1970: 0))
    }
    let li = try #require(StaffKey("li"))
    func listed(_ roles: [RoleGranted]?) throws -> StaffListRow {
      StaffListRow(
        row: 2, staff: li, unit: try unit("east"), correction: StaffCorrected(post: "班长", card: StaffCard(name: "样某")),
        roles: roles)
    }
    let agent = RoleGranted(role: "agent", unit: try unit("east"))
    for (_, events) in organisation.plan([try listed([agent])], known: ["agent", "unit"], at: day).events {
      for event in events { organisation.evolve(event, of: li, at: day) }
    }
    #expect(organisation.staff[li]?.grants(at: day).map(\.role) == ["agent"])
    #expect(organisation.plan([try listed([agent])], known: ["agent"], at: day).events.isEmpty)
    #expect(organisation.plan([try listed(nil)], known: ["agent"], at: day).events.isEmpty)
    let without = organisation.plan([try listed([])], known: ["agent"], at: day).events.flatMap(\.events)
    #expect(without == [.revoked(RoleRevoked(role: "agent", unit: try unit("east")))])
    let unknown = organisation.plan(
      [try listed([RoleGranted(role: "king", unit: try unit("east"))])], known: ["agent"], at: day)
    #expect(unknown.problems.map(\.row) == [2])
  }

  private func row(_ number: Int, _ code: String, _ parent: String?) throws -> UnitListRow {
    let key = try unit(code)
    return UnitListRow(
      row: number, unit: key, parent: try parent.map { try unit($0) }, change: UnitChanged(unit: key), calendar: nil)
  }
}
