import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres

/// Gathers what a page says of each order, and lets the order's life go on by that.
struct TouchedOrders {
  private struct Stretch {
    let no: OrderNumber
    let stream: StreamName
    let firstVersion: Int
    let batch: UUID?
    /// Who recorded the first of its events.
    let actor: String
    var lastVersion: Int
    var entries: [OrderHistory.Entry] = []
    var changesLife = false
    /// As of before the page; `nil` for an order that the page opens.
    var known: RecentOrders.Known?
  }

  private let recent: RecentOrders
  private let start: Int64
  private var stretches: [Stretch] = []
  private var places: [StreamName: Int] = [:]

  init(_ entries: [Page.Entry], _ recent: RecentOrders) {
    self.recent = recent
    start = entries.first?.recorded.position ?? 0
    for entry in entries {
      guard case .order(let event) = entry.event, let place = place(of: entry.recorded) else { continue }
      stretches[place].entries.append(OrderHistory.Entry(event, at: entry.recorded.occurredAt))
      stretches[place].lastVersion = entry.recorded.version
      if event.changesLife { stretches[place].changesLife = true }
    }
  }

  private mutating func place(of recorded: RecordedEvent) -> Int? {
    if let place = places[recorded.stream] { return place }
    guard let no = recorded.stream.orderNumber else { return nil }
    let place = stretches.count
    places[recorded.stream] = place
    stretches.append(
      Stretch(
        no: no, stream: recorded.stream, firstVersion: recorded.version, batch: recorded.authorship.batch,
        actor: recorded.authorship.actor, lastVersion: recorded.version))
    return place
  }

  /// The orders whose life changes, in the order of their first event in the page.
  ///
  /// - Parameters:
  ///   - before: what was configured before the page, as their lives up to it were told by.
  ///   - definitions: what is configured after it.
  mutating func orders(
    from before: Definitions, to definitions: Definitions, _ codec: EventCodec, on connection: isolated Connection
  ) throws -> [Page.TouchedOrder] {
    let isRetold = before.calendars.revision != definitions.calendars.revision
    try lookUp(isRetold ? before : definitions, codec, on: connection)
    var orders: [Page.TouchedOrder] = []
    orders.reserveCapacity(stretches.count)
    for stretch in stretches {
      // Of the others nobody asks, unless they are remembered anyway.
      guard stretch.changesLife || stretch.known != nil else { continue }
      guard let after = try after(stretch, definitions, isRetold: isRetold, codec, on: connection) else { continue }
      recent.keep(after)
      guard stretch.changesLife else { continue }
      orders.append(
        Page.TouchedOrder(
          no: stretch.no, opened: after.opened, isNew: stretch.known == nil, before: stretch.known?.life,
          after: after.life, version: after.version, batch: after.batch, opener: after.opener))
    }
    return orders
  }

  /// Finds what came before the page: in memory, else in the log.
  private mutating func lookUp(
    _ definitions: Definitions, _ codec: EventCodec, on connection: isolated Connection
  ) throws {
    var unknown: [Int] = []
    for place in stretches.indices where stretches[place].firstVersion > 1 {
      stretches[place].known = recent.take(stretches[place].no, asOf: stretches[place].firstVersion - 1)
      // A note or a firing alone changes nothing that lists show, and costs no look at the history.
      if stretches[place].known == nil, stretches[place].changesLife { unknown.append(place) }
    }
    guard !unknown.isEmpty else { return }
    let histories = try Self.histories(unknown.map { stretches[$0].stream }, before: start, codec, on: connection)
    for place in unknown {
      guard let events = histories[stretches[place].stream], let last = events.last,
        let history = OrderHistory(events.map(\.entry))
      else { continue }
      stretches[place].known = RecentOrders.Known(
        opened: history.opened, batch: events.first?.batch, opener: events.first?.actor ?? "", version: last.version,
        life: history.life(definitions))
    }
  }

  /// The order after the page; `nil` where its stream does not begin with an opening.
  private func after(
    _ stretch: Stretch, _ definitions: Definitions, isRetold: Bool, _ codec: EventCodec,
    on connection: isolated Connection
  ) throws -> RecentOrders.Known? {
    guard var known = stretch.known else {
      guard let history = OrderHistory(stretch.entries) else { return nil }
      return RecentOrders.Known(
        opened: history.opened, batch: stretch.batch, opener: stretch.actor, version: stretch.lastVersion,
        life: history.life(definitions))
    }
    known.version = stretch.lastVersion
    guard let life = known.life else { return known }
    if !isRetold, let next = life.going(on: stretch.entries, in: definitions) {
      known.life = next
      return known
    }
    // Something was learned late that stands before what was known, or calendars changed: the whole history anew.
    let events = try Self.histories([stretch.stream], before: start, codec, on: connection)[stretch.stream] ?? []
    known.life = OrderHistory(events.map(\.entry) + stretch.entries)?.life(definitions)
    return known
  }

  typealias Earlier = (entry: OrderHistory.Entry, version: Int, batch: UUID?, actor: String)

  static func histories(
    _ streams: [StreamName], before position: Int64, _ codec: EventCodec, on connection: isolated Connection
  ) throws -> [StreamName: [Earlier]] {
    var histories: [StreamName: [Earlier]] = [:]
    for recorded in try LogReader.events(of: streams, before: position, on: connection) {
      guard case .order(let event) = try codec.decode(recorded) else { continue }
      histories[recorded.stream, default: []].append(
        (
          OrderHistory.Entry(event, at: recorded.occurredAt), recorded.version, recorded.authorship.batch,
          recorded.authorship.actor
        ))
    }
    return histories
  }
}

extension OrderLife {
  /// The life with further events; `nil` where one of them happened before something that is taken in already.
  fileprivate func going(on entries: [OrderHistory.Entry], in definitions: Definitions) -> OrderLife? {
    var life = self
    for entry in entries {
      guard life.canTake(entry.at, in: definitions) else { return nil }
      life.evolve(entry.event, at: entry.at, in: definitions)
    }
    return life
  }
}

extension OrderEvent {
  /// Whether lists may show the order otherwise than before.
  fileprivate var changesLife: Bool {
    switch self {
    case .opened, .assigned, .unassigned, .moved, .reminderSet, .withdrawn, .reinstated, .assistAsked, .assistEnded,
      .edited, .linked, .unlinked, .dueExtended, .processChanged, .repeatReported:
      true
    case .noted, .ruleFired, .forgotten, .extensionAsked, .extensionRefused, .lineAdded, .lineVoided, .fileAttached,
      .fileRemoved, .reserved, .released:
      false
    }
  }
}
