import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres

/// The clerk's table: every import, and what became of every row.
public struct Batches: Projection {
  /// `batches`
  public let name = "batches"
  /// Raised when the tables or their meaning change.
  public let version = 6
  /// What it owns.
  public let tables = ["batch", "batch_run", "batch_row"]
  /// What it listens to.
  public let categories: Set<Substring> = ["batch"]
  /// One import does not change what another one says; the orders it made are not here.
  public let poisonPolicy = PoisonPolicy.park
  /// The tables with their keys.
  public let schema = """
    create table batch (
      id uuid primary key,
      started_at timestamptz not null,
      actor text not null,
      file text not null,
      sha256 text not null,
      target text not null,
      process text,
      campaign text,
      columns jsonb not null,
      options jsonb not null,
      sheet text not null,
      encoding text,
      stage text not null,
      generation integer not null,
      row_count bigint not null,
      accepted bigint not null,
      rejected bigint not null,
      duplicates bigint not null,
      skipped bigint not null,
      updated bigint not null,
      unchanged bigint not null,
      undone_at timestamptz,
      undone_by text,
      withdrawn bigint,
      orders_left bigint,
      parties_withdrawn bigint,
      restored bigint,
      conflicts bigint,
      left_orders bigint[],
      left_customers jsonb,
      entries_withdrawn bigint,
      entries_restored bigint,
      entry_conflicts bigint,
      left_entries jsonb
    );
    create table batch_run (
      batch uuid not null,
      generation integer not null,
      started_at timestamptz not null,
      actor text not null,
      stage text not null,
      counts jsonb not null,
      undone_at timestamptz,
      undone_by text,
      primary key (batch, generation)
    );
    create table batch_row (
      batch uuid not null,
      row bigint not null,
      outcome text not null,
      reason text,
      order_no bigint,
      same_as bigint,
      party uuid,
      entry text,
      changed text,
      warnings text,
      field text,
      cell text,
      primary key (batch, row)
    );
    """
  /// What only questions need.
  public let indexes = """
    create index batch_row_by_order on batch_row (order_no) where order_no is not null;
    create index batch_row_by_party on batch_row (party) where party is not null;
    create index batch_row_by_entry on batch_row (entry) where entry is not null;
    """

  /// The imports.
  public init() {}

  /// Takes the page's events in one by one; rows are written a run at a time.
  public func apply(_ page: Page, on connection: isolated Connection) throws {
    for entry in page.entries {
      guard case .batch(let event) = entry.event, let id = entry.recorded.stream.batchID else { continue }
      switch event {
      case .started(let started): try start(started, id, entry.recorded, on: connection)
      case .rowsRecorded(let recorded): try write(recorded, id, on: connection)
      case .finished(let finished): try finish(finished, id, on: connection)
      case .undoBegan: try stand(.undoing, id, on: connection)
      case .undone(let undone): try undo(undone, id, entry.recorded, on: connection)
      }
    }
  }

  private func start(
    _ started: BatchStarted, _ id: UUID, _ recorded: RecordedEvent, on connection: isolated Connection
  ) throws {
    let counts = started.counts
    try connection.execute("delete from batch_row where batch = \(id)")
    try connection.execute("delete from batch where id = \(id)")
    try connection.execute(
      """
      insert into batch (id, started_at, actor, file, sha256, target, process, campaign, columns, options, sheet,
          encoding, stage, generation, row_count, accepted, rejected, duplicates, skipped, updated, unchanged)
        values (\(id), \(recorded.occurredAt), \(recorded.authorship.actor), \(started.file), \(started.sha256),
          \(started.target), \(started.process?.rawValue), \(started.campaign), \(Self.json(started.columns))::jsonb,
          \(Self.json(started.options))::jsonb, \(started.sheet), \(started.encoding),
          \(Batch.Stage.running.rawValue), \(Int32(started.generation)), \(Int64(counts.rows)),
          \(Int64(counts.accepted)), \(Int64(counts.rejected)), \(Int64(counts.duplicates)), \(Int64(counts.skipped)),
          \(Int64(counts.updated)), \(Int64(counts.unchanged)))
      """)
    try connection.execute(
      """
      insert into batch_run (batch, generation, started_at, actor, stage, counts)
        values (\(id), \(Int32(started.generation)), \(recorded.occurredAt), \(recorded.authorship.actor),
          \(Batch.Stage.running.rawValue), \(Self.json(counts))::jsonb)
      """)
  }

