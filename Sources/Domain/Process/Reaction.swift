/// A rule that does not wait for a clock: on something that happens to an order, or on nothing happening for long.
///
/// Nothing makes them fire yet, so a process that is published may not have any. Those that were published before are kept.
public struct Reaction: Sendable, Equatable {
  /// What it waits for.
  public enum Trigger: Sendable, Equatable {
    /// Something happened to the order.
    case event(Event)
    /// Nothing happened for that long; again after every further length, at most so often.
    case idle(after: Budget, every: Budget?, max: Int?)
  }

  /// What can happen to an order.
  public enum Event: String, Sendable, CaseIterable {
    /// It came into being.
    case opened
    /// A unit got it.
    case assigned
    /// An action was done.
    case moved
    /// Somebody wrote something down.
    case noted
    /// Something recorded of it was changed.
    case edited
    /// The matter was reported once more.
    case `repeat`
  }

  /// As written, or made of trigger and place: `repeat-1`; unique in the process, the rules on clocks included.
  public let name: RuleName
  /// What it waits for.
  public let trigger: Trigger
  /// When it applies; always where nothing is said.
  public let condition: Condition?
  /// How high it goes, from 0.
  public let level: Int
  /// Who is told; nobody where it only opens an order.
  public let to: [RecipientKey]
  /// The order it opens.
  public let spawn: Spawn?

  /// What a condition may speak of, and what each can be compared with: `nil` is a whole number.
  static let subjects: [(name: FieldKey, values: [String]?)] = [
    ("count", nil), ("kind", StateKind.allCases.map(\.rawValue)), ("level", nil), ("reopened", nil),
    ("priority", OrderPriority.allCases.map(\.rawValue)),
  ]
}
