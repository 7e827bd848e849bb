/// A list of orders by name, as somebody saved it: which orders, which columns, in which order, and who shares it.
///
/// ```yaml
/// view: late-gas
/// labels: {zh: 燃气逾期, en: Late gas orders}
/// of: orders
/// filter: {category: gas, cell: overdue, staff: me}
/// columns: [no, title, unit, dueAt]
/// sort: due
/// descending: false
/// limit: 50
/// unit: gas             # for those of this unit and of all below it
/// roles: [dispatcher]   # and of those only for who has one of these roles
/// owner: chen           # or for one person alone
/// ```
public struct SavedView: Sendable, Equatable {
  /// What it lists.
  public enum Subject: String, Sendable, CaseIterable {
    case orders, parties
  }

  /// Its name.
  public var key: ViewKey
  /// What people call it.
  public var labels = Labels()
  /// What it lists.
  public var subject = Subject.orders
  /// Conditions by name, as the options of a list are called; a value is what would be written behind the option.
  public var filter: [String: String] = [:]
  /// The columns in their order; empty for those that the list has by itself.
  public var columns: [String] = []
  /// What it is sorted by; `nil` for as the list is by itself.
  public var sort: String?
  /// The largest first.
  public var isDescending = false
  /// At most so many; `nil` for all.
  public var limit: Int?
  /// For those of this unit and of all below it; `nil` for everybody.
  public var unit: UnitKey?
  /// For those who have one of these roles; empty for everybody.
  public var roles: [RoleKey] = []
  /// For this person alone, who alone changes it; `nil` for a shared one.
  public var owner: String?

  /// A view with nothing said but its name.
  public init(key: ViewKey) { self.key = key }

  /// Whether somebody may use it.
  ///
  /// - Parameters:
  ///   - isBelow: whether the person works in a unit or below it.
  ///   - holds: whether the person has a role.
  public func isFor(_ actor: String, isBelow: (UnitKey) -> Bool, holds: (RoleKey) -> Bool) -> Bool {
    if let owner { return owner == actor }
    return unit.map(isBelow) ?? true && (roles.isEmpty || roles.contains(where: holds))
  }
}

/// Names a saved view: `late-gas`.
public typealias ViewKey = Key<SavedView>
