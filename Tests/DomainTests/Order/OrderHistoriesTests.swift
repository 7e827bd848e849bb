import Domain
import FoundationEssentials
import TestSeeds
import Testing

/// Thousands of histories over every shipped process: whatever people do, and in whatever order, these things hold.
@Suite struct OrderHistoriesTests {
  private static let units = ["repairs", "roads", "survey"].map(Job.unit)

  @Test(arguments: ShippedProcesses.all.map(\.key)) func whateverHappensTheOrderHolds(key: ProcessKey) throws {
    for seed in UInt64(0)..<160 {
      var random = Seeded(seed)
      var bureau = Bureau()
      try bureau.open(key)
      if random.chance(60) { try bureau.open(key) }
      for step in 0..<24 {
        bureau.now += Double(random.next() % 40) * 3600 + 60
        let no = random.pick(bureau.numbers)
        let command = try Self.command(on: no, bureau, &random)
        let before = try bureau[no]
        let place = "\(key), seed \(seed), step \(step)"
        do {
          try bureau.perform(command, on: no)
        } catch is OrderRefusal {
          #expect(try bureau[no] == before, "\(place): a refusal changed the order")
          continue
        }
        if case .reportRepeat = command { #expect(try bureau[no].repeatCount == before.repeatCount + 1, "\(place)") }
        for order in bureau.orders.values { try Self.check(order, bureau, place) }
      }
      try Self.checkPast(bureau, &random, "\(key), seed \(seed)")
    }
  }

  private static func command(
    on no: OrderNumber, _ bureau: Bureau, _ random: inout Seeded
  ) throws -> OrderCommand {
    let order = try bureau[no]
    let unit = random.pick(units)
    let other = random.pick(bureau.numbers)
    switch random.next() % 16 {
    case 0: return .assign(main: unit, staff: nil)
    case 1: return .assist(unit, budget: .hours(4), task: nil)
    case 2: return .endAssist(unit, .done, note: nil)
    case 3: return .edit(OrderEdit(codes: ["priority": random.pick(OrderPriority.allCases).rawValue]))
    case 4: return random.chance(50) ? .link(other, .related) : .unlink(other, nil)
    case 5: return .reportRepeat(channel: "phone", text: nil)
    case 6: return .askExtension(order.runningClocks.first?.clock, by: .hours(8), reason: nil)
    case 7: return random.chance(70) ? .approveExtension(reason: nil) : .refuseExtension(reason: nil)
    case 8: return .unmerge(reason: nil)
    default:
      let possible = try bureau.process(no).actions(from: order.state)
      // Sometimes what is not possible, too.
      guard
        let action = possible.isEmpty || random.chance(5) ? try bureau.process(no).actions.first : random.pick(possible)
      else { return .note("nothing to do") }
      return .act(action.key, main: unit, words: Bureau.answers(action, head: action.isMerging ? other : nil))
    }
  }

  private static func check(_ order: Order, _ bureau: Bureau, _ place: String) throws {
    let process = try bureau.process(order.no)
    #expect(process.state(order.state)?.kind == order.kind, "\(place): a state means what its process says")
    let helping = order.openAssists.map(\.unit)
    #expect(order.main.map(helping.contains) != true, "\(place): the unit that answers for it helps itself")
    #expect(Set(helping).count == helping.count, "\(place): a unit helps twice at once")
    #expect(order.kind.isFinished == (order.finishedAt != nil), "\(place)")
    if order.kind.isFinal { #expect(order.runningClocks.isEmpty, "\(place): a closed order runs out of time") }
    #expect(order.extensionCounts.values.allSatisfy { $0 <= process.extensions?.max ?? 0 }, "\(place)")
    // Duplicates are one step deep, told by both sides, and only the head goes on.
    if let head = order.head {
      #expect(order.kind == .closed && order.duplicates.isEmpty, "\(place): a chain of duplicates")
      #expect(try bureau[head].duplicates.contains(order.no), "\(place): the head does not know")
      #expect(try bureau[head].head == nil, "\(place): the head is merged itself")
    }
    for link in order.links where bureau.orders[link.other]?.parent != order.no {
      let back = Order.Link(other: order.no, relation: link.relation.fromTheOtherSide)
      #expect(try bureau[link.other].links.contains(back), "\(place): one side of a link only")
    }
    // A way out: an action that is not used up, or what stands in for it, or nothing is to be done any more.
    let open = process.actions(from: order.state).filter { action in
      action.max.map { order.actionCounts[action.key.rawValue, default: 0] < $0 } ?? true
    }
    #expect(order.kind.isFinal || !open.isEmpty, "\(place): stuck in \(order.state)")
  }

  /// As of any instant the order is what had happened by then makes it.
  private static func checkPast(_ bureau: Bureau, _ random: inout Seeded, _ place: String) throws {
    for no in bureau.numbers {
      let entries = try #require(bureau.histories[no])
      let life = try #require(OrderHistory(entries)?.life(Bureau.definitions))
      let order = try bureau[no]
      #expect(life.order == order, "\(place): folded at once or one by one")
      let instant = random.pick(entries).at
      let then = try #require(
        OrderHistory(entries.filter { $0.at <= instant })?.order(Bureau.definitions, asOf: instant))
      let span = life.spans.last { $0.from <= instant }
      #expect(
        span?.state == then.state && span?.kind == then.kind && span?.unit == then.main
          && span?.finishedAt == then.finishedAt, "\(place): as of \(instant)")
    }
  }
}
