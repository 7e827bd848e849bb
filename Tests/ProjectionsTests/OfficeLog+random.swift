import Domain
import EventCodec
import EventStore
import FoundationEssentials
import TestSeeds

/// Anything that can happen in an office, in any order and learned in any order.
extension OfficeLog {
  /// Writes so many commands, of one event or a few.
  mutating func happen(_ commands: Int, forgetting: Bool = true, _ random: inout Seeded) async throws {
    if orders.isEmpty {
      try await write(Self.tree.flatMap { [$0.created, $0.joined].compactMap { $0 } })
      try await write(organising(&random) + organising(&random) + organising(&random))
      if streams[.report("weekly")] == nil {
        try await write([(.report("weekly"), .reporting(.skipped(Self.skippedSlots)), at: Self.hour(2))])
      }
    }
    for _ in 0..<commands {
      var events: [(stream: StreamName, event: DomainEvent, at: Date)] = []
      let batch = batches.isEmpty || random.chance(60) ? nil : random.pick(batches)
      var opened = 0
      for _ in 0...random.next() % 3 {
        switch random.next() % 20 {
        case 0...4: events += opening(sequence: orders.count + opened + 1, &random); opened += 1
        case 5...8: events += onSomeOrder(&random) { $0.move($1, &$2) }
        case 9, 10: events += onSomeOrder(&random) { [.assigned($0.assignment(&$2))] }
        case 11: events += onSomeOrder(&random) { [$0.besides($1, &$2)] }
        case 12:
          events += onSomeOrder(&random) { _, _, random in
            [.reminderSet(OrderReminderSet(at: OfficeLog.hour(Double(random.next() % 1500))))]
          }
        case 13, 14, 15: events += firing(&random)
        case 16:
          events += onSomeOrder(&random) { _, no, random in
            random.chance(40)
              ? [.withdrawn(OrderWithdrawn(generation: 1))] : [.reinstated(OrderReinstated(generation: 2))]
          }
        case 18: events += organising(&random) + onSomeEntry(&random)
        case 17: events += registration(&random) + onSomeParty(&random) + onSomeParty(&random)
        default: if !events.contains(where: { $0.stream.batchID != nil }) { events += batchStep(&random) }
        }
      }
      try await write(events, batch: batch)
      if random.chance(1) { try await publishAgain(&random) }
      if random.chance(2) { try await changeCalendars(&random) }
      if forgetting, random.chance(8) { try await forgetSomebody(&random) }
    }
  }

  /// Of a report that is made by itself.
  private static let skippedSlots = ReportSlotsSkipped(first: hour(0), last: hour(1), count: 5)

  private typealias Happening = (stream: StreamName, event: DomainEvent, at: Date)

  /// Five units in a tree, with somebody in each who has a role there.
  private static let tree = (0..<5).compactMap { number -> (unit: UnitKey, created: Happening, joined: Happening?)? in
    guard let unit = UnitKey("U\(number)") else { return nil }
    let parent = number == 0 ? nil : UnitKey("U\((number - 1) / 2)")
    let created = UnitCreated(unit: unit, parent: parent, name: "单位\(number)")
    return (
      unit, (.unit(unit), .unit(.created(created)), at: hour(0)),
      StaffKey("s\(number)").map { (.staff($0), .staff(.joined(StaffJoined(staff: $0, unit: unit))), at: hour(0)) }
    )
  }

  private func organising(_ random: inout Seeded) -> [Happening] {
    let number = random.next() % 4 + 1
    guard let unit = UnitKey("U\(number)"), let staff = StaffKey("s\(number)") else { return [] }
    let below = UnitKey("U\(random.next() % number)")
    if random.chance(40) {
      return [(.unit(unit), .unit(.moved(UnitMoved(unit: unit, parent: below))), instant(&random))]
    }
    return [(.staff(staff), .staff(.granted(RoleGranted(role: "agent", unit: unit))), instant(&random))]
  }

