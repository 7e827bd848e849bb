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
  /// The numbers taken, and the version of their series.
  var numbers: (reserved: NumbersReserved, series: ExpectedVersion)?

  init(_ session: Session, at instant: Date) async throws {
    self.session = session
    self.instant = instant
    definitions = try await session.definitions()
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

  /// Decides a command, and what follows from it for this order and others.
  mutating func perform(_ command: OrderCommand, on no: OrderNumber) async throws {
    let sheet = try await take(no)
    let children = try await finishedChildren(of: sheet, before: command)
    let events: [OrderEvent]
    do throws(OrderRefusal) {
      events = try sheet.order.decide(command, process: sheet.process, at: sheet.at, finishedChildren: children)
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

  /// Puts a new order on the desk.
  mutating func open(_ opened: OrderOpened) throws {
    guard let order = Order(opened, at: instant, in: definitions),
      let process = definitions.process(opened.process, version: opened.processVersion)
    else { throw OfficeError.noSuchProcess(opened.process.rawValue, known: definitions.all.map(\.key.rawValue)) }
    sheets[opened.no] = Sheet(order: order, process: process, version: 0, at: instant, events: [.opened(opened)])
    self.order.append(opened.no)
  }

  /// The next number of the series.
  mutating func newNumber() async throws -> OrderNumber {
    if let (reserved, series) = numbers {
      numbers = (NumbersReserved(first: reserved.first, count: reserved.count + 1), series)
      return OrderNumber(sequence: reserved.first + reserved.count)
    }
    let next = try await session.nextNumbers(1)
    numbers = next
    return OrderNumber(sequence: next.reserved.first)
  }

  private mutating func record(
    _ side: (other: OrderNumber, event: OrderEvent), from event: OrderEvent
  ) async throws {
    let other = try await take(side.other)
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

  /// What finished orders that follow from this one are to it; read only where an action asks for them.
  private mutating func finishedChildren(
    of sheet: Sheet, before command: OrderCommand
  ) async throws -> Set<RelationKey> {
    return []
  }

  mutating func follow(_ event: OrderEvent, on no: OrderNumber, before: Order) async throws {}

  /// The events on their way into the log.
  ///
  /// - Parameter bulk: what ties this command together with others; the command alone where there is none.
  func recording(_ command: UUID, bulk: UUID?) throws -> Recording {
    var recording = Recording(command, by: session.actor, codec: session.codec)
    if let bulk { recording.authorship.correlation = bulk }
    if let numbers {
      try recording.add(
        [(.numbering(.reserved(numbers.reserved)), at: instant)], to: .orderNumbers, expected: numbers.series)
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
