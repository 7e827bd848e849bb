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
      undone.parties == nil && undone.restored == nil && undone.conflicts == nil ? 1 : 2
    case .order, .party, .unit, .staff, .batch, .definition, .numbering, .campaign, .mailing, .reporting: 1
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
    case .mailing(.made(let event)): (try json(event), try MailingWords(event).map(json))
    case .reporting(.made(let event)): (try json(event), nil)
    case .reporting(.delivered(let event)): (try json(event), nil)
    case .reporting(.skipped(let event)): (try json(event), nil)
    }
  }

  private func json(_ value: some Encodable) throws -> String {
    String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  // MARK: From the log

  /// The event that was stored; without its erasable part where that was erased.
  public func decode(_ recorded: RecordedEvent) throws(Failure) -> DomainEvent {
    guard let name = StoredName(rawValue: recorded.type.name), (1...name.newestSchema).contains(recorded.type.schema)
    else {
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
    case .orderAssigned:
      var event: OrderAssigned = try data()
      event.reason = try personal([String: String].self)?["reason"]
      return .order(.assigned(event))
    case .orderMoved:
      var event: OrderMoved = try data()
      event.words = try personal()
      return .order(.moved(event))
    case .orderNoted:
      var event: OrderNoted = try data()
      event.text = try personal([String: String].self)?["text"]
      return .order(.noted(event))
    case .orderReminderSet: return .order(.reminderSet(try data()))
    case .ruleFired: return .order(.ruleFired(try data()))
    case .orderWithdrawn: return .order(.withdrawn(try data()))
    case .orderReinstated: return .order(.reinstated(try data()))
    case .orderForgotten: return .order(.forgotten(try data()))
    case .orderUnassigned: return .order(.unassigned(try data()))
    case .orderAssistAsked:
      var event: OrderAssistAsked = try data()
      event.task = try personal([String: String].self)?["task"]
      return .order(.assistAsked(event))
    case .orderAssistEnded:
      var event: OrderAssistEnded = try data()
      event.note = try personal([String: String].self)?["note"]
      return .order(.assistEnded(event))
    case .orderEdited:
      var event: OrderEdited = try data()
      let words: EditedWords? = try personal()
      event.words = words?.words
      event.reason = words?.reason
      return .order(.edited(event))
    case .orderLinked: return .order(.linked(try data()))
    case .orderUnlinked: return .order(.unlinked(try data()))
    case .orderExtensionAsked:
      var event: OrderExtensionAsked = try data()
      event.reason = try personal([String: String].self)?["reason"]
      return .order(.extensionAsked(event))
    case .orderDueExtended:
      var event: OrderDueExtended = try data()
      event.reason = try personal([String: String].self)?["reason"]
      return .order(.dueExtended(event))
    case .orderExtensionRefused:
      var event: OrderExtensionRefused = try data()
      event.reason = try personal([String: String].self)?["reason"]
      return .order(.extensionRefused(event))
    case .orderLineAdded: return .order(.lineAdded(try data()))
    case .orderLineVoided:
      var event: OrderLineVoided = try data()
      event.reason = try personal([String: String].self)?["reason"]
      return .order(.lineVoided(event))
    case .orderRepeatReported:
      var event: OrderRepeatReported = try data()
      event.text = try personal([String: String].self)?["text"]
      return .order(.repeatReported(event))
    case .orderFileAttached:
      var event: OrderFileAttached = try data()
      event.name = try personal([String: String].self)?["name"]
      return .order(.fileAttached(event))
    case .orderFileRemoved:
      var event: OrderFileRemoved = try data()
      event.reason = try personal([String: String].self)?["reason"]
      return .order(.fileRemoved(event))
    case .orderProcessChanged: return .order(.processChanged(try data()))
    case .orderReserved: return .order(.reserved(try data()))
    case .orderReleased:
      var event: OrderReleased = try data()
      event.reason = try personal([String: String].self)?["reason"]
      return .order(.released(event))
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
    case .partyWithdrawn: return .party(.withdrawn(try data()))
    case .unitCreated: return .unit(.created(try data()))
    case .unitMoved: return .unit(.moved(try data()))
    case .unitChanged: return .unit(.changed(try data()))
    case .unitCalendarSet: return .unit(.calendarSet(try data()))
    case .unitClosed: return .unit(.closed(try data()))
    case .unitReopened: return .unit(.reopened(try data()))
    case .staffJoined:
      var event: StaffJoined = try data()
      event.card = try personal()
      return .staff(.joined(event))
    case .staffCorrected:
      var event: StaffCorrected = try data()
      event.card = try personal()
      return .staff(.corrected(event))
    case .staffMoved: return .staff(.moved(try data()))
    case .staffLeft: return .staff(.left(try data()))
    case .staffReturned: return .staff(.returned(try data()))
    case .staffDutyChanged:
      var event: StaffDutyChanged = try data()
      event.note = try personal([String: String].self)?["note"]
      return .staff(.dutyChanged(event))
    case .staffForgotten: return .staff(.forgotten(try data()))
    case .roleGranted: return .staff(.granted(try data()))
    case .roleRevoked: return .staff(.revoked(try data()))
    case .batchStarted: return .batch(.started(try data()))
    case .batchRowsRecorded: return .batch(.rowsRecorded(try data()))
    case .batchFinished: return .batch(.finished(try data()))
    case .batchUndoBegan: return .batch(.undoBegan(try data()))
    case .batchUndone: return .batch(.undone(try data()))
    case .definitionPublished: return .definition(.published(try data()))
    case .definitionRetired: return .definition(.retired(try data()))
    case .numbersReserved: return .numbering(.reserved(try data()))
    case .reportMade: return .reporting(.made(try data()))
    case .reportDelivered: return .reporting(.delivered(try data()))
    case .reportSlotsSkipped: return .reporting(.skipped(try data()))
    case .campaignStarted: return .campaign(.started(try data()))
    case .campaignPaused:
      var event: CampaignPaused = try data()
      event.reason = try personal([String: String].self)?["reason"]
      return .campaign(.paused(event))
    case .campaignResumed: return .campaign(.resumed(try data()))
    case .campaignEnded:
      var event: CampaignEnded = try data()
      event.reason = try personal([String: String].self)?["reason"]
      return .campaign(.ended(event))
    case .campaignSampled: return .campaign(.sampled(try data()))
    case .campaignFilled:
      var event: CampaignFilled = try data()
      event.filter = try personal([String: String].self)?["filter"]
      return .campaign(.filled(event))
    case .mailingMade:
      var event: MailingMade = try data()
      let words: MailingWords? = try personal()
      (event.filter, event.subject, event.text) = (words?.filter, words?.subject, words?.text)
      return .mailing(.made(event))
    }
  }
}

extension OrderOpened {
  /// Whether it says something that the first shape had no place for.
  fileprivate var needsSecondShape: Bool {
    priority != nil || area != nil || parent != nil || relation != nil || intake != nil || notBefore != nil
      || isSecret != nil || form != nil
  }
}

/// The erasable part of ``MailingMade``.
private struct MailingWords: Codable {
  var filter: String?
  var subject: String?
  var text: String?

  init?(_ made: MailingMade) {
    guard made.filter != nil || made.subject != nil || made.text != nil else { return nil }
    (filter, subject, text) = (made.filter, made.subject, made.text)
  }
}

/// The erasable part of ``OrderEdited``.
private struct EditedWords: Codable {
  var words: [String: OrderEdited.Change]?
  var reason: String?

  /// `nil` where nothing of it is in words.
  init?(_ edited: OrderEdited) {
    guard edited.words != nil || edited.reason != nil else { return nil }
    words = edited.words
    reason = edited.reason
  }
}
