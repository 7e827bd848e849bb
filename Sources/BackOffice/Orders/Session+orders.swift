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
    return try await work("the numbers of orders", at: instant, isRehearsal: isRehearsal) { work in
      // Inside: whoever was faster may have registered the same caller, or taken the same key.
      try await catchUp([Parties(), OrderBoard()])
      if let key = new.key, let taken = try await order(ofKey: key, process.key) {
        throw OfficeError.keyTaken(key, by: taken)
      }
      let openedAt = new.openedAt ?? instant
      let party = try await party(of: new, at: openedAt, in: &work)
      let no = try await work.newNumber()
      var key = new.key
      if key == nil { key = try await work.newKey(of: process) }
      let words = OrderWords(title: new.title, address: new.address, fields: new.text.map { ["text": $0] } ?? [:])
      var opened = Order.open(
        no: no, process: process, channel: new.channel, category: new.category, key: key, promise: new.promise,
        party: party, words: words)
      opened.intake = intake
      let assigned = new.unit.map { OrderEvent.assigned(OrderAssigned(main: $0)) }
      let reminder = new.remindAt.map { OrderEvent.reminderSet(OrderReminderSet(at: $0)) }
      try await work.open(opened, at: openedAt, with: [assigned, reminder].compactMap(\.self))
      return no
    }
  }

  /// Takes the next order numbers, in the same append as what uses them.
  func reserveNumbers(_ count: Int, at instant: Date, in recording: inout Recording) async throws -> Int {
    let next = try await nextNumbers(count, of: .orderNumbers)
    try recording.add([(.numbering(.reserved(next.reserved)), at: instant)], to: .orderNumbers, expected: next.series)
    return next.reserved.first
  }

  /// The next numbers of a series, and what it looks like before they are taken.
  func nextNumbers(
    _ count: Int, of stream: StreamName
  ) async throws -> (reserved: NumbersReserved, series: ExpectedVersion) {
    // Only the last: a series has an event for every order that was ever opened by hand.
    let recorded = try await store.readLast(of: stream)
    var last: NumbersReserved?
    if let recorded, case .numbering(.reserved(let reserved)) = try codec.decode(recorded) { last = reserved }
    return (.next(count, after: last), recorded.map { .exactly($0.version) } ?? .none)
  }

  private func order(ofKey key: String, _ process: ProcessKey) async throws -> OrderNumber? {
    try await connection.run { connection in
      try OrderBoard.numbers(ofKeys: [key], process: process, except: nil, on: connection)[key]
    }
  }

  private func party(of new: NewOrder, at instant: Date, in work: inout OrderWork) async throws -> PartyID? {
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
    let id = PartyID(EventID.derived(from: work.command, "party"))
    let card = PartyCard(name: new.name, phones: [number])
    try work.add([.party(.registered(PartyRegistered(card: card)))], at: instant, to: .party(id), expected: .none)
    return id
  }

  /// Appends what a command led to, unless it is a rehearsal.
  func finish(_ recording: Recording, _ no: OrderNumber, _ isRehearsal: Bool) async throws -> Outcome {
    let id = recording.authorship.correlation
    guard !isRehearsal else { return Outcome(no: no, appends: recording.appends, positions: nil, command: id) }
    guard !recording.appends.isEmpty else { return Outcome(no: no, appends: [], positions: [], command: id) }
    return Outcome(
      no: no, appends: recording.appends, positions: try await append(recording).positions, command: id)
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
