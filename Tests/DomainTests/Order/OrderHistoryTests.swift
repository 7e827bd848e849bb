import Domain
import FoundationEssentials
import TestSeeds
import Testing

@Suite struct OrderHistoryTests {
  /// A life as text: `new 0-1 | working 1-` by state and hours.
  private func life(_ events: [(Double, OrderEvent)], promise: Date? = nil) throws -> String {
    let life = try #require(try Job.history(promise: promise, events).life(Job.definitions))
    return life.spans.map { span in
      let until = span.until.map { "\(Int($0.timeIntervalSince(Job.hour(0)) / 3600))" } ?? ""
      return "\(span.state) \(Int(span.from.timeIntervalSince(Job.hour(0)) / 3600))-\(until)"
    }.joined(separator: " | ")
  }

  @Test func aSpanLastsAsLongAsNothingChanges() throws {
    #expect(try life([]) == "new 0-")
    #expect(
      try life([
        (1, Job.moved("take", to: "working")), (2, .noted(OrderNoted(text: "x"))),
        (3, Job.moved("note", to: "working")),
        (4, Job.moved("finish", to: "done")), (9, Job.moved("close", to: "closed")),
      ]) == "new 0-1 | working 1-4 | done 4-9 | closed 9-")
  }

  @Test func aNewUnitBeginsASpan() throws {
    let assigned = OrderEvent.assigned(OrderAssigned(main: Job.unit("repairs")))
    #expect(try life([(1, assigned), (2, assigned)]) == "new 0-1 | new 1-")
    // A member of staff, too: lists ask what somebody had on a day.
    let staff = OrderEvent.assigned(OrderAssigned(main: Job.unit("repairs"), staff: "chen"))
    #expect(try life([(1, assigned), (2, staff)]) == "new 0-1 | new 1-2 | new 2-")
  }

  @Test func whatIsLearnedLateStandsWhereItBelongs() throws {
    let late: [(Double, OrderEvent)] = [
      (1, Job.moved("take", to: "working")), (5, Job.moved("finish", to: "done")),
      (3, Job.moved("wait", to: "waiting")),
      (4, Job.moved("resume", to: "working")),
    ]
    #expect(try life(late) == "new 0-1 | working 1-3 | waiting 3-4 | working 4-5 | done 5-")
    #expect(try life(late) == life(late.sorted { $0.0 < $1.0 }))
  }

  @Test func ofOneInstantTheLastInTheStreamHolds() throws {
    #expect(
      try life([(1, Job.moved("take", to: "working")), (1, Job.moved("finish", to: "done"))]) == "new 0-1 | done 1-")
    #expect(try life([(0, Job.moved("take", to: "working"))]) == "working 0-")
  }

  @Test func thereAndBackInOneInstantIsNoChange() throws {
    let assigned = { OrderEvent.assigned(OrderAssigned(main: Job.unit($0))) }
    #expect(try life([(1, assigned("a")), (2, assigned("b")), (2, assigned("a"))]) == "new 0-1 | new 1-")
    #expect(
      try life([(1, assigned("a")), (2, assigned("b")), (2, assigned("a")), (3, assigned("b"))])
        == "new 0-1 | new 1-3 | new 3-")
  }

  @Test func closedBeforeItWasOpenedIsClosedFromTheStart() throws {
    #expect(try life([(-5, Job.moved("finish", to: "done"))]) == "done 0-")
    #expect(
      try life([(-5, Job.moved("finish", to: "done")), (3, Job.moved("reopen", to: "working"))])
        == "done 0-3 | working 3-")
    let spans = try #require(try Job.history([(-5, Job.moved("finish", to: "done"))]).life(Job.definitions)).spans
    #expect(spans.first?.finishedAt == Job.hour(-5))
  }

  @Test func withdrawnItHasNoLifeAndReinstatedTheSame() throws {
    let events: [(Double, OrderEvent)] = [(1, Job.moved("take", to: "working")), (5, Job.moved("finish", to: "done"))]
    let withdrawn = events + [(7, .withdrawn(OrderWithdrawn(generation: 1)))]
    #expect(try life(withdrawn) == "")
    #expect(try life(withdrawn + [(9, .reinstated(OrderReinstated(generation: 2)))]) == life(events))
  }

  @Test func aStreamThatBeginsWithoutAnOpeningIsNoOrder() {
    #expect(OrderHistory([]) == nil)
    #expect(OrderHistory([OrderHistory.Entry(Job.moved("take", to: "working"), at: Job.hour(0))]) == nil)
  }

  @Test func anOrderOfAnUnpublishedProcessIsNotKnown() throws {
    #expect(try Job.history([]).order(Definitions()) == nil)
    #expect(try Job.history([]).life(Definitions()) == nil)
  }
}
