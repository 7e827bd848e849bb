import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres

/// The scheduler's table: every rule of every order that waits for its time.
public struct Timers: Projection {
  /// `timers`
  public let name = "timers"
  /// Raised when the tables or their meaning change. 2: due times count working time.
  public let version = 2
  /// What it owns.
  public let tables = ["timer", "timer_order"]
  /// What it listens to.
  public let categories: Set<Substring> = ["order", "definition"]
  /// A timer that is missing is a reminder that nobody gets.
  public let poisonPolicy = PoisonPolicy.stop
  /// The tables with their keys.
  public let schema = """
    create table timer (
      no bigint not null,
      name text not null,
      stream_version integer not null,
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
    create table timer_order (no bigint primary key);
    """
  /// What only questions need.
  public let indexes = """
    create index timer_by_time on timer (at, no, name);
    """

  /// The timers.
  public init() {}

  /// Sets the timers of the orders whose life changes anew; of the others only takes away those that fired.
  public func apply(_ page: Page, on connection: isolated Connection) throws {
    try removeFired(page, on: connection)
    var columns = TimerColumns()
    var stale: [Int64] = []
    var (begun, over): ([Int64], [Int64]) = ([], [])
    for touched in page.orders {
      switch (Self.isAlive(touched.before), Self.isAlive(touched.after)) {
      case (false, true): begun.append(Int64(touched.no.value))
      case (true, false): over.append(Int64(touched.no.value))
      case (true, true), (false, false): break
      }
      let timers = Self.timers(touched.after, page.definitions)
      // Nothing happened to it but that calendars changed, and not for what waits.
      if let earlier = page.recounts, timers == Self.timers(touched.before, earlier) { continue }
      // A look for rows that are not there costs less than to work out whether there are any.
      if touched.before != nil { stale.append(Int64(touched.no.value)) }
      for timer in timers { columns.add(touched, timer) }
    }
    if !stale.isEmpty { try connection.execute("delete from timer where no = any(\(stale))") }
    if !columns.isEmpty { try connection.execute(columns.insert) }
    if !over.isEmpty { try connection.execute("delete from timer_order where no = any(\(over))") }
    if !begun.isEmpty { try connection.execute("insert into timer_order (no) select unnest(\(begun)::bigint[])") }
  }

  /// All that are not over: a clock whose rules have fired, or that is never due, may get timers by another calendar.
  public func ordersAlive(since instant: Date, on connection: isolated Connection) throws -> [OrderNumber]? {
    try connection.query("select no from timer_order").map { OrderNumber(stored: try $0.decode(Int64.self)) }
  }

  private static func isAlive(_ life: OrderLife?) -> Bool {
    life.map { !$0.order.isWithdrawn && !$0.order.kind.isFinal } ?? false
  }

  private func removeFired(_ page: Page, on connection: isolated Connection) throws {
    var fired: [(no: Int64, name: String)] = []
    var versions: [Int64: Int32] = [:]
    for entry in page.entries {
      guard let no = entry.recorded.stream.orderNumber.map({ Int64($0.value) }) else { continue }
      // Whatever happened to the order: a firing is appended right after it, or it would be refused for ever.
      versions[no] = Int32(entry.recorded.version)
      if case .order(.ruleFired(let firing)) = entry.event { fired.append((no, firing.timerName)) }
    }
    if !fired.isEmpty {
      try connection.execute(
        """
        delete from timer using unnest(\(fired.map(\.no))::bigint[], \(fired.map(\.name))::text[]) as u (no, name)
          where timer.no = u.no and timer.name = u.name
        """)
    }
    if !versions.isEmpty {
      try connection.execute(
        """
        update timer set stream_version = u.version
          from unnest(\(Array(versions.keys))::bigint[], \(Array(versions.values))::integer[]) as u (no, version)
          where timer.no = u.no
        """)
    }
  }

