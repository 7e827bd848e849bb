import Domain
import EventCodec
import FoundationEssentials

/// One event for each stored name, every field filled: what lies in `fixtures/events/`.
enum Samples {
  static let instant = Date(timeIntervalSince1970: 1_427_843_520.25)
  static let no = OrderNumber(sequence: 1)
  static let party = PartyID(UUID(uuid: (1, 139, 207, 229, 104, 0, 112, 1, 130, 3, 4, 5, 6, 7, 8, 9)))

  static func event(_ name: StoredName) -> DomainEvent {
    switch name {
    case .orderOpened: .order(.opened(opened))
    case .orderAssigned: .order(.assigned(OrderAssigned(main: unit, staff: "chen")))
    case .orderMoved:
      .order(.moved(OrderMoved(action: "finish", from: "working", to: "review", kind: .open, words: ["result": "修好了"])))
    case .orderNoted: .order(.noted(OrderNoted(text: "They call \"back\" at 8/9.")))
    case .orderReminderSet: .order(.reminderSet(OrderReminderSet(at: instant)))
    case .ruleFired: .order(.ruleFired(RuleFired(timer: timer, outcome: .fired)))
    case .orderWithdrawn: .order(.withdrawn(OrderWithdrawn(generation: 1)))
    case .orderReinstated: .order(.reinstated(OrderReinstated(generation: 2)))
    case .orderForgotten: .order(.forgotten(forgotten))
    case .orderUnassigned: .order(.unassigned(OrderUnassigned(main: unit)))
    case .orderAssistAsked: .order(.assistAsked(OrderAssistAsked(unit: unit, budget: .hours(4), task: "丈量")))
    case .orderAssistEnded: .order(.assistEnded(OrderAssistEnded(unit: unit, outcome: .done, note: "量过了")))
    case .orderEdited:
      .order(
        .edited(
          OrderEdited(
            codes: ["category": .init(from: "noise", to: "noise/night"), "priority": .init(from: nil, to: "high")],
            words: ["title": .init(from: "夜间", to: "夜间施工")], reason: "听错了")))
    case .orderLinked: .order(.linked(OrderLinked(other: no, relation: .mergedInto)))
    case .orderUnlinked: .order(.unlinked(OrderUnlinked(other: no, relation: .mergedInto)))
    case .orderExtensionAsked:
      .order(.extensionAsked(OrderExtensionAsked(clock: "resolve", by: .workingDays(3), reason: "缺零件")))
    case .orderDueExtended: .order(.dueExtended(OrderDueExtended(clock: "resolve", by: .workingDays(3), reason: "缺零件")))
    case .orderExtensionRefused: .order(.extensionRefused(OrderExtensionRefused(clock: "resolve", reason: "零件有货")))
    case .orderLineAdded:
      .order(
        .lineAdded(
          OrderLineAdded(line: 1, kind: .labour, item: "L-20", quantityThousandths: 1500, unitPriceHundredths: 8000)))
    case .orderLineVoided: .order(.lineVoided(OrderLineVoided(line: 1, reason: "输错了")))
    case .orderRepeatReported: .order(.repeatReported(OrderRepeatReported(count: 2, channel: "phone", text: "又响了")))
    case .orderFileAttached:
      .order(
        .fileAttached(
          OrderFileAttached(
            content: digest, byteCount: 48_211, mediaType: "image/jpeg", purpose: .photo, name: "现场.jpg")))
    case .orderFileRemoved: .order(.fileRemoved(OrderFileRemoved(content: digest, reason: "传错了")))
    case .orderProcessChanged:
      .order(
        .processChanged(OrderProcessChanged(fromVersion: 1, toVersion: 2, from: "new", to: "fresh", kind: .open)))
    case .orderReserved: .order(.reserved(OrderReserved(by: "chen", until: instant)))
    case .orderReleased: .order(.released(OrderReleased(by: "chen", reason: "午休")))
    case .partyForgotten: .party(.forgotten(forgotten))
    case .partyCorrected:
      .party(
        .corrected(
          PartyCorrected([
            .name: FieldChange(old: "某某", new: "某某某"), .tariff: FieldChange(old: nil, new: "night"),
            .customerNumber: FieldChange(old: "C-7", new: nil),
          ])))
    case .partyContactAdded:
      .party(.contactAdded(PartyContactAdded(contact: 3, kind: .fax, words: contact)))
    case .partyContactRemoved:
      .party(.contactRemoved(PartyContactRemoved(contact: 3, kind: .fax, words: contact)))
    case .partyMarked:
      .party(
        .marked(PartyMarked(.blocked, service: "consult", until: instant, manager: nil, note: "每天打来")))
    case .partyUnmarked: .party(.unmarked(PartyUnmarked(.blocked, service: "consult", note: "已道歉")))
    case .partyMerged: .party(.merged(PartyMerged(into: party)))
    case .partyMergeUndone: .party(.mergeUndone(PartyMergeUndone(from: party)))
    case .partyWithdrawn: .party(.withdrawn(PartyWithdrawn(generation: 1)))
    case .partyRelated: .party(.related(PartyRelated(other: party, relation: "tenant")))
    case .partyUnrelated: .party(.unrelated(PartyUnrelated(other: party, relation: "tenant")))
    case .partyRegistered: .party(.registered(PartyRegistered(kind: .organisation, card: card)))
    case .unitCreated: .unit(.created(UnitCreated(unit: unit, parent: UnitKey("PWD"), name: "维修")))
    case .unitMoved: .unit(.moved(UnitMoved(unit: unit, parent: UnitKey("PWD"))))
    case .unitChanged:
      .unit(.changed(UnitChanged(unit: unit, name: "维修二队", phone: "+861055550100", head: "chen", kind: "outlet")))
    case .unitCalendarSet: .unit(.calendarSet(UnitCalendarSet(unit: unit, calendar: "night")))
    case .unitClosed: .unit(.closed(UnitClosed(unit: unit, into: UnitKey("PWD"))))
    case .unitReopened: .unit(.reopened(UnitReopened(unit: unit)))
    case .staffJoined:
      .staff(.joined(StaffJoined(staff: staff, unit: unit, post: "班长", login: "chen.x", card: staffCard)))
    case .staffCorrected: .staff(.corrected(StaffCorrected(post: "调度员", login: "", card: StaffCard(phone: "12345"))))
    case .staffMoved: .staff(.moved(StaffMoved(unit: unit)))
    case .staffLeft: .staff(.left(StaffLeft(on: instant)))
    case .staffReturned: .staff(.returned(StaffReturned(unit: unit)))
    case .staffDutyChanged: .staff(.dutyChanged(StaffDutyChanged(state: .away, note: "午休")))
    case .staffForgotten: .staff(.forgotten(forgotten))
    case .roleGranted:
      .staff(
        .granted(
          RoleGranted(role: "dispatcher", unit: unit, from: instant, until: instant.addingTimeInterval(86_400))))
    case .roleRevoked: .staff(.revoked(RoleRevoked(role: "dispatcher", unit: unit)))
    case .batchStarted: .batch(.started(started))
    case .batchRowsRecorded:
      .batch(
        .rowsRecorded(
          BatchRowsRecorded(
            generation: 1,
            rows: [
              .init(row: 3, outcome: .accepted, order: no), .init(row: 4, outcome: .rejected, reason: "phone.short"),
              .init(row: 5, outcome: .duplicate, reason: "same-number", order: no, sameAs: 3),
              .init(row: 9, outcome: .skipped, reason: "note"),
            ])))
    case .batchFinished: .batch(.finished(BatchFinished(generation: 1, counts: counts)))
    case .batchUndoBegan: .batch(.undoBegan(BatchUndoBegan(generation: 1)))
    case .batchUndone: .batch(.undone(BatchUndone(generation: 1, withdrawn: 3, left: [no, OrderNumber(sequence: 2)])))
    case .definitionPublished:
      .definition(
        .published(DefinitionPublished(kind: .office, key: "office", version: 1, body: "timeZone: Asia/Shanghai\n")))
    case .definitionRetired: .definition(.retired(DefinitionRetired(kind: .view, key: "late-gas")))
    case .numbersReserved: .numbering(.reserved(NumbersReserved(first: 5001, count: 500)))
    case .reportMade:
      .reporting(
        .made(
          ReportMade(
            slot: instant, report: "monthly", version: 2, position: 14_237, content: digest, byteCount: 48_211,
            name: "weekly-up-2015-03-30-0800.xlsx", checksum: digest.rawValue)))
    case .reportDelivered: .reporting(.delivered(ReportDelivered(slot: instant, way: "folder")))
    case .reportGivenUp: .reporting(.givenUp(ReportGivenUp(slot: instant)))
    case .reportSlotsSkipped:
      .reporting(.skipped(ReportSlotsSkipped(first: instant.addingTimeInterval(-86_400), last: instant, count: 96)))
    case .campaignStarted: .campaign(.started(CampaignStarted()))
    case .campaignPaused: .campaign(.paused(CampaignPaused(reason: "系统升级")))
    case .campaignResumed: .campaign(.resumed(CampaignResumed()))
    case .campaignEnded: .campaign(.ended(CampaignEnded(reason: "已完成")))
    case .campaignSampled:
      .campaign(
        .sampled(
          CampaignSampled(sampling: Sampling(.share(2_000), seed: 7), population: 1_234, size: 247)))
    case .campaignFilled:
      .campaign(
        .filled(
          CampaignFilled(
            source: "orders", found: 1_300, opened: 245, skipped: ["blocked": 66, "in-campaign": 2],
            filter: "process=complaint state=closed")))
    case .campaignNoticed:
      .campaign(.noticed(CampaignNoticed(units: [unit], figures: figures)))
    case .partListed:
      .part(
        .listed(
          PartListed([
            .name: "电磁阀", .models: "JSQ-10; JSQ-12", .unit: "个", .price: "35.50", .supplierNumber: "SV 0071",
            .remark: "两孔",
          ])))
    case .partCorrected:
      .part(
        .corrected(
          PartCorrected([.price: FieldChange(old: "35.50", new: "36.00"), .remark: FieldChange(old: "两孔", new: nil)])))
    case .partWithdrawn: .part(.withdrawn(EntryWithdrawn(generation: 2, reason: "不再供货")))
    case .articleDrafted:
      .article(
        .drafted(
          ArticleDrafted([
            .title: "燃气异味", .questions: "闻到煤气味怎么办\n漏气了找谁", .keywords: "漏气; 异味", .body: "先关阀门。\n再开窗。",
            .category: "gas", .validFrom: "2026-01-01", .validUntil: "2026-12-31", .source: "安全手册 3.2",
          ])))
    case .articlePublished: .article(.published(ArticlePublished(version: 3)))
    case .articleWithdrawn: .article(.withdrawn(EntryWithdrawn(generation: nil, reason: "已作废")))
    case .mailingMade:
      .mailing(
        .made(
          MailingMade(
            purpose: .mail, population: 12, sampling: Sampling(.count(1), seed: 7), skipped: ["blocked": 1],
            parties: [party], filter: "area=north", subject: "通知", text: "下周检修")))
    }
  }

