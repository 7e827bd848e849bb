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
  let decoder: JSONDecoder

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

  /// What the log stores for an event.
  ///
  /// - Parameter subject: whom the erasable part is about: the party's stream, else the order's own.
  public func encode(_ event: DomainEvent, id: UUID, at instant: Date, subject: StreamName) throws -> NewEvent {
    let name = StoredName(of: event)
    let (data, personal) = try parts(of: event)
    return NewEvent(
      id: id, type: EventType(name.rawValue, schema: Self.schema(of: event)), occurredAt: instant, data: data,
      personal: personal.map { Personal(subject: subject.rawValue, data: $0) })
  }

  /// The oldest shape that holds all of the event: what a program of the first year wrote is written so for ever, byte by
  /// byte, and it can read what says nothing new.
  private static func schema(of event: DomainEvent) -> Int16 {
    switch event {
    case .order(.opened(let opened)): opened.needsSecondShape ? 2 : 1
    case .order(.assigned(let assigned)): assigned.reason == nil ? 1 : 2
    case .order(.moved(let moved)): moved.form == nil && moved.undoes == nil ? 1 : 2
    case .order(.noted(let noted)): noted.visibility == nil ? 1 : 2
    case .batch(.started(let started)): started.process == nil || !started.counts.fitsFirstShape ? 2 : 1
    case .batch(.rowsRecorded(let recorded)): recorded.rows.allSatisfy(\.fitsFirstShape) ? 1 : 2
    case .batch(.finished(let finished)): finished.counts.fitsFirstShape ? 1 : 2
    case .batch(.undone(let undone)):
      undone.parties == nil && undone.restored == nil && undone.conflicts == nil && undone.entries == nil ? 1 : 2
    case .order, .party, .unit, .staff, .batch, .definition, .numbering, .campaign, .mailing, .reporting, .part,
      .article:
      1
    }
  }

  private func parts(of event: DomainEvent) throws -> (data: String, personal: String?) {
    switch event {
    case .order(.opened(let event)): (try json(event), try event.words.map(json))
    case .order(.assigned(let event)): (try json(event), try event.reason.map { try json(["reason": $0]) })
    case .order(.moved(let event)): (try json(event), try event.words.map(json))
    case .order(.noted(let event)): (try json(event), try event.text.map { try json(["text": $0]) })
    case .order(.reminderSet(let event)): (try json(event), nil)
    case .order(.ruleFired(let event)): (try json(event), nil)
    case .order(.withdrawn(let event)): (try json(event), nil)
    case .order(.reinstated(let event)): (try json(event), nil)
    case .order(.forgotten(let event)): (try json(event), nil)
    case .order(.unassigned(let event)): (try json(event), nil)
    case .order(.assistAsked(let event)): (try json(event), try event.task.map { try json(["task": $0]) })
    case .order(.assistEnded(let event)): (try json(event), try event.note.map { try json(["note": $0]) })
    case .order(.edited(let event)): (try json(event), try EditedWords(event).map(json))
    case .order(.linked(let event)): (try json(event), nil)
    case .order(.unlinked(let event)): (try json(event), nil)
    case .order(.extensionAsked(let event)): (try json(event), try event.reason.map { try json(["reason": $0]) })
    case .order(.dueExtended(let event)): (try json(event), try event.reason.map { try json(["reason": $0]) })
    case .order(.extensionRefused(let event)): (try json(event), try event.reason.map { try json(["reason": $0]) })
    case .order(.lineAdded(let event)): (try json(event), nil)
    case .order(.lineVoided(let event)): (try json(event), try event.reason.map { try json(["reason": $0]) })
    case .order(.repeatReported(let event)): (try json(event), try event.text.map { try json(["text": $0]) })
    case .order(.fileAttached(let event)): (try json(event), try event.name.map { try json(["name": $0]) })
    case .order(.fileRemoved(let event)): (try json(event), try event.reason.map { try json(["reason": $0]) })
    case .order(.processChanged(let event)): (try json(event), nil)
    case .order(.reserved(let event)): (try json(event), nil)
    case .order(.released(let event)): (try json(event), try event.reason.map { try json(["reason": $0]) })
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
    case .party(.withdrawn(let event)): (try json(event), nil)
    case .unit(.created(let event)): (try json(event), nil)
    case .unit(.moved(let event)): (try json(event), nil)
    case .unit(.changed(let event)): (try json(event), nil)
    case .unit(.calendarSet(let event)): (try json(event), nil)
    case .unit(.closed(let event)): (try json(event), nil)
    case .unit(.reopened(let event)): (try json(event), nil)
    case .staff(.joined(let event)): (try json(event), try event.card.map(json))
    case .staff(.corrected(let event)): (try json(event), try event.card.map(json))
    case .staff(.moved(let event)): (try json(event), nil)
    case .staff(.left(let event)): (try json(event), nil)
    case .staff(.returned(let event)): (try json(event), nil)
    case .staff(.dutyChanged(let event)): (try json(event), try event.note.map { try json(["note": $0]) })
    case .staff(.forgotten(let event)): (try json(event), nil)
    case .staff(.granted(let event)): (try json(event), nil)
    case .staff(.revoked(let event)): (try json(event), nil)
    case .batch(.started(let event)): (try json(event), nil)
    case .batch(.rowsRecorded(let event)): (try json(event), nil)
    case .batch(.finished(let event)): (try json(event), nil)
    case .batch(.undoBegan(let event)): (try json(event), nil)
    case .batch(.undone(let event)): (try json(event), nil)
    case .definition(.published(let event)): (try json(event), nil)
    case .definition(.retired(let event)): (try json(event), nil)
    case .numbering(.reserved(let event)): (try json(event), nil)
    case .campaign(.started(let event)): (try json(event), nil)
    case .campaign(.paused(let event)): (try json(event), try event.reason.map { try json(["reason": $0]) })
    case .campaign(.resumed(let event)): (try json(event), nil)
    case .campaign(.ended(let event)): (try json(event), try event.reason.map { try json(["reason": $0]) })
    case .campaign(.sampled(let event)): (try json(event), nil)
    case .campaign(.filled(let event)): (try json(event), try event.filter.map { try json(["filter": $0]) })
    case .campaign(.noticed(let event)): (try json(event), nil)
    case .mailing(.made(let event)): (try json(event), try MailingWords(event).map(json))
    case .reporting(.made(let event)): (try json(event), nil)
    case .reporting(.delivered(let event)): (try json(event), nil)
    case .reporting(.skipped(let event)): (try json(event), nil)
    case .reporting(.givenUp(let event)): (try json(event), nil)
    case .part(.listed(let event)): (try json(event), nil)
    case .part(.corrected(let event)): (try json(event), nil)
    case .part(.withdrawn(let event)): (try json(event), try event.reason.map { try json(["reason": $0]) })
    case .article(.drafted(let event)): (try json(event), nil)
    case .article(.published(let event)): (try json(event), nil)
    case .article(.withdrawn(let event)): (try json(event), try event.reason.map { try json(["reason": $0]) })
    }
  }

  private func json(_ value: some Encodable) throws -> String {
    String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}

extension OrderOpened {
  /// Whether it says something that the first shape had no place for.
  fileprivate var needsSecondShape: Bool {
    priority != nil || area != nil || parent != nil || relation != nil || intake != nil || notBefore != nil
      || isSecret != nil || form != nil
  }
}
