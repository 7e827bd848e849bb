import Domain
import FoundationEssentials
import Synchronization

/// The lives of the orders that the last pages touched, so that the next page need not read and fold their history again.
///
/// Keep one for pages that follow one another. It is only a memory: a life counts when it ends right before the page, else
/// it is computed from the log. Holds at most 2 × 8,192 orders: when one half is full, the orders that were
/// not touched since the last time go.
final class RecentOrders: Sendable {
  /// What is known of an order.
  struct Known: Sendable {
    /// Its opening, with the words that were not erased.
    let opened: OrderOpened
    /// The import that opened it.
    let batch: UUID?
    /// Who recorded its opening.
    let opener: String
    /// Version of the last event that is taken in.
    var version: Int
    /// What followed so far; `nil` where its process is not published.
    var life: OrderLife?
  }

  private struct Halves {
    var recent: [OrderNumber: Known] = [:]
    var older: [OrderNumber: Known] = [:]
  }

  private let halves = Mutex(Halves())
  private let half: Int

  /// With room for `2 * half` orders.
  init(half: Int = 8192) { self.half = half }

  /// For who follows the log a little at a time, beside what else the process does: an import, whose orders are not touched
  /// again.
  static func ofShortStretches() -> RecentOrders { RecentOrders(half: 512) }

  /// Takes out an order as of a version of its stream; `nil` where it is not known as of that one.
  func take(_ no: OrderNumber, asOf version: Int) -> Known? {
    halves.withLock { halves in
      guard let found = halves.recent.removeValue(forKey: no) ?? halves.older.removeValue(forKey: no),
        found.version == version
      else { return nil }
      return found
    }
  }

  /// Keeps an order for the next pages.
  func keep(_ known: Known) {
    // What is over seldom changes again; it would only push out what does.
    if known.life?.order.kind.isFinal == true { return }
    halves.withLock { halves in
      if halves.recent.count >= half {
        halves.older = halves.recent
        halves.recent = [:]
      }
      halves.recent[known.opened.no] = known
    }
  }

  /// Forgets all: where definitions change, and where somebody's words were erased.
  func forgetAll() {
    halves.withLock { $0 = Halves() }
  }
}
