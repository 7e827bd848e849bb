import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Testing

@Suite struct EventCodecTests {
  private let codec = EventCodec()

  @Test(arguments: StoredName.allCases.map(Samples.event) + Samples.sparse)
  func anEventComesBackAsItWas(event: DomainEvent) throws {
    let new = try codec.encode(event, id: UUID(), at: Samples.instant, subject: "party-1")
    #expect(new.type == EventType(StoredName(of: event).rawValue, schema: 1))
    #expect(new.occurredAt == Samples.instant)
    let recorded = RecordedEvent.sample(new.type, new.data, personal: new.personal?.data)
    #expect(try codec.decode(recorded) == event)
    let again = try EventCodec().encode(event, id: new.id, at: Samples.instant, subject: "party-1")
    #expect(again == new)
  }

  @Test func everyNameIsOfOneEvent() {
    #expect(StoredName.allCases.map { StoredName(of: Samples.event($0)) } == StoredName.allCases)
    #expect(StoredName.allCases.allSatisfy { $0.rawValue.allSatisfy { $0.isLowercase || "-.".contains($0) } })
  }

  @Test func whatMayBeErasedStandsNowhereElse() throws {
    for name in StoredName.allCases {
      let new = try codec.encode(Samples.event(name), id: UUID(), at: Samples.instant, subject: "party-1")
      for word in ["某某", "+8621", "Sample Street", "夜间", "修好了", "They call", "缺零件", "现场", "又响了", "丈量", "不再供货", "已作废"] {
        #expect(!new.data.contains(word))
      }
      #expect(new.personal == nil || new.personal?.subject == "party-1")
    }
    let erasable = try StoredName.allCases.filter {
      try codec.encode(Samples.event($0), id: UUID(), at: Samples.instant, subject: "s").personal != nil
    }
    #expect(
      Set(erasable) == [
        .orderOpened, .orderMoved, .orderNoted, .orderAssistAsked, .orderAssistEnded, .orderEdited,
        .orderExtensionAsked, .orderDueExtended, .orderExtensionRefused, .orderLineVoided, .orderRepeatReported,
        .orderFileAttached, .orderFileRemoved, .partyRegistered, .partyCorrected, .partyContactAdded,
        .partyContactRemoved, .partyMarked, .partyUnmarked, .staffJoined, .staffCorrected, .staffDutyChanged,
        .orderReleased, .campaignPaused, .campaignEnded, .campaignFilled, .mailingMade, .partWithdrawn,
        .articleWithdrawn,
      ])
  }

  @Test func whatAListOfPartsAndItsUndoRecordComesBackAsItWas() throws {
    let rows = BatchRowsRecorded(
      generation: 1,
      rows: [
        .init(row: 2, outcome: .updated, entry: "0071-A", changed: ["price"]),
        .init(row: 3, outcome: .duplicate, reason: "withdrawn", entry: "0072"),
      ])
    var entries = BatchUndone.Entries()
    (entries.withdrawn, entries.restored) = (1, 2)
    entries.conflicts = [.init(entry: "0071-A", fields: ["price"]), .init(entry: "0080")]
    let undone = BatchUndone(generation: 1, withdrawn: 0, left: [], entries: entries)
    for event in [DomainEvent.batch(.rowsRecorded(rows)), .batch(.undone(undone))] {
      let new = try codec.encode(event, id: UUID(), at: Samples.instant, subject: "batch-1")
      #expect(new.type.schema == 2 && new.personal == nil)
      #expect(try codec.decode(.sample(new.type, new.data, personal: nil)) == event)
    }
  }

  @Test func anErasedEventIsReadWithoutItsWords() throws {
    for name in [StoredName.orderOpened, .orderMoved, .orderNoted, .partyRegistered] {
      let new = try codec.encode(Samples.event(name), id: UUID(), at: Samples.instant, subject: "party-1")
      let event = try codec.decode(.sample(new.type, new.data, personal: nil))
      switch event {
      case .order(.opened(let opened)): #expect(opened.words == nil && opened.no == Samples.no)
      case .order(.moved(let moved)): #expect(moved.words == nil && moved.action == "finish")
      case .order(.noted(let noted)): #expect(noted.text == nil)
      case .party(.registered(let party)): #expect(party.card == nil && party.kind == .organisation)
      default: Issue.record("\(event)")
      }
    }
  }

  @Test(arguments: [
    EventType("order.invented"), EventType("order.opened", schema: 3), EventType("order.assigned", schema: 3),
    EventType(""), EventType("order"),
  ])
  func anUnknownTypeIsNamed(type: EventType) {
    let error = #expect(throws: EventCodec.Failure.self) { try codec.decode(.sample(type, "{}", personal: nil)) }
    guard case .unknownType(type, position: 7) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect("\(String(describing: error))".contains("7"))
  }

  @Test(arguments: [
    ("order.opened", "{}"), ("order.opened", ""), ("order.opened", "[]"), ("order.opened", "{\"no\":"),
    ("order.assigned", "{\"main\":1}"), ("order.withdrawn", "{\"generation\":\"1\"}"),
    ("batch.undone", "{\"generation\":1,\"left\":[\"10000013\"],\"withdrawn\":0}"),
    ("order.moved", "{\"action\":\"a\",\"from\":\"b\",\"kind\":\"unheard-of\",\"to\":\"c\"}"),
    (
      "order.rule-fired",
      "{\"clock\":\"c\",\"due\":\"2015-02-30T00:00:00Z\",\"epoch\":1,\"level\":0,\"occurrence\":0,\"outcome\":\"fired\",\"plannedFor\":\"2015-02-28T00:00:00Z\",\"rule\":\"r\",\"to\":[]}"
    ),
  ]) func aBrokenBodyIsNamed(type: String, data: String) {
    let error = #expect(throws: EventCodec.Failure.self) {
      try codec.decode(.sample(EventType(type), data, personal: nil))
    }
    guard case .unreadable(EventType(type), position: 7, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func aBrokenErasablePartIsNamed() throws {
    let error = #expect(throws: EventCodec.Failure.self) {
      try codec.decode(.sample(EventType("order.noted"), "{}", personal: "{\"text\":1}"))
    }
    guard case .unreadable = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test(arguments: [Double.infinity, .nan, 1e300, 253_402_300_800, -62_135_596_801])
  func anInstantThatNoTextHasIsRefused(seconds: Double) {
    let reserved = OrderOpened(
      no: Samples.no, process: "request", processVersion: 1, state: "new", kind: .open,
      promise: Date(timeIntervalSince1970: seconds))
    #expect(throws: EncodingError.self) {
      try codec.encode(.order(.opened(reserved)), id: UUID(), at: Samples.instant, subject: "order-1")
    }
  }

  @Test func streamsAreNamedByWhatTheyHold() throws {
    #expect(StreamName.order(Samples.no).rawValue == "order-10000012")
    #expect(StreamName.order(Samples.no).orderNumber == Samples.no)
    #expect(StreamName.party(Samples.party).partyID == Samples.party)
    #expect(StreamName.party(Samples.party).orderNumber == nil)
    #expect(StreamName.batch(Samples.party.uuid).batchID == Samples.party.uuid)
    #expect(StreamName.definition(.process, "call-back").rawValue == "definition-process.call-back")
    #expect(StreamName("order-1").orderNumber == nil)
    #expect(StreamName("party-x").partyID == nil)
    #expect(StreamName.orderNumbers.rawValue == "numbering-order")
  }
}
