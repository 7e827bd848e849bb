import Domain
import FoundationEssentials
import Testing

@Suite struct OrderDecideTests {
  private static let repairs = Job.unit("repairs")
  private static let working: [(Double, OrderEvent)] = [
    (1, .assigned(OrderAssigned(main: repairs))), (1, Job.moved("take", to: "working")),
  ]
  private static let done = working + [(2, Job.moved("finish", to: "done"))]

  private func decide(_ given: [(Double, OrderEvent)], _ command: OrderCommand) throws -> [OrderEvent] {
    try Job.order(given).decide(command, process: Job.process(), at: Job.hour(5))
  }

  // MARK: What follows

  @Test func anActionMovesTheOrder() throws {
    #expect(
      try decide(Self.working, .act("return", main: nil, words: ["reason": "not ours"])) == [
        .moved(OrderMoved(action: "return", from: "working", to: "new", kind: .open, words: ["reason": "not ours"]))
      ])
    #expect(
      try decide(Self.done, .act("close", main: nil, words: [:])) == [
        .moved(OrderMoved(action: "close", from: "done", to: "closed", kind: .closed))
      ])
  }

  @Test func anActionWithAUnitAssignsFirst() throws {
    let moved = OrderEvent.moved(OrderMoved(action: "take", from: "new", to: "working", kind: .open))
    #expect(
      try decide([], .act("take", main: Self.repairs, words: [:])) == [
        .assigned(OrderAssigned(main: Self.repairs)), moved,
      ])
    let assigned: [(Double, OrderEvent)] = [(1, .assigned(OrderAssigned(main: Self.repairs, staff: "chen")))]
    #expect(try decide(assigned, .act("take", main: Self.repairs, words: [:])) == [moved])
  }

  @Test func anOrderIsAssigned() throws {
    #expect(
      try decide([], .assign(main: Self.repairs, staff: nil)) == [.assigned(OrderAssigned(main: Self.repairs))])
    #expect(
      try decide(Self.working, .assign(main: Self.repairs, staff: "chen")) == [
        .assigned(OrderAssigned(main: Self.repairs, staff: "chen"))
      ])
    #expect(
      try decide(Self.working, .assign(main: Job.unit("roads"), staff: nil)) == [
        .assigned(OrderAssigned(main: Job.unit("roads")))
      ])
  }

  @Test func aNoteIsTakenInAnyState() throws {
    for given in [[], Self.working, Self.done, Self.done + [(3, Job.moved("close", to: "closed"))]] {
      #expect(try decide(given, .note("seen")) == [.noted(OrderNoted(text: "seen"))])
    }
  }

  @Test func aReminderIsSetWhileItIsUnfinished() throws {
    #expect(try decide(Self.working, .remind(at: Job.hour(9))) == [.reminderSet(OrderReminderSet(at: Job.hour(9)))])
    #expect(throws: OrderRefusal.finished("done", possible: ["close", "reopen"])) {
      try decide(Self.done, .remind(at: Job.hour(9)))
    }
  }

  @Test func aReinstatedOrderTakesCommandsAgain() throws {
    let withdrawn = Self.working + [(2, .withdrawn(OrderWithdrawn(generation: 1)))]
    let reinstated = withdrawn + [(3, .reinstated(OrderReinstated(generation: 2)))]
    #expect(try decide(reinstated, .note("back")) == [.noted(OrderNoted(text: "back"))])
  }

  // MARK: What is refused, a test for each case of OrderRefusal

  @Test func anUnknownActionIsRefused() {
    let known: [ActionKey] = ["take", "return", "note", "wait", "resume", "finish", "close", "reopen"]
    #expect(throws: OrderRefusal.unknownAction("dance", known: known)) {
      try decide([], .act("dance", main: nil, words: [:]))
    }
  }

  @Test func anActionOfAnotherStateIsRefused() {
    #expect(throws: OrderRefusal.notInThisState("close", state: "new", possible: ["take", "wait", "finish"])) {
      try decide([], .act("close", main: nil, words: [:]))
    }
    #expect(throws: OrderRefusal.notInThisState("take", state: "done", possible: ["close", "reopen"])) {
      try decide(Self.done, .act("take", main: Self.repairs, words: [:]))
    }
  }

  @Test func anActionWithoutItsFieldsIsRefused() {
    #expect(throws: OrderRefusal.missing("take", fields: ["main"])) {
      try decide([], .act("take", main: nil, words: [:]))
    }
    for words in [[:], ["reason": ""], ["reason": " \n　"], ["note": "x"]] {
      #expect(throws: OrderRefusal.missing("return", fields: ["reason"]), "\(words)") {
        try decide(Self.working, .act("return", main: nil, words: words))
      }
    }
  }

  @Test func anActionThatWasDoneTooOftenIsRefused() throws {
    let once: [(Double, OrderEvent)] = [(2, Job.moved("return", to: "new")), (2, Job.moved("take", to: "working"))]
    let command = OrderCommand.act("return", main: nil, words: ["reason": "not ours"])
    #expect(try decide(Self.working + once, command).count == 1)
    #expect(throws: OrderRefusal.tooOften("return", max: 2, then: "finish")) {
      try decide(Self.working + once + once, command)
    }
  }

  @Test func aFinishedOrderIsNotAssigned() {
    #expect(throws: OrderRefusal.finished("done", possible: ["close", "reopen"])) {
      try decide(Self.done, .assign(main: Job.unit("roads"), staff: nil))
    }
  }

  @Test func theUnitThatHasItDoesNotGetItAgain() {
    #expect(throws: OrderRefusal.alreadyAssigned(Self.repairs)) {
      try decide(Self.working, .assign(main: Self.repairs, staff: nil))
    }
    #expect(throws: OrderRefusal.alreadyAssigned(Self.repairs)) {
      try decide(
        [(1, .assigned(OrderAssigned(main: Self.repairs, staff: "chen")))], .assign(main: Self.repairs, staff: "chen"))
    }
  }

  @Test(arguments: ["", " ", "\n\t", "　"]) func aNoteWithoutWordsIsRefused(text: String) {
    #expect(throws: OrderRefusal.emptyNote) { try decide([], .note(text)) }
  }

  @Test func aWithdrawnOrderTakesNothing() {
    let withdrawn: [(Double, OrderEvent)] = [(2, .withdrawn(OrderWithdrawn(generation: 1)))]
    let commands: [OrderCommand] = [
      .note("x"), .remind(at: Job.hour(9)), .assign(main: Self.repairs, staff: nil),
      .act("take", main: Self.repairs, words: [:]),
    ]
    for command in commands { #expect(throws: OrderRefusal.withdrawn) { try decide(withdrawn, command) } }
  }
}
