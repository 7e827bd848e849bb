import Domain
import FoundationEssentials
import Postgres

extension Batches {
  /// One run of an import: it is run, taken back, and perhaps run again.
  public struct Run: Sendable, Equatable {
    /// 1 for the first, one more after each undo.
    public let number: Int
    /// When it began.
    public let startedAt: Date
    /// By whom.
    public let actor: String
    /// Where it stands, or stood when the next one began.
    public let stage: Batch.Stage
    /// What came of its rows; of one that is not finished, what it will take in.
    public let counts: BatchCounts
    /// When it was taken back; `nil` where it was not.
    public let undoneAt: Date?
    /// By whom.
    public let undoneBy: String?
  }

  /// All runs of an import, the first one first.
  public static func runs(of batch: UUID, on connection: isolated Connection) throws -> [Run] {
    let rows = try connection.query(
      """
      select generation, started_at, actor, stage, counts::text, undone_at, undone_by from batch_run
        where batch = \(batch) order by generation
      """)
    return try rows.map { row in
      let (number, startedAt, actor, stage, counts, undoneAt, undoneBy) = try row.decode(
        Int32.self, Date.self, String.self, String.self, String.self, Date?.self, String?.self)
      return Run(
        number: Int(number), startedAt: startedAt, actor: actor, stage: Batch.Stage(rawValue: stage) ?? .running,
        counts: try JSONDecoder().decode(BatchCounts.self, from: Data(counts.utf8)), undoneAt: undoneAt,
        undoneBy: undoneBy)
    }
  }

  /// An import that was taken back, though rows of another were passed over as its repeats.
  public struct Gone: Sendable, Equatable {
    /// Which.
    public let batch: UUID
    /// Its file's name; `nil` for who may not see the import.
    public var file: String?
    /// When it was taken back.
    public let at: Date
    /// By whom.
    public let actor: String
    /// How many rows of the other are nowhere since.
    public let rows: Int
  }

  /// Which imports brought what rows of this one repeat and are not there any more. Needs ``Parties``, ``OrderBoard``,
  /// ``Parts`` and ``Articles`` up to date: what an undo left is there.
  public static func gone(of batch: UUID, on connection: isolated Connection) throws -> [Gone] {
    let rows = try connection.query(
      """
      select u.id, u.file, u.undone_at, u.undone_by, count(distinct d.row)
        from batch_row d join batch own on own.id = d.batch
        join batch_row o on o.outcome = 'accepted' and o.batch <> d.batch
          and (o.order_no = d.order_no or o.party = d.party or o.entry = d.entry)
        join batch u on u.id = o.batch and u.stage = 'undone'
          and (o.entry is null or u.target = own.target)
        where d.batch = \(batch) and d.outcome = 'duplicate'
          and not exists (select from order_card c where c.no = d.order_no)
          and not exists (select from party_card p where p.id = d.party)
          and not exists (select from part p where own.target = 'parts' and p.number = d.entry and p.is_listed)
          and not exists (select from article a where own.target = 'articles' and a.key = d.entry and not a.is_withdrawn)
        group by u.id, u.file, u.undone_at, u.undone_by order by u.undone_at, u.id
      """)
    return try rows.map { row in
      let (batch, file, at, actor, count) = try row.decode(
        UUID.self, String.self, Date.self, String.self, Int64.self)
      return Gone(batch: batch, file: file, at: at, actor: actor, rows: Int(count))
    }
  }

  /// An import that brought what rows of another only say again.
  public struct Holder: Sendable, Equatable {
    /// Which.
    public let batch: UUID
    /// Its file's name; `nil` for who may not see the import.
    public var file: String?
    /// How many rows of the other.
    public let rows: Int
  }

  /// Which imports that stand brought what rows of this one repeat or leave unchanged, the one with the most rows first.
  public static func holders(of batch: UUID, on connection: isolated Connection) throws -> [Holder] {
    let rows = try connection.query(
      """
      select u.id, u.file, count(distinct d.row)
        from batch_row d join batch own on own.id = d.batch
        join batch_row o on o.outcome = 'accepted' and o.batch <> d.batch
          and (o.order_no = d.order_no or o.party = d.party or o.entry = d.entry)
        join batch u on u.id = o.batch and u.stage = 'finished'
          and (o.entry is null or u.target = own.target)
        where d.batch = \(batch) and d.outcome in ('duplicate', 'unchanged')
        group by u.id, u.file order by 3 desc, u.id
      """)
    return try rows.map { row in
      let (batch, file, count) = try row.decode(UUID.self, String.self, Int64.self)
      return Holder(batch: batch, file: file, rows: Int(count))
    }
  }
}
