import Domain
import FoundationEssentials
import Testing

/// What commands beside the actions of a process make of an order, and what they are refused for.
@Suite struct OrderCommandsTests {
  private static let (repairs, roads, survey) = (Job.unit("repairs"), Job.unit("roads"), Job.unit("survey"))

  /// A complaint on which a unit works.
  private static func working() throws -> (Bureau, OrderNumber) {
    var bureau = Bureau()
    let no = try bureau.open("complaint", title: "Gas smell")
    try bureau.perform(.act("dispatch", main: repairs, words: [:]), on: no)
    try bureau.perform(.act("sign", main: nil, words: [:]), on: no)
    return (bureau, no)
  }

  private static func closed() throws -> (Bureau, OrderNumber) {
    var bureau = Bureau()
    let no = try bureau.open("request")
    try bureau.perform(.act("close", main: nil, words: [:]), on: no)
    return (bureau, no)
  }

  // MARK: Help

  @Test func anotherUnitHelpsOnATimeOfItsOwn() throws {
    var (bureau, no) = try Self.working()
    try bureau.perform(.assist(Self.survey, budget: .hours(4), task: "measure"), on: no)
    #expect(try bureau[no].openAssists.map(\.unit) == [Self.survey])
    #expect(try bureau[no].openAssists[0].due != nil)
    #expect(throws: OrderRefusal.assistsAlready(Self.survey)) {
      try bureau.perform(.assist(Self.survey, budget: nil, task: nil), on: no)
    }
    #expect(throws: OrderRefusal.mainCannotAssist(Self.repairs)) {
      try bureau.perform(.assist(Self.repairs, budget: nil, task: nil), on: no)
    }
    #expect(throws: OrderRefusal.doesNotAssist(Self.roads, assisting: [Self.survey])) {
      try bureau.perform(.endAssist(Self.roads, .done, note: nil), on: no)
    }
    try bureau.perform(.endAssist(Self.survey, .done, note: "measured"), on: no)
    #expect(try bureau[no].openAssists.isEmpty && bureau[no].assists[0].outcome == .done)
  }

  @Test func aUnitThatHelpedAndGetsTheOrderHelpsNoMore() throws {
    var (bureau, no) = try Self.working()
    try bureau.perform(.assist(Self.survey, budget: nil, task: nil), on: no)
    try bureau.perform(.assign(main: Self.survey, staff: nil, reason: "theirs after all"), on: no)
    #expect(try bureau[no].main == Self.survey && bureau[no].openAssists.isEmpty)
    #expect(try bureau[no].assists[0].outcome == .released)
  }

  // MARK: Edits

  @Test func anEditKeepsOldAndNewAndNothingForNoChange() throws {
    let (bureau, no) = try Self.working()
    let order = try bureau[no]
    func edit(_ edit: OrderEdit) throws -> [OrderEvent] {
      try order.decide(.edit(edit), process: bureau.process(no), at: bureau.now)
    }
    #expect(
      try edit(OrderEdit(codes: ["priority": "urgent"], words: ["title": "Gas, 3rd floor"], reason: "misheard")) == [
        .edited(
          OrderEdited(
            codes: ["priority": .init(from: "normal", to: "urgent")],
            words: ["title": .init(from: "Gas smell", to: "Gas, 3rd floor")], reason: "misheard"))
      ])
    #expect(try edit(OrderEdit(codes: ["priority": "normal"], words: ["title": "Gas smell"])).isEmpty)
    #expect(
      throws: OrderRefusal.badValue(field: "priority", value: "huge", takes: ["low", "normal", "high", "urgent"])
    ) {
      try edit(OrderEdit(codes: ["priority": "huge"]))
    }
    #expect(throws: OrderRefusal.self) { try edit(OrderEdit(codes: ["party": "x"])) }
  }

  @Test func aClosedOrderTakesNotesAndLinksOnly() throws {
    var (bureau, no) = try Self.closed()
    let other = try bureau.open("request")
    try bureau.perform(.note("seen"), on: no)
    try bureau.perform(.link(other, .related), on: no)
    try bureau.perform(.unlink(other, nil), on: no)
    let refusal = OrderRefusal.finished("closed", possible: ["reopen"])
    let file = OrderFileAttached(
      content: try #require(ContentDigest(String(repeating: "a", count: 64))), byteCount: 1, mediaType: "text/plain",
      purpose: .document)
    let refused: [OrderCommand] = [
      .edit(OrderEdit(codes: ["priority": "high"])), .assign(main: Self.roads, staff: nil),
      .assist(Self.roads, budget: nil, task: nil), .reportRepeat(channel: nil, text: nil), .attach(file),
      .addLine(.part, item: "V", quantityThousandths: 1000, unitPriceHundredths: nil),
      .askExtension(nil, by: .hours(1), reason: nil), .remind(at: Job.hour(9)),
    ]
    for command in refused { #expect(throws: refusal, "\(command)") { try bureau.perform(command, on: no) } }
    try bureau.perform(.act("reopen", main: nil, words: ["reason": "again"]), on: no)
    #expect(try bureau[no].reopenCount == 1)
  }

  // MARK: Links

  @Test func bothSidesTellOfALink() throws {
    var bureau = Bureau()
    let (one, other) = (try bureau.open("request"), try bureau.open("complaint"))
    try bureau.perform(.link(other, .parent), on: one)
    #expect(try bureau[other].links == [.init(other: one, relation: .child)])
    #expect(throws: OrderRefusal.relationOfItsOwn(.mergedInto)) {
      try bureau.perform(.link(other, .mergedInto), on: one)
    }
    #expect(throws: OrderRefusal.linkToItself) { try bureau.perform(.link(one, .related), on: one) }
    try bureau.perform(.unlink(other, nil), on: one)
    #expect(try bureau[other].links.isEmpty)
    #expect(throws: OrderRefusal.notLinked(other)) { try bureau.perform(.unlink(other, nil), on: one) }
  }

  // MARK: More time

  @Test func moreTimeIsAskedForBeforeItIsDueAndBounded() throws {
    var (bureau, no) = try Self.working()
    try bureau.perform(.askExtension("resolve", by: .workingDays(3), reason: "the part"), on: no)
    #expect(throws: OrderRefusal.extensionAsked("resolve")) {
      try bureau.perform(.askExtension("resolve", by: .hours(1), reason: nil), on: no)
    }
    let due = try #require(try bureau[no].run("resolve")?.due)
    try bureau.perform(.approveExtension(reason: nil), on: no)
    #expect(try #require(try bureau[no].run("resolve")?.due) > due)
    #expect(throws: OrderRefusal.noExtensionAsked) { try bureau.perform(.approveExtension(reason: nil), on: no) }
    try bureau.perform(.askExtension("resolve", by: .hours(1), reason: nil), on: no)
    try bureau.perform(.refuseExtension(reason: "no"), on: no)
    try bureau.perform(.askExtension("resolve", by: .hours(1), reason: nil), on: no)
    try bureau.perform(.approveExtension(reason: nil), on: no)
    #expect(throws: OrderRefusal.extendedTooOften("resolve", max: 2)) {
      try bureau.perform(.askExtension("resolve", by: .hours(1), reason: nil), on: no)
    }
  }

  @Test func afterItWasDueNoTimeIsGiven() throws {
    var (bureau, no) = try Self.working()
    try bureau.perform(.askExtension("resolve", by: .workingDays(3), reason: nil), on: no)
    let due = try #require(try bureau[no].run("resolve")?.due)
    bureau.now = due
    #expect(throws: OrderRefusal.pastDue("resolve", due)) { try bureau.perform(.approveExtension(reason: nil), on: no) }
    #expect(throws: OrderRefusal.clockNotRunning("accept", running: ["resolve", "promise"])) {
      try bureau.perform(.refuseExtension(reason: nil), on: no)
      try bureau.perform(.askExtension("accept", by: .hours(1), reason: nil), on: no)
    }
  }

  // MARK: Lines and files

  @Test func linesAreCountedOnAndTakenOff() throws {
    var bureau = Bureau()
    let no = try bureau.open("repair")
    for item in ["V-1", "V-2"] {
      try bureau.perform(
        .addLine(.part, item: item, quantityThousandths: 1000, unitPriceHundredths: 3550), on: no)
    }
    try bureau.perform(.voidLine(2, reason: nil), on: no)
    #expect(throws: OrderRefusal.unknownLine(2, standing: [1])) {
      try bureau.perform(.voidLine(2, reason: nil), on: no)
    }
    try bureau.perform(.addLine(.fee, item: "F", quantityThousandths: 1, unitPriceHundredths: nil), on: no)
    #expect(try bureau[no].standingLines.map(\.added.line) == [1, 3])
    #expect(throws: OrderRefusal.badLine) {
      try bureau.perform(.addLine(.part, item: "V", quantityThousandths: 0, unitPriceHundredths: nil), on: no)
    }
    let complaint = try bureau.open("complaint")
    #expect(throws: OrderRefusal.noSuchLines(.part, allowed: [])) {
      try bureau.perform(.addLine(.part, item: "V", quantityThousandths: 1, unitPriceHundredths: nil), on: complaint)
    }
  }

  // MARK: Forms of actions

  @Test func anActionTakesWhatItAsksForAsCodesAndWords() throws {
    var (bureau, no) = try Self.working()
    try bureau.perform(.act("mediate", main: nil, words: [:]), on: no)
    #expect(throws: OrderRefusal.missing("settle", fields: ["outcome", "settled-on"])) {
      try bureau.perform(.act("settle", main: nil, words: [:]), on: no)
    }
    #expect(throws: OrderRefusal.self) {
      try bureau.perform(
        .act("settle", main: nil, words: ["outcome": "won", "settled-on": "2026-05-01"]), on: no)
    }
    try bureau.perform(
      .act("settle", main: nil, words: ["outcome": "达成协议", "settled-on": "2026年5月1日", "agreement": "a new pipe"]),
      on: no)
    #expect(try bureau[no].form == ["outcome": "agreed", "settled-on": "2026-05-01"])
    #expect(try bureau[no].lastMove?.words == ["agreement": "a new pipe"])
  }
}
