import Domain
import FoundationEssentials
import Postgres

extension Batches {
  /// One import.
  public struct Line: Sendable {
    /// Its id.
    public let id: UUID
    /// When its last run began.
    public let startedAt: Date
    /// Who ran it.
    public let actor: String
    /// The file's name.
    public let file: String
    /// What its rows became.
    public let target: String
    /// The process of its orders; `nil` where its rows became none.
    public let process: ProcessKey?
    /// The campaign.
    public let campaign: String?
    /// The sheet that was read.
    public let sheet: String
    /// Where it stands.
    public let stage: Batch.Stage
    /// What came of its rows.
    public let counts: BatchCounts
    /// SHA-256 of the file, lower-case hexadecimal.
    public let sha256: String
    /// How the columns were read: field → heading.
    public let columns: [String: String]
    /// What else was asked: area code, hidden rows, what to do with known customers.
    public let options: [String: String]
    /// How it was taken back; `nil` where it was not.
    public let undo: Undo?
  }

  /// How an import was taken back.
  public struct Undo: Sendable {
    /// When.
    public let at: Date
    /// By whom.
    public let actor: String
    /// How many orders were withdrawn.
    public let orders: Int
    /// How many orders were left, since somebody had worked on them.
    public let ordersLeft: Int
    /// How many were taken out of the book.
    public let parties: Int
    /// How many customers got back what the book had said.
    public let restored: Int
    /// How many customers kept something, since somebody had changed it or worked with it.
    public let conflicts: Int
    /// The orders that were left.
    public let orderList: [OrderNumber]
    /// Those customers, and what was left of them.
    public let conflictList: [BatchUndone.Conflict]
    /// How many parts or articles were taken out of their catalogue.
    public let entries: Int
    /// How many say again what they said before.
    public let entriesRestored: Int
    /// How many kept something, since somebody had changed it.
    public let entryConflicts: Int
    /// Those parts or articles, and what was left of them.
    public let entryConflictList: [BatchUndone.Entries.Conflict]
  }

  /// One row of an import.
  public struct Row: Sendable {
    /// As the spreadsheet program numbers it.
    public let row: Int
    /// What became of it.
    public let outcome: RowOutcome
    /// Why, as a code.
    public let reason: String?
    /// The order that it made or repeats.
    public let order: OrderNumber?
    /// The row that it repeats.
    public let sameAs: Int?
    /// The number that is called: the first of the order's party; `nil` where there is none.
    public let number: String?
    /// Digits to dial after the answer.
    public let `extension`: String?
    /// The customer that it made, changed or repeats, in a list of customers.
    public let party: PartyID?
    /// The part or article that it made, changed or repeats.
    public let entry: String?
    /// What it changed, as codes.
    public let changed: [String]
    /// What was guessed, as codes.
    public let warnings: [String]
    /// The heading of the column that it was refused for, where it is one.
    public let heading: String?
    /// The cell, as a spreadsheet program calls it: `C17`.
    public let cell: String?
  }

  /// All imports, the newest first; with a prefix, those whose id begins with it.
  public static func list(idPrefix: String = "", on connection: isolated Connection) throws -> [Line] {
    let rows = try connection.query(
      """
      select id, started_at, actor, file, target, process, campaign, sheet, stage, sha256, columns::text, options::text,
          array[row_count, accepted, rejected, duplicates, skipped, updated, unchanged], undone_at, undone_by,
          array[withdrawn, orders_left, parties_withdrawn, restored, conflicts, entries_withdrawn,
            entries_restored, entry_conflicts],
          coalesce(left_orders, '{}'), coalesce(left_customers, '[]')::text,
          coalesce(left_entries, '[]')::text
        from batch where starts_with(id::text, \(idPrefix.lowercased())) order by started_at desc, id
      """)
    return try rows.map { row in
      let (
        id, startedAt, actor, file, target, process, campaign, sheet, stage, sha256, columns, options, numbers,
        undoneAt, undoneBy, undone, leftOrders, leftCustomers, leftEntries
      ) = try row.decode(
        UUID.self, Date.self, String.self, String.self, String.self, String?.self, String?.self, String.self,
        String.self, String.self, String.self, String.self, [Int64].self, Date?.self, String?.self, [Int64?].self,
        [Int64].self, String.self, String.self)
      var counts = BatchCounts()
      let count = numbers.map { Int($0) }
      (counts.rows, counts.accepted, counts.rejected, counts.duplicates) = (count[0], count[1], count[2], count[3])
      (counts.skipped, counts.updated, counts.unchanged) = (count[4], count[5], count[6])
      var undo: Undo?
      if let undoneAt, let undoneBy {
        let count = undone.map { Int($0 ?? 0) }
        undo = Undo(
          at: undoneAt, actor: undoneBy, orders: count[0], ordersLeft: count[1], parties: count[2], restored: count[3],
          conflicts: count[4], orderList: leftOrders.map { OrderNumber(stored: $0) },
          conflictList: try JSONDecoder().decode([BatchUndone.Conflict].self, from: Data(leftCustomers.utf8)),
          entries: count[5], entriesRestored: count[6], entryConflicts: count[7],
          entryConflictList: try JSONDecoder().decode(
            [BatchUndone.Entries.Conflict].self, from: Data(leftEntries.utf8)))
      }
      return Line(
        id: id, startedAt: startedAt, actor: actor, file: file, target: target,
        process: process.map(ProcessKey.init(rawValue:)), campaign: campaign, sheet: sheet,
        stage: Batch.Stage(rawValue: stage) ?? .running, counts: counts, sha256: sha256,
        columns: try texts(columns), options: try texts(options), undo: undo)
    }
  }

