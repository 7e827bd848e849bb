import Domain
import FoundationEssentials
import TestSeeds
import Testing

/// Orders on working time. Named for what users of other systems suffered.
@Suite struct ClockSufferingTests {
  /// A process on hours, working days and natural days, in an office from 08:30 to 17:00 with a midday break.
  private static func process(resolve: String = "3wd", extra: String = "") -> String {
    """
    process: job
    states:
      new:     {kind: open, clock: [accept, resolve]}
      working: {kind: open, clock: [resolve]}
      waiting: {kind: open, clock: []}
      merged:  {kind: closed}
      done:    {kind: done}
    actions:
      take:    {from: new, to: working, by: unit}
      wait:    {from: [new, working], to: waiting, by: unit}
      resume:  {from: waiting, to: working, by: unit}
      finish:  {from: [new, working], to: done, by: unit}
      merge:   {from: [new, working], to: merged, by: dispatcher}
      unmerge: {from: merged, to: working, by: dispatcher}
      reopen:  {from: done, to: working, by: unit}
    clocks:
      accept:  {target: 4h}
      resolve: {target: \(resolve)\(extra)}
    """
  }

  private struct Desk {
    var definitions: Definitions
    let calendar: WorkCalendar
    var events: [OrderHistory.Entry] = []

    init(
      _ process: String = ClockSufferingTests.process(),
      calendars: [(yaml: String, at: Date)] = [(yaml: Calendars.office, at: .distantPast)]
    ) throws {
      definitions = try Calendars.definitions(calendars)
      calendar = definitions.calendar
      try publish(process, version: 1)
    }

    mutating func publish(_ process: String, version: Int) throws {
      try definitions.evolve(
        .published(DefinitionPublished(kind: .process, key: "job", version: version, body: process)),
        at: .distantPast)
    }

    mutating func open(_ text: String, notBefore: String? = nil) throws {
      var opened = OrderOpened(
        no: OrderNumber(sequence: 1), process: "job", processVersion: 1, state: "new", kind: .open)
      opened.notBefore = try notBefore.map { try Calendars.wall($0, in: calendar) }
      events.append(OrderHistory.Entry(.opened(opened), at: try Calendars.wall(text, in: calendar)))
    }

    mutating func move(_ action: ActionKey, to state: StateKey, _ text: String) throws {
      try happen(
        .moved(OrderMoved(action: action, from: "new", to: state, kind: kind(state))), text)
    }

    mutating func happen(_ event: OrderEvent, _ text: String) throws {
      events.append(OrderHistory.Entry(event, at: try Calendars.wall(text, in: calendar)))
    }

    private func kind(_ state: StateKey) -> StateKind {
      switch state {
      case "merged": .closed
      case "done": .done
      default: .open
      }
    }

    func life() throws -> OrderLife {
      let history = try #require(OrderHistory(events))
      return try #require(history.life(definitions))
    }

    func run(_ clock: ClockName = "resolve") throws -> ClockRun {
      let order = try life().order
      return try #require(order.run(clock))
    }

    func due(_ clock: ClockName = "resolve") throws -> String { Calendars.text(try run(clock).due, in: calendar) }
  }

  @Test func waitingTimeIsNotLostWhenAPolicyIsSwapped() throws {
    var desk = try Desk()
    try desk.publish(Self.process(resolve: "5wd"), version: 2)
    try desk.open("2026-03-02 09:00")
    try desk.move("wait", to: "waiting", "2026-03-03 09:00")
    try desk.move("resume", to: "working", "2026-03-05 09:00")
    // One of three days was used; two are left.
    #expect(try desk.due() == "2026-03-09 09:00")
    try desk.happen(
      .processChanged(
        OrderProcessChanged(fromVersion: 1, toVersion: 2, from: "working", to: "working", kind: .open)),
      "2026-03-05 11:00")
    // Of five now four are left, from the resume on: the two days of waiting still count for nothing.
    #expect(try desk.due() == "2026-03-11 09:00")
  }

  @Test func aDeadlineAfterAResumeLiesInWorkingHours() throws {
    var desk = try Desk(Self.process(resolve: "4h"))
    try desk.open("2026-03-02 16:00")
    try desk.move("wait", to: "waiting", "2026-03-02 16:30")
    try desk.move("resume", to: "working", "2026-03-06 20:15")
    // Half an hour was used; Friday evening to Monday counts nothing: 3.5 hours from Monday 08:30 end with the morning.
    #expect(try desk.due() == "2026-03-09 12:00")
  }