  private func stand(_ stage: Batch.Stage, _ id: UUID, on connection: isolated Connection) throws {
    try connection.execute("update batch set stage = \(stage.rawValue) where id = \(id)")
    try connection.execute(
      """
      update batch_run r set stage = \(stage.rawValue) from batch b
        where b.id = \(id) and r.batch = b.id and r.generation = b.generation
      """)
  }

  private static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private func undo(
    _ undone: BatchUndone, _ id: UUID, _ recorded: RecordedEvent, on connection: isolated Connection
  ) throws {
    try connection.execute(
      """
      update batch set stage = \(Batch.Stage.undone.rawValue), undone_at = \(recorded.occurredAt),
        undone_by = \(recorded.authorship.actor), withdrawn = \(Int64(undone.withdrawn)),
        orders_left = \(Int64(undone.left.count)), parties_withdrawn = \(undone.parties.map(Int64.init)),
        restored = \(undone.restored.map(Int64.init)), conflicts = \(undone.conflicts.map { Int64($0.count) }),
        left_orders = \(undone.left.map { Int64($0.value) }), left_customers = \(try undone.conflicts.map(Self.json))::jsonb,
        entries_withdrawn = \(undone.entries.map { Int64($0.withdrawn) }),
        entries_restored = \(undone.entries.map { Int64($0.restored) }),
        entry_conflicts = \(undone.entries.map { Int64($0.conflicts.count) }),
        left_entries = \(try undone.entries.map { try Self.json($0.conflicts) })::jsonb
        where id = \(id)
      """)
    try connection.execute(
      """
      update batch_run set stage = \(Batch.Stage.undone.rawValue), undone_at = \(recorded.occurredAt),
        undone_by = \(recorded.authorship.actor) where batch = \(id) and generation = \(Int32(undone.generation))
      """)
  }

  private func finish(_ finished: BatchFinished, _ id: UUID, on connection: isolated Connection) throws {
    let counts = finished.counts
    try connection.execute(
      """
      update batch set stage = \(Batch.Stage.finished.rawValue), row_count = \(Int64(counts.rows)),
        accepted = \(Int64(counts.accepted)), rejected = \(Int64(counts.rejected)),
        duplicates = \(Int64(counts.duplicates)), skipped = \(Int64(counts.skipped)),
        updated = \(Int64(counts.updated)), unchanged = \(Int64(counts.unchanged)) where id = \(id)
      """)
    try connection.execute(
      """
      update batch_run set stage = \(Batch.Stage.finished.rawValue), counts = \(Self.json(counts))::jsonb
        where batch = \(id) and generation = \(Int32(finished.generation))
      """)
  }

  private func write(_ recorded: BatchRowsRecorded, _ id: UUID, on connection: isolated Connection) throws {
    let rows = recorded.rows
    try connection.execute(
      """
      insert into batch_row (batch, row, outcome, reason, order_no, same_as, party, entry, changed, warnings,
          field, cell)
        select \(id), * from unnest(\(rows.map { Int64($0.row) })::bigint[], \(rows.map(\.outcome.rawValue))::text[],
          \(rows.map(\.reason))::text[], \(rows.map { $0.order.map { Int64($0.value) } })::bigint[],
          \(rows.map { $0.sameAs.map(Int64.init) })::bigint[], \(rows.map { $0.party?.uuid })::uuid[],
          \(rows.map(\.entry))::text[],
          \(rows.map { $0.changed?.joined(separator: " ") })::text[],
          \(rows.map { $0.warnings?.joined(separator: " ") })::text[], \(rows.map(\.field))::text[],
          \(rows.map(\.cell))::text[])
      """)
  }
}
