import Domain
import EventCodec
import FoundationEssentials
import Postgres

/// The reports that were made by themselves, slot by slot, and whether they were handed over.
///
/// Why the last try to hand one over failed is kept in `delivery`, by the id of the event that made it: like the messages of
/// reminders.
public struct ReportFiles: Projection {
  /// `report-files`
  public let name = "report-files"
  /// Raised when the tables or their meaning change.
  public let version = 1
  /// What it owns.
  public let tables = ["report_file"]
  /// What it listens to.
  public let categories: Set<Substring> = ["report"]
  /// A slot that is missing would be made again.
  public let poisonPolicy = PoisonPolicy.stop
  /// The tables with their keys.
  public let schema = """
    create table report_file (
      schedule text not null,
      slot timestamptz not null,
      key uuid not null,
      made_at timestamptz not null,
      report text,
      position bigint,
      content text,
      byte_count bigint,
      name text,
      checksum text,
      skipped integer,
      delivered_at timestamptz,
      primary key (schedule, slot)
    );
    create index report_file_waiting on report_file (schedule, slot) where content is not null and delivered_at is null;
    """

  /// The reports.
  public init() {}

  /// Adds a row for each slot that was made or let go.
  public func apply(_ page: Page, on connection: isolated Connection) throws {
    for entry in page.entries {
      guard case .reporting(let event) = entry.event, let schedule = entry.recorded.stream.scheduleKey?.rawValue else {
        continue
      }
      let (id, at) = (entry.recorded.id, entry.recorded.occurredAt)
      switch event {
      case .made(let made):
        try connection.execute(
          """
          insert into report_file (schedule, slot, key, made_at, report, position, content, byte_count, name, checksum)
            values (\(schedule), \(made.slot), \(id), \(at), \(made.report), \(Int64(made.position)),
              \(made.content.rawValue), \(Int64(made.byteCount)), \(made.name), \(made.checksum))
          """)
      case .delivered(let delivered):
        try connection.execute(
          """
          update report_file set delivered_at = \(at) where schedule = \(schedule) and slot = \(delivered.slot)
          """)
      case .skipped(let skipped):
        try connection.execute(
          """
          insert into report_file (schedule, slot, key, made_at, skipped)
            values (\(schedule), \(skipped.last), \(id), \(at), \(Int32(skipped.count)))
          """)
      }
    }
  }
}

extension ReportFiles {
  /// A slot of a schedule.
  public struct Slot: Sendable {
    /// Which schedule.
    public let schedule: String
    /// When the report was to be made; of slots that were let go the last.
    public let slot: Date
    /// The id of the event: the idempotency key of whoever takes it.
    public let key: UUID
    /// When it was made, or let go.
    public let madeAt: Date
    /// Which report; `nil` for slots that were let go.
    public let report: String?
    /// The log position that it shows.
    public let position: Int64?
    /// The file's content, in the store.
    public let content: ContentDigest?
    /// The file's length.
    public let byteCount: Int?
    /// The file's name.
    public let name: String?
    /// The checksum over its cells.
    public let checksum: String?
    /// How many slots were let go; `nil` for a report.
    public let skipped: Int?
    /// When it was handed over; `nil` while it waits.
    public let deliveredAt: Date?
    /// How often that was tried in vain.
    public let attempts: Int
    /// Why the last try failed.
    public let lastError: String?
  }

  /// The last slot that was made or let go, of each schedule.
  public static func last(on connection: isolated Connection) throws -> [String: Date] {
    let rows = try connection.query("select schedule, max(slot) from report_file group by schedule")
    return try rows.reduce(into: [:]) { last, row in
      let (schedule, slot) = try row.decode(String.self, Date.self)
      last[schedule] = slot
    }
  }

  /// The reports that nobody has taken over yet, the oldest first.
  public static func waiting(on connection: isolated Connection) throws -> [Slot] {
    try slots("f.content is not null and f.delivered_at is null order by f.slot, f.schedule", on: connection)
  }

  /// The newest slots of a schedule, the newest first.
  public static func newest(
    _ limit: Int, of schedule: String, on connection: isolated Connection
  ) throws -> [Slot] {
    try slots("f.schedule = \(schedule) order by f.slot desc limit \(Int64(limit))", on: connection)
  }

  /// The contents of all reports that were made.
  public static func contents(on connection: isolated Connection) throws -> [(content: String, byteCount: Int)] {
    try connection.query(
      "select content, max(byte_count) from report_file where content is not null group by content order by content"
    ).map { row in
      let (content, count) = try row.decode(String.self, Int64.self)
      return (content, Int(count))
    }
  }

  private static func slots(_ condition: SQL, on connection: isolated Connection) throws -> [Slot] {
    let rows = try connection.query(
      """
      select f.schedule, f.slot, f.key, f.made_at, f.report, f.position, f.content, f.byte_count, f.name, f.checksum,
          f.skipped, f.delivered_at, d.attempts, d.last_error
        from report_file f left join delivery d on d.key = f.key where \(condition)
      """)
    return try rows.map { row in
      let (
        schedule, slot, key, madeAt, report, position, content, count, name, checksum, skipped, deliveredAt, attempts,
        error
      ) = try row.decode(
        String.self, Date.self, UUID.self, Date.self, String?.self, Int64?.self, String?.self, Int64?.self,
        String?.self, String?.self, Int32?.self, Date?.self, Int32?.self, String?.self)
      return Slot(
        schedule: schedule, slot: slot, key: key, madeAt: madeAt, report: report, position: position,
        content: content.flatMap { ContentDigest($0) }, byteCount: count.map { Int($0) }, name: name,
        checksum: checksum, skipped: skipped.map { Int($0) }, deliveredAt: deliveredAt,
        attempts: Int(attempts ?? 0), lastError: error)
    }
  }
}