  @Test func nightsAreNotCountedTwiceInAHold() throws {
    var desk = try Desk(Self.process(resolve: "14h"))
    try desk.open("2026-03-02 08:30")
    let unpaused = try desk.due()
    #expect(unpaused == "2026-03-03 17:00")
    try desk.move("wait", to: "waiting", "2026-03-02 17:00")
    try desk.move("resume", to: "working", "2026-03-03 08:30")
    #expect(try desk.due() == unpaused)
    // An hour of hold within working time, and a night: an hour later, not fifteen.
    try desk.move("wait", to: "waiting", "2026-03-03 16:30")
    try desk.move("resume", to: "working", "2026-03-04 09:00")
    #expect(try desk.due() == "2026-03-04 09:30")
  }

  @Test func aPausedOrderDoesNotTick() throws {
    var desk = try Desk()
    try desk.open("2026-03-02 09:00")
    try desk.move("wait", to: "waiting", "2026-03-03 09:00")
    let life = try desk.life()
    #expect(life.order.due == nil && life.spans.last?.due == nil)
    #expect(life.order.timers(in: try #require(desk.definitions.process("job")), desk.definitions).isEmpty)
    try desk.move("resume", to: "working", "2027-03-03 09:00")
    #expect(try desk.due() == "2027-03-05 09:00")
  }

