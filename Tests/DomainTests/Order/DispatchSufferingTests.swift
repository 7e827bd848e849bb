import Domain
import FoundationEssentials
import Testing

/// Orders on their way between people. Named for what users of other systems suffered.
@Suite struct DispatchSufferingTests {
  private static let (repairs, roads) = (Job.unit("repairs"), Job.unit("roads"))

  private func act(_ action: ActionKey, _ unit: UnitKey? = nil, _ words: [String: String] = [:]) -> OrderCommand {
    .act(action, main: unit, words: words)
  }

  @Test func aMergedOrderIsNotStillLate() throws {
    var bureau = Bureau()
    let (head, duplicate) = (try bureau.open("complaint"), try bureau.open("complaint"))
    bureau.now = Job.hour(1)
    try bureau.perform(act("merge", nil, ["head": head.description]), on: duplicate)
    let merged = try bureau[duplicate]
    #expect(merged.runningClocks.isEmpty && merged.head == head)
    #expect(merged.timers(in: try bureau.process(duplicate), Bureau.definitions).isEmpty)
    // Years later nobody is late with it; the head is.
    let later = Job.hour(20_000)
    #expect(!Overdue.holds(openedAt: merged.openedAt, dueAt: merged.due, finishedAt: merged.finishedAt, asOf: later))
    let other = try bureau[head]
    #expect(Overdue.holds(openedAt: other.openedAt, dueAt: other.due, finishedAt: other.finishedAt, asOf: later))
  }

  @Test func takenOutOfAnotherOrderItIsWhereItWas() throws {
    var bureau = Bureau()
    let (head, duplicate) = (try bureau.open("complaint"), try bureau.open("complaint"))
    try bureau.perform(act("dispatch", Self.repairs), on: duplicate)
    try bureau.perform(act("sign"), on: duplicate)
    let before = try bureau[duplicate]
    bureau.now = Job.hour(30)
    try bureau.perform(act("merge", nil, ["head": head.description]), on: duplicate)
    #expect(throws: OrderRefusal.merged(into: head)) { try bureau.perform(act("progress"), on: duplicate) }
    #expect(throws: OrderRefusal.merged(into: head)) {
      try bureau.perform(.assign(main: Self.roads, staff: nil), on: duplicate)
    }
    #expect(throws: OrderRefusal.hasDuplicates([duplicate])) {
      try bureau.perform(act("merge", nil, ["head": duplicate.description]), on: head)
    }
    try bureau.perform(.note("still to be read"), on: duplicate)
    bureau.now = Job.hour(40)
    try bureau.perform(.unmerge(reason: "another leak"), on: duplicate)
    let after = try bureau[duplicate]
    #expect(after.state == before.state && after.main == before.main && after.reopenCount == 0)
    #expect(after.actionCounts["merge", default: 0] == 0)
    #expect(after.runningClocks.map(\.clock) == before.runningClocks.map(\.clock))
    #expect(try bureau[head].duplicates.isEmpty)
    #expect(throws: OrderRefusal.notMerged) { try bureau.perform(.unmerge(reason: nil), on: duplicate) }
  }

  @Test func duplicatesAreOneStepDeep() throws {
    var bureau = Bureau()
    let numbers = try (0..<3).map { _ in try bureau.open("complaint") }
    try bureau.perform(act("merge", nil, ["head": numbers[0].description]), on: numbers[1])
    #expect(throws: OrderRefusal.hasDuplicates([numbers[1]])) {
      try bureau.perform(act("merge", nil, ["head": numbers[2].description]), on: numbers[0])
    }
    #expect(throws: OrderRefusal.merged(into: numbers[0])) {
      try bureau.perform(act("merge", nil, ["head": numbers[1].description]), on: numbers[2])
    }
    #expect(throws: OrderRefusal.linkToItself) {
      try bureau.perform(act("merge", nil, ["head": numbers[2].description]), on: numbers[2])
    }
    #expect(throws: OrderRefusal.notAnOrder(field: "head", value: "12")) {
      try bureau.perform(act("merge", nil, ["head": "12"]), on: numbers[2])
    }
  }

  /// Two units hand it back and forth: the time to take it on runs all the while, and the third time somebody rules.
  @Test func anOrderBouncingBetweenUnitsHasSomebodysClockRunning() throws {
    var bureau = Bureau()
    let no = try bureau.open("complaint")
    var due: Date?
    for unit in [Self.repairs, Self.roads] {
      try bureau.perform(act("dispatch", unit), on: no)
      bureau.now += 1800
      let accept = try #require(try bureau[no].run("accept"))
      #expect(accept.isRunning && (due == nil || accept.due == due), "not signing stops nothing")
      due = accept.due
      try bureau.perform(act("return", nil, ["reason": "not ours"]), on: no)
      #expect(try #require(try bureau[no].run("accept")).isRunning)
    }
    try bureau.perform(act("dispatch", Self.repairs), on: no)
    #expect(throws: OrderRefusal.tooOften("return", max: 2, then: "rule")) {
      try bureau.perform(act("return", nil, ["reason": "not ours"]), on: no)
    }
    #expect(try bureau[no].possibleActions(in: bureau.process(no)).contains("rule"))
    try bureau.perform(act("rule", Self.roads, ["basis": "the pipe lies under the road"]), on: no)
    let ruled = try bureau[no]
    #expect(ruled.main == Self.roads && ruled.state == "working")
    #expect(ruled.run("accept")?.isRunning == false && ruled.run("resolve")?.isRunning == true)
  }

  /// A state that a later version does not know keeps the meaning that its event gave it.
  @Test func anUnknownStateIsNotReadAsOpen() throws {
    let opened = OrderHistory.Entry(Job.opened(), at: Job.hour(0))
    let moved = OrderHistory.Entry(
      .moved(OrderMoved(action: "archive", from: "new", to: "archived", kind: .closed)), at: Job.hour(1))
    let order = try #require(OrderHistory([opened, moved])?.order(Job.definitions))
    #expect(order.kind == .closed && order.finishedAt == Job.hour(1))
    #expect(try order.runningClocks.isEmpty && order.timers(in: Job.process(), Job.definitions).isEmpty)
    #expect(
      !Overdue.holds(openedAt: order.openedAt, dueAt: order.due, finishedAt: order.finishedAt, asOf: Job.hour(9999)))
    #expect(throws: OrderRefusal.finished("archived", possible: [])) {
      try order.decide(.assign(main: Self.roads, staff: nil), process: Job.process(), at: Job.hour(2))
    }
  }

  @Test func aReopenedOrderIsNotLateAtOnce() throws {
    var bureau = Bureau()
    let no = try bureau.open("complaint")
    try bureau.perform(act("dispatch", Self.repairs), on: no)
    try bureau.perform(act("sign"), on: no)
    try bureau.perform(act("finish", nil, ["result": "mended"]), on: no)
    try bureau.perform(act("approve"), on: no)
    bureau.now = Job.hour(5000)
    try bureau.perform(act("reopen", nil, ["reason": "it leaks again"]), on: no)
    let due = try #require(try bureau[no].due)
    let order = try bureau[no]
    #expect(due > bureau.now && order.reopenCount == 1)
  }
}
