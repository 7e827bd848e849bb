import Domain
import FoundationEssentials
import Postgres
import Projections
import TestSeeds
import Testing

@Suite struct OrderDeskTests {
  @Test(arguments: UInt64(80)..<83) func theBoardByUnitsIsACountOfItsLists(seed: UInt64) async throws {
    var random = Seeded(seed)
    var log = try await OfficeLog()
    try await log.happen(250, &random)
    try await log.runner(pageSize: 13).catchUp([OrderBoard()])
    for _ in 0..<10 {
      let instant = OfficeLog.hour(Double(random.next() % 1400))
      let dayEnd = instant.addingTimeInterval(Double(random.next() % 72) * 3600)
      var query = BoardQuery(asOf: instant)
      query.dayEnd = dayEnd
      if random.chance(30) { query.process = "complaint" }
      let asked = query
      let desk = try await log.connection.run { c in try OrderBoard.desk(asked, dayEnd: dayEnd, on: c) }
      let rows = log.board(asOf: instant).filter {
        $0.kind == .open && (query.process ?? $0.process.rawValue) == $0.process.rawValue
      }
      #expect(Set(desk.map(\.unit)) == Set(rows.map(\.unit)), "seed \(seed)")
      for line in desk {
        let own = rows.filter { $0.unit == line.unit }
        for cell in BoardCell.allCases {
          #expect(
            line[cell] == own.count { $0.isIn(cell, instant, dayEnd) }, "seed \(seed) \(line.unit ?? "-") \(cell)")
        }
        #expect(line[.open] == line[.unsigned] + line[.running] + line[.returned])
        #expect(line.oldestDue == own.filter(\.isOverdue).compactMap(\.dueAt).min())
      }
    }
  }

  @Test func whoGaveAnOrderBackHasItInReturnedUntilSomebodyActs() async throws {
    var log = try await OfficeLog()
    let no = OrderNumber(sequence: 1)
    let process = try #require(log.definitions.process("complaint"))
    let repairs = try #require(UnitKey("repairs"))
    try await log.write([(.order(no), .order(.opened(Order.open(no: no, process: process))), at: OfficeLog.hour(0))])
    func stage(asOf hour: Double) async throws -> DeskStage? {
      try await log.runner().catchUp([OrderBoard()])
      return try await log.connection.run { c in
        try OrderBoard.find(no, asOf: OfficeLog.hour(hour), on: c)?.stage
      }
    }
    func move(_ action: ActionKey, at hour: Double, to state: StateKey) async throws {
      let from = try #require(log.order(no)?.state)
      try await log.write([
        (
          .order(no), .order(.moved(OrderMoved(action: action, from: from, to: state, kind: .open))),
          OfficeLog.hour(hour)
        )
      ])
    }
    #expect(try await stage(asOf: 0.5) == .running)
    try await log.write([(.order(no), .order(.assigned(OrderAssigned(main: repairs))), OfficeLog.hour(1))])
    try await move("dispatch", at: 1, to: "sent")
    #expect(try await stage(asOf: 1.5) == .unsigned)
    try await move("return", at: 2, to: "new")
    #expect(try await stage(asOf: 2.5) == .returned)
    try await move("rule", at: 3, to: "working")
    #expect(try await stage(asOf: 3.5) == .running)
    #expect(try await stage(asOf: 2.5) == .returned)
    #expect(try await stage(asOf: 1.5) == .unsigned)
  }

  /// Counts follow the new class from then on; the day before has the old one.
  @Test func whoIsPutIntoAnotherClassCountsThereFromThenOn() async throws {
    var log = try await OfficeLog()
    let no = OrderNumber(sequence: 1)
    let process = try #require(log.definitions.process("request"))
    let opened = Order.open(no: no, process: process, category: "roads")
    try await log.write([(.order(no), .order(.opened(opened)), at: OfficeLog.hour(0))])
    try await log.runner().catchUp([OrderBoard(), OrderCounts()])
    let edited = OrderEdited(codes: ["category": .init(from: "roads", to: "noise")])
    try await log.write([(.order(no), .order(.edited(edited)), at: OfficeLog.hour(24))])
    try await log.runner().catchUp([OrderBoard(), OrderCounts()])
    for (hour, category) in [(23.0, "roads"), (25, "noise")] {
      let counts = try await log.connection.run { c in
        try OrderBoard.count(BoardQuery(asOf: OfficeLog.hour(hour)), by: .category, on: c)
      }
      #expect(counts.map(\.value) == [category])
    }
  }
}
