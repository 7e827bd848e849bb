import FoundationEssentials

/// An order and how it stood all the time: one span for each interval in which nothing that lists ask for changed, oldest
/// first, without gaps, the last one open.
///
/// It takes in events in the order in which they happened. ``OrderHistory/life(_:)`` sorts them; whoever keeps a life can
/// let it go on with an event that happened at ``latest`` or after.
public struct OrderLife: Sendable {
  /// The order as its events have made it.
  public private(set) var order: Order
  /// When the last of the events after the opening happened; the opening itself always stands first.
  public private(set) var latest = Date.distantPast
  private var allSpans: [OrderSpan]

  /// The life that an opening begins; `nil` where its process is not published.
  init?(_ opened: OrderOpened, at instant: Date, in definitions: Definitions) {
    guard let order = Order(opened, at: instant, in: definitions) else { return nil }
    self.order = order
    allSpans = [OrderSpan(order, from: instant)]
  }

  /// The spans; none while the order is withdrawn.
  public var spans: [OrderSpan] { order.isWithdrawn ? [] : allSpans }

  /// Whether an event of an instant can be taken in next: nothing that stands after it is taken in already, and no calendar
  /// changed after it that an order that was over took no part in.
  public func canTake(_ instant: Date, in definitions: Definitions) -> Bool {
    guard instant >= latest else { return false }
    return !order.kind.isFinal || definitions.calendars.changedAt.last.map { $0 <= instant } ?? true
  }

  /// The life as changes of calendars from an instant on let it go on, where everything that it rests on lies before;
  /// `nil` where the whole history has to be told anew.
  ///
  /// - Parameter definitions: with those changes; until the instant they say what the life was told by.
  public func going(on definitions: Definitions, since instant: Date) -> OrderLife? {
    // A clock that starts later starts by a calendar of then.
    guard latest < instant, order.openedAt < instant, order.beginsAt < instant else { return nil }
    var life = self
    for change in definitions.calendars.changedAt where change >= instant {
      life.followCalendars(at: change, in: definitions)
    }
    return life
  }

  /// Takes in what happened next, at ``latest`` or after.
  public mutating func evolve(_ event: OrderEvent, at instant: Date, in definitions: Definitions) {
    order.evolve(event, at: instant, in: definitions)
    note(at: instant)
  }

  /// Takes in that calendars changed, at ``latest`` or after: what was due before keeps its span.
  mutating func followCalendars(at instant: Date, in definitions: Definitions) {
    // What is over counts nothing; that it then has no part in a change is the same live and in a rebuild.
    guard !order.kind.isFinal else { return }
    order.followCalendars(at: instant, in: definitions)
    note(at: instant)
  }

  private mutating func note(at instant: Date) {
    latest = instant
    // A file may say "closed" before "opened": for lists it then was closed from the start.
    let from = max(instant, order.openedAt)
    let span = OrderSpan(order, from: from)
    guard let last = allSpans.last, !span.saysTheSame(as: last) else { return }
    if last.from < from {
      allSpans[allSpans.count - 1].until = from
    } else {
      allSpans.removeLast()
      // There and back in one instant: the span before goes on as if nothing had been.
      if let before = allSpans.last, span.saysTheSame(as: before) {
        allSpans[allSpans.count - 1].until = nil
        return
      }
    }
    allSpans.append(span)
  }
}
