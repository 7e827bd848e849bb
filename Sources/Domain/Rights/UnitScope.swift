/// The units that something reaches: what lists are filtered by.
public enum UnitScope: Sendable, Equatable {
  /// Everything, that of no unit too.
  case all
  /// These units, in the order of the tree.
  case units([UnitKey])

  /// Whether it reaches nothing.
  public var isEmpty: Bool { self == .units([]) }

  /// Whether it reaches a unit; `nil` is the top.
  public func contains(_ unit: UnitKey?) -> Bool {
    switch self {
    case .all: true
    case .units(let units): unit.map(units.contains) ?? false
    }
  }

  /// Whether it reaches one of some units.
  public func containsAny(of units: [UnitKey]) -> Bool {
    switch self {
    case .all: true
    case .units(let reached): units.contains(where: reached.contains)
    }
  }

  /// Their codes, for a statement; `nil` for everything.
  public var codes: [String]? {
    switch self {
    case .all: nil
    case .units(let units): units.map(\.rawValue)
    }
  }
}
