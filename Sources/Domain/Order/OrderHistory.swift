import FoundationEssentials

/// All that happened to one order, and what follows from it: the order itself and its life in spans.
///
/// Events are taken in the order in which they happened, not in which the log learned of them: a letter of last week that
/// is entered today stands where it belongs.
public struct OrderHistory: Sendable {
  /// One event and when it happened.
  public struct Entry: Sendable {
    /// What.
    public let event: OrderEvent
    /// When.
    public let at: Date

    /// What and when.
    public init(_ event: OrderEvent, at instant: Date) {
      self.event = event
      at = instant
    }
  }

  /// The opening.
  public let opened: OrderOpened
  /// When it was opened.
  public let openedAt: Date
  /// Everything after the opening, in the order in which it happened.
  private let later: [Entry]

  /// The history of a stream; `nil` where it does not begin with an opening.
  ///
  /// - Parameter entries: in the order of the stream.
  public init?(_ entries: [Entry]) {
    guard let first = entries.first, case .opened(let opened) = first.event else { return nil }
    self.opened = opened
    openedAt = first.at
    // A stable sort: what has one instant keeps the order of the stream.
    later = entries.dropFirst().enumerated()
      .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
      .map(\.element)
  }

  /// The order as all its events have made it; `nil` where its process is not published.
  public func order(_ definitions: Definitions) -> Order? {
    fold(definitions) { _, _ in }
  }

  /// The order and its life: one span for each interval in which nothing that lists ask for changed, oldest first, without
  /// gaps, the last one open. No spans while it is withdrawn.
  public func life(_ definitions: Definitions) -> (order: Order, spans: [OrderSpan])? {
    var spans: [OrderSpan] = []
    let order = fold(definitions) { order, instant in
      // A file may say "closed" before "opened": for lists it then was closed from the start.
      let from = max(instant, openedAt)
      let span = OrderSpan(order, from: from)
      guard let last = spans.last else { return spans.append(span) }
      guard !span.saysTheSame(as: last) else { return }
      if last.from < from {
        spans[spans.count - 1].until = from
      } else {
        spans.removeLast()
        // There and back in one instant: the span before goes on as if nothing had been.
        if let before = spans.last, span.saysTheSame(as: before) {
          spans[spans.count - 1].until = nil
          return
        }
      }
      spans.append(span)
    }
    return order.map { ($0, $0.isWithdrawn ? [] : spans) }
  }

  private func fold(_ definitions: Definitions, _ seen: (Order, Date) -> Void) -> Order? {
    guard let process = definitions.process(opened.process, version: opened.processVersion) else { return nil }
    var order = Order(opened, at: openedAt, process: process, calendar: definitions.calendar)
    seen(order, openedAt)
    for entry in later {
      order.evolve(entry.event, at: entry.at, process: process, calendar: definitions.calendar)
      seen(order, entry.at)
    }
    return order
  }
}

/// An interval of an order's life in which state, unit and due time stayed the same: [from, until).
public struct OrderSpan: Sendable, Equatable {
  /// When it began.
  public let from: Date
  /// When it ended; `nil` while it lasts.
  public var until: Date?
  /// Where the order stood.
  public let state: StateKey
  /// What that means.
  public let kind: StateKind
  /// Who had it.
  public let unit: UnitKey?
  /// When it was due.
  public let due: Date?
  /// When it was finished, for kinds other than open.
  public let finishedAt: Date?

  init(_ order: Order, from: Date) {
    self.from = from
    state = order.state
    kind = order.kind
    unit = order.main
    due = order.due
    finishedAt = order.finishedAt
  }

  func saysTheSame(as other: OrderSpan) -> Bool {
    state == other.state && kind == other.kind && unit == other.unit && due == other.due
      && finishedAt == other.finishedAt
  }
}
