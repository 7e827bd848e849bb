import Domain
import EventStore

// The events that a log is full of, read by hand. Each reader stands beside the type's `CodingKeys`, sorted as we write
// them; a test compares all of it with Foundation.
extension EventCodec {
  /// The event of a frequent type in the form that we write; `nil` for everything else, which Foundation reads or refuses.
  static func own(_ name: StoredName, _ recorded: RecordedEvent) -> DomainEvent? {
    do throws(OwnJSON.Unexpected) {
      switch name {
      case .orderOpened: return .order(.opened(try opened(recorded)))
      case .orderAssigned:
        var event = try object(recorded.data) { json throws(OwnJSON.Unexpected) in
          OrderAssigned(main: try json.unit("main"), staff: try json.text(ifThere: "staff"))
        }
        event.reason = try texts(recorded.personal)?["reason"]
        return .order(.assigned(event))
      case .orderMoved: return .order(.moved(try moved(recorded)))
      case .orderNoted: return .order(.noted(try noted(recorded)))
      case .orderReminderSet:
        return .order(
          .reminderSet(
            try object(recorded.data) { json throws(OwnJSON.Unexpected) in
              OrderReminderSet(at: try json.instant("at"))
            }))
      case .ruleFired: return .order(.ruleFired(try fired(recorded)))
      case .partyRegistered: return .party(.registered(try registered(recorded)))
      case .batchRowsRecorded: return .batch(.rowsRecorded(try rows(recorded)))
      case .unitMoved, .unitChanged, .unitCalendarSet, .unitClosed, .unitReopened, .staffJoined, .staffCorrected,
        .staffMoved, .staffLeft, .staffReturned, .staffDutyChanged, .staffForgotten, .roleGranted, .roleRevoked:
        return nil
      case .orderWithdrawn, .orderReinstated, .unitCreated, .batchStarted, .batchFinished, .batchUndoBegan,
        .batchUndone,
        .definitionPublished, .definitionRetired, .numbersReserved, .orderForgotten, .partyForgotten,
        .orderUnassigned, .orderAssistAsked, .orderAssistEnded, .orderEdited, .orderLinked, .orderUnlinked,
        .orderExtensionAsked, .orderDueExtended, .orderExtensionRefused, .orderLineAdded, .orderLineVoided,
        .orderRepeatReported, .orderFileAttached, .orderFileRemoved, .orderProcessChanged, .partyCorrected,
        .partyContactAdded, .partyContactRemoved, .partyMarked, .partyUnmarked, .partyMerged, .partyMergeUndone,
        .partyRelated, .partyUnrelated, .partyWithdrawn, .orderReserved, .orderReleased, .campaignStarted,
        .campaignPaused, .campaignResumed, .campaignEnded, .campaignSampled, .campaignFilled, .campaignNoticed,
        .mailingMade, .reportMade, .reportDelivered, .reportSlotsSkipped, .reportGivenUp, .partListed, .partCorrected,
        .partWithdrawn,
        .articleDrafted, .articlePublished, .articleWithdrawn:
        return nil
      }
    } catch {
      return nil
    }
  }

  /// The one object that a text holds.
  private static func object<Value>(
    _ text: String, _ body: (inout OwnJSON) throws(OwnJSON.Unexpected) -> Value
  ) throws(OwnJSON.Unexpected) -> Value {
    var json = OwnJSON(text)
    try json.begin()
    let value = try body(&json)
    try json.end()
    return value
  }

  private static func texts(_ personal: Personal?) throws(OwnJSON.Unexpected) -> [String: String]? {
    guard let personal else { return nil }
    var json = OwnJSON(personal.data)
    let texts = try json.texts()
    try json.finish()
    return texts
  }

  private static func opened(_ recorded: RecordedEvent) throws(OwnJSON.Unexpected) -> OrderOpened {
    var event = try object(recorded.data) { json throws(OwnJSON.Unexpected) in
      let area = try json.text(ifThere: "area")
      let campaign = try json.text(ifThere: "campaign")
      let category = try json.text(ifThere: "category")
      let channel = try json.text(ifThere: "channel")
      let form = json.has("form") ? try json.texts() : nil
      let intake = try json.unit(ifThere: "intake")
      let isSecret = try json.flag(ifThere: "isSecret")
      let key = try json.text(ifThere: "key")
      let kind: StateKind = try json.code("kind")
      try json.key("no")
      let no = try json.orderNumber()
      let notBefore = try json.instant(ifThere: "notBefore")
      let parent = json.has("parent") ? try json.orderNumber() : nil
      let party = try json.party(ifThere: "party")
      let priority: OrderPriority? = try json.code(ifThere: "priority")
      let process: ProcessKey = try json.name("process")
      let processVersion = try json.number("processVersion")
      let promise = try json.instant(ifThere: "promise")
      let relation: RelationKey? = try json.name(ifThere: "relation")
      return OrderOpened(
        no: no, process: process, processVersion: processVersion, state: try json.name("state"), kind: kind,
        channel: channel, category: category, key: key, promise: promise, party: party, campaign: campaign,
        priority: priority, area: area, parent: parent, relation: relation, intake: intake, notBefore: notBefore,
        isSecret: isSecret, form: form)
    }
    if let personal = recorded.personal { event.words = try words(personal.data) }
    return event
  }