  private static var figures: CampaignFigures {
    var figures = CampaignFigures()
    figures.add(
      3, moves: ["miss", "complete"], isOpen: false,
      ["miss": CampaignOutcome(action: "miss"), "complete": CampaignOutcome(action: "complete")])
    return figures
  }

  /// Events with nothing in them that may be left out.
  static let sparse: [DomainEvent] = [
    .order(.opened(OrderOpened(no: no, process: "request", processVersion: 1, state: "new", kind: .open))),
    .order(.moved(OrderMoved(action: "close", from: "new", to: "closed", kind: .closed))),
    .order(.noted(OrderNoted(text: nil))), .order(.opened(with(OrderWords(title: "t")))),
    .order(.opened(with(OrderWords(fields: ["a": ""])))),
    .party(.registered(PartyRegistered(card: nil))), .party(.forgotten(Forgotten(reason: .unlawful))),
    .party(.registered(PartyRegistered(card: PartyCard(phones: [])))),
    .party(.corrected(PartyCorrected([.kind: FieldChange(old: "person", new: "organisation")]))),
    .party(.marked(PartyMarked(.manager, manager: "chen"))), .party(.unmarked(PartyUnmarked(.vip))),
    .party(.contactAdded(PartyContactAdded(contact: 1, kind: .mail, words: nil))),
    .definition(.published(DefinitionPublished(kind: .campaign, key: "春检/2026", version: 2, body: ""))),
    .definition(.published(DefinitionPublished(kind: .process, key: "p", version: 2, body: "a: \"b\"\n\t\u{0001}"))),
    .batch(.rowsRecorded(BatchRowsRecorded(generation: 1, rows: []))),
    .unit(.moved(UnitMoved(unit: unitKey("x"), parent: nil))), .unit(.changed(UnitChanged(unit: unitKey("x")))),
    .unit(.calendarSet(UnitCalendarSet(unit: unitKey("x"), calendar: nil))),
    .staff(.joined(StaffJoined(staff: staffKey("x"), unit: unitKey("x")))), .staff(.corrected(StaffCorrected())),
    .staff(.dutyChanged(StaffDutyChanged(state: .on))),
    .staff(.granted(RoleGranted(role: "unit", unit: unitKey("x")))),
    .unit(.created(UnitCreated(unit: unitKey("x")))), .order(.assigned(OrderAssigned(main: unitKey("x")))),
  ]

