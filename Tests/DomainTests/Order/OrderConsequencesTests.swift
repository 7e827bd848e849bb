import Domain
import FoundationEssentials
import Testing

/// What processes let follow for other orders.
@Suite struct OrderConsequencesTests {
  private static let repairs = Job.unit("repairs")
  private static let party = PartyID(UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)))

  private static func approved() throws -> (Bureau, OrderNumber, callback: OrderNumber) {
    var bureau = Bureau()
    let no = try bureau.open("complaint", party: party, title: "Gas smell")
    try bureau.perform(.act("dispatch", main: repairs, words: [:]), on: no)
    try bureau.perform(.act("sign", main: nil, words: [:]), on: no)
    try bureau.perform(.act("finish", main: nil, words: ["result": "mended"]), on: no)
    try bureau.perform(.act("approve", main: nil, words: [:]), on: no)
    return (bureau, no, try #require(bureau.numbers.last))
  }

  @Test func anActionOpensAnotherOrderOnceAndBothTell() throws {
    let (bureau, no, callback) = try Self.approved()
    let child = try bureau[callback]
    #expect(child.process == "callback" && child.parent == no && child.relation == "callback")
    #expect(child.party == Self.party && child.words?.title == "Gas smell")
    #expect(child.beginsAt > child.openedAt, "work on it begins a working day later")
    #expect(try bureau[no].links == [.init(other: callback, relation: "callback")])
    #expect(bureau.orders.count == 2)
  }

  @Test func withoutACallbackNothingIsFiled() throws {
    var (bureau, no, callback) = try Self.approved()
    #expect(throws: OrderRefusal.lacks("close", ["callback"])) {
      try bureau.perform(.act("close", main: nil, words: [:]), on: no)
    }
    try bureau.perform(
      .act("satisfy", main: nil, words: ["satisfaction": "very", "resolved": "yes"]), on: callback)
    try bureau.perform(.act("close", main: nil, words: [:]), on: no)
    #expect(try bureau[no].kind == .closed)
  }

  /// The second round needs a callback of its own: the one that was not content does not count for it.
  @Test func whoeverIsNotContentOpensItAgainAndIsCalledBackAgain() throws {
    var (bureau, no, callback) = try Self.approved()
    bureau.now += 3600
    try bureau.perform(.act("object", main: nil, words: ["reason": "it leaks", "resolved": "no"]), on: callback)
    #expect(try bureau[no].state == "working" && bureau[no].reopenCount == 1 && bureau.unfollowed.isEmpty)
    bureau.now += 3600
    try bureau.perform(.act("finish", main: nil, words: ["result": "mended again"]), on: no)
    try bureau.perform(.act("approve", main: nil, words: [:]), on: no)
    #expect(throws: OrderRefusal.lacks("close", ["callback"])) {
      try bureau.perform(.act("close", main: nil, words: [:]), on: no)
    }
    let second = try #require(bureau.numbers.last)
    let again = try bureau[second]
    #expect(second != callback && again.relation == "callback")
  }

  @Test func childrenEndWithTheirParent() throws {
    var bureau = Bureau()
    let repair = try bureau.open("repair")
    let sheet = try #require(bureau.numbers.last)
    #expect(try bureau[sheet].process == "requisition" && bureau[sheet].parent == repair)
    try bureau.perform(.act("cancel", main: nil, words: ["reason": "sold the stove"]), on: repair)
    #expect(try bureau[sheet].kind == .cancelled)
    // Once it ended it is left alone.
    let again = try bureau.open("repair")
    let other = try #require(bureau.numbers.last)
    try bureau.perform(.act("close", main: nil, words: [:]), on: other)
    try bureau.perform(.act("cancel", main: nil, words: ["reason": "x"]), on: again)
    #expect(try bureau[other].kind == .closed)
  }

  @Test func whereTheParentCannotFollowTheChildGoesOn() throws {
    var (bureau, no, callback) = try Self.approved()
    try bureau.perform(.act("reopen", main: nil, words: ["reason": "by phone"]), on: no)
    try bureau.perform(.act("object", main: nil, words: ["reason": "it leaks", "resolved": "no"]), on: callback)
    #expect(try bureau[callback].kind == .closed)
    #expect(bureau.unfollowed.map(\.0) == [no] && bureau.unfollowed.map(\.1) == ["reopen"])
  }

  @Test func aMoveTakenBackOpensAndEndsNothing() throws {
    let (bureau, no, _) = try Self.approved()
    let order = try bureau[no]
    let back = OrderEvent.moved(
      OrderMoved(action: .undo, from: "finished", to: "review", kind: .open, undoes: "approve"))
    #expect(order.consequences(of: back, before: order, process: try bureau.process(no)).isEmpty)
  }

  @Test func aSampleIsDrawnFromTheNumberAndIsTheSameAgain() throws {
    let process = try ProcessCompiler.compile(
      """
      process: repair
      initial: new
      states:
        new:  {kind: open, clock: work}
        done: {kind: closed}
      actions:
        finish: {from: new, to: done, by: unit, spawns: {process: survey, sample: 30%}}
      clocks: {work: {target: 1d}}
      """, version: 1)
    var drawn = 0
    for sequence in 1...400 {
      let opened = Order.open(
        no: OrderNumber(sequence: sequence), process: try #require(Bureau.definitions.process("repair")))
      let order: Order = try #require(Order(opened, at: Job.hour(0), in: Bureau.definitions))
      let finish = OrderEvent.moved(OrderMoved(action: "finish", from: "new", to: "done", kind: .closed))
      let first = order.consequences(of: finish, before: order, process: process)
      #expect(order.consequences(of: finish, before: order, process: process) == first)
      drawn += first.count { if case .open = $0 { true } else { false } }
    }
    #expect((80...160).contains(drawn), "30 of 100 were asked for: \(drawn) of 400")
  }
}
