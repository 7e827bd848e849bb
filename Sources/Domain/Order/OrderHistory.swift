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
    let rest = Array(entries.dropFirst())
    // Most often they were learned of as they happened. A stable sort: what has one instant keeps the order of the stream.
    later =
      zip(rest, rest.dropFirst()).allSatisfy { $0.at <= $1.at }
      ? rest : rest.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
  }

  /// The order as all its events have made it; `nil` where its process is not published.
  ///
  /// - Parameter instant: what calendars became later is left out; for an order as of an instant.
  public func order(_ definitions: Definitions, asOf instant: Date = .distantFuture) -> Order? {
    life(definitions, asOf: instant)?.order
  }

  /// The order and its life; `nil` where its process is not published.
  ///
  /// Changes of calendars stand among its events, by time: a span before a change keeps the due time it had.
  public func life(_ definitions: Definitions, asOf instant: Date = .distantFuture) -> OrderLife? {
    guard var life = OrderLife(opened, at: openedAt, in: definitions) else { return nil }
    var changes = definitions.calendars.changedAt.filter { $0 > openedAt && $0 <= instant }[...]
    for entry in later {
      while let change = changes.first, change <= entry.at {
        life.followCalendars(at: change, in: definitions)
        changes.removeFirst()
      }
      life.evolve(entry.event, at: entry.at, in: definitions)
    }
    for change in changes { life.followCalendars(at: change, in: definitions) }
    return life
  }
}

/// An interval of an order's life in which state, unit, category and due time stayed the same: [from, until).
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
  /// Which member of its staff.
  public let staff: String?
  /// What it was about then: who is put into another class counts there from then on.
  public let category: String?
  /// Between the dispatcher and the unit; `nil` for kinds other than open.
  public let stage: DeskStage?
  /// When it was due.
  public let due: Date?
  /// When it was finished, for kinds other than open.
  public let finishedAt: Date?

  init(_ order: Order, from: Date) {
    self.from = from
    state = order.state
    kind = order.kind
    unit = order.main
    staff = order.staff
    category = order.category
    stage = order.deskStage
    due = order.due
    finishedAt = order.finishedAt
  }

  func saysTheSame(as other: OrderSpan) -> Bool {
    state == other.state && kind == other.kind && unit == other.unit && due == other.due
      && finishedAt == other.finishedAt && staff == other.staff && category == other.category && stage == other.stage
  }
}
