import Foundation

/// An event that waits to be appended.
public struct NewEvent: Sendable, Equatable {
  /// Names this event for ever; the same id again is the same event (see ``EventStore/append(_:by:)``).
  public let id: UUID
  /// The stored name and shape.
  public let type: EventType
  /// When it happened, which may be long before the log learns it. Kept to the microsecond.
  public let occurredAt: Date
  /// What is kept for ever, as JSON text, stored and hashed byte for byte.
  public let data: String
  /// What may be erased.
  public let personal: Personal?

  /// An event with its id, which the caller derives so that a repeated command makes the same one.
  public init(id: UUID, type: EventType, occurredAt: Date, data: String, personal: Personal? = nil) {
    self.id = id
    self.type = type
    self.occurredAt = occurredAt
    self.data = data
    self.personal = personal
  }
}

/// The erasable part of an event: names, numbers, addresses, the caller's words.
public struct Personal: Sendable, Equatable {
  /// Whom it is about; erasing a subject deletes every part that names it.
  public let subject: String
  /// JSON text.
  public let data: String

  /// The part about one subject.
  public init(subject: String, data: String) {
    self.subject = subject
    self.data = data
  }
}

/// Who appends, and why.
public struct Authorship: Sendable, Equatable {
  /// The person or job that acts, as a code: `clerk.chen`, `remind`.
  public var actor: String
  /// The event or command that led to this one.
  public var cause: UUID?
  /// What ties together all that came of one request.
  public var correlation: UUID?
  /// The import or bulk action this belongs to.
  public var batch: UUID?

  /// Who, and as far as known why.
  public init(actor: String, cause: UUID? = nil, correlation: UUID? = nil, batch: UUID? = nil) {
    self.actor = actor
    self.cause = cause
    self.correlation = correlation
    self.batch = batch
  }
}

/// What the caller knows of a stream when it decides.
public enum ExpectedVersion: Sendable, Equatable {
  /// The stream has no event yet.
  case none
  /// The stream's last event has this version.
  case exactly(Int)
  /// It does not matter.
  case any
}

/// Events for one stream, in order.
public struct StreamAppend: Sendable {
  /// Where they go.
  public let stream: StreamName
  /// What the stream must look like, or nothing of the whole append is written.
  public let expected: ExpectedVersion
  /// At least one event.
  public let events: [NewEvent]

  /// Events for a stream.
  public init(_ stream: StreamName, expected: ExpectedVersion, _ events: [NewEvent]) {
    self.stream = stream
    self.expected = expected
    self.events = events
  }
}
