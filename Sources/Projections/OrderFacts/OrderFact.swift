import Domain
import FoundationEssentials
import Postgres

/// One row of ``OrderFacts``.
struct OrderFact: Equatable {
  private let order: Order
  private let span: OrderSpan
  private let opener: String

  /// How an order stands; `nil` where it is on no list.
  init?(_ life: OrderLife?, opener: String) {
    guard let life, let span = life.spans.last else { return nil }
    (order, self.span, self.opener) = (life.order, span, opener)
  }

  /// Only what the row says: a note's file changes an order, but no figure.
  static func == (left: Self, right: Self) -> Bool {
    left.span == right.span && left.opener == right.opener && left.order.priority == right.order.priority
      && left.order.area == right.order.area && left.order.isSecret == right.order.isSecret
      && left.order.openAssists.map(\.unit) == right.order.openAssists.map(\.unit)
  }

  /// `finished_at` is never before `opened_at`, whatever a file said.
  private var finishedAt: Date? { span.finishedAt.map { max($0, order.openedAt) } }

  /// Puts rows in the place of those of the same orders.
  static func upsert(_ rows: [Self]) -> SQL {
    // An array of arrays has no place for different lengths; codes hold no line breaks.
    let assists = rows.map { row -> String? in
      let units = row.order.openAssists.map(\.unit.rawValue)
      return units.isEmpty ? nil : units.joined(separator: "\n")
    }
    return """
      insert into order_fact (no, opened_at, changed_at, due_at, finished_at, parent, party, priority, is_secret, process,
          state, kind, stage, unit, staff, category, channel, area, campaign, intake, operator, relation, assists)
        select u.no, u.opened_at, u.changed_at, u.due_at, u.finished_at, u.parent, u.party, u.priority, u.is_secret,
            u.process, u.state, u.kind, u.stage, u.unit, u.staff, u.category, u.channel, u.area, u.campaign, u.intake,
            u.operator, u.relation, string_to_array(u.assists, E'\\n')
          from unnest(\(rows.map { Int64($0.order.no.value) })::bigint[],
            \(rows.map(\.order.openedAt))::timestamptz[], \(rows.map(\.span.from))::timestamptz[],
            \(rows.map(\.span.due))::timestamptz[], \(rows.map(\.finishedAt))::timestamptz[],
            \(rows.map { $0.order.parent.map { Int64($0.value) } })::bigint[],
            \(rows.map { $0.order.party?.uuid })::uuid[], \(rows.map(\.order.priority.rank))::smallint[],
            \(rows.map(\.order.isSecret))::boolean[], \(rows.map(\.order.process.rawValue))::text[],
            \(rows.map(\.span.state.rawValue))::text[], \(rows.map(\.span.kind.rawValue))::text[],
            \(rows.map { $0.span.stage?.rawValue })::text[], \(rows.map { $0.span.unit?.rawValue })::text[],
            \(rows.map(\.span.staff))::text[], \(rows.map(\.span.category))::text[],
            \(rows.map(\.order.channel))::text[], \(rows.map(\.order.area))::text[],
            \(rows.map(\.order.campaign))::text[], \(rows.map { $0.order.intake?.rawValue })::text[],
            \(rows.map(\.opener))::text[], \(rows.map { $0.order.relation?.rawValue })::text[], \(assists)::text[])
            as u (no, opened_at, changed_at, due_at, finished_at, parent, party, priority, is_secret, process, state, kind,
              stage, unit, staff, category, channel, area, campaign, intake, operator, relation, assists)
        on conflict (no) do update set changed_at = excluded.changed_at, due_at = excluded.due_at,
          finished_at = excluded.finished_at, priority = excluded.priority, is_secret = excluded.is_secret,
          state = excluded.state, kind = excluded.kind, stage = excluded.stage, unit = excluded.unit,
          staff = excluded.staff, category = excluded.category, area = excluded.area, assists = excluded.assists
      """
  }
}
