import Domain
import FoundationEssentials
import Testing

@Suite struct OrganisationPastTests {
  private func unit(_ name: String) throws -> UnitKey { try #require(UnitKey(name)) }
  private func at(_ hour: Int) -> Date { Date(timeIntervalSince1970: Double(hour) * 3600) }

  @Test func beforeTheTreeEveryUnitStandsWhereItFirstStood() throws {
    let (city, east, gas) = try (unit("city"), unit("east"), unit("gas"))
    var office = Organisation()
    office.evolve(.created(UnitCreated(unit: gas)), at: at(1))
    office.evolve(.created(UnitCreated(unit: city)), at: at(2))
    office.evolve(.moved(UnitMoved(unit: city, parent: nil)), at: at(2))
    office.evolve(.created(UnitCreated(unit: east, parent: city)), at: at(3))
    office.evolve(.moved(UnitMoved(unit: gas, parent: east)), at: at(4))
    office.evolve(.moved(UnitMoved(unit: gas, parent: city)), at: at(5))
    // A history that was imported is older than the tree: it is all there, and nothing of it moved yet.
    let before = office.tree(asOf: at(0))
    #expect(before.subtree(of: city).map(\.unit) == [city, east, gas])
    #expect(before[gas]?.parent == east && before.top == city)
    #expect(office.tree(asOf: at(4))[gas]?.parent == east)
    #expect(office.tree(asOf: at(5))[gas]?.parent == city)
    // From its beginning on the tree is as it was.
    #expect(office.tree(asOf: at(2))[east] == nil)
    #expect(!office.has(east, by: at(2)) && office.has(east, by: at(3)))
  }
}
