import Domain
import Foundation
import Postgres
import Projections

/// An office of ten million orders, made by rule: the same each time.
///
/// Orders come evenly over eight years. One in a hundred is open: four fifths of those are the newest, the others lie
/// anywhere, so that the open ones are not all in a few pages. Every order has two spans, an ended one and a last one.
/// A third of the open ones are overdue. Parties have three orders each on average. The last digit of a number is no check
/// digit here: nobody reads it.
struct MadeOffice: Sendable {
  static let units = 400
  static let districts = 20
  /// The instant as of which everything is asked.
  static let now = Date(timeIntervalSince1970: 1_790_000_000)

  let orders: Int
  var open: Int { orders / 100 }
  /// Orders with words to search.
  var titles: Int { orders / 5 }
  /// The projections whose tables are filled.
  static let projections: [any Projection] = [OrderBoard(), OrderTexts(), PartyContacts()]

  /// Makes the tables, fills them, and says how large they are.
  func fill(_ connection: Connection, progress: @Sendable (String) -> Void) async throws -> String {
    try await connection.run { c in
      try c.execute("create schema desk")
      try c.execute("set search_path = desk")
      for projection in Self.projections { try c.script(projection.schema) }
    }
    let step = 1_000_000
    for start in stride(from: 0, to: orders, by: step) {
      progress("filling: \(grouped(start)) of \(grouped(orders)) orders")
      let end = min(start + step, orders)
      try await connection.run { c in
        try fillCards(start, end, on: c)
        try fillSpans(start, end, on: c)
        try fillContacts(start, end, on: c)
      }
    }
    try await fillTexts(connection, progress: progress)
    for projection in Self.projections {
      progress("indexing \(projection.name)")
      try await connection.run { c in try c.script(projection.indexes) }
    }
    progress("vacuum")
    return try await connection.run { c in
      try c.execute("vacuum analyze")
      return try c.query("select pg_size_pretty(pg_database_size(current_database()))").only().decode(String.self)
    }
  }

  /// The number of the order at a place, counted from 0.
  static func number(_ place: Int) -> Int64 { Int64(1_000_001 + place) * 10 }

  private var isOpen: SQL { "(i >= \(Int64(orders - open * 4 / 5)) or i % \(Int64(orders / max(1, open / 5))) = 0)" }

  /// What all tables compute of the place `i` of an order.
  private func base(_ start: Int, _ end: Int) -> SQL {
    let seconds: Int64 = 8 * 365 * 86_400
    return """
      (select i, (1000001 + i) * 10 as no, \(isOpen) as is_open,
          \(Self.now)::timestamptz - make_interval(secs => (\(Int64(orders)) - i) * (\(seconds)::float8 / \(Int64(orders))))
            as opened_at,
          'u' || lpad((hashint8(i) & 2147483647) % \(Int64(Self.units)) + 1 || '', 3, '0') as unit,
          (array['water', 'gas', 'roads', 'noise', 'light', 'heating', 'waste', 'bus'])[1 + i % 8] as category,
          (array['phone', 'web', 'letter', 'list'])[1 + i % 4] as channel,
          (array['complaint', 'request', 'report', 'consult'])[1 + i % 4] as process,
          lpad(to_hex((hashint8(i + 7) & 2147483647) % \(Int64(max(1, orders / 3)))), 32, '0')::uuid as party,
          \(Self.now)::timestamptz + make_interval(hours => ((hashint8(i + 13) & 2147483647) % 720 - 240)::integer) as due_at
        from generate_series(\(Int64(start))::bigint, \(Int64(end - 1))::bigint) as i) as o
      """
  }

  private func fillCards(_ start: Int, _ end: Int, on c: isolated Connection) throws {
    try c.execute(
      """
      insert into order_card (no, process, process_version, opened_at, party, batch, key, category, priority, area,
          parent, relation, intake, assists, begins_at, is_secret, channel, campaign, title, address)
        select o.no, o.process, 1, o.opened_at, o.party, null, null, o.category, 1, null, null, null, 'desk', '{}',
          o.opened_at, false, o.channel, null, 'title of order ' || o.i, o.i || ' Sample Street'
        from \(base(start, end))
      """)
  }

  private func fillSpans(_ start: Int, _ end: Int, on c: isolated Connection) throws {
    try c.execute(
      """
      insert into order_span (no, from_at, until_at, due_at, finished_at, state, kind, unit, staff, category, stage)
        select o.no, o.opened_at, o.opened_at + interval '1 hour', o.opened_at + interval '4 hours', null, 'sent', 'open',
            o.unit, null, o.category, 'unsigned' from \(base(start, end))
        union all
        select o.no, o.opened_at + interval '1 hour', null,
            case when o.is_open then o.due_at else o.opened_at + interval '10 days' end,
            case when not o.is_open then o.opened_at + interval '1 hour' end,
            case when o.is_open then 'working' else 'closed' end, case when o.is_open then 'open' else 'closed' end,
            o.unit, null, o.category,
            case when o.is_open then (array['unsigned', 'running', 'running', 'returned'])[1 + o.i % 4] end
          from \(base(start, end))
      """)
  }

  private func fillContacts(_ start: Int, _ end: Int, on c: isolated Connection) throws {
    try c.execute(
      """
      insert into party_contact (position, party, at, no, kind, channel)
        select o.i + 1, o.party, o.opened_at, o.no, 'order', o.channel from \(base(start, end))
      """)
  }

  /// By COPY, of titles from a small vocabulary and two thousand characters: some pairs are in one title of thirty, most
  /// in a few hundred of two million.
  private func fillTexts(_ connection: Connection, progress: @Sendable (String) -> Void) async throws {
    let (first, titles, orders) = (orders - titles, titles, orders)
    progress("filling: \(grouped(titles)) titles")
    try await connection.run { c in
      var random = SplitMix(seed: 42)
      try c.copyIn("copy order_text (no, party, words) from stdin") { writer in
        for place in first..<orders {
          let title = MadeTitle.make(&random)
          try writer.row(text: [String(MadeOffice.number(place)), nil, TextTerms.vector(of: [title])])
        }
      }
    }
  }
}

/// Titles as callers' matters read.
enum MadeTitle {
  private static let things = [
    "厨房", "卫生间", "楼道", "路灯", "井盖", "水管", "暖气", "电梯", "垃圾桶", "公交站", "围墙", "树木", "广告牌", "停车位", "燃气表",
  ]
  private static let troubles = [
    "漏水", "不亮", "损坏", "噪音", "堵塞", "停运", "异味", "缺失", "积水", "占道", "倾斜", "开裂", "断电", "无人管理", "收费不合理",
  ]
  private static let askings = ["请尽快处理", "要求答复", "多次反映未解决", "希望维修", "请核实"]

  static func make(_ random: inout SplitMix) -> String {
    func pick(_ words: [String]) -> String { words[Int(random.next() % UInt64(words.count))] }
    var name = ""
    for _ in 0..<3 {
      // Common characters come first in a zone of their own of two thousand.
      let character = UnicodeScalar(UInt32(0x4E00 + random.next() % 2000))
      if let character { name.unicodeScalars.append(character) }
    }
    let house = random.next() % 300 + 1
    return "\(name)小区\(house)号\(pick(things))\(pick(troubles))，\(pick(askings))"
  }
}

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014): small, and the same everywhere.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
