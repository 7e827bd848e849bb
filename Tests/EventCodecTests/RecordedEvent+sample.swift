import FoundationEssentials

@testable import EventStore

extension RecordedEvent {
  /// An event as the log would have it, at position 7.
  static func sample(_ type: EventType, _ data: String, personal: String?) -> RecordedEvent {
    RecordedEvent(
      position: 7, id: UUID(), stream: StreamName("order-10000012"), version: 1, type: type,
      occurredAt: Samples.instant,
      recordedAt: Samples.instant, authorship: Authorship(actor: "test"), data: data,
      personal: personal.map { Personal(subject: "party-1", data: $0) }, isErased: false)
  }
}

extension StreamName: ExpressibleByStringLiteral {
  /// By the stored name.
  public init(stringLiteral name: String) { self.init(name) }
}
