import FoundationEssentials
import Postgres

/// What reports count calls by: one row for each time that a call asked for a person, once that is over.
///
/// Telephony will record the calls and fill it; until then no event does, and a report of calls is refused (see
/// ``areThere(on:)``) rather than made of zeros. What measures make of the rows is tested now.
public struct CallFacts: Projection {
  /// `call-facts`
  public let name = "call-facts"
  /// Raised when the table or its meaning change.
  public let version = 1
  /// What it owns.
  public let tables = ["call_fact"]
  /// What it listens to: nothing yet.
  public let categories: Set<Substring> = []
  /// The table with its key; a call that goes on to another queue has a row for each. Times are in milliseconds: `wait` from
  /// the queue to the answer or to leaving, `ringing` included.
  public let schema = """
    create table call_fact (
      call uuid not null,
      queued_at timestamptz not null,
      queue text not null,
      ended text not null check (ended in ('answered', 'abandoned', 'flowed-out', 'blocked', 'lost')),
      agent text,
      wait bigint not null check (wait >= 0),
      ringing bigint,
      talk bigint,
      hold bigint,
      wrap bigint,
      primary key (call, queue, queued_at)
    );
    """
  /// What only questions need.
  public let indexes = "create index call_fact_by_queued_at on call_fact (queued_at);"

  /// The calls.
  public init() {}

  /// Nothing yet.
  public func apply(_ page: Page, on connection: isolated Connection) {}

  /// Whether any call was ever recorded.
  public static func areThere(on connection: isolated Connection) throws -> Bool {
    let hasTable = try connection.query("select to_regclass('call_fact') is not null").only().decode(Bool.self)
    guard hasTable else { return false }
    return try connection.query("select exists (select from call_fact)").only().decode(Bool.self)
  }

  /// The calls that asked for a person in a period: at, queue, ended, actor, and wait, ringing, talk, hold and wrap in
  /// seconds. None without a period.
  static func asked(_ period: OrderStatistics.Period?) -> SQL {
    let condition: SQL = period.map { "c.queued_at >= \($0.from) and c.queued_at < \($0.to)" } ?? "false"
    func seconds(_ column: SQL) -> SQL { "(c.\(column) / 1000.0)::double precision as \(column)" }
    let times = (["wait", "ringing", "talk", "hold", "wrap"] as [SQL]).map(seconds).joined(separator: ", ")
    return """
      select c.queued_at as at, c.queue, c.ended, c.agent as actor, \(times) from call_fact c where \(condition)
      """
  }
}
