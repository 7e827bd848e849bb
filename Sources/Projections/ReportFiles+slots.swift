import Domain
import FoundationEssentials
import Postgres

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
    /// Why; `nil` for a report, and where they were too many to be made up for.
    public let skipReason: ReportSlotsSkipped.Reason?
    /// When it was handed over; `nil` while it waits.
    public let deliveredAt: Date?
    /// When somebody decided that it is not handed over.
    public let givenUpAt: Date?
    /// How often that was tried in vain.
    public let attempts: Int
    /// Why the last try failed.
    public let lastError: String?
    /// Not tried before; `nil` where no try failed.
    public let nextTry: Date?
    /// How often it was refused for good.
    public let refusals: Int

    /// What became of it.
    public var state: State {
      switch skipReason {
      case .unitNotYet, .noTime: return .empty
      case .givenUp: return .givenUp
      case nil where skipped != nil: return .letGo
      case nil: break
      }
      if deliveredAt != nil { return .delivered }
      if givenUpAt != nil { return .givenUp }
      return refusals >= DeliveryWait.refusalLimit ? .failed : .waiting
    }
  }

  /// What became of a slot.
  public enum State: String, Sendable {
    /// The file was handed over.
    case delivered
    /// The file waits for the next try.
    case waiting
    /// The file was refused so often that nobody tries any more.
    case failed
    /// Somebody decided that nobody gets it.
    case givenUp = "given-up"
    /// Too many or too far back to be made up for.
    case letGo = "let-go"
    /// There was nothing yet that the report could be about.
    case empty
  }

  /// The last slot that was made or let go, of each schedule.
  public static func last(on connection: isolated Connection) throws -> [String: Date] {
    let rows = try connection.query("select schedule, max(slot) from report_file group by schedule")
    return try rows.reduce(into: [:]) { last, row in
      let (schedule, slot) = try row.decode(String.self, Date.self)
      last[schedule] = slot
    }
  }

  /// The reports that nobody has taken over yet and that were not given up, the oldest first; those that failed among them.
  public static func waiting(on connection: isolated Connection) throws -> [Slot] {
    try slots(
      "f.content is not null and f.delivered_at is null and f.given_up_at is null order by f.slot, f.schedule",
      on: connection)
  }

  /// One slot of a schedule; `nil` where nothing was noted of it.
  public static func slot(_ slot: Date, of schedule: String, on connection: isolated Connection) throws -> Slot? {
    try slots("f.schedule = \(schedule) and f.slot = \(slot)", on: connection).first
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
          f.skipped, f.skip_reason, f.delivered_at, f.given_up_at, d.attempts, d.last_error, w.next_try, w.refusals
        from report_file f left join delivery d on d.key = f.key left join delivery_wait w on w.key = f.key
        where \(condition)
      """)
    return try rows.map { row in
      let (
        schedule, slot, key, madeAt, report, position, content, count, name, checksum, skipped, reason, deliveredAt,
        givenUpAt, attempts, error, nextTry, refusals
      ) = try row.decode(
        String.self, Date.self, UUID.self, Date.self, String?.self, Int64?.self, String?.self, Int64?.self,
        String?.self, String?.self, Int32?.self, String?.self, Date?.self, Date?.self, Int32?.self, String?.self,
        Date?.self, Int32?.self)
      return Slot(
        schedule: schedule, slot: slot, key: key, madeAt: madeAt, report: report, position: position,
        content: content.flatMap { ContentDigest($0) }, byteCount: count.map { Int($0) }, name: name,
        checksum: checksum, skipped: skipped.map { Int($0) },
        skipReason: reason.flatMap { ReportSlotsSkipped.Reason(rawValue: $0) }, deliveredAt: deliveredAt,
        givenUpAt: givenUpAt, attempts: Int(attempts ?? 0), lastError: error, nextTry: nextTry,
        refusals: Int(refusals ?? 0))
    }
  }
}
