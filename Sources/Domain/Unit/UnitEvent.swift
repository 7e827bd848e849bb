/// What can have happened to the organisation tree. Moving, staffing and closing units come with units and rights.
public enum UnitEvent: Sendable, Equatable {
  /// A unit was set up.
  case created(UnitCreated)
}

/// A unit was set up.
public struct UnitCreated: Sendable, Equatable, Codable {
  /// Its code, for ever.
  public var unit: UnitKey
  /// The unit above; `nil` at the top.
  public var parent: UnitKey?
  /// Its name in words, where it has one.
  public var name: String?

  /// A unit.
  public init(unit: UnitKey, parent: UnitKey? = nil, name: String? = nil) {
    self.unit = unit
    self.parent = parent
    self.name = name
  }
}
