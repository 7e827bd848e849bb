import Domain
import Foundation
import Postgres
import Projections

/// The facts and intervals of an office of ten million orders, made by rule: the same each time.
///
/// Orders come evenly over five years; one in a hundred is open, four fifths of those among the newest. The others were
/// finished within a fortnight, three quarters of them in time. Every order has two intervals.
struct MadeFacts: Sendable {
  static let units = 400
  /// The first instant after all of it, at midnight UTC on 21 September 2026.
  static let end = Date(timeIntervalSince1970: 1_789_948_800)
  static let span = 5 * 365 * 86_400.0

  let orders: Int
  var open: Int { orders / 100 }

  private static let projections: [any Projection] = [OrderBoard(), OrderFacts()]

  /// Makes the tables, fills them, and says how large they are.
  func fill(_ connection: Connection, _ progress: @Sendable (String) -> Void) async throws -> String {
    try await connection.run { c in
      try c.execute("create schema reports")
      try c.execute("set search_path = reports")
      for projection in Self.projections { try c.script(projection.schema) }
    }
    let step = 1_000_000
    for start in stride(from: 0, to: orders, by: step) {
      progress("filling: \(start) of \(orders) orders")
      let end = min(start + step, orders)
      try await connection.run { c in
        try c.execute(facts(start, end))
        try c.execute(
          """
          insert into order_span (no, from_at, until_at, due_at, finished_at, state, kind, unit, staff, category, stage)
            select no, opened_at, changed_at, due_at, null, 'sent', 'open', unit, null, category, 'unsigned'
              from order_fact where no between \(Self.number(start)) and \(Self.number(end - 1))
            union all
            select no, changed_at, null, due_at, finished_at, state, kind, unit, null, category, stage
              from order_fact where no between \(Self.number(start)) and \(Self.number(end - 1))
          """)
      }
    }
    for projection in Self.projections {
      progress("indexing \(projection.name)")
      try await connection.run { c in try c.script(projection.indexes) }
    }
    progress("vacuum")
    return try await connection.run { c in
      try c.execute("vacuum analyze")
      return try c.query("select pg_size_pretty(pg_table_size('order_fact'))").only().decode(String.self) + " of facts"
    }
  }

  private static func number(_ place: Int) -> Int64 { Int64(1_000_001 + place) * 10 }

  private func facts(_ start: Int, _ end: Int) -> SQL {
    let every = Int64(max(1, orders / max(1, open / 5)))
    return """
      insert into order_fact (no, opened_at, changed_at, due_at, finished_at, parent, party, priority, is_secret, process,
          state, kind, stage, unit, staff, category, channel, area, campaign, intake, operator, relation, assists)
        select o.no, o.opened_at, case when o.is_open then o.opened_at + interval '1 hour' else o.finished_at end,
            o.opened_at + interval '10 days', case when not o.is_open then o.finished_at end, null,
            lpad(to_hex(o.h % 3333333), 32, '0')::uuid, 1, false,
            (array['complaint', 'request', 'report', 'consult'])[1 + o.i / 4 % 4],
            case when o.is_open then 'working' else 'closed' end, case when o.is_open then 'open' else 'closed' end,
            case when o.is_open then 'running' end, 'u' || lpad((o.h % 400 + 1)::text, 3, '0'), null,
            'c' || o.h / 7 % 5 || '.' || o.h / 77 % 4 || '.' || o.h / 777 % 3,
            (array['phone', 'web', 'letter', 'list'])[1 + o.i % 4], 'a' || o.h / 11 % 30, null, 'desk',
            'agent.' || lpad((o.h % 300)::text, 3, '0'), null, null
          from (
            select i, h, (1000001 + i) * 10 as no,
                i >= \(Int64(orders - open * 4 / 5)) or i % \(every) = 0 as is_open, opened_at,
                opened_at + make_interval(secs => 60 + h % 1150000) as finished_at
              from (
                select i, (hashint8(i) & 2147483647)::bigint as h,
                    \(Self.end)::timestamptz - make_interval(secs => (\(Int64(orders)) - i) * (\(Self.span)::float8 / \(Int64(orders))))
                      as opened_at
                  from generate_series(\(Int64(start))::bigint, \(Int64(end - 1))::bigint) as i) as i) as o
      """
  }
}
