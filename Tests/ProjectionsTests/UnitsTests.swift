import Domain
import EventCodec
import FoundationEssentials
import Postgres
import Projections
import TestSeeds
import Testing

@Suite struct UnitsTests {
  @Test(arguments: [UInt64(1), 2, 3]) func theTablesAreTheFoldedTreeAtEveryInstant(seed: UInt64) async throws {
    var log = try await OfficeLog()
    var random = Seeded(seed)
    var tree = UnitTree()
    var past: [(at: Date, tree: UnitTree)] = []
    func key(_ code: String) throws -> UnitKey { try #require(UnitKey(code)) }
    for step in 0..<30 {
      let codes = tree.units.map(\.unit)
      let event: UnitEvent =
        switch step {
        case 0: .created(UnitCreated(unit: try key("u0")))
        case 1: .moved(UnitMoved(unit: try key("u0"), parent: nil))
        case _ where random.chance(50):
          .created(UnitCreated(unit: try key("u\(step)"), parent: random.chance(15) ? nil : random.pick(codes)))
        case _ where random.chance(30): .changed(UnitChanged(unit: random.pick(codes), name: "第\(step)次"))
        default: .moved(UnitMoved(unit: random.pick(codes), parent: random.pick(codes)))
        }
      tree.evolve(event)
      let at = OfficeLog.hour(Double(step))
      let unit: UnitKey =
        switch event {
        case .created(let event): event.unit
        case .moved(let event): event.unit
        case .changed(let event): event.unit
        default: try key("u0")
        }
      try await log.write([(.unit(unit), .unit(event), at: at)])
      past.append((at, tree))
      if random.chance(40) { try await log.runner().catchUp([Units()]) }
    }
    try await log.runner().catchUp([Units()])
    for (at, folded) in past {
      let stored = try await log.connection.run { try Units.tree(asOf: at, on: $0) }
      #expect(stored.units == folded.units && stored.top == folded.top, "seed \(seed), as of \(at)")
    }
    let live = try await log.connection.run { try Units.tree(asOf: nil, on: $0) }
    try await log.runner().rebuild(Units())
    let rebuilt = try await log.connection.run { try Units.tree(asOf: nil, on: $0) }
    #expect(live.units == rebuilt.units && rebuilt.units == tree.units)
  }

  @Test func aReportOfThePastKeepsThePlaceOfThen() async throws {
    var log = try await OfficeLog()
    let keys = try ["city", "east", "west", "repairs"].map { try #require(UnitKey($0)) }
    let (city, east, west, repairs) = (keys[0], keys[1], keys[2], keys[3])
    try await log.write([
      (.unit(city), .unit(.created(UnitCreated(unit: city))), at: OfficeLog.hour(0)),
      (.unit(city), .unit(.moved(UnitMoved(unit: city, parent: nil))), at: OfficeLog.hour(0)),
      (.unit(east), .unit(.created(UnitCreated(unit: east, parent: city))), at: OfficeLog.hour(0)),
      (.unit(west), .unit(.created(UnitCreated(unit: west, parent: city))), at: OfficeLog.hour(0)),
      (.unit(repairs), .unit(.created(UnitCreated(unit: repairs, parent: east))), at: OfficeLog.hour(0)),
    ])
    try await log.write([(.unit(repairs), .unit(.moved(UnitMoved(unit: repairs, parent: west))), at: OfficeLog.hour(9))]
    )
    try await log.runner().catchUp([Units()])
    func below(_ unit: UnitKey, _ hour: Double) async throws -> [UnitKey] {
      try await log.connection.run { try Units.subtree(of: unit, asOf: OfficeLog.hour(hour), on: $0) }
    }
    #expect(try await below(east, 8) == [east, repairs])
    #expect(try await below(east, 9) == [east])
    #expect(try await below(west, 9) == [west, repairs])
  }

  @Test func rolesAndPeopleStandInTheirTablesWithoutNames() async throws {
    var log = try await OfficeLog()
    let (li, east) = (try #require(StaffKey("li")), try #require(UnitKey("east")))
    let card = StaffCard(name: "样某", phone: "+862155550100")
    try await log.write([
      (.staff(li), .staff(.joined(StaffJoined(staff: li, unit: east, post: "班长", card: card))), at: OfficeLog.hour(0)),
      (.staff(li), .staff(.granted(RoleGranted(role: "agent", unit: east))), at: OfficeLog.hour(0)),
      (.staff(li), .staff(.dutyChanged(StaffDutyChanged(state: .on))), at: OfficeLog.hour(1)),
      (.staff(li), .staff(.left(StaffLeft(on: OfficeLog.hour(5)))), at: OfficeLog.hour(2)),
    ])
    try await log.runner().catchUp([Units()])
    let (duty, leftAt, until) = try await log.connection.run { connection -> (String, Date?, Date?) in
      let row = try connection.query(
        """
        select c.duty, c.left_at, g.until_at from staff_card c join role_grant g using (staff) where c.staff = 'li'
        """
      ).only()
      return try row.decode(String.self, Date?.self, Date?.self)
    }
    #expect(duty == "off" && leftAt == OfficeLog.hour(5) && until == OfficeLog.hour(5))
  }
}
