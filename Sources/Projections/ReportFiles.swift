import Domain
import EventCodec
import FoundationEssentials
import Postgres

/// The reports that were made by themselves, slot by slot, and whether they were handed over.
///
/// Why the last try to hand one over failed is kept in `delivery`, by the id of the event that made it: like the messages of
/// reminders; when the next one is, in `delivery_wait`.
public struct ReportFiles: Projection {
  /// `report-files`
  public let name = "report-files"
  /// Raised when the tables or their meaning change.
  public let version = 2
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
      skip_reason text,
      delivered_at timestamptz,
      given_up_at timestamptz,
      primary key (schedule, slot)
    );
    create index report_file_waiting on report_file (schedule, slot)
      where content is not null and delivered_at is null and given_up_at is null;
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
          insert into report_file (schedule, slot, key, made_at, skipped, skip_reason)
            values (\(schedule), \(skipped.last), \(id), \(at), \(Int32(skipped.count)), \(skipped.reason?.rawValue))
          """)
      case .givenUp(let givenUp):
        try connection.execute(
          """
          update report_file set given_up_at = \(at) where schedule = \(schedule) and slot = \(givenUp.slot)
          """)
      }
    }
  }
}