  /// What the second shape of an event has a place for, every field filled.
  static let secondShapes: [(name: StoredName, event: DomainEvent)] = [
    (
      .orderOpened,
      .order(
        .opened(
          OrderOpened(
            no: no, process: "callback", processVersion: 1, state: "new", kind: .open, channel: "phone",
            category: "noise/night", promise: instant, party: party, priority: .urgent, area: "310101",
            parent: OrderNumber(sequence: 2), relation: "callback", intake: unit,
            notBefore: instant.addingTimeInterval(3600), isSecret: true, form: ["floor": "3"],
            words: OrderWords(title: "夜间施工"))))
    ),
    (.orderAssigned, .order(.assigned(OrderAssigned(main: unit, staff: "chen", reason: "片区归属")))),
    (
      .orderMoved,
      .order(
        .moved(
          OrderMoved(
            action: .undo, from: "review", to: "working", kind: .open, form: ["outcome": "agreed"], undoes: "finish",
            words: ["reason": "点错了"])))
    ), (.orderNoted, .order(.noted(OrderNoted(text: "勿告知", visibility: .internal)))),
    (
      .batchStarted,
      .batch(
        .started(
          BatchStarted(
            generation: 2, file: "customers.xlsx", sha256: String(repeating: "0f", count: 32), target: "customers",
            process: nil, processVersion: nil, campaign: nil, columns: ["key": "客户号"], options: ["onMatch": "update"],
            sheet: "Sheet1", encoding: nil, counts: customerCounts)))
    ),
    (
      .batchRowsRecorded,
      .batch(
        .rowsRecorded(
          BatchRowsRecorded(
            generation: 2,
            rows: [
              .init(row: 3, outcome: .updated, party: party, changed: ["name", "phone"]),
              .init(row: 4, outcome: .unchanged, party: party),
              .init(row: 5, outcome: .duplicate, reason: "duplicate-in-file", sameAs: 3, party: party),
              .init(row: 6, outcome: .rejected, reason: "not-a-number", field: "phone", cell: "C6"),
            ])))
    ), (.batchFinished, .batch(.finished(BatchFinished(generation: 2, counts: customerCounts)))),
    (
      .batchUndone,
      .batch(
        .undone(
          BatchUndone(
            generation: 2, withdrawn: 0, left: [], parties: 5, restored: 2,
            conflicts: [.init(party: party, fields: ["phone"]), .init(party: party)])))
    ),
  ]