  /// Other hours for the office or for a unit, from any time on.
  private mutating func changeCalendars(_ random: inout Seeded) async throws {
    let from = instant(&random)
    if random.chance(30), let unit = UnitKey("U\(random.next() % 5)") {
      let set = UnitCalendarSet(unit: unit, calendar: random.pick(["always", "cn", nil]))
      return try await write([(.unit(unit), .unit(.calendarSet(set)), from)])
    }
    let version = (streams[.definition(.calendar, "office")]?.count ?? 0) + 1
    let hours = random.pick(["08:30-17:00", "00:00-24:00", "10:00-15:00"])
    let day = CivilDay(day: 16_496 + Int(random.next() % 50)).iso
    try await publish(
      DefinitionPublished(
        kind: .calendar, key: "office", version: version,
        body: "calendar: office\nbase: cn\nweek: {mon-fri: [\"\(hours)\"]}\ndays: {\(day): off}\n"), at: from)
  }

  /// Whoever it is, forgotten before or not, with orders or without.
  private mutating func forgetSomebody(_ random: inout Seeded) async throws {
    if random.chance(70), !parties.isEmpty {
      try await forget(.party(random.pick(parties)), at: instant(&random))
    } else if !orders.isEmpty, case let no = random.pick(orders), history(no)?.opened.party == nil {
      try await forget(.order(no), at: instant(&random))
    }
  }

  private func instant(_ random: inout Seeded) -> Date {
    // Whole hours, so that instants meet; a few to the microsecond.
    let hour = Double(random.next() % 1200)
    guard random.chance(10) else { return Self.hour(hour) }
    return Self.hour(hour + Double(random.next() % 3_600_000_000) / 3_600_000_000).asStored
  }

  private func opening(
    sequence: Int, _ random: inout Seeded
  ) -> [(stream: StreamName, event: DomainEvent, at: Date)] {
    guard let newest = definitions.process(random.pick(definitions.all.map(\.key))) else { return [] }
    let process = random.chance(50) ? definitions.process(newest.key, version: 1) ?? newest : newest
    let no = OrderNumber(sequence: sequence)
    let openedAt = instant(&random)
    let opened = Order.open(
      no: no, process: process, channel: random.pick(["phone", "web", nil]),
      category: random.pick(["roads", "noise", "噪声", nil]), key: random.chance(60) ? "K\(random.next() % 50)" : nil,
      promise: random.chance(60) ? openedAt.addingTimeInterval(Double(random.next() % 800) * 3600 - 360_000) : nil,
      party: parties.isEmpty ? nil : random.pick(parties), campaign: random.pick(["spring", "autumn", nil, nil]),
      words: random.chance(60)
        ? OrderWords(title: "标题 \(sequence)", address: random.pick(["1 Sample Street", nil])) : nil)
    var events: [OrderEvent] = [.opened(opened)]
    if random.chance(60) { events.append(.assigned(assignment(&random))) }
    var all = events.map { (stream: StreamName.order(no), event: DomainEvent.order($0), at: openedAt) }
    if random.chance(25), let last = process.states.last {
      // As a table of history has it, where "closed" may stand before "opened".
      let move = OrderMoved(action: "close", from: process.initial, to: last.key, kind: last.kind)
      let closedAt = openedAt.addingTimeInterval(Double(random.next() % 400) * 3600 - 72_000)
      all.append((.order(no), .order(.moved(move)), closedAt))
    }
    return all
  }

  /// Something that happens to an order, most often after all that is known of it, at times before.
  private func onSomeOrder(
    _ random: inout Seeded, _ what: (OfficeLog, OrderNumber, inout Seeded) -> [OrderEvent]
  ) -> [(stream: StreamName, event: DomainEvent, at: Date)] {
    guard !orders.isEmpty else { return [] }
    let no = random.pick(orders)
    let latest = streams[.order(no)]?.map(\.at).max() ?? Self.hour(0)
    let at =
      random.chance(70) ? latest.addingTimeInterval(Double(random.next() % 48) * 3600) : instant(&random)
    return what(self, no, &random).map { (.order(no), .order($0), at) }
  }

