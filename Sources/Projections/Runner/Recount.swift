import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres

/// Tells the lives of all orders anew that a change of calendars can move, in batches: memory does not grow with their
/// number. Within the transaction of the page that held the change.
struct Recount {
  private let before: Definitions
  private let after: Definitions
  private let position: Int64
  private let codec: EventCodec

  /// - Parameter position: the last event of the page.
  init(from before: Definitions, to after: Definitions, after position: Int64, codec: EventCodec) {
    self.before = before
    self.after = after
    self.position = position
    self.codec = codec
  }

  /// - Parameter touched: the orders of the page itself, which were told by the new calendars already.
  func run(
    _ projections: [any Projection], touched: Set<OrderNumber>, on connection: isolated Connection
  ) throws {
    let since = after.calendars.differs(from: before.calendars)
    var numbers: Set<OrderNumber> = []
    for projection in projections {
      numbers.formUnion(try projection.ordersAlive(since: since, on: connection) ?? [])
    }
    // In the order of their numbers, near which their events lie in the log.
    let left = numbers.subtracting(touched).sorted { $0.value < $1.value }
    for start in stride(from: 0, to: left.count, by: Self.batchSize) {
      let page = Page(
        try orders(Array(left[start..<min(start + Self.batchSize, left.count)]), since, on: connection),
        from: before, to: after)
      for projection in projections where projection.categories.contains("order") {
        try projection.apply(page, on: connection)
      }
    }
  }

  /// Some 10 MB of lives.
  private static let batchSize = 2_000

  private func orders(
    _ numbers: [OrderNumber], _ since: Date, on connection: isolated Connection
  ) throws -> [Page.TouchedOrder] {
    let histories = try TouchedOrders.histories(
      numbers.map { .order($0) }, before: position + 1, codec, on: connection)
    return numbers.compactMap { no in
      guard let events = histories[.order(no)], let last = events.last, let history = OrderHistory(events.map(\.entry))
      else { return nil }
      let life = history.life(before)
      return Page.TouchedOrder(
        no: no, opened: history.opened, isNew: false, before: life,
        after: life?.going(on: after, since: since) ?? history.life(after), version: last.version,
        batch: events.first?.batch, opener: events.first?.actor ?? "")
    }
  }
}
