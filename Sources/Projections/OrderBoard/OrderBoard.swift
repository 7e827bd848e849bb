import Domain
import EventCodec
import FoundationEssentials
import Postgres

/// The dispatcher's board: every order, now and as of any instant.
///
/// `order_card` says what an order is, one row an order; `order_span` how it stood, one row an interval [from, until). The
/// board as of an instant is one look at the spans that hold it; a span that lasts has no end, so the future is answered
/// as if nothing moved. The queries are in `OrderBoard+list.swift`.
public struct OrderBoard: Projection {
  /// `order-board`
  public let name = "order-board"
  /// Raised when the tables or their meaning change. 2: a program that knew no forgetting may have passed one by. 3: the
  /// category, the staff and the stage of a span; what a card says of place, urgency and other orders. 4: due times count working time.
  public let version = 4
  /// What it owns.
  public let tables = ["order_card", "order_span"]
  /// What it listens to.
  public let categories: Set<Substring> = ["order", "definition"]
  /// A list of what is overdue that lacks an order is worse than one that says why it stops.
  public let poisonPolicy = PoisonPolicy.stop
  /// The tables with their keys, and the index by which a party is forgotten.
  public let schema = """
    create table order_card (
      no bigint primary key,
      process text not null,
      process_version integer not null,
      opened_at timestamptz not null,
      party uuid,
      batch uuid,
      key text,
      category text,
      priority smallint not null,
      area text,
      parent bigint,
      relation text,
      intake text,
      assists text[] not null,
      begins_at timestamptz not null,
      is_secret boolean not null,
      channel text,
      campaign text,
      title text,
      address text
    );
    create index order_card_by_party on order_card (party) where party is not null;
    create table order_span (
      no bigint not null,
      from_at timestamptz not null,
      until_at timestamptz check (until_at > from_at),
      due_at timestamptz,
      finished_at timestamptz,
      state text not null,
      kind text not null,
      unit text,
      staff text,
      category text,
      stage text,
      primary key (no, from_at)
    );
    """
  /// What only questions need.
  public let indexes = """
    create index order_card_by_key on order_card (process, key) where key is not null;
    create index order_card_by_campaign on order_card (campaign, no) where campaign is not null;
    create index order_card_by_batch on order_card (batch) where batch is not null;
    create index order_card_by_parent on order_card (parent) where parent is not null;
    create index order_card_by_place on order_card (lower(replace(address, ' ', ''))) where address is not null;
    create unique index order_span_now on order_span (no) where until_at is null;
    create index order_span_now_due on order_span (due_at, no) where until_at is null and kind = 'open';
    create index order_span_desk on order_span (unit, stage, due_at) include (from_at)
      where until_at is null and kind = 'open';
    create index order_span_staff on order_span (staff, from_at) where staff is not null;
    create index order_span_ended on order_span (until_at) where until_at is not null;
    create index order_span_begun on order_span using brin (from_at);
    """

  /// The board.
  public init() {}

  /// Writes what the page changes of cards and spans: most often an order's last span ends and others follow.
  public func apply(_ page: Page, on connection: isolated Connection) throws {
    try forget(page.forgotten, on: connection)
    var cards = CardColumns()
    var spans = SpanColumns()
    var goneCards: [Int64] = []
    var goneSpans = SpanKeys()
    for touched in page.orders {
      let before = Shown(touched.before)
      let after = Shown(touched.after)
      if before.card != after.card {
        if !touched.isNew { goneCards.append(Int64(touched.no.value)) }
        if let order = after.order { cards.add(touched, order) }
      }
      let same = zip(before.spans, after.spans).prefix { $0 == $1 }.count
      if let first = before.spans.dropFirst(same).first { goneSpans.add(touched.no, first.from) }
      for span in after.spans.dropFirst(same) { spans.add(touched.no, span) }
    }
    if !goneCards.isEmpty { try connection.execute("delete from order_card where no = any(\(goneCards))") }
    if !goneSpans.isEmpty { try connection.execute(goneSpans.delete) }
    if !cards.isEmpty { try connection.execute(cards.insert) }
    if !spans.isEmpty { try connection.execute(spans.insert) }
  }

  /// The open ones, and for a change in the past whatever went on since: an order may have been closed from its start.
  public func ordersAlive(since instant: Date, on connection: isolated Connection) throws -> [OrderNumber]? {
    try connection.query(
      """
      select no from order_span where until_at is null and kind = 'open'
        union select no from order_span where until_at > \(instant)
        union select no from order_span where until_at is null and from_at >= \(instant)
      """
    ).map { OrderNumber(stored: try $0.decode(Int64.self)) }
  }

  /// Empties the words of orders whose subject was forgotten: the party of an order, or itself where it has none.
  ///
  /// Before the page's own cards are written: those come from the log as it is now, without what was erased and with what
  /// was recorded after it.
  private func forget(_ forgotten: Page.ForgottenSubjects, on connection: isolated Connection) throws {
    if !forgotten.parties.isEmpty {
      try connection.execute(
        "update order_card set title = null, address = null where party = any(\(forgotten.parties.map(\.id)))")
    }
    if !forgotten.orders.isEmpty {
      let numbers = forgotten.orders.map { Int64($0.value) }
      try connection.execute(
        "update order_card set title = null, address = null where no = any(\(numbers)) and party is null")
    }
  }

  /// What the board shows of a life: nothing while the order is withdrawn.
  private struct Shown {
    let order: Order?
    let card: Card?
    let spans: [OrderSpan]

    init(_ life: OrderLife?) {
      order = life.flatMap { $0.order.isWithdrawn ? nil : $0.order }
      card = order.map(Card.init)
      spans = life?.spans ?? []
    }
  }

  /// What of a card changes while the order lives.
  private struct Card: Equatable {
    let processVersion: Int
    let category: String?
    let priority: OrderPriority
    let area: String?
    let assists: [UnitKey]
    let isSecret: Bool
    let title: String?
    let address: String?

    init(_ order: Order) {
      processVersion = order.processVersion
      category = order.category
      priority = order.priority
      area = order.area
      assists = order.openAssists.map(\.unit)
      isSecret = order.isSecret
      title = order.words?.title
      address = order.words?.address
    }
  }
}

extension OrderPriority {
  /// As the board stores it: the more urgent, the higher.
  var rank: Int16 { Int16(Self.allCases.firstIndex(of: self) ?? 1) }

  /// From the board; normal for what it does not know.
  init(rank: Int16) { self = Self.allCases.indices.contains(Int(rank)) ? Self.allCases[Int(rank)] : .normal }
}
