import FoundationEssentials

/// What can have happened to a report that is made by itself.
public enum ReportingEvent: Sendable, Equatable {
  /// It was made for a slot, and its file kept.
  case made(ReportMade)
  /// The file was handed over.
  case delivered(ReportDelivered)
  /// Slots were missed, and not made up for.
  case skipped(ReportSlotsSkipped)
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

/// Slots were too many or too far back to be made up for.
public struct ReportSlotsSkipped: Sendable, Equatable, Codable {
  /// The first of them.
  public var first: Date
  /// The last of them.
  public var last: Date
  /// How many.
  public var count: Int

  /// Slots that were let go.
  public init(first: Date, last: Date, count: Int) {
    self.first = first
    self.last = last
    self.count = count
  }
}
