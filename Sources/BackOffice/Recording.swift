import Domain
import EventCodec
import EventStore
import FoundationEssentials

/// The events that one command led to, on their way into the log.
///
/// Their ids follow from the command's and their place in it, so the same command makes the same events again.
struct Recording: Sendable {
  let command: UUID
  var authorship: Authorship
  private(set) var appends: [StreamAppend] = []
  private let codec: EventCodec

  init(_ command: UUID, by actor: String, batch: UUID? = nil, codec: EventCodec) {
    self.command = command
    self.codec = codec
    authorship = Authorship(actor: actor, correlation: command, batch: batch)
  }

  /// Adds events for a stream.
  ///
  /// - Parameter subject: whom the erasable parts are about; the stream's own thing where not given.
  mutating func add(
    _ events: [(DomainEvent, at: Date)], to stream: StreamName, expected: ExpectedVersion, subject: StreamName? = nil
  ) throws {
    try add(
      events.enumerated().map { index, entry in
        (entry.0, at: entry.at, id: EventID.derived(from: command, "\(stream)/\(index)"))
      },
      to: stream, expected: expected, subject: subject)
  }

  /// Adds events whose ids the caller knows.
  mutating func add(
    _ events: [(DomainEvent, at: Date, id: UUID)], to stream: StreamName, expected: ExpectedVersion,
    subject: StreamName? = nil
  ) throws {
    guard !events.isEmpty else { return }
    let new = try events.map { event, instant, id in
      try codec.encode(event, id: id, at: instant, subject: subject ?? stream)
    }
    appends.append(StreamAppend(stream, expected: expected, new))
  }
}
