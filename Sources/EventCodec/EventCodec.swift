import Domain
import EventStore
import FoundationEssentials

/// Domain event ⇄ what the log stores: name, shape, `data`, and the erasable part.
///
/// A stored name is for ever. A changed shape gets the next schema number, an upcast here and a file in
/// `fixtures/events/`, so that what was written in the first year still reads in the tenth.
public struct EventCodec: Sendable {
  /// Why a stored event cannot be read.
  public enum Failure: Error, Sendable, CustomStringConvertible {
    /// The program is older than the log.
    case unknownType(EventType, position: Int64)
    /// `data` is not what its type says.
    case unreadable(EventType, position: Int64, reason: String)

    /// One sentence for a person.
    public var description: String {
      switch self {
      case .unknownType(let type, let position):
        "event \(position) is a \(type), which this version does not know; use the newer hotline that wrote it"
      case .unreadable(let type, let position, let reason):
        "event \(position) (\(type)) cannot be read: \(reason)"
      }
    }
  }

  private let encoder: JSONEncoder
  private let decoder: JSONDecoder

  /// A codec; make one and keep it.
  public init() {
    encoder = JSONEncoder()
    // The same event must always make the same bytes: a repeated command is recognised by them.
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .custom { date, encoder in
      var container = encoder.singleValueContainer()
      guard Date.storable.contains(date) else {
        // Not the date itself: Foundation cannot even describe one that is no number.
        throw EncodingError.invalidValue(
          date.timeIntervalSince1970,
          .init(codingPath: encoder.codingPath, debugDescription: "it lies outside the years 1 to 9999"))
      }
      try container.encode(InstantText.utc(date))
    }
    decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .custom { decoder in
      let container = try decoder.singleValueContainer()
      let text = try container.decode(String.self)
      guard let date = InstantText.parseUTC(text) else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "`\(text)` is not an instant")
      }
      return date
    }
  }

  // MARK: To the log

  /// What the log stores for an event.
  ///
  /// - Parameter subject: whom the erasable part is about: the party's stream, else the order's own.
  public func encode(_ event: DomainEvent, id: UUID, at instant: Date, subject: StreamName) throws -> NewEvent {
    let name = StoredName(of: event)
    let (data, personal) = try parts(of: event)
    return NewEvent(
      id: id, type: EventType(name.rawValue), occurredAt: instant, data: data,
      personal: personal.map { Personal(subject: subject.rawValue, data: $0) })
  }

  private func parts(of event: DomainEvent) throws -> (data: String, personal: String?) {
    switch event {
    case .order(.opened(let event)): (try json(event), try event.words.map(json))
    case .order(.assigned(let event)): (try json(event), nil)
    case .order(.moved(let event)): (try json(event), try event.words.map(json))
    case .order(.noted(let event)): ("{}", try event.text.map { try json(["text": $0]) })
    case .order(.reminderSet(let event)): (try json(event), nil)
    case .order(.ruleFired(let event)): (try json(event), nil)
    case .order(.withdrawn(let event)): (try json(event), nil)
    case .order(.reinstated(let event)): (try json(event), nil)
    case .order(.forgotten(let event)): (try json(event), nil)
    case .party(.registered(let event)): (try json(event), try event.card.map(json))
    case .party(.corrected(let event)): (try json(event), try event.words.map(json))
    case .party(.contactAdded(let event)): (try json(event), try event.words.map(json))
    case .party(.contactRemoved(let event)): (try json(event), try event.words.map(json))
    case .party(.marked(let event)): (try json(event), try event.note.map { try json(["note": $0]) })
    case .party(.unmarked(let event)): (try json(event), try event.note.map { try json(["note": $0]) })
    case .party(.merged(let event)): (try json(event), nil)
    case .party(.mergeUndone(let event)): (try json(event), nil)
    case .party(.related(let event)): (try json(event), nil)
    case .party(.unrelated(let event)): (try json(event), nil)
    case .party(.forgotten(let event)): (try json(event), nil)
    case .unit(.created(let event)): (try json(event), nil)
    case .batch(.started(let event)): (try json(event), nil)
    case .batch(.rowsRecorded(let event)): (try json(event), nil)
    case .batch(.finished(let event)): (try json(event), nil)
    case .batch(.undoBegan(let event)): (try json(event), nil)
    case .batch(.undone(let event)): (try json(event), nil)
    case .definition(.published(let event)): (try json(event), nil)
    case .numbering(.reserved(let event)): (try json(event), nil)
    }
  }

  private func json(_ value: some Encodable) throws -> String {
    String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  // MARK: From the log

  /// The event that was stored; without its erasable part where that was erased.
  public func decode(_ recorded: RecordedEvent) throws(Failure) -> DomainEvent {
    guard let name = StoredName(rawValue: recorded.type.name), recorded.type.schema == 1 else {
      throw .unknownType(recorded.type, position: recorded.position)
    }
    if let event = Self.own(name, recorded) { return event }
    do {
      return try foundation(name, recorded)
    } catch {
      throw .unreadable(recorded.type, position: recorded.position, reason: Self.words(error))
    }
  }

  /// What is wrong with the JSON, without the types of the program.
  private static func words(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): return "`\(key.stringValue)` is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
      DecodingError.dataCorrupted(let context):
      let path = context.codingPath.map(\.stringValue).joined(separator: ".")
      return path.isEmpty ? context.debugDescription : "`\(path)`: \(context.debugDescription)"
    default: return "\(error)"
    }
  }

  /// The event as Foundation reads it: any JSON.
  func foundation(_ name: StoredName, _ recorded: RecordedEvent) throws -> DomainEvent {
    func data<T: Decodable>(_ type: T.Type = T.self) throws -> T {
      try decoder.decode(type, from: Data(recorded.data.utf8))
    }
    func personal<T: Decodable>(_ type: T.Type = T.self) throws -> T? {
      try recorded.personal.map { try decoder.decode(type, from: Data($0.data.utf8)) }
    }
    switch name {
    case .orderOpened:
      var event: OrderOpened = try data()
      event.words = try personal()
      return .order(.opened(event))
    case .orderAssigned: return .order(.assigned(try data()))
    case .orderMoved:
      var event: OrderMoved = try data()
      event.words = try personal()
      return .order(.moved(event))
    case .orderNoted: return .order(.noted(OrderNoted(text: try personal([String: String].self)?["text"])))
    case .orderReminderSet: return .order(.reminderSet(try data()))
    case .ruleFired: return .order(.ruleFired(try data()))
    case .orderWithdrawn: return .order(.withdrawn(try data()))
    case .orderReinstated: return .order(.reinstated(try data()))
    case .orderForgotten: return .order(.forgotten(try data()))
    case .partyRegistered:
      var event: PartyRegistered = try data()
      event.card = try personal()
      return .party(.registered(event))
    case .partyCorrected:
      var event: PartyCorrected = try data()
      event.words = try personal()
      return .party(.corrected(event))
    case .partyContactAdded:
      var event: PartyContactAdded = try data()
      event.words = try personal()
      return .party(.contactAdded(event))
    case .partyContactRemoved:
      var event: PartyContactRemoved = try data()
      event.words = try personal()
      return .party(.contactRemoved(event))
    case .partyMarked:
      var event: PartyMarked = try data()
      event.note = try personal([String: String].self)?["note"]
      return .party(.marked(event))
    case .partyUnmarked:
      var event: PartyUnmarked = try data()
      event.note = try personal([String: String].self)?["note"]
      return .party(.unmarked(event))
    case .partyMerged: return .party(.merged(try data()))
    case .partyMergeUndone: return .party(.mergeUndone(try data()))
    case .partyRelated: return .party(.related(try data()))
    case .partyUnrelated: return .party(.unrelated(try data()))
    case .partyForgotten: return .party(.forgotten(try data()))
    case .unitCreated: return .unit(.created(try data()))
    case .batchStarted: return .batch(.started(try data()))
    case .batchRowsRecorded: return .batch(.rowsRecorded(try data()))
    case .batchFinished: return .batch(.finished(try data()))
    case .batchUndoBegan: return .batch(.undoBegan(try data()))
    case .batchUndone: return .batch(.undone(try data()))
    case .definitionPublished: return .definition(.published(try data()))
    case .numbersReserved: return .numbering(.reserved(try data()))
    }
  }
}
