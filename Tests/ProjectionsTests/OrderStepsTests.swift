import Domain
import EventStore
import FoundationEssentials
import Postgres
import TestSeeds
import Testing

@testable import Projections

@Suite struct OrderStepsTests {
  @Test(arguments: UInt64(420)..<424) func whatHappenedIsWhatTheEventsSay(seed: UInt64) async throws {
    var random = Seeded(seed)
    var log = try await OfficeLog()
    try await log.happen(120, &random)
    try await log.runner(pageSize: 8).catchUp(Self.models)
    try await log.happen(100, &random)
    try await log.runner(pageSize: 50).catchUp(Self.models)
    for _ in 0..<6 {
      let from = Double(random.next() % 900) - 20
      let period = try #require(
        OrderStatistics.Period(
          from: OfficeLog.hour(from), to: OfficeLog.hour(from + Double(random.next() % 700) + 1)))
      let happened = try await steps(period, log)
      let expected = self.expected(period, log)
      let (missing, surplus) = (
        Set(expected).subtracting(happened).sorted().prefix(3), Set(happened).subtracting(expected).sorted().prefix(3)
      )
      #expect(happened == expected, "seed \(seed), \(period): missing \(missing), surplus \(surplus)")
    }
  }

  @Test func whatIsTakenBackCountsNoMore() async throws {
    var log = try await OfficeLog()
    let (no, child) = (OrderNumber(sequence: 1), OrderNumber(sequence: 2))
    let request = try #require(log.definitions.process("complaint"))
    let urge = try #require(log.definitions.process("urge"))
    let unit = try #require(UnitKey("PWDx"))
    func move(_ action: ActionKey, _ from: StateKey, _ to: StateKey, _ kind: StateKind = .open) -> OrderEvent {
      .moved(OrderMoved(action: action, from: from, to: to, kind: kind))
    }
    let back = OrderEvent.moved(
      OrderMoved(action: .undo, from: "closed", to: "finished", kind: .done, undoes: "close"))
    let events: [OrderEvent] = [
      .opened(Order.open(no: no, process: request, channel: "phone")), .assigned(OrderAssigned(main: unit)),
      move("return", "sent", "new"), move("reject", "review", "working"), move("close", "finished", "closed", .closed),
      back, move("close", "finished", "closed", .closed), move("reopen", "closed", "working"),
      .lineAdded(OrderLineAdded(line: 1, kind: .part, item: "P-1", quantityThousandths: 2000)),
      .lineAdded(OrderLineAdded(line: 2, kind: .fee, item: "F-1", quantityThousandths: 1000, unitPriceHundredths: 500)),
      .lineVoided(OrderLineVoided(line: 1)),
    ]
    for (hour, event) in events.enumerated() {
      try await log.write([(.order(no), .order(event), at: OfficeLog.hour(Double(hour + 1)))])
    }
    var urging = Order.open(no: child, process: urge, channel: "phone")
    (urging.parent, urging.relation) = (no, "urge")
    try await log.write([(.order(child), .order(.opened(urging)), at: OfficeLog.hour(20))])
    try await log.write([(.order(child), .order(move("reply", "new", "closed", .closed)), at: OfficeLog.hour(21))])
    let undoneReply = OrderMoved(action: .undo, from: "closed", to: "new", kind: .open, undoes: "reply")
    try await log.write([(.order(child), .order(.moved(undoneReply)), at: OfficeLog.hour(22))])
    try await log.write([(.order(child), .order(move("close", "new", "closed", .closed)), at: OfficeLog.hour(23))])
    try await log.runner(pageSize: 1).catchUp(Self.models)

    let all = try #require(OrderStatistics.Period(from: OfficeLog.hour(0), to: OfficeLog.hour(100)))
    let counts = try await self.counts(all, no, log)
    #expect(
      counts == [
        "opened": 1, "assigned": 1, "act:return": 1, "returned": 1, "act:reject": 1, "redo": 2, "act:close": 1,
        "undone": 1, "act:reopen": 1, "reopened": 1, "line": 1, "urged": 1, "child:urge": 1,
      ])
    // Before it was taken back, the first closing counted.
    let early = try #require(OrderStatistics.Period(from: OfficeLog.hour(0), to: OfficeLog.hour(5.5)))
    #expect(try await self.counts(early, no, log)["act:close"] == 1)
    let between = try #require(OrderStatistics.Period(from: OfficeLog.hour(0), to: OfficeLog.hour(6.5)))
    #expect(try await self.counts(between, no, log)["act:close"] == nil)

    let live = try await Dump([OrderSteps()], on: log.connection)
    try await log.runner().rebuild(OrderSteps())
    let again = try await Dump([OrderSteps()], on: log.connection)
    #expect(live == again, "\(live.difference(from: again))")

    try await log.write(
      [(.order(child), .order(.withdrawn(OrderWithdrawn(generation: 1))), at: OfficeLog.hour(30))])
    try await log.runner().catchUp(Self.models)
    #expect(try await self.counts(all, no, log)["urged"] == nil)
  }

  @Test func aDispatchIsOneStepAndAnotherUnitByHandIsAnother() async throws {
    var log = try await OfficeLog()
    let no = OrderNumber(sequence: 1)
    let complaint = try #require(log.definitions.process("complaint"))
    let (repairs, roads) = (try #require(UnitKey("repairs")), try #require(UnitKey("roads")))
    func assign(_ unit: UnitKey, _ staff: String? = nil) -> OrderEvent {
      .assigned(OrderAssigned(main: unit, staff: staff))
    }
    let dispatch = OrderEvent.moved(OrderMoved(action: "dispatch", from: "new", to: "sent", kind: .open))
    let back = OrderEvent.moved(
      OrderMoved(action: .undo, from: "sent", to: "new", kind: .open, undoes: "dispatch"))
    let commands: [[OrderEvent]] = [
      [.opened(Order.open(no: no, process: complaint, channel: "phone"))],
      [assign(roads), dispatch], [back, .unassigned(OrderUnassigned(main: roads))],
      [assign(repairs), dispatch], [assign(roads)], [assign(repairs, "chen")],
      [assign(roads), dispatch], [back, assign(repairs, "chen")],
    ]
    for (hour, events) in commands.enumerated() {
      try await log.write(events.map { (.order(no), .order($0), at: OfficeLog.hour(Double(hour + 1))) })
    }
    // Of two openings one knows its unit at once.
    let other = OrderNumber(sequence: 2)
    try await log.write(
      [.opened(Order.open(no: other, process: complaint, channel: "phone")), assign(roads)].map {
        (.order(other), .order($0), at: OfficeLog.hour(20))
      })
    try await log.write([(.order(other), .order(assign(repairs)), at: OfficeLog.hour(21))])
    try await log.write(
      [(.order(other), .order(.unassigned(OrderUnassigned(main: repairs))), at: OfficeLog.hour(22))])
    // Events of one command may lie in two pages.
    try await log.runner(pageSize: 1).catchUp(Self.models)
    let all = try #require(OrderStatistics.Period(from: OfficeLog.hour(0), to: OfficeLog.hour(100)))
    #expect(
      try await counts(all, no, log) == [
        "opened": 1, "act:dispatch": 1, "with:assigned": 1, "reassigned": 2, "undone": 2, "with:unassigned": 1,
      ])
    #expect(try await counts(all, other, log) == ["opened": 1, "with:assigned": 1, "unassigned": 1])
    let live = try await Dump([OrderSteps()], on: log.connection)
    try await log.runner().rebuild(OrderSteps())
    let again = try await Dump([OrderSteps()], on: log.connection)
    #expect(live == again, "\(live.difference(from: again))")
  }

  @Test func aStepKnowsByWhenItWasDue() async throws {
    var log = try await OfficeLog()
    let process = try #require(log.definitions.process("request"))
    var promised = Order.open(no: OrderNumber(sequence: 1), process: process, channel: "phone")
    promised.promise = OfficeLog.hour(5)
    for (no, hour) in [(OrderNumber(sequence: 1), 4.0), (OrderNumber(sequence: 2), 6.0)] {
      promised.no = no
      let move = OrderMoved(action: "close", from: "new", to: "closed", kind: .closed)
      try await log.write([
        (.order(no), .order(.opened(promised)), at: OfficeLog.hour(1)),
        (.order(no), .order(.moved(move)), at: OfficeLog.hour(hour)),
      ])
    }
    try await log.runner().catchUp(Self.models)
    let all = try #require(OrderStatistics.Period(from: OfficeLog.hour(0), to: OfficeLog.hour(100)))
    let inTime = try await log.connection.run { c in
      try c.query(
        "select at <= due_at from (\(OrderSteps.happened(all, only: ["act:close"]))) as h order by no"
      ).map { try $0.decode(Bool.self) }
    }
    #expect(inTime == [true, false])
  }

  static let models: [any Projection] = [OrderFacts(), OrderSteps(), OrderBoard()]

  private func counts(
    _ period: OrderStatistics.Period, _ no: OrderNumber, _ log: OfficeLog
  ) async throws -> [String: Int] {
    try await log.connection.run { c in
      let rows = try c.query(
        """
        select step, count(*) from (\(OrderSteps.happened(period))) as h where no = \(Int64(no.value)) group by step
        """)
      return try rows.reduce(into: [:]) { counts, row in
        let (step, count) = try row.decode(String.self, Int64.self)
        counts[step] = Int(count)
      }
    }
  }

  private func steps(_ period: OrderStatistics.Period, _ log: OfficeLog) async throws -> [String] {
    try await log.connection.run { c in
      try c.query(
        """
        select concat_ws(' ', no, position, step, coalesce(detail, '-'), actor, coalesce(unit, '-'),
            coalesce(category, '-'), state)
          from (\(OrderSteps.happened(period))) as h
        """
      ).map { try $0.decode(String.self) }.sorted()
    }
  }

  /// By plain Swift over the events, one after the other. Nothing is taken back here but assignments.
  private func expected(_ period: OrderStatistics.Period, _ log: OfficeLog) -> [String] {
    var lines: [(position: Int64, text: String)] = []
    var takenBack: Set<Int64> = []
    for no in log.orders where log.order(no)?.isWithdrawn == false {
      guard let opened = log.order(no)?.openedAt else { continue }
      var hasUnit = false
      var byHand: [(position: Int64, at: Date)] = []
      for written in log.streams[.order(no)] ?? [] {
        guard case .order(let event) = written.event else { continue }
        var (at, position) = (written.at, written.position)
        var steps: [(String, String?)] = []
        switch event {
        case .opened(let opening): steps = [("opened", opening.channel)]
        case .assigned(let assigned):
          let step = hasUnit ? "reassigned" : "assigned"
          hasUnit = true
          let stream = log.streams[.order(no)] ?? []
          let next = stream.first { $0.position == position + 1 }
          var isPart = written.command == stream.first?.command
          if !isPart, let next, next.command == written.command, case .order(.moved) = next.event {
            (isPart, position) = (true, next.position)
          }
          if !isPart { byHand.append((position, at)) }
          steps = [(isPart ? "with:\(step)" : step, assigned.main.rawValue)]
        case .unassigned(let unassigned):
          hasUnit = false
          steps = [("unassigned", unassigned.main.rawValue)]
          if let last = byHand.popLast(), max(at, last.at).asStored < period.to.asStored {
            takenBack.insert(last.position)
          }
        case .moved(let moved):
          at = max(at, opened)
          steps = [("act:\(moved.action)", moved.to.rawValue)]
          let process = log.definitions.process(log.order(no)?.process ?? "", version: 1)
          let action = process?.action(moved.action)
          if action?.isReturn == true { steps.append(("returned", moved.action.rawValue)) }
          let wasFinished = process?.state(moved.from)?.kind != .open && process?.state(moved.from) != nil
          if wasFinished, moved.kind == .open { steps.append(("reopened", moved.action.rawValue)) }
          if moved.action == "reject" || wasFinished && moved.kind == .open {
            steps.append(("redo", moved.action.rawValue))
          }
        case .noted(let noted): steps = [("noted", noted.visibility?.rawValue)]
        case .repeatReported(let report): steps = [("repeated", report.channel)]
        case .dueExtended(let extended): steps = [("extended", extended.clock.rawValue)]
        case .assistAsked(let asked): steps = [("assist-asked", asked.unit.rawValue)]
        case .ruleFired(let fired) where fired.outcome == .fired: steps = [("fired", String(fired.level))]
        default: break
        }
        guard period.from.asStored <= at.asStored, at.asStored < period.to.asStored,
          let order = log.order(no, asOf: max(at, opened))
        else { continue }
        for (step, detail) in steps {
          lines.append(
            (
              written.position,
              "\(no.value) \(position) \(step) \(detail ?? "-") \(written.worker) "
                + "\(order.main?.rawValue ?? "-") \(order.category ?? "-") \(order.state)"
            ))
        }
      }
    }
    return lines.filter { !takenBack.contains($0.position) }.map(\.text).sorted()
  }
}
