import Domain
import FoundationEssentials
import Testing

@Suite struct AccessTests {
  private let day = Date(timeIntervalSince1970: 1_800_000_000)

  @Test func anOfficeWithoutAnAdministratorIsOpen() throws {
    var town = try Town()
    try town.join("li", "east", [("agent", "east", nil, nil)], at: day)
    let access = try town.access("li", at: day)
    #expect(!access.isEnforced && access.allows(.databaseKeep) && access.scope(of: .orderRead) == .all)
    // An administrator of a part governs nothing.
    try town.join("wu", "west", [("admin", "west", nil, nil)], at: day)
    #expect(!town.organisation.isGoverned(at: day))
    try town.join("chief", "city", [("admin", "city", nil, nil)], at: day)
    #expect(town.organisation.isGoverned(at: day))
    #expect(!town.organisation.isGoverned(at: day.addingTimeInterval(-1)))
  }

  @Test func aRightReachesTheSubtreeAndNoSibling() throws {
    let town = try governed()
    let li = try town.access("li", at: day)
    #expect(try li.allows(.orderRead, on: unit("east")))
    #expect(try li.allows(.orderRead, on: unit("repairs")))
    #expect(try !li.allows(.orderRead, on: unit("west")))
    #expect(try !li.allows(.orderRead, on: unit("city")))
    #expect(!li.allows(.orderRead))
    #expect(try !li.allows(.orderAssign, on: unit("east")))
    #expect(try li.scope(of: .orderRead) == .units([unit("east"), unit("repairs")]))
    #expect(li.scope(of: .importRun).isEmpty)
    #expect(try town.access("chief", at: day).scope(of: .orderRead) == .all)
  }

  @Test func anOrderIsSeenByItsUnitTheOneThatTookItInAndThoseThatHelp() throws {
    let li = try governed().access("li", at: day)
    #expect(try li.sees(OrderPlace(main: unit("repairs"))))
    #expect(try li.sees(OrderPlace(main: unit("west"), intake: unit("east"))))
    #expect(try li.sees(OrderPlace(main: unit("west"), assists: [unit("repairs")])))
    #expect(try !li.sees(OrderPlace(main: unit("west"), intake: unit("city"))))
    #expect(!li.sees(OrderPlace(main: nil)))
    #expect(try !li.sees(OrderPlace(main: unit("never-set-up"))))
  }

  @Test func anActionTakesARoleOverTheMainUnit() throws {
    let town = try governed()
    let (li, wang) = (try town.access("li", at: day), try town.access("wang", at: day))
    let place = try OrderPlace(main: unit("repairs"), intake: unit("west"))
    #expect(li.mayAct(as: ["agent"], on: place))
    #expect(!li.mayAct(as: ["approver", "unit"], on: place))
    // The one that took it in has no word once somebody answers for it.
    #expect(!wang.mayAct(as: ["agent"], on: place))
    #expect(try wang.mayAct(as: ["agent"], on: OrderPlace(main: nil, intake: unit("west"))))
    #expect(!wang.mayAct(as: ["agent"], on: OrderPlace(main: nil)))
  }

  @Test func rightsHoldInsideTheirDatesOnly() throws {
    var town = try governed()
    let (from, until) = (day.addingTimeInterval(100), day.addingTimeInterval(200))
    try town.join("guest", "east", [("agent", "east", from, until)], at: day)
    func sees(_ seconds: Double) throws -> Bool {
      try town.access("guest", at: day.addingTimeInterval(seconds)).allows(.orderRead, on: unit("east"))
    }
    #expect(try !sees(99) && sees(100) && sees(199) && !sees(200))
  }

  @Test func whoLeavesHasNoRightsAndBringsNoneBack() throws {
    var town = try governed()
    let (gone, back) = (day.addingTimeInterval(10), day.addingTimeInterval(20))
    try town.evolve("li", .left(StaffLeft(on: gone)), at: day)
    #expect(try town.access("li", at: day).allows(.orderRead, on: unit("east")))
    #expect(try !town.access("li", at: gone).allows(.orderRead, on: unit("east")))
    try town.evolve("li", .returned(StaffReturned(unit: unit("west"))), at: back)
    #expect(try !town.access("li", at: back).allows(.orderRead, on: unit("east")))
    #expect(town.organisation.staff[try #require(StaffKey("li"))]?.grants.count == 1)
  }

