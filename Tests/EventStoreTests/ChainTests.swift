import EventStore
import FoundationEssentials
import Postgres
import TestSeeds
import Testing

/// The chain computed again by the database, from the columns as they lie there and nothing of ours.
@Suite struct ChainTests {
  @Test(arguments: UInt64(0)..<4)
  func theChainCanBeComputedFromTheColumns(seed: UInt64) async throws {
    let log = try await TestLog()
    var random = Seeded(seed)
    for _ in 0..<10 {
      let authorship = Authorship(
        actor: random.pick(["clerk.chen", "remind", "值班员", ""]), cause: random.chance(50) ? UUID() : nil,
        correlation: random.chance(50) ? UUID() : nil, batch: random.chance(50) ? UUID() : nil)
      let streams = (0..<3).map { StreamName("order-\($0)") }.filter { _ in random.chance(70) }
      let appends = streams.map { stream in
        StreamAppend(stream, expected: .any, (0..<Int.random(in: 1...20, using: &random)).map { _ in event(&random) })
      }
      guard !appends.isEmpty else { continue }
      _ = try await log.store.append(appends, by: authorship)
    }
    #expect(try await broken(log) == [], "seed \(seed)")
    #expect(try await log.count("select count(*) from log.head h join log.events e using (position, hash)") == 1)
  }

  /// Instants as a clock gives them, finer than a microsecond.
  private func event(_ random: inout Seeded) -> NewEvent {
    let instant = Date(timeIntervalSinceReferenceDate: Double.random(in: -5e8...1e9, using: &random))
    let data = #"{"n":\#(random.next()),"s":"\#(random.pick(["", "门\\n", " é"]))"}"#
    let personal = Personal(subject: "party-\(random.next() % 3)", data: #"{"name":"某人 \#(random.next() % 9)"}"#)
    return .sample(UUID(), data, at: instant, personal: random.chance(50) ? personal : nil)
  }

  @Test func aChangeBehindTheLogsBackBreaksTheChain() async throws {
    let log = try await TestLog()
    for _ in 1...5 { try await log.store.append("order-1", .any, .sample()) }
    #expect(try await broken(log) == [])
    try await log.owner.run { c in
      try c.script("alter table log.events disable trigger all; update log.events set actor = 'x' where position = 3")
    }
    #expect(try await broken(log) == [3])
  }

  /// The positions whose hash is not that of the columns and the hash before.
  func broken(_ log: TestLog) async throws -> [Int64] {
    try await log.owner.run { c in
      try c.script(
        """
        create or replace function pg_temp.field(b bytea) returns bytea immutable language sql as
          $$ select case when b is null then '\\xffffffff'::bytea else int4send(length(b)) || b end $$;
        create or replace function pg_temp.micros(t timestamptz) returns bytea stable language sql as
          $$ select pg_temp.field(int8send((extract(epoch from t) * 1000000)::bigint)) $$;
        create or replace function pg_temp.words(t text) returns bytea immutable language sql as
          $$ select pg_temp.field(convert_to(t, 'UTF8')) $$
        """)
      return try c.query(
        """
        select position from (
          select e.position, e.hash, e.personal_hash,
              sha256(coalesce(lag(e.hash) over (order by position), decode(repeat('00', 32), 'hex'))
                || pg_temp.field(int8send(e.position)) || pg_temp.field(uuid_send(e.id)) || pg_temp.words(s.name)
                || pg_temp.field(int8send(e.version)) || pg_temp.words(t.name) || pg_temp.field(int8send(e.schema))
                || pg_temp.micros(e.occurred_at) || pg_temp.micros(e.recorded_at) || pg_temp.words(e.actor)
                || pg_temp.field(uuid_send(e.cause)) || pg_temp.field(uuid_send(e.correlation))
                || pg_temp.field(uuid_send(e.batch)) || pg_temp.words(e.data::text) || pg_temp.field(e.personal_hash)
              ) as computed,
              sha256(p.salt || pg_temp.words(p.subject) || pg_temp.words(p.data::text)) as personal_computed
            from log.events e join log.streams s using (stream_no) join log.event_types t using (type_no)
            left join log.personal p using (position)) as c
          where hash <> computed or personal_hash <> personal_computed order by position
        """
      ).map { row in try row.decode(Int64.self) }
    }
  }

  @Test func theErasedPartLeavesTheChainWhole() async throws {
    let log = try await TestLog()
    let other = Personal(subject: "party-2", data: "{}")
    try await log.store.append("order-1", .any, .sample(personal: .card), .sample(), .sample(personal: other))
    let before = try await log.store.read("order-1")
    #expect(before.map(\.personal) == [.card, nil, other])
    #expect(before.map(\.isErased) == [false, false, false])
    let salts = try await log.count("select count(distinct salt) from log.personal where length(salt) >= 16")
    #expect(salts == 2)

    let erased = try await log.connection.run { c in try c.execute("delete from log.personal where subject = 'party-1'")
    }
    #expect(erased == 1)
    let after = try await log.store.read("order-1")
    #expect(after.map(\.personal) == [nil, nil, other])
    #expect(after.map(\.isErased) == [true, false, false])
    #expect(after.map(\.data) == before.map(\.data))
    #expect(try await broken(log) == [])
  }
}
