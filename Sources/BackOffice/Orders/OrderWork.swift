import Domain
import EventCodec
import EventStore
import FoundationEssentials

/// One command while it is decided: the order it is about and those that hang together with it, as they would stand, and
/// the events that lead there. All of them are appended together or not at all.
struct OrderWork {
  /// An order on the desk.
  struct Sheet {
    var order: Order
    /// The process in the version of the order.
    let process: Domain.Process
    /// Of its stream, before.
    let version: Int
    /// When its new events happen: not before what they follow.
    let at: Date
    var events: [OrderEvent] = []
  }

  let session: Session
  let definitions: Definitions
  let instant: Date
  private(set) var sheets: [OrderNumber: Sheet] = [:]
  /// In the order in which they came to the desk.
  private(set) var order: [OrderNumber] = []
  /// What was to follow for other orders and was not possible.
  var unfollowed: [Outcome.Unfollowed] = []
  /// How deep what follows has led.
  var depth = 0
  /// The order numbers taken, and the version of their series.
  private var numbers: (reserved: NumbersReserved, series: ExpectedVersion)?
  /// The same for documents, by process.
  var documents: [ProcessKey: (reserved: NumbersReserved, series: ExpectedVersion)] = [:]
  /// What the command does beside orders.
  private var recording: Recording

  /// - Parameters:
  ///   - command: ids follow from it.
  ///   - bulk: what ties this command together with others; the command alone where there is none.
  init(_ session: Session, _ command: UUID, bulk: UUID? = nil, at instant: Date) async throws {
    self.session = session
    self.instant = instant
    recording = Recording(command, by: session.actor, codec: session.codec)
    if let bulk { recording.authorship.correlation = bulk }
    definitions = try await session.definitions()
  }

  /// The command that the ids of its events follow from.
  var command: UUID { recording.command }

  /// Adds events of something else than an order: whoever calls is registered with the order.
  mutating func add(_ events: [DomainEvent], at instant: Date, to stream: StreamName, expected: ExpectedVersion) throws
  {
    try recording.add(events.map { ($0, at: instant) }, to: stream, expected: expected)
  }

  /// The order as the work so far has made it.
  mutating func take(_ no: OrderNumber) async throws -> Sheet {
    if let sheet = sheets[no] { return sheet }
    let loaded = try await session.load(no, in: definitions)
    // Not before what it follows: one clerk's clock may be fast, and an order is folded by when things happened. A
    // reminder moves nothing, and a run of them may have been ahead of time.
    let moves = loaded.events.filter { $0.type.name != StoredName.ruleFired.rawValue }
    let sheet = Sheet(
      order: loaded.order, process: loaded.process, version: loaded.version,
      at: max(instant, moves.map(\.occurredAt).max() ?? instant))
    sheets[no] = sheet
    order.append(no)
    return sheet
  }

  /// Decides a command of the actor, and what follows from it for this order and others.
  mutating func perform(_ command: OrderCommand, on no: OrderNumber) async throws {
    let sheet = try await take(no)
    let command = try await completed(command, on: no)
    try session.requireSight(of: sheet.order)
    try session.authorize(command, on: sheet.order, sheet.process)
    try checkCampaign(command, on: sheet)
    switch command {
    // The event tells the words that were there before.
    case .edit(let edit): if !edit.words.isEmpty { try session.requireWords(of: sheet.order, definitions) }
    case .link, .unlink: try session.requireWords(of: sheet.order, definitions)
    case .assign, .act, .note, .remind, .assist, .endAssist, .unmerge, .addLine, .voidLine, .askExtension,
      .approveExtension, .refuseExtension, .reportRepeat, .attach, .detach, .reserve, .release:
      break
    }
    var children: [Order.Child] = []
    if case .act(let key, _, _) = command {
      children = try await childrenAsked(by: sheet.process.action(key), of: no)
    }
    let events: [OrderEvent]
    do throws(OrderRefusal) {
      events = try sheet.order.decide(command, process: sheet.process, at: sheet.at, children: children)
    } catch {
      throw OfficeError.refused(no, error)
    }
    for event in events { try await record(event, on: no) }
  }

  /// Records an event, the other side of it, and what the processes let follow.
  mutating func record(_ event: OrderEvent, on no: OrderNumber) async throws {
    let before = try await take(no).order
    add(event, to: no)
    if let side = before.otherSide(of: event) { try await record(side, from: event) }
    try await follow(event, on: no, before: before)
  }

  /// Adds an event to an order on the desk, and nothing else.
  mutating func add(_ event: OrderEvent, to no: OrderNumber) {
    guard let at = sheets[no]?.at else { return }
    sheets[no]?.events.append(event)
    sheets[no]?.order.evolve(event, at: at, in: definitions)
  }

  /// Puts a new order on the desk, with what happens to it at once, and does what follows from its opening.
  mutating func open(_ opened: OrderOpened, at instant: Date, with events: [OrderEvent] = []) async throws {
    guard let order = Order(opened, at: instant, in: definitions),
      let process = definitions.process(opened.process, version: opened.processVersion)
    else { throw OfficeError.noSuchProcess(opened.process.rawValue, known: definitions.all.map(\.key.rawValue)) }
    sheets[opened.no] = Sheet(order: order, process: process, version: 0, at: instant, events: [.opened(opened)])
    self.order.append(opened.no)
    for event in events { try await record(event, on: opened.no) }
    try await follow(.opened(opened), on: opened.no, before: nil)
  }

  /// The next number of the series.
  mutating func newNumber() async throws -> OrderNumber {
    if let (reserved, series) = numbers {
      numbers = (NumbersReserved(first: reserved.first, count: reserved.count + 1), series)
      return OrderNumber(sequence: reserved.first + reserved.count)
    }
    let next = try await session.nextNumbers(1, of: .orderNumbers)
    numbers = next
    return OrderNumber(sequence: next.reserved.first)
  }

  private mutating func record(
    _ side: (other: OrderNumber, event: OrderEvent), from event: OrderEvent
  ) async throws {
    let other = try await take(side.other)
    // A link tells of the other order; ending one needs no look at it.
    if case .linked = event { try session.requireSight(of: other.order) }
    if case .linked(let link) = event, link.relation == .mergedInto {
      do throws(OrderRefusal) {
        try other.order.checkAsHead(process: other.process)
      } catch {
        throw OfficeError.refused(side.other, error)
      }
    }
    // What the other says already is not said again.
    switch side.event {
    case .linked(let link) where other.order.links.contains(.init(other: link.other, relation: link.relation)): return
    case .unlinked(let link) where !other.order.links.contains(.init(other: link.other, relation: link.relation)):
      return
    default: add(side.event, to: side.other)
    }
  }

  /// The events on their way into the log.
  func finished() throws -> Recording {
    var recording = recording
    let series = [(StreamName.orderNumbers, numbers)] + documents.map { (.documentNumbers($0.key), $0.value) }
    for (stream, taken) in series {
      guard let taken else { continue }
      try recording.add([(.numbering(.reserved(taken.reserved)), at: instant)], to: stream, expected: taken.series)
    }
    for no in order {
      guard let sheet = sheets[no] else { continue }
      try recording.add(
        sheet.events.map { (.order($0), at: sheet.at) }, to: .order(no),
        expected: sheet.version == 0 ? .none : .exactly(sheet.version),
        subject: sheet.order.party.map(StreamName.party))
    }
    return recording
  }
}
