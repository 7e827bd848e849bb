import Foundation

/// What a check of the log found.
public struct LogVerdict: Sendable {
  /// The first and the last position that were checked; the last is 0 for an empty log.
  public let from, to: Int64
  /// The last event of the log as the check began.
  public let head: LogHead
  /// How many events were read, erasable parts that are there, and erasable parts that are gone: erased, which is allowed.
  public let events, personalParts, erasedParts: Int
  /// The first thing that does not fit; `nil` for a log as it was written.
  public let fault: LogFault?
}

/// The end of a log.
public struct LogHead: Sendable, Equatable {
  /// The position of the last event, which is how many there are; 0 for an empty log.
  public let position: Int64
  /// Its hash, 32 bytes; zeros for an empty log.
  public let hash: [UInt8]
  /// When it was recorded; `nil` for an empty log, and where the event is missing.
  public let recordedAt: Date?

  /// A head.
  public init(position: Int64, hash: [UInt8], recordedAt: Date?) {
    self.position = position
    self.hash = hash
    self.recordedAt = recordedAt
  }
}
