import FoundationEssentials

/// Why somebody may not do something: who, what they lack, where, and who can give it to them.
public struct Denial: Error, Sendable, Equatable {
  /// What is missing.
  public enum Missing: Sendable, Equatable {
    /// A right.
    case right(Right)
    /// One of the roles that a process gives an action to.
    case roles([RoleKey], action: ActionKey)
    /// To work here, or to have the right to act as somebody else.
    case stranger(Organisation.Stranger)
  }

  /// Who.
  public let actor: String
  /// What they lack.
  public let missing: Missing
  /// Over which unit; `nil` for the top, or for anywhere at all.
  public let unit: UnitKey?
  /// Whoever may grant roles there, at most five.
  public let givers: [StaffKey]

  /// A refusal.
  public init(actor: String, missing: Missing, unit: UnitKey?, givers: [StaffKey]) {
    self.actor = actor
    self.missing = missing
    self.unit = unit
    self.givers = givers
  }
}
