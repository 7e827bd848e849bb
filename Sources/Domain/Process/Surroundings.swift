/// What a process is checked against: what else there is that it may name.
public struct Surroundings: Sendable {
  /// The roles there are; `nil` where that is not known, and any goes.
  public var roles: [RoleKey]?
  /// The newest version of every other process; `nil` where that is not known, and any goes.
  public var processes: [ProcessKey: Process]?
  /// The category trees there are; `nil` where that is not known, and any goes.
  public var categories: Set<CategoriesKey>?
  /// The calendars there are; `nil` where that is not known, and any goes.
  public var calendars: Set<CalendarKey>?
  /// The text was published before: what only later versions of the program refuse is let through.
  let isStored: Bool

  /// What is published.
  public init(
    roles: [RoleKey]? = Role.known, processes: [ProcessKey: Process]? = nil, categories: Set<CategoriesKey>? = nil,
    calendars: Set<CalendarKey>? = nil
  ) {
    self.roles = roles
    self.processes = processes
    self.categories = categories
    self.calendars = calendars
    isStored = false
  }

  private init(stored roles: [RoleKey]?) {
    self.roles = roles
    isStored = true
  }

  /// A process alone, with the roles that come with Hotline.
  public static let alone = Surroundings()
  /// A process from the log: it was checked when it was published.
  public static let stored = Surroundings(stored: nil)
}