  private static func texts(_ json: String) throws -> [String: String] {
    try JSONDecoder().decode([String: String].self, from: Data(json.utf8))
  }

  /// The rows of an import in the order of the file. Needs ``Parties`` and ``OrderBoard`` up to date for the numbers; a
  /// row that repeats an earlier one has the number of that.
  public static func rows(
    of batch: UUID, seenBy sight: OrderSight = .everything, on connection: isolated Connection,
    _ body: (Row) throws -> Void
  ) throws {
    // A row that made no order is the clerk's who took the list in; one whose order is out of sight is not there.
    let conditions = [sight.condition, sight.wordsCondition].compactMap(\.self)
    let seen: SQL = conditions.isEmpty ? "" : "left join order_span s on s.no = c.no and s.until_at is null"
    let condition: SQL =
      conditions.isEmpty ? "" : "and (c.no is null or (\(conditions.joined(separator: " and "))))"
    let statement: SQL = """
      select r.row, r.outcome, r.reason, r.order_no, r.same_as, p.value, p.extension, r.party, r.entry, r.changed,
          r.warnings, b.columns ->> r.field, r.cell
        from batch_row r join batch b on b.id = r.batch left join batch_row first on first.batch = r.batch and first.row = r.same_as
        left join order_card c on c.no = coalesce(r.order_no, first.order_no)
        left join lateral (
          select value, extension from contact_point where party = coalesce(c.party, r.party, first.party)
            and kind = 'phone' order by contact limit 1
        ) p on true
        \(seen) where r.batch = \(batch) \(condition) order by r.row
      """
    try connection.forEachRow(statement) { row in
      let (
        number, outcome, reason, order, sameAs, phone, ext, party, entry, changed, warnings, heading, cell
      ) = try row.decode(
        Int64.self, String.self, String?.self, Int64?.self, Int64?.self, String?.self, String?.self, UUID?.self,
        String?.self, String?.self, String?.self, String?.self, String?.self)
      try body(
        Row(
          row: Int(number), outcome: RowOutcome(rawValue: outcome) ?? .skipped, reason: reason,
          order: order.map { OrderNumber(stored: $0) }, sameAs: sameAs.map { Int($0) }, number: phone,
          extension: ext, party: party.map(PartyID.init), entry: entry,
          changed: changed?.split(separator: " ").map(String.init) ?? [],
          warnings: warnings?.split(separator: " ").map(String.init) ?? [], heading: heading, cell: cell))
    }
  }
}

extension Batches {
  /// What became so far of the rows of some imports, as far as the log knows: of one that was cut off, what is in.
  public static func recorded(of batches: [UUID], on connection: isolated Connection) throws -> [UUID: BatchCounts] {
    guard !batches.isEmpty else { return [:] }
    let rows = try connection.query(
      """
      select batch, outcome, count(*) from batch_row where batch = any(\(batches)::uuid[]) group by batch, outcome
      """)
    return try rows.reduce(into: [:]) { counts, row in
      let (batch, outcome, count) = try row.decode(UUID.self, String.self, Int64.self)
      guard let outcome = RowOutcome(rawValue: outcome) else { return }
      counts[batch, default: BatchCounts()].add(outcome, times: Int(count))
    }
  }
}
