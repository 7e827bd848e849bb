import Domain
import FoundationEssentials
import Testing

@Suite struct OrderTimerTests {
  @Test func everyRuleOfARunningClockIsArmed() throws {
    #expect(try Job.order().timers() == ["resolve-soon#1@8.0", "resolve-due#1@10.0", "resolve-late#1@12.0"])
    #expect(try Job.order([(1, Job.moved("wait", to: "waiting"))]).timers() == [])
    #expect(try Job.order([(1, Job.moved("finish", to: "done"))]).timers() == [])
    #expect(try Job.order([(1, .withdrawn(OrderWithdrawn(generation: 1)))]).timers() == [])
  }

  @Test func aPauseArmsThemForTheNewDueTime() throws {
    let order = try Job.order([(1, Job.moved("wait", to: "waiting")), (4, Job.moved("resume", to: "working"))])
    #expect(try order.timers() == ["resolve-soon#2@11.0", "resolve-due#2@13.0", "resolve-late#2@15.0"])
  }

  @Test func whatIsLateFiresAtOnceAndWhatIsTooSoonNever() throws {
    // Resumed after a promise, which does not move: a process whose rules watch it.
    let process = try ProcessCompiler.compile(
      Job.yaml.replacing("clock: resolve, at", with: "clock: promise, at"), key: "job", version: 1)
    let order = try Job.order(
      promise: Job.hour(3), [(1, Job.moved("wait", to: "waiting")), (4, Job.moved("resume", to: "working"))])
    let timers = order.timers(in: process, Job.definitions)
    #expect(timers.map(\.rule) == ["resolve-due", "resolve-late"])
    #expect(timers.map(\.at) == [Job.hour(4), Job.hour(5)])
    #expect(timers.map(\.due) == [Job.hour(3), Job.hour(3)])
    #expect(try Job.order(promise: nil).timers(in: process, Job.definitions).isEmpty)
  }

  @Test func aRuleFiresOnceAnEpoch() throws {
    var order = try Job.order()
    for timer in try order.timers(in: Job.process(), Job.definitions) {
      let firing = try #require(timer.firing(asOf: Job.hour(20), catchUp: 86_400))
      evolve(&order, .ruleFired(firing), at: 20)
    }
    #expect(try order.timers() == [])
    // Progress arms nothing; a reopening begins with the whole budget and arms all.
    evolve(&order, Job.moved("note", to: "working"), at: 21)
    #expect(try order.timers() == [])
    evolve(&order, Job.moved("finish", to: "done"), at: 22)
    evolve(&order, Job.moved("reopen", to: "working"), at: 30)
    #expect(try order.timers() == ["resolve-soon#2@38.0", "resolve-due#2@40.0", "resolve-late#2@42.0"])
  }

  @Test func aSkippedRuleIsDoneWithToo() throws {
    var order = try Job.order()
    let timer = try #require(try order.timers(in: Job.process(), Job.definitions).first)
    let firing = try #require(timer.firing(asOf: Job.hour(1000), catchUp: 3600))
    #expect(firing.outcome == .skipped)
    evolve(&order, .ruleFired(firing), at: 1000)
    #expect(try order.timers() == ["resolve-due#1@10.0", "resolve-late#1@12.0"])
  }

  @Test func whatPeopleSetFiresOnceEach() throws {
    let waiting: [(Double, OrderEvent)] = [
      (1, Job.moved("wait", to: "waiting")), (2, .reminderSet(OrderReminderSet(at: Job.hour(30)))),
      (3, .reminderSet(OrderReminderSet(at: Job.hour(20)))),
    ]
    var order = try Job.order(waiting)
    #expect(try order.timers() == ["self-set#1@30.0", "self-set#2@20.0"])
    let timer = try #require(try order.timers(in: Job.process(), Job.definitions).last)
    evolve(&order, .ruleFired(try #require(timer.firing(asOf: Job.hour(20), catchUp: 3600))), at: 20)
    #expect(try order.timers() == ["self-set#1@30.0"])
    // Not of a finished order; of a reopened one again, if its time is still to come.
    evolve(&order, Job.moved("finish", to: "done"), at: 21)
    #expect(try order.timers() == [])
    evolve(&order, Job.moved("reopen", to: "working"), at: 22)
    #expect(try order.timers().filter { $0.hasPrefix("self") } == ["self-set#1@30.0"])
  }

  @Test func aTimerFiresFromItsTimeOn() throws {
    let timer = try #require(try Job.order().timers(in: Job.process(), Job.definitions).first)
    #expect(timer.firing(asOf: Job.hour(7.999), catchUp: 3600) == nil)
    let firing = try #require(timer.firing(asOf: Job.hour(8), catchUp: 3600))
    #expect(firing.outcome == .fired)
    #expect(timer.firing(asOf: Job.hour(9), catchUp: 3600)?.outcome == .fired)
    #expect(timer.firing(asOf: Job.hour(9.001), catchUp: 3600)?.outcome == .skipped)
    // What was promised and used is frozen in it.
    #expect(firing.due == Job.hour(10) && firing.plannedFor == Job.hour(8) && firing.to == ["assignee"])
    #expect(firing.timerName == timer.name)
  }

  private func evolve(_ order: inout Order, _ event: OrderEvent, at hour: Double) {
    order.evolve(event, at: Job.hour(hour), in: Job.definitions)
  }
}
