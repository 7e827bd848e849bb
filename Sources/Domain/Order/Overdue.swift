import FoundationEssentials

/// The one rule for "overdue", everywhere: opened at or before the instant, due before it, not finished at or before it.
///
/// The board's query (`Projections/OrderBoard`) says the same in SQL; a test holds the two together.
public enum Overdue {
  /// Whether an order is overdue as of an instant.
  ///
  /// - Parameter finishedAt: the first move into a state of kind done, closed or cancelled, unless reopened since.
  public static func holds(openedAt: Date, dueAt: Date?, finishedAt: Date?, asOf instant: Date) -> Bool {
    guard let dueAt, openedAt <= instant, dueAt < instant else { return false }
    return finishedAt.map { $0 > instant } ?? true
  }
}
