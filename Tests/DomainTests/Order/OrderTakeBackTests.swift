import Domain
import FoundationEssentials
import Testing

/// What takes an event back.
@Suite struct OrderTakeBackTests {
  private static let (repairs, roads) = (Job.unit("repairs"), Job.unit("roads"))

  /// What takes back the last event of an order.
  private func takeBack(_ bureau: Bureau, _ no: OrderNumber) throws -> (Order.TakingBack, before: Order?) {
    let entries = try #require(bureau.histories[no])
    let before = OrderHistory(Array(entries.dropLast()))?.order(Bureau.definitions)
    let last = try #require(entries.last).event
    return (try bureau[no].takingBack(last, before: before, process: bureau.process(no)), before)
  }

  @Test func whatIsTakenBackIsAsBefore() throws {
    var bureau = Bureau()
    let (no, other) = (try bureau.open("complaint", title: "Gas"), try bureau.open("complaint"))
    let commands: [OrderCommand] = [
      .assign(main: Self.repairs, staff: "chen"), .assign(main: Self.roads, staff: nil),
      .act("dispatch", main: Self.roads, words: [:]), .act("sign", main: nil, words: [:]),
      .edit(OrderEdit(codes: ["priority": "high", "area": "310101"], words: ["title": "Gas smell"])),
      .link(other, .related), .act("mediate", main: nil, words: [:]),
      .act("settle", main: nil, words: ["outcome": "failed", "settled-on": "2026-05-01"]),
      .act("finish", main: nil, words: ["result": "x"]), .act("approve", main: nil, words: [:]),
    ]
    for command in commands {
      bureau.now += 60
      try bureau.perform(command, on: no)
      let (back, before) = try takeBack(bureau, no)
      guard case .events(let events) = back else {
        Issue.record("\(command): \(back)")
        continue
      }
      var order = try bureau[no]
      for event in events { order.evolve(event, at: bureau.now, in: Bureau.definitions) }
      let was = try #require(before)
      #expect(order.state == was.state && order.kind == was.kind && order.main == was.main, "\(command)")
      #expect(order.staff == was.staff && order.form == was.form && order.words == was.words, "\(command)")
      #expect(order.priority == was.priority && order.area == was.area && order.links == was.links, "\(command)")
      #expect(order.actionCounts.filter { $0.value > 0 } == was.actionCounts.filter { $0.value > 0 }, "\(command)")
      #expect(order.reopenCount == was.reopenCount && order.finishedAt == was.finishedAt, "\(command)")
    }
  }

  @Test func anOpeningIsWithdrawnNotesStayAndTimeThatWasGivenIsGiven() throws {
    var bureau = Bureau()
    let no = try bureau.open("complaint")
    #expect(try takeBack(bureau, no).0 == .events([.withdrawn(OrderWithdrawn(generation: 1))]))
    try bureau.perform(.note("seen"), on: no)
    #expect(try takeBack(bureau, no).0 == .stays)
    try bureau.perform(.reportRepeat(channel: nil, text: nil), on: no)
    #expect(try takeBack(bureau, no).0 == .impossible)
    try bureau.perform(.askExtension("resolve", by: .hours(3), reason: nil), on: no)
    #expect(try takeBack(bureau, no).0 == .events([.extensionRefused(OrderExtensionRefused(clock: "resolve"))]))
    try bureau.perform(.approveExtension(reason: nil), on: no)
    #expect(try takeBack(bureau, no).0 == .impossible)
  }
}
