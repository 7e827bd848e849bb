import EventStore
import FoundationEssentials
import Postgres
import TestSeeds
import Testing

@Suite struct LogSearchTests {
  private static let actors = ["clerk.chen", "clerk.li", "remind"]
  private static let types = ["order.opened", "order.moved", "order", "party.forgotten"]

  /// Whatever is asked, the answer is what looking at every event gives.
  @Test(arguments: UInt64(0)..<6) func aSearchFindsWhatALookAtEveryEventFinds(seed: UInt64) async throws {
    var random = Seeded(seed)
    let log = try await filled(&random)
    let all = try await log.store.read(after: 0, limit: 10_000)
    for _ in 0..<40 {
      var query = LogQuery()
      if random.chance(40) { query.stream = StreamName("order-\(random.next() % 6)") }
      if random.chance(40) { query.actor = random.pick(Self.actors + ["nobody"]) }
      if random.chance(40) { query.type = random.pick(Self.types + ["order.opened.v1", "order.opened.v2", "ord"]) }
      if random.chance(40) { query.recordedFrom = instant(&random) }
      if random.chance(40) { query.recordedUntil = instant(&random) }
      if random.chance(30) { query.after = Int64(random.next() % UInt64(all.count + 5)) }
      let expected = all.filter { Self.meets($0, query) }
      let size = Int(1 + random.next() % 50)
      let found = try await search(query, pages: size, log)
      #expect(found == expected, "seed \(seed), \(query), pages of \(size)")
    }
  }

  @Test func aSearchOfNothingFindsNothing() async throws {
    let log = try await TestLog()
    #expect(try await search(LogQuery(), pages: 10, log) == [])
    var query = LogQuery()
    query.type = "order"
    #expect(try await search(query, pages: 10, log) == [])
  }

  @Test func aHoleInTheLogIsTold() async throws {
    let log = try await TestLog()
    for _ in 1...5 { try await log.store.append("order-1", .any, .sample()) }
    try await log.owner.run { c in
      try c.script("alter table log.events disable trigger all; delete from log.events where position = 3")
    }
    await #expect(throws: EventStoreError.self) { try await search(LogQuery(), pages: 2, log) }
  }

  /// The log's clock goes by days in the test, and is set back by some hours now and then.
  private func filled(_ random: inout Seeded) async throws -> TestLog {
    let log = try await TestLog()
    for _ in 0..<120 {
      let event = NewEvent.sample(type: EventType(random.pick(Self.types), schema: random.chance(90) ? 1 : 2))
      try await log.store.append(
        StreamName("order-\(random.next() % 5)"), .any, event, by: Authorship(actor: random.pick(Self.actors)))
    }
    let shifts = (0..<120).map { place in
      Double(place) * 7200 - Double(random.chance(15) ? random.next() % 43_000 : 0)
    }
    try await log.owner.run { c in
      try c.script("alter table log.events disable trigger all")
      try c.execute(
        """
        update log.events set recorded_at = timestamptz '2026-01-01 00:00:00+00' + make_interval(secs => u.shift)
          from unnest(\(shifts)::float8[]) with ordinality as u (shift, position)
          where events.position = u.position
        """)
    }
    return log
  }

  private func instant(_ random: inout Seeded) -> Date {
    Date(timeIntervalSince1970: 1_767_225_600 + Double(random.next() % 900_000) - 20_000)
  }

  private static func meets(_ event: RecordedEvent, _ query: LogQuery) -> Bool {
    let isOfType =
      query.type.map { type in
        event.type.name == type || event.type.description == type || event.type.name.hasPrefix(type + ".")
      } ?? true
    return isOfType && event.position > query.after && (query.stream.map { $0 == event.stream } ?? true)
      && (query.actor.map { $0 == event.authorship.actor } ?? true)
      && (query.recordedFrom.map { event.recordedAt >= $0 } ?? true)
      && (query.recordedUntil.map { event.recordedAt < $0 } ?? true)
  }

  private func search(_ query: LogQuery, pages size: Int, _ log: TestLog) async throws -> [RecordedEvent] {
    try await log.connection.run { c in
      guard var search = try LogSearch(query, on: c) else { return [] }
      var found: [RecordedEvent] = []
      while case let page = try search.next(size, on: c), !page.isEmpty {
        #expect(page.count <= size)
        found += page
      }
      return found
    }
  }
}
