import Domain
import FoundationEssentials
import Postgres

/// What a page writes, in one statement a table.
extension OrderBoard {
  /// From where on the spans of orders go.
  struct SpanKeys {
    private var no: [Int64] = []
    private var from: [Date] = []

    var isEmpty: Bool { no.isEmpty }

    mutating func add(_ number: OrderNumber, _ instant: Date) {
      no.append(Int64(number.value))
      from.append(instant)
    }

    var delete: SQL {
      """
      delete from order_span s using unnest(\(no)::bigint[], \(from)::timestamptz[]) as u (no, from_at)
        where s.no = u.no and s.from_at >= u.from_at
      """
    }
  }

  /// Rows of `order_card`, column by column.
  struct CardColumns {
    private var no: [Int64] = []
    private var process: [String] = []
    private var processVersion: [Int32] = []
    private var openedAt: [Date] = []
    private var party: [UUID?] = []
    private var batch: [UUID?] = []
    private var key: [String?] = []
    private var category: [String?] = []
    private var priority: [Int16] = []
    private var area: [String?] = []
    private var parent: [Int64?] = []
    private var relation: [String?] = []
    private var intake: [String?] = []
    private var assists: [String] = []
    private var beginsAt: [Date] = []
    private var isSecret: [Bool] = []
    private var channel: [String?] = []
    private var campaign: [String?] = []
    private var title: [String?] = []
    private var address: [String?] = []

    var isEmpty: Bool { no.isEmpty }

    mutating func add(_ touched: Page.TouchedOrder, _ order: Order) {
      no.append(Int64(touched.no.value))
      process.append(order.process.rawValue)
      processVersion.append(Int32(order.processVersion))
      openedAt.append(order.openedAt)
      party.append(order.party?.uuid)
      batch.append(touched.batch)
      key.append(order.key)
      category.append(order.category)
      priority.append(order.priority.rank)
      area.append(order.area)
      parent.append(order.parent.map { Int64($0.value) })
      relation.append(order.relation?.rawValue)
      intake.append(order.intake?.rawValue)
      // An array of arrays has no place for different lengths; codes hold no line breaks.
      assists.append(order.openAssists.map(\.unit.rawValue).joined(separator: "\n"))
      beginsAt.append(order.beginsAt)
      isSecret.append(order.isSecret)
      channel.append(order.channel)
      campaign.append(order.campaign)
      title.append(order.words?.title)
      address.append(order.words?.address)
    }

    var insert: SQL {
      """
      insert into order_card (no, process, process_version, opened_at, party, batch, key, category, priority, area,
          parent, relation, intake, assists, begins_at, is_secret, channel, campaign, title, address)
        select u.no, u.process, u.process_version, u.opened_at, u.party, u.batch, u.key, u.category, u.priority, u.area,
          u.parent, u.relation, u.intake, coalesce(string_to_array(nullif(u.assists, ''), E'\\n'), '{}'), u.begins_at,
          u.is_secret, u.channel, u.campaign, u.title, u.address
        from unnest(\(no)::bigint[], \(process)::text[], \(processVersion)::integer[],
          \(openedAt)::timestamptz[], \(party)::uuid[], \(batch)::uuid[], \(key)::text[], \(category)::text[],
          \(priority)::smallint[], \(area)::text[], \(parent)::bigint[], \(relation)::text[], \(intake)::text[],
          \(assists)::text[], \(beginsAt)::timestamptz[], \(isSecret)::boolean[], \(channel)::text[],
          \(campaign)::text[], \(title)::text[], \(address)::text[])
          as u (no, process, process_version, opened_at, party, batch, key, category, priority, area, parent, relation,
            intake, assists, begins_at, is_secret, channel, campaign, title, address)
      """
    }
  }

  /// Rows of `order_span`, column by column.
  struct SpanColumns {
    private var no: [Int64] = []
    private var from: [Date] = []
    private var until: [Date?] = []
    private var due: [Date?] = []
    private var finished: [Date?] = []
    private var state: [String] = []
    private var kind: [String] = []
    private var unit: [String?] = []
    private var staff: [String?] = []
    private var category: [String?] = []
    private var stage: [String?] = []

    var isEmpty: Bool { no.isEmpty }

    mutating func add(_ number: OrderNumber, _ span: OrderSpan) {
      no.append(Int64(number.value))
      from.append(span.from)
      until.append(span.until)
      due.append(span.due)
      finished.append(span.finishedAt)
      state.append(span.state.rawValue)
      kind.append(span.kind.rawValue)
      unit.append(span.unit?.rawValue)
      staff.append(span.staff)
      category.append(span.category)
      stage.append(span.stage?.rawValue)
    }

    var insert: SQL {
      """
      insert into order_span (no, from_at, until_at, due_at, finished_at, state, kind, unit, staff, category, stage)
        select * from unnest(\(no)::bigint[], \(from)::timestamptz[], \(until)::timestamptz[], \(due)::timestamptz[],
          \(finished)::timestamptz[], \(state)::text[], \(kind)::text[], \(unit)::text[], \(staff)::text[], \(category)::text[],
          \(stage)::text[])
      """
    }
  }
}
