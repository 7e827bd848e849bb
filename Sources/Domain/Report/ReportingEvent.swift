import FoundationEssentials

/// What can have happened to a report that is made by itself.
public enum ReportingEvent: Sendable, Equatable {
  /// It was made for a slot, and its file kept.
  case made(ReportMade)
  /// The file was handed over.
  case delivered(ReportDelivered)
  /// Slots were let go: nothing was made for them, and nothing will be.
  case skipped(ReportSlotsSkipped)
  /// The file is not handed over, and not tried any more.
  case givenUp(ReportGivenUp)
}

/// A report was made for a slot of its schedule.
public struct ReportMade: Sendable, Equatable, Codable {
  /// When it was to be made: its name within the schedule.
  public var slot: Date
  /// Which report.
  public var report: String
  /// The version of the schedule.
  public var version: Int
  /// The log position that it shows.
  public var position: Int
  /// The file's content, in the store: its SHA-256.
  public var content: ContentDigest
  /// The file's length.
  public var byteCount: Int
  /// The file's name.
  public var name: String
  /// The checksum over its cells; `nil` for a csv.
  public var checksum: String?

  /// A report that was made.
  public init(
    slot: Date, report: String, version: Int, position: Int, content: ContentDigest, byteCount: Int, name: String,
    checksum: String?
  ) {
    self.slot = slot
    self.report = report
    self.version = version
    self.position = position
    self.content = content
    self.byteCount = byteCount
    self.name = name
    self.checksum = checksum
  }
}

/// A report's file was handed over.
public struct ReportDelivered: Sendable, Equatable, Codable {
  /// The slot that it was made for.
  public var slot: Date
  /// `folder`, `webhook` or `mail`; the address stands in the schedule.
  public var way: String

  /// A report that arrived.
  public init(slot: Date, way: String) {
    self.slot = slot
    self.way = way
  }
}

/// Somebody decided that a report's file is not handed over any more; the file stays.
public struct ReportGivenUp: Sendable, Equatable, Codable {
  /// The slot that it was made for.
  public var slot: Date

  /// A report that nobody gets.
  public init(slot: Date) { self.slot = slot }
}

/// Slots for which nothing was made, and nothing will be.
public struct ReportSlotsSkipped: Sendable, Equatable, Codable {
  /// Why; the stored word is for ever.
  public enum Reason: String, Sendable, Codable {
    /// The unit was set up later than the time that the report is about.
    case unitNotYet = "unit-not-yet"
    /// The time that the report is about has no length, as `this year` where a year begins.
    case noTime = "no-time"
    /// Somebody gave up on them.
    case givenUp = "given-up"
  }

  /// The first of them.
  public var first: Date
  /// The last of them.
  public var last: Date
  /// How many.
  public var count: Int
  /// Why; `nil` where they were too many or too far back to be made up for.
  public var reason: Reason?

  /// Slots that were let go.
  public init(first: Date, last: Date, count: Int, reason: Reason? = nil) {
    self.reason = reason
    self.first = first
    self.last = last
    self.count = count
  }
}
