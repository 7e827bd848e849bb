import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections
import Spreadsheets

extension Session {
  /// An order from its stream; with an instant, as what had happened by then made it. For whoever may see it now.
  public func load(_ no: OrderNumber, asOf instant: Date = .distantFuture) async throws -> LoadedOrder {
    let definitions = try await definitions()
    let now = try await load(no, in: definitions)
    try requireSight(of: now.order)
    let loaded = instant == .distantFuture ? now : try await load(no, asOf: instant, in: definitions)
    return seen(loaded, definitions)
  }

  /// The same for the program's own use, whoever may see it.
  func load(
    _ no: OrderNumber, asOf instant: Date = .distantFuture, in definitions: Definitions
  ) async throws -> LoadedOrder {
    let events = try await store.read(.order(no)).filter { $0.occurredAt <= instant }
    let entries = try events.compactMap { recorded -> OrderHistory.Entry? in
      guard case .order(let event) = try codec.decode(recorded) else { return nil }
      return OrderHistory.Entry(event, at: recorded.occurredAt)
    }
    guard let history = OrderHistory(entries), let order = history.order(definitions, asOf: instant),
      let process = definitions.process(order.process, version: order.processVersion)
    else { throw OfficeError.noSuchOrder(no) }
    return LoadedOrder(order: order, process: process, events: events, definitions: definitions)
  }

  /// Opens an order; with a caller's number, for the party that has it, or for a new one.
  public func open(_ new: NewOrder, at instant: Date, isRehearsal: Bool = false) async throws -> Outcome {
    try requireSomewhere(.orderOpen)
    if let unit = new.unit { try requireOpenUnit(unit) }
    let definitions = try await definitions()
    guard let process = definitions.process(ProcessKey(rawValue: new.process)) else {
      throw OfficeError.noSuchProcess(new.process, known: definitions.all.map(\.key.rawValue))
    }
    let missing = process.needs.filter { !new.fields.contains($0) }
    guard missing.isEmpty else { throw OfficeError.openingNeeds(process.key, missing) }
    if new.promise != nil, !process.clocks.contains(where: { $0.target == .given }) {
      throw OfficeError.noPromise(process.key)
    }
    let command = freshID(at: instant)
    return try await retrying("the numbers of orders") {
      // Inside: whoever was faster may have registered the same caller, or taken the same key.
      try await catchUp([Parties(), OrderBoard()])
      if let key = new.key, let taken = try await order(ofKey: key, process.key) {
        throw OfficeError.keyTaken(key, by: taken)
      }
      var recording = Recording(command, by: actor, codec: codec)
      let openedAt = new.openedAt ?? instant
      let party = try await party(of: new, at: openedAt, in: &recording)
      let number = try await reserveNumbers(1, at: instant, in: &recording)
      let no = OrderNumber(sequence: number)
      let words = OrderWords(title: new.title, address: new.address, fields: new.text.map { ["text": $0] } ?? [:])
      let opened = Order.open(
        no: no, process: process, channel: new.channel, category: new.category, key: new.key, promise: new.promise,
        party: party, words: words)
      let assigned = new.unit.map { OrderEvent.assigned(OrderAssigned(main: $0)) }
      let reminder = new.remindAt.map { OrderEvent.reminderSet(OrderReminderSet(at: $0)) }
      try recording.add(
        ([.opened(opened)] + [assigned, reminder].compactMap { $0 }).map { (.order($0), at: openedAt) }, to: .order(no),
        expected: .none, subject: party.map(StreamName.party))
      return try await finish(recording, no, isRehearsal)
    }
  }

  /// Does a command on an order; decides again when the order moved on meanwhile.
  public func perform(
    _ orderCommand: OrderCommand, on no: OrderNumber, at instant: Date, isRehearsal: Bool = false
  ) async throws -> Outcome {
    let command = freshID(at: instant)
    return try await retrying("order \(no)") {
      let loaded = try await load(no, in: try await definitions())
      try authorize(orderCommand, on: loaded.order, loaded.process)
      let events: [OrderEvent]
      do throws(OrderRefusal) {
        events = try loaded.order.decide(orderCommand, process: loaded.process)
      } catch {
        throw OfficeError.refused(no, error)
      }
      var recording = Recording(command, by: actor, codec: codec)
      // Not before what it follows: one clerk's clock may be fast, and an order is folded by when things happened. A
      // reminder moves nothing, and a run of them may have been ahead of time.
      let moves = loaded.events.filter { $0.type.name != StoredName.ruleFired.rawValue }
      let at = max(instant, moves.map(\.occurredAt).max() ?? instant)
      try recording.add(
        events.map { (.order($0), at: at) }, to: .order(no), expected: .exactly(loaded.version),
        subject: loaded.order.party.map(StreamName.party))
      return try await finish(recording, no, isRehearsal)
    }
  }

  /// Takes the next order numbers, in the same append as what uses them.
  func reserveNumbers(_ count: Int, at instant: Date, in recording: inout Recording) async throws -> Int {
    // Only the last: the series has an event for every order that was ever opened by hand.
    let recorded = try await store.readLast(of: .orderNumbers)
    var last: NumbersReserved?
    if let recorded, case .numbering(.reserved(let reserved)) = try codec.decode(recorded) { last = reserved }
    let next = NumbersReserved.next(count, after: last)
    try recording.add(
      [(.numbering(.reserved(next)), at: instant)], to: .orderNumbers,
      expected: recorded.map { .exactly($0.version) } ?? .none)
    return next.first
  }

  private func order(ofKey key: String, _ process: ProcessKey) async throws -> OrderNumber? {
    try await connection.run { connection in
      try OrderBoard.numbers(ofKeys: [key], process: process, except: nil, on: connection)[key]
    }
  }

  private func party(of new: NewOrder, at instant: Date, in recording: inout Recording) async throws -> PartyID? {
    guard let typed = new.phone else { return nil }
    let phone: PhoneNumber
    switch PhoneCleaner().clean(.text(typed)) {
    case .success(let phones):
      guard let first = phones.first else { return nil }
      phone = first
    case .failure(let problem):
      throw OfficeError.unusable(field: "phone", value: typed, reason: problem.rawValue)
    }
    let number = PartyCard.Phone(number: phone.number, extension: phone.extension, label: phone.label)
    let known = try await connection.run { connection in try Parties.owners(of: [number.dialled], on: connection) }
    if let party = known[number.dialled] { return party }
    let id = PartyID(EventID.derived(from: recording.command, "party"))
    let card = PartyCard(name: new.name, phones: [number])
    try recording.add(
      [(.party(.registered(PartyRegistered(card: card))), at: instant)], to: .party(id), expected: .none)
    return id
  }

  private func finish(_ recording: Recording, _ no: OrderNumber, _ isRehearsal: Bool) async throws -> Outcome {
    guard !isRehearsal else { return Outcome(no: no, appends: recording.appends, positions: nil) }
    guard !recording.appends.isEmpty else { return Outcome(no: no, appends: [], positions: []) }
    return Outcome(no: no, appends: recording.appends, positions: try await append(recording).positions)
  }

  /// Decides again when somebody else was faster; gives up after ten times.
  func retrying<R: Sendable>(_ what: String, _ body: () async throws -> R) async throws -> R {
    for _ in 1...10 {
      do {
        return try await body()
      } catch EventStoreError.conflict {
        continue
      }
    }
    throw OfficeError.keepsChanging(what)
  }
}