  private static func words(_ text: String) throws(OwnJSON.Unexpected) -> OrderWords {
    let words = try object(text) { json throws(OwnJSON.Unexpected) in
      let address = try json.text(ifThere: "address")
      let fields = json.has("fields") ? try json.texts() : nil
      // Words that hold nothing are not written.
      guard fields?.isEmpty != true else { throw OwnJSON.Unexpected() }
      return OrderWords(title: try json.text(ifThere: "title"), address: address, fields: fields ?? [:])
    }
    guard let words else { throw OwnJSON.Unexpected() }
    return words
  }

  private static func moved(_ recorded: RecordedEvent) throws(OwnJSON.Unexpected) -> OrderMoved {
    var event = try object(recorded.data) { json throws(OwnJSON.Unexpected) in
      let action: ActionKey = try json.name("action")
      let form = json.has("form") ? try json.texts() : nil
      // A form that holds nothing is not written.
      guard form?.isEmpty != true else { throw OwnJSON.Unexpected() }
      let from: StateKey = try json.name("from")
      let kind: StateKind = try json.code("kind")
      let to: StateKey = try json.name("to")
      return OrderMoved(
        action: action, from: from, to: to, kind: kind, form: form ?? [:], undoes: try json.name(ifThere: "undoes"))
    }
    event.words = try texts(recorded.personal)
    return event
  }

  private static func noted(_ recorded: RecordedEvent) throws(OwnJSON.Unexpected) -> OrderNoted {
    var event = try object(recorded.data) { json throws(OwnJSON.Unexpected) in
      OrderNoted(text: nil, visibility: try json.code(ifThere: "visibility"))
    }
    event.text = try texts(recorded.personal)?["text"]
    return event
  }

  private static func fired(_ recorded: RecordedEvent) throws(OwnJSON.Unexpected) -> RuleFired {
    try object(recorded.data) { json throws(OwnJSON.Unexpected) in
      let clock: ClockName = try json.name("clock")
      let due = try json.instant("due")
      let epoch = try json.number("epoch")
      let level = try json.number("level")
      let occurrence = try json.number("occurrence")
      let outcome: RuleFired.Outcome = try json.code("outcome")
      let planned = try json.instant("plannedFor")
      let rule: RuleName = try json.name("rule")
      try json.key("to")
      let recipients = try json.list { json throws(OwnJSON.Unexpected) in RecipientKey(rawValue: try json.text()) }
      return RuleFired(
        timer: OrderTimer(
          rule: rule, clock: clock, epoch: epoch, occurrence: occurrence, level: level, due: due, at: planned,
          to: recipients),
        outcome: outcome)
    }
  }

  private static func registered(_ recorded: RecordedEvent) throws(OwnJSON.Unexpected) -> PartyRegistered {
    let kind = try object(recorded.data) { json throws(OwnJSON.Unexpected) -> PartyRegistered.Kind in
      try json.code("kind")
    }
    guard let personal = recorded.personal else { return PartyRegistered(kind: kind, card: nil) }
    let card = try object(personal.data) { json throws(OwnJSON.Unexpected) in
      let address = try json.text(ifThere: "address")
      let name = try json.text(ifThere: "name")
      try json.key("phones")
      let phones = try json.list { json throws(OwnJSON.Unexpected) in
        try json.object { json throws(OwnJSON.Unexpected) in
          let ext = try json.text(ifThere: "extension")
          let label = try json.text(ifThere: "label")
          return PartyCard.Phone(number: try json.text("number"), extension: ext, label: label)
        }
      }
      return PartyCard(name: name, phones: phones, address: address)
    }
    return PartyRegistered(kind: kind, card: card)
  }

  private static func rows(_ recorded: RecordedEvent) throws(OwnJSON.Unexpected) -> BatchRowsRecorded {
    try object(recorded.data) { json throws(OwnJSON.Unexpected) in
      let generation = try json.number("generation")
      try json.key("rows")
      let rows = try json.list { json throws(OwnJSON.Unexpected) in
        try json.object { json throws(OwnJSON.Unexpected) in
          let cell = try json.text(ifThere: "cell")
          let changed =
            json.has("changed") ? try json.list { json throws(OwnJSON.Unexpected) in try json.text() } : nil
          let entry = try json.text(ifThere: "entry")
          let field = try json.text(ifThere: "field")
          let order = json.has("order") ? try json.orderNumber() : nil
          let outcome: RowOutcome = try json.code("outcome")
          let party = try json.party(ifThere: "party")
          let reason = try json.text(ifThere: "reason")
          let row = try json.number("row")
          let sameAs = try json.number(ifThere: "sameAs")
          let warnings =
            json.has("warnings") ? try json.list { json throws(OwnJSON.Unexpected) in try json.text() } : nil
          return BatchRowsRecorded.Row(
            row: row, outcome: outcome, reason: reason, order: order, sameAs: sameAs, party: party, entry: entry,
            changed: changed, warnings: warnings, field: field, cell: cell)
        }
      }
      return BatchRowsRecorded(generation: generation, rows: rows)
    }
  }
}
