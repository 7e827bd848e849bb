import EventStore
import FoundationEssentials
import Postgres
import TestSeeds
import Testing

@Suite struct ReadTests {
  @Test func aStreamIsReadAlone() async throws {
    let log = try await TestLog()
    let cause = UUID()
    let authorship = Authorship(actor: "remind", cause: cause, correlation: UUID(), batch: UUID())
    let event = NewEvent.sample(
      UUID(), #"{ "b":1, "a" : "门" }"#, type: EventType("thing.done", schema: 3), personal: .card)
    try await log.store.append("order-2", .any, .sample())
    try await log.store.append("order-1", .any, event, by: authorship)
    try await log.store.append("order-1", .any, .sample(), .sample())

    let events = try await log.store.read("order-1")
    #expect(events.map(\.position) == [2, 3, 4])
    #expect(events.map(\.version) == [1, 2, 3])
    let first = try #require(events.first)
    #expect(first.id == event.id && first.stream == "order-1" && first.type == event.type)
    #expect(first.data == event.data && first.personal == .card && !first.isErased)
    #expect(first.authorship == authorship)
    #expect(events.last?.authorship == Authorship(actor: "clerk.test"))
    #expect(events.last?.personal == nil && events.last?.isErased == false)
    #expect(try await log.store.read("order-1", from: 3).map(\.position) == [4])
    #expect(try await log.store.read("order-3").isEmpty)
    #expect(try await log.store.readLast(of: "order-1") == events.last)
    #expect(try await log.store.readLast(of: "order-3") == nil)
  }

  @Test func severalStreamsComeInTheOrderOfTheLog() async throws {
    let log = try await TestLog()
    for n in [3, 1, 2, 1, 3] { try await log.store.append(StreamName("order-\(n)"), .any, .sample()) }
    #expect(try await log.store.read(["order-1", "order-3", "order-9"]).map(\.position) == [1, 2, 4, 5])
    #expect(try await log.store.read([]).isEmpty)
  }

  @Test func everythingComesPageByPage() async throws {
    let log = try await TestLog()
    for n in 1...10 { try await log.store.append(StreamName("order-\(n % 3)"), .any, .sample()) }
    #expect(try await log.store.read(after: 0, limit: 4).map(\.position) == [1, 2, 3, 4])
    #expect(try await log.store.read(after: 8, limit: 4).map(\.position) == [9, 10])
    #expect(try await log.store.read(after: 10, limit: 4).isEmpty)
    #expect(try await log.store.head() == 10)
  }

  @Test func aCategoryIsNotTakenForAnother() async throws {
    let log = try await TestLog()
    for name in ["unit-1", "unit", "units-1", "uni-1", "unit-é", "unit.x", "unit-"] {
      try await log.store.append(StreamName(name), .any, .sample())
    }
    let found = try await log.connection.run { c in
      try LogReader.events(ofCategory: "unit", upTo: 6, on: c).map(\.stream.rawValue)
    }
    #expect(found == ["unit-1", "unit-é"])
    let earlier = try await log.connection.run { c in
      try LogReader.events(of: ["unit-1", "unit-é"], before: 5, on: c).map(\.position)
    }
    #expect(earlier == [1])
  }

  @Test(arguments: UInt64(0)..<5)
  func whenItHappenedIsKeptToTheMicrosecond(seed: UInt64) async throws {
    let log = try await TestLog()
    var random = Seeded(seed)
    // From 1866 to 2136, where a Date's double keeps them apart.
    let micros = (0..<200).map { _ in Int64.random(in: -3_281_000_000_000_000...5_238_000_000_000_000, using: &random) }
    let before = try await databaseClock(log)
    let events = micros.map {
      NewEvent.sample(at: Date(timeIntervalSinceReferenceDate: (Double($0) - 978_307_200_000_000) / 1_000_000))
    }
    _ = try await log.store.append([StreamAppend("order-1", expected: .none, events)], by: Authorship(actor: "a"))
    let read = try await log.store.read("order-1")
    let stored = try await log.owner.run { c in
      try c.query("select (extract(epoch from occurred_at) * 1000000)::bigint from log.events order by position")
        .map { row in try row.decode(Int64.self) }
    }
    #expect(stored == micros)
    #expect(
      read.map { Int64(($0.occurredAt.timeIntervalSinceReferenceDate * 1_000_000).rounded()) + 978_307_200_000_000 }
        == micros, "seed \(seed)")

    // The log's own time is the database's, one for all events of an append.
    let after = try await databaseClock(log)
    #expect(Set(read.map(\.recordedAt)).count == 1)
    #expect(read.allSatisfy { $0.recordedAt >= before && $0.recordedAt <= after })
  }

  @Test func aHoleIsSeenAndNotReadOver() async throws {
    let log = try await TestLog()
    for _ in 1...5 { try await log.store.append("order-1", .any, .sample()) }
    try await log.owner.run { c in
      try c.script("alter table log.events disable trigger all; delete from log.events where position = 3")
    }
    let error = await #expect(throws: EventStoreError.self) { try await log.store.read(after: 0, limit: 10) }
    guard case .hole(after: 2, found: 4) = error else { return #expect(Bool(false), "\(String(describing: error))") }
  }

  @Test func aHoleAtTheEndOfAPageIsSeenToo() async throws {
    let log = try await TestLog()
    for _ in 1...6 { try await log.store.append("order-1", .any, .sample()) }
    try await log.owner.run { c in
      try c.script("alter table log.events disable trigger all; delete from log.events where position in (3, 4)")
    }
    // Not "nothing more": a reader would stop for ever, and think itself at the head.
    let error = await #expect(throws: EventStoreError.self) { try await log.store.read(after: 2, limit: 2) }
    guard case .hole(after: 2, found: 5) = error else { return #expect(Bool(false), "\(String(describing: error))") }
  }

  private func databaseClock(_ log: TestLog) async throws -> Date {
    try await log.owner.run { c in try c.query("select clock_timestamp()").only().decode(Date.self) }
  }
}