  @Test func aMergedOrderIsNotLateAndGoesOnWhenUnmerged() throws {
    var desk = try Desk()
    try desk.open("2026-03-02 09:00")
    try desk.move("merge", to: "merged", "2026-03-03 09:00")
    let merged = try desk.life().order
    #expect(merged.runningClocks.isEmpty)
    #expect(
      !Overdue.holds(
        openedAt: merged.openedAt, dueAt: merged.due, finishedAt: merged.finishedAt,
        asOf: try Calendars.wall("2026-06-01 09:00", in: desk.calendar)))
    try desk.move("unmerge", to: "working", "2026-03-23 09:00")
    #expect(try desk.due() == "2026-03-25 09:00")
    #expect(try desk.life().order.reopenCount == 0)
  }

  @Test func aReopenedOrderIsNotLateAtOnce() throws {
    var desk = try Desk()
    try desk.open("2026-03-02 09:00")
    try desk.move("finish", to: "done", "2026-03-10 09:00")
    try desk.move("reopen", to: "working", "2026-03-20 16:00")
    #expect(try desk.due() == "2026-03-25 16:00")
    #expect(try desk.run().epoch == 2 && desk.run().extensions.isEmpty)
  }

  @Test func anExtensionMovesTheDeadlineByWhatWasGiven() throws {
    var desk = try Desk()
    try desk.open("2026-02-11 09:00")
    #expect(try desk.due() == "2026-02-14 09:00")
    // Saturday the 14th is a make-up day; Spring Festival ends on the 23rd.
    try desk.happen(
      .dueExtended(OrderDueExtended(clock: "resolve", by: .workingDays(2))),
      "2026-02-12 09:00")
    #expect(try desk.due() == "2026-02-25 09:00")
    #expect(try desk.run().epoch == 2)
    // And a pause after it costs exactly itself.
    try desk.move("wait", to: "waiting", "2026-02-24 09:00")
    try desk.move("resume", to: "working", "2026-02-25 09:00")
    #expect(try desk.due() == "2026-02-26 09:00")
  }

  @Test func theClocksOfALaterOrderStartLater() throws {
    var desk = try Desk()
    try desk.open("2026-03-02 09:00", notBefore: "2026-03-09 10:00")
    #expect(try desk.due("accept") == "2026-03-09 15:30" && desk.due() == "2026-03-12 10:00")
  }

  @Test func countingFromTheNextDayEndsWithTheLastDay() throws {
    var desk = try Desk(Self.process(resolve: "2wd", extra: ", calendar: office, from: next-day"))
    try desk.open("2026-02-12 16:00")
    #expect(try desk.due() == "2026-02-14 17:00")
    desk.events = []
    try desk.open("2026-02-15 10:00")
    #expect(try desk.due() == "2026-02-25 17:00")
  }

  @Test func aPublishedCalendarActsWhenItIsPublished() throws {
    let monday = try Calendars.wall("2026-03-02 12:00", in: try Calendars.calendar())
    var desk = try Desk(calendars: [
      (yaml: Calendars.office, at: .distantPast),
      (yaml: Calendars.office + "\ndays: {2026-03-03: off}", at: monday),
    ])
    try desk.open("2026-03-02 09:00")
    try desk.move("take", to: "working", "2026-03-02 10:00")
    let spans = try desk.life().spans
    #expect(
      spans.map { Calendars.text($0.from, in: desk.calendar) } == [
        "2026-03-02 09:00", "2026-03-02 10:00", "2026-03-02 12:00",
      ])
    #expect(
      spans.map { Calendars.text($0.due, in: desk.calendar) } == [
        "2026-03-02 14:30", "2026-03-05 09:00", "2026-03-06 09:00",
      ])
    #expect(try desk.due() == "2026-03-06 09:00")
    #expect(try desk.run().calendarVersion == 2)
    // As of before, nobody knew.
    let before = try #require(OrderHistory(desk.events)?.order(desk.definitions, asOf: monday.addingTimeInterval(-1)))
    #expect(Calendars.text(before.run("resolve")?.due, in: desk.calendar) == "2026-03-05 09:00")
  }

  @Test func anotherUnitsCalendarTakesOverWhatIsLeft() throws {
    let shop = "calendar: shop\nweek: {mon-sun: [\"10:00-22:00\"]}\ntimeZone: Asia/Shanghai"
    var desk = try Desk(
      Self.process(resolve: "14h"),
      calendars: [(yaml: Calendars.office, at: .distantPast), (yaml: shop, at: .distantPast)])
    let unit = try #require(UnitKey("shop"))
    desk.definitions.evolve(.created(UnitCreated(unit: unit)), at: .distantPast)
    desk.definitions.evolve(.calendarSet(UnitCalendarSet(unit: unit, calendar: "shop")), at: .distantPast)
    try desk.open("2026-03-06 08:30")
    #expect(try desk.due() == "2026-03-09 17:00")
    // Friday's seven hours are used, the weekend is not: seven are left, from the hand-over on.
    try desk.happen(.assigned(OrderAssigned(main: unit)), "2026-03-07 12:00")
    #expect(try desk.due() == "2026-03-07 19:00")
  }

  /// One thing that happens to a clock.
  private enum Step: CaseIterable { case pause, assign, unassign, swap, calendar }

  @Test(arguments: UInt64(0)..<150) func noOrderOfPausesSwapsAndResumesLosesASecond(_ seed: UInt64) throws {
    var random = Seeded(seed)
    let shop = "calendar: shop\nweek: {mon-sun: [\"10:00-22:00\"]}\ntimeZone: Asia/Shanghai"
    let hours = 20 + Int(random.next() % 40)
    var calendars = [(yaml: Calendars.office, at: Date.distantPast), (yaml: shop, at: Date.distantPast)]
    let start = Date(timeIntervalSince1970: 1_772_323_200 + Double(random.next() % 600_000))
    var (instant, isPaused, isShop, version) = (start, false, false, 1)
    var steps: [(at: Date, event: OrderEvent)] = []
    var used = 0.0
    let office = try Calendars.calendar()
    let other = try Calendars.calendar(shop)
    let unit = try #require(UnitKey("shop"))
    // What happened, and what of it was worked, counted apart from the clock.
    for _ in 0..<12 {
      let next = instant.addingTimeInterval(Double(random.next() % 90_000))
      if !isPaused { used += (isShop ? other : office).elapsed(from: instant, to: next) }
      instant = next
      guard used < Double(hours) * 3600 else { break }
      switch random.pick(Step.allCases) {
      case .pause:
        isPaused.toggle()
        steps.append(
          (
            next,
            .moved(
              OrderMoved(
                action: isPaused ? "wait" : "resume", from: "working", to: isPaused ? "waiting" : "working",
                kind: .open))
          ))
      case .assign:
        isShop = true
        steps.append((next, .assigned(OrderAssigned(main: unit))))
      case .unassign:
        isShop = false
        steps.append((next, .unassigned(OrderUnassigned(main: unit))))
      case .swap:
        version = 3 - version
        steps.append(
          (
            next,
            .processChanged(
              OrderProcessChanged(
                fromVersion: 3 - version, toVersion: version, from: isPaused ? "waiting" : "working",
                to: isPaused ? "waiting" : "working", kind: .open))
          ))
      case .calendar:
        // Published anew with the same hours: another version that says the same.
        calendars.append((yaml: Calendars.office + "\nlabels: {en: \"\(calendars.count)\"}", at: next))
      }
    }
    if isPaused {
      steps.append((instant, .moved(OrderMoved(action: "resume", from: "waiting", to: "working", kind: .open))))
    }
    guard used < Double(hours) * 3600 else { return }
    var desk = try Desk(Self.process(resolve: "\(hours)h"), calendars: calendars)
    try desk.publish(Self.process(resolve: "\(hours)h", extra: ", warn: 1h"), version: 2)
    desk.definitions.evolve(.created(UnitCreated(unit: unit)), at: .distantPast)
    desk.definitions.evolve(.calendarSet(UnitCalendarSet(unit: unit, calendar: "shop")), at: .distantPast)
    try desk.open("2026-03-01 09:00")
    desk.events = [OrderHistory.Entry(desk.events[0].event, at: start)]
    desk.events += [
      OrderHistory.Entry(.moved(OrderMoved(action: "take", from: "new", to: "working", kind: .open)), at: start)
    ]
    desk.events += steps.map { OrderHistory.Entry($0.event, at: $0.at) }
    let due = try #require(try desk.run().due)
    let left = (isShop ? other : office).elapsed(from: instant, to: due)
    #expect(abs(used + left - Double(hours) * 3600) < 0.000001, "seed \(seed): \(used) and \(left) of \(hours) h")
  }
}