  private static let digest: ContentDigest = {
    guard let digest = ContentDigest(String(repeating: "0f", count: 32)) else { preconditionFailure("64 digits") }
    return digest
  }()
  private static let contact = ContactWords(value: "+862155550101", extension: "8012", label: "传真")
  private static let forgotten = Forgotten(reason: .erasureRequest, reference: CaseReference("DSR-2026/17"))
  private static let unit = unitKey("PWDx")
  private static let staff = staffKey("chen")
  private static let staffCard = StaffCard(name: "样某", phone: "+862155550101", mail: "chen@example.org")
  private static let card = PartyCard(
    name: "某某", phones: [.init(number: "+862155550100", extension: "8012", label: "办公"), .init(number: "12345")],
    address: "1 Sample Street")
  private static let timer = OrderTimer(
    rule: "resolve-late", clock: "resolve", epoch: 2, occurrence: 0, level: 1, due: instant,
    at: instant.addingTimeInterval(86_400), to: ["unit.head", "supervisor"])
  private static let opened = OrderOpened(
    no: no, process: "complaint", processVersion: 2, state: "new", kind: .open, channel: "phone",
    category: "noise/night",
    key: "101001296888", promise: instant, party: party, campaign: "spring-check",
    words: OrderWords(title: "夜间施工", address: "1 Sample Street", fields: ["text": "…", "age": "40"]))
  private static let started = BatchStarted(
    generation: 1, file: "list.xlsx", sha256: String(repeating: "0f", count: 32), target: "outreach",
    process: "outreach",
    processVersion: 1, campaign: "spring-check", columns: ["phone": "电话", "name": "姓名"], options: ["hidden": "skip"],
    sheet: "Sheet1", encoding: "GB18030", counts: counts)

  private static func unitKey(_ code: String) -> UnitKey {
    guard let key = UnitKey(code) else { preconditionFailure("`\(code)` is a code") }
    return key
  }

  private static func staffKey(_ code: String) -> StaffKey {
    guard let key = StaffKey(code) else { preconditionFailure("`\(code)` is a code") }
    return key
  }

  private static var counts: BatchCounts {
    var counts = BatchCounts()
    counts.rows = 9
    counts.accepted = 5
    counts.rejected = 3
    counts.duplicates = 1
    counts.skipped = 2
    return counts
  }

  private static var customerCounts: BatchCounts {
    var counts = counts
    counts.rows = 14
    counts.updated = 2
    counts.unchanged = 3
    return counts
  }

  private static func with(_ words: OrderWords?) -> OrderOpened {
    OrderOpened(no: no, process: "request", processVersion: 1, state: "new", kind: .open, words: words)
  }
}
