import FoundationEssentials

/// A role that a member of staff holds or held.
public struct Grant: Sendable, Equatable {
  /// The role.
  public let role: RoleKey
  /// Over this unit and all below it.
  public let unit: UnitKey
  /// From when on.
  public let from: Date
  /// Until when, that instant not included; `nil` for ever. A revocation or a leaving sets it.
  public internal(set) var until: Date?

  /// A grant.
  public init(role: RoleKey, unit: UnitKey, from: Date, until: Date? = nil) {
    self.role = role
    self.unit = unit
    self.from = from
    self.until = until
  }

  /// Whether it holds at an instant.
  public func holds(at instant: Date) -> Bool { from <= instant && until.map { instant < $0 } ?? true }
}
