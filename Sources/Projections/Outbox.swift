import Domain
import EventCodec
import FoundationEssentials
import Postgres

/// What waits to be sent: one row for each rule that fired and is to be told to somebody.
///
/// The rows come from the log, so a firing and its message cannot part: the append of `order.rule-fired` makes both. That
/// a message was handed over is kept in `delivery`, which no rebuild touches; so a rebuild never sends anything again.
public struct Outbox: Projection {
  /// `outbox`
  public let name = "outbox"
  /// Raised when the tables or their meaning change.
  public let version = 1
  /// What it owns.
  public let tables = ["outbox"]
  /// What it listens to.
  public let categories: Set<Substring> = ["order"]
  /// A message that is missing is never sent, and nobody would look for it.
  public let poisonPolicy = PoisonPolicy.stop
  /// The tables with their keys.
  public let schema = """
    create table outbox (
      position bigint primary key,
      key uuid not null unique,
      no bigint not null,
      rule text not null,
      clock text not null,
      level integer not null,
      due_at timestamptz not null,
      planned_for timestamptz not null,
      fired_at timestamptz not null,
      recipients text[] not null
    );
    """

  /// The outbox.
  public init() {}

  /// Adds a row for each firing; what was skipped is told to nobody.
  public func apply(_ page: Page, on connection: isolated Connection) throws {
    let firings = page.entries.compactMap { entry -> (Page.Entry, OrderNumber, RuleFired)? in
      guard case .order(.ruleFired(let firing)) = entry.event, firing.outcome == .fired,
        let no = entry.recorded.stream.orderNumber
      else { return nil }
      return (entry, no, firing)
    }
    guard !firings.isEmpty else { return }
    try connection.execute(
      """
      insert into outbox (position, key, no, rule, clock, level, due_at, planned_for, fired_at, recipients)
        select u.position, u.key, u.no, u.rule, u.clock, u.level, u.due_at, u.planned_for, u.fired_at,
          string_to_array(u.recipients, ',')
        from unnest(\(firings.map(\.0.recorded.position))::bigint[], \(firings.map(\.0.recorded.id))::uuid[],
          \(firings.map { Int64($0.1.value) })::bigint[], \(firings.map(\.2.rule.rawValue))::text[],
          \(firings.map(\.2.clock.rawValue))::text[], \(firings.map { Int32($0.2.level) })::integer[],
          \(firings.map(\.2.due))::timestamptz[], \(firings.map(\.2.plannedFor))::timestamptz[],
          \(firings.map(\.0.recorded.occurredAt))::timestamptz[],
          \(firings.map { $0.2.to.map(\.rawValue).joined(separator: ",") })::text[])
          as u (position, key, no, rule, clock, level, due_at, planned_for, fired_at, recipients)
      """)
  }

  /// A message that waits.
  public struct Message: Sendable {
    /// Its idempotency key: the id of the event that made it.
    public let key: UUID
    /// Its place in the log.
    public let position: Int64
    /// The order it is about.
    public let no: OrderNumber
    /// The rule that fired.
    public let rule: String
    /// The clock it watches.
    public let clock: String
    /// 0 for a reminder, then the steps of the ladder.
    public let level: Int
    /// When the order was due.
    public let dueAt: Date
    /// When the rule was to fire.
    public let plannedFor: Date
    /// When it did.
    public let firedAt: Date
    /// For whom.
    public let recipients: [String]
    /// Who has the order.
    public let unit: String?
    /// What it is about.
    public let category: String?
    /// Its title; `nil` where it has none.
    public let title: String?
    /// Its number in the system it came from.
    public let orderKey: String?
  }

  /// The messages that nobody has taken over yet, oldest first, after a position. Needs ``OrderBoard`` up to date.
  public static func waiting(
    after position: Int64, limit: Int, on connection: isolated Connection
  ) throws -> [Message] {
    let rows = try connection.query(
      """
      with o as materialized (
        -- A look-up for each row: the planner would join all that waits before it takes the first ones.
        select o.position, o.key, o.no, o.rule, o.clock, o.level, o.due_at, o.planned_for, o.fired_at, o.recipients
          from outbox o
          where o.position > greatest(\(position), (select m.position from delivery_mark m))
            and (select d.delivered_at from delivery d where d.key = o.key) is null
          order by o.position limit \(Int64(limit))
      )
      select o.key, o.position, o.no, o.rule, o.clock, o.level, o.due_at, o.planned_for, o.fired_at, o.recipients,
          s.unit, c.category, c.title, c.key
        from o left join order_card c on c.no = o.no left join order_span s on s.no = o.no and s.until_at is null
        order by o.position
      """)
    return try rows.map { row in
      let (
        key, position, number, rule, clock, level, due, planned, fired, recipients, unit, category, title, orderKey
      ) = try row.decode(
        UUID.self, Int64.self, Int64.self, String.self, String.self, Int32.self, Date.self, Date.self, Date.self,
        [String].self, String?.self, String?.self, String?.self, String?.self)
      return Message(
        key: key, position: position, no: OrderNumber(stored: number), rule: rule, clock: clock, level: Int(level),
        dueAt: due,
        plannedFor: planned, firedAt: fired, recipients: recipients, unit: unit, category: category,
        title: title, orderKey: orderKey)
    }
  }

  /// Notes that messages were handed over.
  public static func markDelivered(_ keys: [UUID], at instant: Date, on connection: isolated Connection) throws {
    try connection.execute(
      """
      insert into delivery (key, delivered_at, attempts)
        select key, \(instant), 1 from unnest(\(keys)::uuid[]) as u (key)
        on conflict (key) do update
        set delivered_at = excluded.delivered_at, attempts = delivery.attempts + 1, last_error = null
      """)
  }

  /// Notes from where on the next run has to look: the first message that still waits.
  public static func moveMark(on connection: isolated Connection) throws {
    try connection.execute(
      """
      update delivery_mark m set position = coalesce(
        (select min(o.position) - 1 from outbox o left join delivery d on d.key = o.key
          where o.position > m.position and d.delivered_at is null),
        (select max(o.position) from outbox o), 0)
      """)
  }

  /// Forgets failed tries of something that waits no more for what they were about.
  public static func clearFailure(_ key: UUID, on connection: isolated Connection) throws {
    try connection.execute(
      "update delivery set attempts = 0, last_error = null where key = \(key) and delivered_at is null")
  }

  /// Notes that a message could not be handed over.
  public static func markFailed(_ key: UUID, reason: String, on connection: isolated Connection) throws {
    try connection.execute(
      """
      insert into delivery (key, attempts, last_error) values (\(key), 1, \(reason))
        on conflict (key) do update set attempts = delivery.attempts + 1, last_error = excluded.last_error
      """)
  }
}

extension Outbox {
  /// What became of a message.
  public struct Delivery: Sendable, Equatable {
    /// When it was handed over; `nil` while it waits.
    public let deliveredAt: Date?
    /// How often that was tried.
    public let attempts: Int
    /// Why the last try failed.
    public let lastError: String?
  }

  /// What became of messages, by the ids of the firings that made them. One that no run has come by yet is left out.
  public static func deliveries(of keys: [UUID], on connection: isolated Connection) throws -> [UUID: Delivery] {
    let rows = try connection.query(
      "select key, delivered_at, attempts, last_error from delivery where key = any(\(keys))")
    return try rows.reduce(into: [:]) { deliveries, row in
      let (key, deliveredAt, attempts, lastError) = try row.decode(UUID.self, Date?.self, Int32.self, String?.self)
      deliveries[key] = Delivery(deliveredAt: deliveredAt, attempts: Int(attempts), lastError: lastError)
    }
  }
}