  @Test func theLastAdministratorStays() throws {
    let town = try governed()
    let (chief, li) = (try #require(StaffKey("chief")), try #require(StaffKey("li")))
    let later = day.addingTimeInterval(5)
    #expect(throws: OrganisationRefusal.lastAdmin(chief)) {
      try town.organisation.leave(chief, on: later, at: later)
    }
    #expect(throws: OrganisationRefusal.lastAdmin(chief)) {
      try town.organisation.revoke("admin", over: unit("city"), from: chief, at: later)
    }
    var two = town
    // One for a while is none to rely on.
    try two.evolve(
      "li", .granted(RoleGranted(role: "admin", unit: unit("city"), until: day.addingTimeInterval(900))), at: day)
    #expect(throws: OrganisationRefusal.lastAdmin(chief)) { try two.organisation.leave(chief, on: later, at: later) }
    try two.evolve("li", .granted(RoleGranted(role: "admin", unit: unit("city"))), at: day)
    #expect(try two.organisation.leave(chief, on: later, at: later).count == 1)
    _ = li
  }

  @Test func aLoginIsAPersonAndAServiceMayNameAnybody() throws {
    let town = try governed()
    func actor(_ name: String?, login: String, mayActAs: Bool = false) throws -> String {
      try town.organisation.actor(ActorClaim(name: name, login: login), at: day) { _, _ in mayActAs }.code
    }
    #expect(try actor(nil, login: "lix") == "li")
    #expect(try actor("lix", login: "nobody") == "li")
    #expect(try actor("wang", login: "www-data") == "wang")
    #expect(try actor("wang", login: "lix", mayActAs: true) == "wang")
    #expect(throws: Organisation.Stranger.self) { try actor("wang", login: "lix") }
    #expect(throws: Organisation.Stranger.self) { try actor(nil, login: "www-data") }
    #expect(throws: Organisation.Stranger.unknown("wnag", nearest: StaffKey("wang"))) {
      try actor("wnag", login: "www-data")
    }
  }

  @Test func aShippedRoleReadsBackAsItIsWrittenOut() throws {
    for role in RoleDefinition.shipped {
      #expect(try RoleDefinition.compile(role.yaml, key: role.key, version: 0) == role)
    }
    #expect(throws: ProcessError.self) { try RoleDefinition.compile("role: x\nrights: [order.raed]\n", version: 1) }
    #expect(throws: ProcessError.self) { try RoleDefinition.compile("role: admin\nrights: [order.read]\n", version: 1) }
    // What a newer program published reads, without what this one does not know.
    let newer = try RoleDefinition.compile("role: x\nrights: [order.read, order.fly]\n", version: 1, isStored: true)
    #expect(newer.rights == [.orderRead])
    let functions = OfficeFunctions(off: [.letters, .top])
    #expect(OfficeFunctions(stored: functions.yaml) == functions)
  }

  @Test func aSecretOrderIsReadByItsReadersOnly() throws {
    var town = try governed()
    try town.join("boss", "east", [("supervisor", "east", nil, nil)], at: day)
    let readers: [ProcessKey: [RoleKey]] = ["report": ["supervisor"]]
    let place = try OrderPlace(main: unit("repairs"))
    let (li, boss) = (try town.access("li", at: day), try town.access("boss", at: day))
    #expect(li.sight(readers: readers).sees(place) && !li.sight(readers: readers).readsSecret("report", place))
    #expect(boss.sight(readers: readers).readsSecret("report", place))
    #expect(!boss.sight(readers: readers).readsSecret("complaint", place))
    #expect(try !boss.sight(readers: readers).readsSecret("report", OrderPlace(main: unit("west"))))
    #expect(try town.access("chief", at: day).sight(readers: readers).readsSecret("complaint", place))
  }

  private func governed() throws -> Town {
    var town = try Town()
    try town.join("chief", "city", [("admin", "city", nil, nil)], at: day)
    try town.join("li", "east", [("agent", "east", nil, nil)], login: "lix", at: day)
    try town.join("wang", "west", [("agent", "west", nil, nil)], at: day)
    return town
  }
}

/// A city with two counties and what somebody does there.
private struct Town {
  var organisation = Organisation()

  init() throws {
    try organisation.evolve(.created(UnitCreated(unit: unit("city"))), at: Date(timeIntervalSince1970: 0))
    try organisation.evolve(.moved(UnitMoved(unit: unit("city"), parent: nil)), at: Date(timeIntervalSince1970: 0))
    for (code, parent) in [("east", "city"), ("west", "city"), ("repairs", "east")] {
      try organisation.evolve(
        .created(UnitCreated(unit: unit(code), parent: unit(parent))), at: Date(timeIntervalSince1970: 0))
    }
  }

  mutating func evolve(_ code: String, _ event: StaffEvent, at instant: Date) throws {
    organisation.evolve(event, of: try #require(StaffKey(code)), at: instant)
  }

  mutating func join(
    _ code: String, _ place: String, _ roles: [(RoleKey, String, Date?, Date?)], login: String? = nil, at instant: Date
  ) throws {
    let key = try #require(StaffKey(code))
    try evolve(code, .joined(StaffJoined(staff: key, unit: unit(place), login: login)), at: instant)
    for (role, over, from, until) in roles {
      try evolve(
        code, .granted(RoleGranted(role: role, unit: unit(over), from: from, until: until)), at: instant)
    }
  }

  func access(_ code: String, at instant: Date) throws -> Access {
    Access(
      actor: code, staff: organisation.staff[try #require(StaffKey(code))], in: organisation,
      roles: Dictionary(uniqueKeysWithValues: RoleDefinition.shipped.map { ($0.key, $0) }),
      functions: OfficeFunctions(), at: instant)
  }
}
