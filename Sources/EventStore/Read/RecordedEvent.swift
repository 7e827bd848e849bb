import Foundation

/// An event as the log has it.
public struct RecordedEvent: Sendable, Equatable {
  /// Its place in the log: from 1, without gaps, in the order of commit.
  public let position: Int64
  /// Its name for ever.
  public let id: UUID
  /// The stream it belongs to.
  public internal(set) var stream: StreamName
  /// Its place in the stream: from 1, without gaps.
  public let version: Int
  /// Stored name and shape.
  public let type: EventType
  /// When it happened.
  public let occurredAt: Date
  /// When the log learned it, by the database's clock.
  public let recordedAt: Date
  /// Who, and why.
  public let authorship: Authorship
  /// What is kept for ever, as JSON text.
  public let data: String
  /// The erasable part; `nil` where there never was one or it was erased (see ``isErased``).
  public let personal: Personal?
  /// The event had an erasable part, and it is gone.
  public let isErased: Bool

  /// The event without its erasable part, for whoever may not read that.
  public var withoutPersonalPart: RecordedEvent {
    RecordedEvent(
      position: position, id: id, stream: stream, version: version, type: type, occurredAt: occurredAt,
      recordedAt: recordedAt, authorship: authorship, data: data, personal: nil, isErased: isErased)
  }
}
