import EventStore
import FoundationEssentials
import Postgres
import Testing

@testable import LogWorker

/// What must hold of every log after everything: asked of the tables themselves, with nothing of ours in between.
struct LogAudit {
  /// What is wrong, in words; empty for a sound log.
  private(set) var findings: [String] = []
  /// The events by position.
  private(set) var ids: [Int64: UUID] = [:]

  init(_ log: FaultLog) async throws {
    let owner = try await log.owner()
    (findings, ids) = try await owner.run { c in
      let findings = try Self.rules.flatMap { rule, query in
        try c.query(query).map { row in "\(rule): \(try row.decode(String.self))" }
      }
      try c.script(Self.functions)
      let broken = try c.query(Self.brokenLinks).map { row in "chain: \(try row.decode(String.self))" }
      var ids: [Int64: UUID] = [:]
      for row in try c.query("select position, id from log.events") {
        let (position, id) = try row.decode(Int64.self, UUID.self)
        ids[position] = id
      }
      return (findings + broken, ids)
    }
    await owner.close()
  }

  /// Each query names the offenders, at most three.
  private static let rules: [(String, SQL)] = [
    (
      "positions",
      """
      select format('%s of %s up to %s, head at %s', count(*), min(e.position), max(e.position), h.position)
        from log.head h left join log.events e on true group by h.position
        having count(e.position) <> h.position or coalesce(max(e.position), 0) <> h.position or min(e.position) <> 1
      """
    ),
    (
      "head",
      """
      select format('its hash is not that of event %s', h.position) from log.head h left join log.events e using (position)
        where h.hash is distinct from coalesce(e.hash, decode(repeat('00', 32), 'hex'))
      """
    ),
    (
      "versions",
      """
      select format('%s is at %s and has %s events from %s to %s', s.name, s.version, e.n, e.first, e.last)
        from log.streams s left join (select stream_no, count(*) as n, min(version) as first, max(version) as last
          from log.events group by 1) e using (stream_no)
        where e.n is distinct from s.version or e.first <> 1 or e.last <> s.version limit 3
      """
    ),
    (
      "order",
      """
      select format('%s has version %s before %s', e.stream_no, e.version, e.earlier) from (
          select stream_no, version, lag(version) over (partition by stream_no order by position) as earlier
          from log.events) e where e.earlier is not null and e.version <> e.earlier + 1 limit 3
      """
    ),
    (
      "personal",
      """
      select format('event %s has half of its erasable part', coalesce(e.position, p.position))
        from (select position from log.events where personal_hash is not null) e
          full join log.personal p using (position)
        where e.position is null or p.position is null limit 3
      """
    ),
  ]

  private static let functions = """
    create or replace function pg_temp.field(b bytea) returns bytea immutable language sql as
      $$ select case when b is null then '\\xffffffff'::bytea else int4send(length(b)) || b end $$;
    create or replace function pg_temp.micros(t timestamptz) returns bytea stable language sql as
      $$ select pg_temp.field(int8send((extract(epoch from t) * 1000000)::bigint)) $$;
    create or replace function pg_temp.words(t text) returns bytea immutable language sql as
      $$ select pg_temp.field(convert_to(t, 'UTF8')) $$
    """

  private static let brokenLinks: SQL = """
    select format('event %s does not fit', position) from (
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
      where hash <> computed or personal_hash <> personal_computed order by position limit 3
    """
}

extension LogAudit {
  /// Whether each command that a writer's ledger has lies where the writer was told, and each of the first `count`
  /// commands is there.
  func findings(of ledger: [String], _ count: Int, _ command: (Int) throws -> Load.Command) rethrows -> [String] {
    let acknowledged = ledger.compactMap { Ledger.Acknowledged($0) }
    var findings: [String] = []
    if acknowledged.map(\.command) != Array(0..<count) {
      findings.append("acknowledged \(acknowledged.count) of \(count) commands, or not in order")
    }
    for line in acknowledged {
      let events = try command(line.command).events
      if events.map(\.id) != line.positions.compactMap({ ids[$0] }) {
        findings.append("command \(line.command) was acknowledged at \(line.positions), where it is not")
      }
    }
    return findings
  }

  /// Whether a follower's journal is the log: every event once, in order.
  func findings(ofJournal journal: [String]) -> [String] {
    let followed = journal.compactMap { Ledger.Followed($0) }
    let whole = ids.sorted { $0.key < $1.key }.map { Ledger.Followed(position: $0.key, id: $0.value) }
    guard followed != whole else { return [] }
    let place = zip(followed, whole).first { $0 != $1 }
    return ["followed \(followed.count) of \(whole.count) events; first difference: \(String(describing: place))"]
  }
}