  private func move(_ no: OrderNumber, _ random: inout Seeded) -> [OrderEvent] {
    guard let order = order(no), let process = definitions.process(order.process, version: order.processVersion) else {
      return []
    }
    let to = random.pick(process.states)
    return [
      .moved(
        OrderMoved(
          action: random.pick(process.actions).key, from: order.state, to: to.key, kind: to.kind,
          form: random.chance(40) ? ["outcome": random.pick(["agreed", "failed"])] : [:],
          words: random.chance(50) ? ["note": "办了"] : [:]))
    ]
  }

  /// Something beside the order's way.
  private func besides(_ no: OrderNumber, _ random: inout Seeded) -> OrderEvent {
    let unit = random.pick(Self.units)
    switch random.next() % 9 {
    case 0: return .noted(OrderNoted(text: "说了", visibility: random.pick([.internal, nil])))
    case 1:
      let category = random.pick(["noise", "water", nil])
      return .edited(
        OrderEdited(
          codes: ["category": .init(from: order(no)?.category, to: category)],
          words: random.chance(50) ? ["title": .init(from: nil, to: "改了")] : [:]))
    case 2: return .assistAsked(OrderAssistAsked(unit: unit, budget: random.pick([.workingDays(2), nil]), task: "帮忙"))
    case 3: return .assistEnded(OrderAssistEnded(unit: unit, outcome: .done))
    case 4: return .dueExtended(OrderDueExtended(clock: random.pick(["resolve", "promise"]), by: .workingDays(3)))
    case 5: return .repeatReported(OrderRepeatReported(count: 1, channel: "phone", text: "又说了"))
    case 6: return .unassigned(OrderUnassigned(main: unit))
    default:
      guard let content = ContentDigest(String(repeating: random.pick(["0a", "0b"]), count: 32)) else {
        return .noted(OrderNoted(text: nil))
      }
      return random.chance(70)
        ? .fileAttached(
          OrderFileAttached(content: content, byteCount: 7, mediaType: "image/png", purpose: .photo, name: "图.png"))
        : .fileRemoved(OrderFileRemoved(content: content))
    }
  }

  private func assignment(_ random: inout Seeded) -> OrderAssigned {
    OrderAssigned(main: Self.units[Int(random.next() % 3)], staff: random.pick(["chen", nil]))
  }

  private static let units = ["PWDx", "INFO", "维修"].compactMap { UnitKey($0) }

  private func firing(_ random: inout Seeded) -> [(stream: StreamName, event: DomainEvent, at: Date)] {
    for _ in 0..<5 {
      guard !orders.isEmpty, case let no = random.pick(orders), let order = order(no),
        let process = definitions.process(order.process, version: order.processVersion)
      else { return [] }
      let timers = order.timers(in: process, definitions)
      guard !timers.isEmpty else { continue }
      let timer = random.pick(timers)
      let at = timer.at.addingTimeInterval(Double(random.next() % 120) * 3600)
      guard let fired = timer.firing(asOf: at, catchUp: 3 * 86_400) else { continue }
      return [(.order(no), .order(.ruleFired(fired)), at)]
    }
    return []
  }

  private func registration(_ random: inout Seeded) -> [(stream: StreamName, event: DomainEvent, at: Date)] {
    let phones = (0..<Int(random.next() % 3)).map { _ in
      PartyCard.Phone(
        number: "+8621555501\(10 + random.next() % 20)", extension: random.pick(["8012", nil]), label: nil)
    }
    let card = random.chance(90) ? PartyCard(name: random.pick(["某某", nil]), phones: phones, address: nil) : nil
    return [
      (.party(PartyID(UUID())), .party(.registered(PartyRegistered(kind: .person, card: card))), instant(&random))
    ]
  }

