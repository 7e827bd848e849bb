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
    /// The process of its orders.
    public let process: ProcessKey
    /// The campaign.
    public let campaign: String?
    /// The sheet that was read.
    public let sheet: String
    /// Where it stands.
    public let stage: Batch.Stage
    /// What came of its rows.
    public let counts: BatchCounts
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
  }

  /// All imports, the newest first; with a prefix, those whose id begins with it.
  public static func list(idPrefix: String = "", on connection: isolated Connection) throws -> [Line] {
    let rows = try connection.query(
      """
      select id, started_at, actor, file, target, process, campaign, sheet, stage, row_count, accepted, rejected,
          duplicates, skipped
        from batch where starts_with(id::text, \(idPrefix.lowercased())) order by started_at desc, id
      """)
    return try rows.map { row in
      let (
        id, startedAt, actor, file, target, process, campaign, sheet, stage, count, accepted, rejected, duplicates,
        skipped
      ) = try row.decode(
        UUID.self, Date.self, String.self, String.self, String.self, String.self, String?.self, String.self,
        String.self, Int64.self, Int64.self, Int64.self, Int64.self, Int64.self)
      var counts = BatchCounts()
      counts.rows = Int(count)
      counts.accepted = Int(accepted)
      counts.rejected = Int(rejected)
      counts.duplicates = Int(duplicates)
      counts.skipped = Int(skipped)
      return Line(
        id: id, startedAt: startedAt, actor: actor, file: file, target: target,
        process: ProcessKey(rawValue: process), campaign: campaign, sheet: sheet,
        stage: Batch.Stage(rawValue: stage) ?? .running, counts: counts)
    }
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
      select r.row, r.outcome, r.reason, r.order_no, r.same_as, p.value, p.extension
        from batch_row r left join batch_row first on first.batch = r.batch and first.row = r.same_as
        left join order_card c on c.no = coalesce(r.order_no, first.order_no)
        left join contact_point p on p.party = c.party and p.contact = 1
        \(seen) where r.batch = \(batch) \(condition) order by r.row
      """
    try connection.forEachRow(statement) { row in
      let (number, outcome, reason, order, sameAs, phone, ext) = try row.decode(
        Int64.self, String.self, String?.self, Int64?.self, Int64?.self, String?.self, String?.self)
      try body(
        Row(
          row: Int(number), outcome: RowOutcome(rawValue: outcome) ?? .skipped, reason: reason,
          order: order.map { OrderNumber(stored: $0) }, sameAs: sameAs.map { Int($0) }, number: phone,
          extension: ext))
    }
  }
}
