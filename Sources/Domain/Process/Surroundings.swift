/// What a process is checked against: what else there is that it may name.
public struct Surroundings: Sendable {
  /// The roles there are; `nil` where that is not known, and any goes.
  public var roles: [RoleKey]?
  /// The newest version of every other process; `nil` where that is not known, and any goes.
  public var processes: [ProcessKey: Process]?
  /// The category trees there are; `nil` where that is not known, and any goes.
  public var categories: Set<CategoriesKey>?
  /// The text was published before: what only later versions of the program refuse is let through.
  let isStored: Bool

  /// What is published.
  public init(
    roles: [RoleKey]? = Role.known, processes: [ProcessKey: Process]? = nil, categories: Set<CategoriesKey>? = nil
  ) {
    self.init(roles: roles, processes: processes, categories: categories, isStored: false)
  }

  private init(
    roles: [RoleKey]?, processes: [ProcessKey: Process]?, categories: Set<CategoriesKey>?, isStored: Bool
  ) {
    self.roles = roles
    self.processes = processes
    self.categories = categories
    self.isStored = isStored
  }

  /// A process alone, with the roles that come with Hotline.
  public static let alone = Surroundings()
  /// A process from the log: it was checked when it was published.
  public static let stored = Surroundings(roles: nil, processes: nil, categories: nil, isStored: true)
}
