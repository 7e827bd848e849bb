import Domain
import FoundationEssentials
import Testing

@Suite struct OrderClockTests {
  @Test func theClocksOfTheFirstStateStart() throws {
    let order = try Job.order(promise: Job.hour(6))
    #expect(order.runningClocks.map(\.clock) == ["promise", "accept", "resolve"])
    #expect(order.clocks.map(\.due) == [Job.hour(6), Job.hour(4), Job.hour(10)])
    #expect(order.clocks.allSatisfy { $0.epoch == 1 && $0.startedAt == Job.hour(0) && $0.runningSince == Job.hour(0) })
  }

  @Test func itIsDueWhenTheFirstRunningClockIs() throws {
    #expect(try Job.order(promise: Job.hour(6)).due == Job.hour(4))
    #expect(try Job.order(promise: Job.hour(2)).due == Job.hour(2))
    #expect(try Job.order(promise: Job.hour(6), [(1, Job.moved("take", to: "working"))]).due == Job.hour(6))
    #expect(try Job.order([(1, Job.moved("take", to: "working"))]).due == Job.hour(10))
    #expect(try Job.order(promise: Job.hour(6), [(1, Job.moved("wait", to: "waiting"))]).due == nil)
  }

  @Test func aPromiseThatNobodyGaveIsNotDue() throws {
    let order = try Job.order()
    #expect(order.run("promise")?.isRunning == true)
    #expect(order.run("promise")?.due == nil)
    #expect(order.due == Job.hour(4))
  }

  @Test func aPauseMovesABudgetAndNoPromise() throws {
    let paused = try Job.order(promise: Job.hour(6), [(1, Job.moved("wait", to: "waiting"))])
    #expect(paused.runningClocks.isEmpty)
    #expect(paused.run("resolve")?.stoppedAt == Job.hour(1))

    let resumed = try Job.order(
      promise: Job.hour(6), [(1, Job.moved("wait", to: "waiting")), (4, Job.moved("resume", to: "working"))])
    #expect(resumed.run("resolve")?.due == Job.hour(13))
    #expect(resumed.run("resolve")?.epoch == 2)
    #expect(resumed.run("resolve")?.runningSince == Job.hour(4))
    #expect(resumed.run("resolve")?.startedAt == Job.hour(0))
    #expect(resumed.run("promise")?.due == Job.hour(6))
    #expect(resumed.run("promise")?.epoch == 2)
    // It does not run in this state: it stands as it was left.
    #expect(resumed.run("accept")?.isRunning == false && resumed.run("accept")?.epoch == 1)
  }

  @Test func aPauseOfNoLengthCostsNothing() throws {
    let order = try Job.order([(1, Job.moved("wait", to: "waiting")), (1, Job.moved("resume", to: "working"))])
    #expect(order.run("resolve")?.due == Job.hour(10))
  }

  @Test func twoPausesAddUp() throws {
    let order = try Job.order([
      (1, Job.moved("wait", to: "waiting")), (2, Job.moved("resume", to: "working")),
      (3, Job.moved("wait", to: "waiting")), (5, Job.moved("resume", to: "working")),
    ])
    #expect(order.run("resolve")?.due == Job.hour(13))
    #expect(order.run("resolve")?.epoch == 3)
  }

  @Test func progressStopsNoClock() throws {
    let order = try Job.order([(1, Job.moved("take", to: "working")), (2, Job.moved("note", to: "working"))])
    #expect(order.run("resolve")?.epoch == 1)
    #expect(order.run("resolve")?.runningSince == Job.hour(0))
  }

  @Test func aFinishedOrderKeepsWhatHeldAtTheFinish() throws {
    let done = try Job.order([(1, Job.moved("take", to: "working")), (12, Job.moved("finish", to: "done"))])
    #expect(done.finishedAt == Job.hour(12))
    #expect(done.due == Job.hour(10) && done.dueWhenFinished == Job.hour(10))
    // The clock of the state after runs, but decides nothing any more.
    #expect(done.runningClocks.map(\.clock) == ["callback"])

    let closed = try Job.order([
      (1, Job.moved("take", to: "working")), (12, Job.moved("finish", to: "done")),
      (20, Job.moved("close", to: "closed")),
    ])
    #expect(closed.finishedAt == Job.hour(12) && closed.due == Job.hour(10))
    #expect(closed.runningClocks.isEmpty)
  }

  @Test func aReopenedOrderBeginsWithItsWholeBudget() throws {
    let reopened = try Job.order(
      promise: Job.hour(6),
      [
        (1, Job.moved("take", to: "working")), (3, Job.moved("finish", to: "done")),
        (4, Job.moved("close", to: "closed")), (8, Job.moved("reopen", to: "working")),
      ])
    #expect(reopened.finishedAt == nil && reopened.dueWhenFinished == nil)
    #expect(reopened.run("resolve")?.due == Job.hour(18))
    #expect(reopened.run("resolve")?.epoch == 2)
    // The promise was kept or broken; it does not make the order late at once.
    #expect(reopened.due == Job.hour(18))

    let again = try Job.order([
      (3, Job.moved("finish", to: "done")), (8, Job.moved("reopen", to: "working")),
      (9, Job.moved("finish", to: "done")),
    ])
    #expect(again.finishedAt == Job.hour(9))
    #expect(again.run("callback")?.epoch == 2)
  }

  @Test func aWithdrawnOrderKeepsItsState() throws {
    let order = try Job.order([
      (1, Job.moved("take", to: "working")), (2, .withdrawn(OrderWithdrawn(generation: 1))),
    ])
    #expect(order.isWithdrawn && order.state == "working" && order.due == Job.hour(10))
  }
}
