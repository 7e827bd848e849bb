import FoundationEssentials

/// The units and the people of the office: folded from their events, in the order of the log.
public struct Organisation: Sendable {
  /// The units.
  public private(set) var tree = UnitTree()
  /// Everybody who ever worked here.
  public private(set) var staff: [StaffKey: Staff] = [:]
  /// What happened to the tree, in the order of the log.
  private var past: [(event: UnitEvent, at: Date)] = []

  /// Nobody, nowhere.
  public init() {}

  /// Takes in what happened to a unit.
  public mutating func evolve(_ event: UnitEvent, at instant: Date) {
    tree.evolve(event)
    past.append((event, instant))
  }

  /// The tree as it was at an instant: a report of the past keeps the place that a unit had then. An order that is older
  /// than the tree itself is looked at by the tree's first shape: every unit at the first place that it had.
  public func tree(asOf instant: Date) -> UnitTree {
    guard let first = past.first?.at, let last = past.last?.at, instant < last else { return tree }
    guard instant >= first else { return firstShape }
    var then = UnitTree()
    for (event, at) in past where at <= instant { then.evolve(event) }
    return then
  }

  private var firstShape: UnitTree {
    var shape = UnitTree()
    for (event, _) in past {
      switch event {
      case .created: shape.evolve(event)
      // One that a list named has no place before somebody gives it one.
      case .moved(let moved) where moved.unit != shape.top && shape[moved.unit]?.parent == nil: shape.evolve(event)
      case .moved, .changed, .calendarSet, .closed, .reopened: break
      }
    }
    return shape
  }

  /// Whether a unit had been set up by an instant.
  public func has(_ unit: UnitKey, by instant: Date) -> Bool {
    past.contains { event, at in
      if case .created(let created) = event { created.unit == unit && at <= instant } else { false }
    }
  }

  /// Takes in what happened to a member of staff.
  public mutating func evolve(_ event: StaffEvent, of key: StaffKey, at instant: Date) {
    if case .joined(let joined) = event, staff[key] == nil { staff[key] = Staff(joined, at: instant) }
    staff[key]?.evolve(event, at: instant)
  }

  /// Everybody who ever worked here, by code.
  public var everybody: [Staff] { staff.values.sorted { $0.key < $1.key } }

  /// Whoever works here under a login at an instant.
  public func member(login: String, at instant: Date) -> Staff? {
    everybody.first { $0.login == login && $0.isHere(at: instant) }
  }

  /// Whether rights are enforced at an instant: from the first time on that somebody held `admin` at the top. An office
  /// without people is open to whoever can reach it.
  public func isGoverned(at instant: Date) -> Bool {
    guard let top = tree.top else { return false }
    return staff.values.contains { staff in
      staff.grants.contains { $0.role == RoleDefinition.admin && $0.unit == top && $0.from <= instant }
    }
  }

  /// The holders of `admin` at the top who keep it, whatever the clock says.
  public var lastingAdmins: Set<StaffKey> {
    guard let top = tree.top else { return [] }
    return Set(
      staff.values.filter { staff in
        staff.leftAt == nil
          && staff.grants.contains { $0.role == RoleDefinition.admin && $0.unit == top && $0.until == nil }
      }.map(\.key))
  }
}