  /// Anything that the book can record of somebody, in any order: also what nobody would decide.
  private func onSomeParty(_ random: inout Seeded) -> [(stream: StreamName, event: DomainEvent, at: Date)] {
    guard !parties.isEmpty else { return [] }
    let (party, other) = (random.pick(parties), random.pick(parties))
    let words = ContactWords(value: "+8621555501\(10 + random.next() % 20)", label: random.pick(["家", nil]))
    let contact = Int(random.next() % 4) + 1
    let service = random.pick(["complaint", nil])
    if random.chance(12) {
      // Taken out of the book with its import, and perhaps back into it.
      let out = PartyEvent.withdrawn(PartyWithdrawn(generation: 1))
      let card = PartyCard(name: "又来", phones: [PartyCard.Phone(number: words.value)])
      let back = PartyEvent.registered(PartyRegistered(card: card))
      let at = instant(&random)
      return (random.chance(50) ? [out, back] : [out]).map { (.party(party), .party($0), at) }
    }
    let event: PartyEvent =
      switch random.next() % 10 {
      case 0, 1:
        .corrected(
          PartyCorrected([
            random.pick([.name, .address, .preference, .customerNumber]): FieldChange(old: nil, new: "改了"),
            random.pick([.tariff, .category]): FieldChange(old: "a", new: random.pick(["b", nil])),
          ]))
      case 2, 3: .contactAdded(PartyContactAdded(contact: contact, kind: .fax, words: words))
      case 4: .contactRemoved(PartyContactRemoved(contact: contact, kind: .fax, words: words))
      case 5: .marked(PartyMarked(.blocked, service: service, note: "骂人"))
      case 6: .unmarked(PartyUnmarked(.blocked, service: service))
      case 7: .merged(PartyMerged(into: other))
      case 8: .mergeUndone(PartyMergeUndone(from: other))
      default: .related(PartyRelated(other: other, relation: "tenant"))
      }
    return [(.party(party), .party(event), instant(&random))]
  }

  private func batchStep(_ random: inout Seeded) -> [(stream: StreamName, event: DomainEvent, at: Date)] {
    let id = batches.isEmpty || random.chance(20) ? UUID() : random.pick(batches)
    let past = (streams[.batch(id)] ?? []).compactMap { written -> (event: BatchEvent, at: Date)? in
      guard case .batch(let event) = written.event else { return nil }
      return (event, written.at)
    }
    let at = instant(&random)
    guard let batch = Batch(past), batch.stage != .undone else {
      let generation = (Batch(past)?.started.generation ?? 0) + 1
      let started = BatchStarted(
        generation: generation, file: "list.xlsx", sha256: "00", target: "outreach", process: "outreach",
        processVersion: 1, campaign: "spring", columns: [:], options: [:], sheet: "Sheet1", encoding: nil,
        counts: BatchCounts())
      return [(.batch(id), .batch(.started(started)), at)]
    }
    let generation = batch.started.generation
    switch (batch.stage, random.next() % 4) {
    case (.running, 0...2):
      let rows = (1...3).map { n in
        BatchRowsRecorded.Row(
          row: batch.lastRow + n, outcome: random.pick([.accepted, .rejected, .duplicate]),
          reason: random.pick(["phone.short", nil]), order: orders.isEmpty ? nil : random.pick(orders),
          sameAs: random.pick([1, nil]))
      }
      return [(.batch(id), .batch(.rowsRecorded(.init(generation: generation, rows: rows))), at)]
    case (.running, _):
      return [(.batch(id), .batch(.finished(BatchFinished(generation: generation, counts: BatchCounts()))), at)]
    case (.finished, _):
      return [(.batch(id), .batch(.undoBegan(BatchUndoBegan(generation: generation))), at)]
    case (.undoing, _), (.undone, _):
      return [(.batch(id), .batch(.undone(BatchUndone(generation: generation, withdrawn: 0, left: []))), at)]
    }
  }

  /// The next version of a process, of which new orders are.
  private mutating func publishAgain(_ random: inout Seeded) async throws {
    let shipped = random.pick(ShippedProcesses.all)
    let version = (definitions.process(shipped.key)?.version ?? 0) + 1
    try await publish(
      DefinitionPublished(kind: .process, key: shipped.key.rawValue, version: version, body: shipped.yaml))
  }
}
