import Domain
import EventStore
import FoundationEssentials

/// From the log.
extension EventCodec {
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
    case .partListed: return .part(.listed(try data()))
    case .partCorrected: return .part(.corrected(try data()))
    case .partWithdrawn:
      var event: EntryWithdrawn = try data()
      event.reason = try personal([String: String].self)?["reason"]
      return .part(.withdrawn(event))
    case .articleDrafted: return .article(.drafted(try data()))
    case .articlePublished: return .article(.published(try data()))
    case .articleWithdrawn:
      var event: EntryWithdrawn = try data()
      event.reason = try personal([String: String].self)?["reason"]
      return .article(.withdrawn(event))
    case .reportMade: return .reporting(.made(try data()))
    case .reportDelivered: return .reporting(.delivered(try data()))
    case .reportSlotsSkipped: return .reporting(.skipped(try data()))
    case .reportGivenUp: return .reporting(.givenUp(try data()))
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
    case .campaignNoticed: return .campaign(.noticed(try data()))
    case .mailingMade:
      var event: MailingMade = try data()
      let words: MailingWords? = try personal()
      (event.filter, event.subject, event.text) = (words?.filter, words?.subject, words?.text)
      return .mailing(.made(event))
    }
  }
}
