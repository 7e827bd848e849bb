import Domain
import EventStore
import FoundationEssentials
import Postgres
import Projections
import TestSeeds
import Testing

@Suite struct RunnerCompareTests {
  @Test func aRowThatWasChangedByHandIsFound() async throws {
    var random = Seeded(71)
    var log = try await OfficeLog()
    try await log.happen(60, &random)
    try await log.runner().catchUp(ReadModels.all)
    for projection in ReadModels.all {
      #expect(try await log.runner().compare(projection).isEqual, "\(projection.name)")
    }
    try await log.connection.run { c in
      try c.execute("update order_card set title = 'forged' where no = (select min(no) from order_card)")
      try c.execute("delete from order_span where no = (select max(no) from order_span)")
    }
    let live = try await Dump(on: log.connection)
    let comparison = try await log.runner(pageSize: 9).compare(OrderBoard(), rows: 5)
    #expect(!comparison.isEqual)
    let card = try #require(comparison.tables.first { $0.name == "order_card" })
    #expect(card.live.rows == card.rebuilt.rows && card.live.hash != card.rebuilt.hash)
    #expect(card.onlyLive.count == 1 && card.onlyLive[0].contains(#""title":"forged""#))
    #expect(card.onlyRebuilt.count == 1 && !card.onlyRebuilt[0].contains("forged"))
    let span = try #require(comparison.tables.first { $0.name == "order_span" })
    #expect(span.live.rows < span.rebuilt.rows && span.onlyLive.isEmpty)
    #expect(span.onlyRebuilt.count == min(5, Int(span.rebuilt.rows - span.live.rows)))
    // A look changes nothing; a rebuild does, and says so.
    #expect(try await Dump(on: log.connection) == live)
    #expect(try await log.status("order-board")?.building == nil)
    let told = try await log.runner().rebuild(OrderBoard())
    #expect(told?.isEqual == false)
    #expect(try await log.runner().compare(OrderBoard()).isEqual)
  }

  @Test func itIsComparedWhileOthersGoOn() async throws {
    var random = Seeded(72)
    var log = try await OfficeLog()
    try await log.happen(40, &random)
    try await log.runner().catchUp(ReadModels.all)
    let other = try await OfficeLog.session(log.address)
    let isDone = Shared(false)
    let office = log
    let desk = Task {
      var (log, random) = (office, Seeded(73))
      while !isDone.change({ $0 }) {
        try await log.happen(1, &random)
        try await ProjectionRunner(log.connection).catchUp([OrderBoard(), OrderCounts()])
      }
    }
    for _ in 0..<2 {
      for projection in [OrderBoard(), OrderCounts()] as [any Projection] {
        let comparison = try await ProjectionRunner(other, pageSize: 20).compare(projection, rows: 3)
        #expect(comparison.isEqual, "\(comparison)")
      }
    }
    isDone.change { $0 = true }
    try await desk.value
  }

  @Test func whatIsOfAnotherVersionCannotBeCompared() async throws {
    let log = try await OfficeLog()
    await #expect(throws: ProjectionError.notComparable(name: "tally", stored: 0, known: 1)) {
      try await log.runner().compare(Tally(version: 1))
    }
    try await log.runner().catchUp([Tally(version: 2)])
    await #expect(throws: ProjectionError.notComparable(name: "tally", stored: 2, known: 1)) {
      try await log.runner().compare(Tally(version: 1))
    }
    // A rebuild goes on without.
    #expect(try await log.runner().rebuild(Tally(version: 1)) == nil)
  }

  @Test func aRollbackBringsBackWhatWasReplaced() async throws {
    var random = Seeded(74)
    var log = try await OfficeLog()
    try await log.happen(30, &random)
    await #expect(throws: ProjectionError.noPrevious(name: "order-board")) {
      try await log.runner().rollBack(OrderBoard())
    }
    try await log.runner().catchUp(ReadModels.all)
    let mark = "update order_card set title = 'as it was' where no = (select min(no) from order_card)"
    try await log.connection.run { c in try c.script(mark) }
    try await log.runner().rebuild(OrderBoard())
    #expect(try await log.marked() == 0)
    // What comes later is added to what was brought back.
    try await log.happen(30, &random)
    try await log.runner().catchUp(ReadModels.all)
    try await log.connection.run { c in
      try c.script("update read_previous.order_card set address = 'there' where title = 'as it was'")
    }
    try await log.runner(pageSize: 6).rollBack(OrderBoard())
    let head = try await log.store.head()
    #expect(try await log.position("order-board") == head)
    let comparison = try await log.runner().compare(OrderBoard())
    // Unless the marked order was touched since, and so written anew.
    #expect(comparison.isEqual == (try await log.marked() == 0))
    // And back again.
    try await log.runner().rollBack(OrderBoard())
    #expect(try await log.marked() == 0)
    #expect(try await log.runner().compare(OrderBoard()).isEqual)
  }

  @Test func whoIsForgottenIsInNoTablesThatAreKept() async throws {
    var random = Seeded(79)
    var log = try await OfficeLog()
    try await log.happen(30, &random)
    let party = StreamName.party(PartyID(UUID()))
    let card = PartyCard(name: "某某", phones: [], address: nil)
    try await log.write([(party, .party(.registered(.init(kind: .person, card: card))), at: OfficeLog.hour(1))])
    try await log.runner().catchUp(ReadModels.all)
    try await log.runner().rebuild([Parties(), OrderBoard()])
    let cutOff = CutOff(Parties(), at: try await log.store.head())
    await #expect(throws: CancellationError.self) { try await log.runner(pageSize: 7).rebuild(cutOff.model) }
    #expect(try await log.previous("parties") != nil)
    try await log.forget(party)
    try await log.runner().catchUp([Parties()])
    #expect(try await log.previous("parties") == nil)
    #expect(try await log.status("parties")?.building == nil)
    // The board has not come to it yet: its tables are not kept then, but those of the book may be.
    try await log.runner().rebuild(Parties())
    #expect(try await log.previous("parties") != nil)
    try await log.connection.run { c in try c.script("update projection set version = 1 where name = 'order-board'") }
    try await log.runner().catchUp([OrderBoard()])
    #expect(try await log.previous("order-board") == nil)
  }

  @Test func aRollbackToAnUnknownVersionIsRefused() async throws {
    var random = Seeded(75)
    var log = try await OfficeLog()
    try await log.happen(20, &random)
    try await log.runner().catchUp([Tally(version: 1)])
    try await log.runner().catchUp([Tally(version: 2)])
    let error = await #expect(throws: ProjectionError.self) { try await log.runner().rollBack(Tally(version: 2)) }
    #expect(error == .previousUnknown(name: "tally", stored: 1, known: 2))
    #expect(error?.description.contains("version 1") == true)
    // The program that made them may; what the newer one made is kept in their stead.
    try await log.happen(5, &random)
    try await log.runner().rollBack(Tally(version: 1))
    #expect(try await Tally.columns(log) == ["position", "version_1"])
    #expect(try await Tally.count(log) == log.store.head())
    #expect(try await log.previous("tally") == 2)
  }
}

extension OfficeLog {
  fileprivate func marked() async throws -> Int64 {
    try await connection.run { c in
      try c.query("select count(*) from order_card where title = 'as it was'").only().decode(Int64.self)
    }
  }
}
