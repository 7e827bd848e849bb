import Domain
import FoundationEssentials
import Postgres

/// What reports count orders by: one narrow row an order, as it stands now.
///
/// The order board keeps words, keys and every interval; a report over all orders would read ten times what it needs. Here
/// is what it needs: codes and instants only, so nothing of it is to be forgotten. How orders stood at an earlier instant
/// is told by ``stood(at:_:)``, together with the board. The operator of an order that an import opened is
/// ``FactWorker/imported``.
public struct OrderFacts: Projection {
  /// `order-facts`
  public let name = "order-facts"
  /// Raised when the table or its meaning change.
  public let version = 2
  /// What it owns.
  public let tables = ["order_fact"]
  /// What it listens to.
  public let categories: Set<Substring> = ["order", "definition"]
  /// A count that is wrong says nothing of it.
  public let poisonPolicy = PoisonPolicy.stop
  /// The table with its key. Withdrawn orders have no row; `changed_at` is when the last of the order's spans began.
  public let schema = """
    create table order_fact (
      no bigint primary key,
      opened_at timestamptz not null,
      changed_at timestamptz not null,
      due_at timestamptz,
      finished_at timestamptz check (finished_at >= opened_at),
      parent bigint,
      party uuid,
      priority smallint not null,
      is_secret boolean not null,
      process text not null,
      state text not null,
      kind text not null,
      stage text,
      unit text,
      staff text,
      category text,
      channel text,
      area text,
      campaign text,
      intake text,
      operator text not null,
      relation text,
      assists text[]
    ) with (fillfactor = 90);
    """
  /// What only questions need. Rows lie in the order in which they were last changed, more or less, so a range of pages is
  /// told by the least and the most in it: a hundredth of a tree, and a year is found as fast.
  public let indexes = """
    create index order_fact_open on order_fact (no) where kind = 'open';
    create index order_fact_changed on order_fact using brin (changed_at) with (pages_per_range = 32, autosummarize = on);
    create index order_fact_opened on order_fact using brin (opened_at) with (pages_per_range = 32, autosummarize = on);
    """

  /// The facts.
  public init() {}

  /// Writes the rows that the page changes.
  public func apply(_ page: Page, on connection: isolated Connection) throws {
    var gone: [Int64] = []
    var rows: [OrderFact] = []
    for touched in page.orders {
      let before = OrderFact(touched.before, opener: touched.recorder)
      let after = OrderFact(touched.after, opener: touched.recorder)
      if let after {
        if after != before { rows.append(after) }
      } else if before != nil {
        gone.append(Int64(touched.no.value))
      }
    }
    if !gone.isEmpty { try connection.execute("delete from order_fact where no = any(\(gone))") }
    if !rows.isEmpty { try connection.execute(OrderFact.upsert(rows)) }
  }

  /// The open ones, and for a change in the past whatever changed since: an order may have been closed from its start.
  public func ordersAlive(since instant: Date, on connection: isolated Connection) throws -> [OrderNumber]? {
    try connection.query("select no from order_fact where kind = 'open' or changed_at >= \(instant)").map {
      OrderNumber(stored: try $0.decode(Int64.self))
    }
  }
}
