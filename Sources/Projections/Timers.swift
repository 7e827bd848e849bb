import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres

/// The scheduler's table: every rule of every order that waits for its time.
public struct Timers: Projection {
  /// `timers`
  public let name = "timers"
  public let version = 1
  public let tables = ["timer"]
  public let categories: Set<Substring> = ["order"]
  public let schema = """
    create table timer (
      no bigint not null,
      name text not null,
      at timestamptz not null,
      due_at timestamptz not null,
      rule text not null,
      clock text not null,
      epoch integer not null,
      occurrence integer not null,
      level integer not null,
      recipients text[] not null,
      primary key (no, name)
    );
    create index timer_by_time on timer (at, no, name);
    """

  /// The timers.
  public init() {}

  /// Sets the timers of the orders that the page touches anew.
  public func apply(_ page: Page, on connection: isolated Connection) throws {
    var columns = TimerColumns()
    var stale: [Int64] = []
    for touched in page.orders {
      let before = Self.timers(touched.before, page.definitions)
      let after = Self.timers(touched.after, page.definitions)
      guard before != after else { continue }
      if !before.isEmpty { stale.append(Int64(touched.no.value)) }
      for timer in after { columns.add(touched.no, timer) }
    }
    if !stale.isEmpty { try connection.execute("delete from timer where no = any(\(stale))") }
    if !columns.isEmpty { try connection.execute(columns.insert) }
  }

  private static func timers(_ history: OrderHistory?, _ definitions: Definitions) -> [OrderTimer] {
    guard let order = history?.order(definitions),
      let process = definitions.process(order.process, version: order.processVersion)
    else { return [] }
    return order.timers(in: process, calendar: definitions.calendar)
  }

  /// A timer and its order.
  public struct Waiting: Sendable {
    /// The order.
    public let no: OrderNumber
    /// What fires.
    public let timer: OrderTimer
  }

  /// The timers whose time has come at an instant, oldest first, then by order; at most `limit`, after a place.
  public static func due(
    at instant: Date, after place: Waiting? = nil, limit: Int, on connection: isolated Connection
  ) throws -> [Waiting] {
    var condition: SQL = "at <= \(instant)"
    if let place {
      condition += " and (at, no, name) > (\(place.timer.at), \(Int64(place.no.value)), \(place.timer.name))"
    }
    let rows = try connection.query(
      """
      select no, at, due_at, rule, clock, epoch, occurrence, level, recipients from timer
        where \(condition) order by at, no, name limit \(Int64(limit))
      """)
    return try rows.compactMap { row -> Waiting? in
      let (number, at, due, rule, clock, epoch, occurrence, level, recipients) = try row.decode(
        Int64.self, Date.self, Date.self, String.self, String.self, Int32.self, Int32.self, Int32.self, [String].self)
      guard let no = OrderNumber(String(number)) else { return nil }
      let timer = OrderTimer(
        rule: RuleName(rawValue: rule), clock: ClockName(rawValue: clock), epoch: Int(epoch),
        occurrence: Int(occurrence), level: Int(level), due: due, at: at,
        to: recipients.map { RecipientKey(rawValue: $0) })
      return Waiting(no: no, timer: timer)
    }
  }
}

private struct TimerColumns {
  private var no: [Int64] = []
  private var name: [String] = []
  private var at: [Date] = []
  private var due: [Date] = []
  private var rule: [String] = []
  private var clock: [String] = []
  private var epoch: [Int32] = []
  private var occurrence: [Int32] = []
  private var level: [Int32] = []
  private var recipients: [String] = []

  var isEmpty: Bool { no.isEmpty }

  mutating func add(_ number: OrderNumber, _ timer: OrderTimer) {
    no.append(Int64(number.value))
    name.append(timer.name)
    at.append(timer.at)
    due.append(timer.due)
    rule.append(timer.rule.rawValue)
    clock.append(timer.clock.rawValue)
    epoch.append(Int32(timer.epoch))
    occurrence.append(Int32(timer.occurrence))
    level.append(Int32(timer.level))
    // Arrays of arrays must be rectangular, so the lists travel as text; names of recipients hold no comma.
    recipients.append(timer.to.map(\.rawValue).joined(separator: ","))
  }

  var insert: SQL {
    """
    insert into timer (no, name, at, due_at, rule, clock, epoch, occurrence, level, recipients)
      select u.no, u.name, u.at, u.due_at, u.rule, u.clock, u.epoch, u.occurrence, u.level,
        string_to_array(u.recipients, ',')
      from unnest(\(no)::bigint[], \(name)::text[], \(at)::timestamptz[], \(due)::timestamptz[], \(rule)::text[],
        \(clock)::text[], \(epoch)::integer[], \(occurrence)::integer[], \(level)::integer[], \(recipients)::text[])
        as u (no, name, at, due_at, rule, clock, epoch, occurrence, level, recipients)
    """
  }
}