  private static func timers(_ life: OrderLife?, _ definitions: Definitions) -> [OrderTimer] {
    guard let order = life?.order,
      let process = definitions.process(order.process, version: order.processVersion)
    else { return [] }
    return order.timers(in: process, definitions)
  }

  /// A timer and its order.
  public struct Waiting: Sendable {
    /// The order.
    public let no: OrderNumber
    /// What fires.
    public let timer: OrderTimer
    /// Version of the order's stream that the timer was set by: append at exactly this one, and nothing can have happened
    /// to the order in between.
    public let streamVersion: Int
  }

  /// The timers whose time has come at an instant, oldest first, then by order; at most `limit`, after a place.
  public static func due(
    at instant: Date, after place: Waiting? = nil, limit: Int, on connection: isolated Connection
  ) throws -> [Waiting] {
    var condition: SQL = "t.at <= \(instant)"
    if let place {
      condition += " and (t.at, t.no, t.name) > (\(place.timer.at), \(Int64(place.no.value)), \(place.timer.name))"
    }
    return try waiting("timer t where \(condition) order by t.at, t.no, t.name limit \(Int64(limit))", on: connection)
  }

  /// What an assignee will be told of their orders if nothing moves, soonest first; needs the board, too.
  public static func forAssignee(
    _ staff: String, until: Date, on connection: isolated Connection
  ) throws -> [Waiting] {
    try waiting(
      """
      order_span s join timer t using (no)
        where s.until_at is null and s.staff = \(staff) and 'assignee' = any(t.recipients) and t.at < \(until)
        order by t.at, t.no, t.name
      """, on: connection)
  }

  private static func waiting(_ source: SQL, on connection: isolated Connection) throws -> [Waiting] {
    let rows = try connection.query(
      """
      select t.no, t.stream_version, t.at, t.due_at, t.rule, t.clock, t.epoch, t.occurrence, t.level, t.recipients
        from \(source)
      """)
    return try rows.map { row in
      let (number, version, at, due, rule, clock, epoch, occurrence, level, recipients) = try row.decode(
        Int64.self, Int32.self, Date.self, Date.self, String.self, String.self, Int32.self, Int32.self, Int32.self,
        [String].self)
      let timer = OrderTimer(
        rule: RuleName(rawValue: rule), clock: ClockName(rawValue: clock), epoch: Int(epoch),
        occurrence: Int(occurrence), level: Int(level), due: due, at: at,
        to: recipients.map { RecipientKey(rawValue: $0) })
      return Waiting(no: OrderNumber(stored: number), timer: timer, streamVersion: Int(version))
    }
  }
}

private struct TimerColumns {
  private var no: [Int64] = []
  private var name: [String] = []
  private var version: [Int32] = []
  private var at: [Date] = []
  private var due: [Date] = []
  private var rule: [String] = []
  private var clock: [String] = []
  private var epoch: [Int32] = []
  private var occurrence: [Int32] = []
  private var level: [Int32] = []
  private var recipients: [String] = []

  var isEmpty: Bool { no.isEmpty }

  mutating func add(_ order: Page.TouchedOrder, _ timer: OrderTimer) {
    no.append(Int64(order.no.value))
    name.append(timer.name)
    version.append(Int32(order.version))
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
    insert into timer (no, name, stream_version, at, due_at, rule, clock, epoch, occurrence, level, recipients)
      select u.no, u.name, u.version, u.at, u.due_at, u.rule, u.clock, u.epoch, u.occurrence, u.level,
        string_to_array(u.recipients, ',')
      from unnest(\(no)::bigint[], \(name)::text[], \(version)::integer[], \(at)::timestamptz[], \(due)::timestamptz[], \(rule)::text[],
        \(clock)::text[], \(epoch)::integer[], \(occurrence)::integer[], \(level)::integer[], \(recipients)::text[])
        as u (no, name, version, at, due_at, rule, clock, epoch, occurrence, level, recipients)
    """
  }
}
