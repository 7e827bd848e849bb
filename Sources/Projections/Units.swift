import Domain
import EventCodec
import FoundationEssentials
import Postgres

/// The organisation in tables, for statements: the tree at every instant, who works where, who holds which role.
///
/// `unit_node` has a row for each time a unit kept its number: `until_at` is null for what holds now. So "below `east` as of
/// T" is `place between a and b` among the rows of T, and a report of last year keeps last year's tree. Names and numbers of
/// people are not in here: the log alone has them, where they can be erased.
public struct Units: Projection {
  /// `units`
  public let name = "units"
  /// Raised when the tables or their meaning change.
  public let version = 1
  /// What it owns.
  public let tables = ["unit_node", "staff_card", "role_grant"]
  /// What it listens to.
  public let categories: Set<Substring> = ["unit", "staff"]
  /// The tables with their keys.
  public let schema = """
    create table unit_node (
      unit text not null,
      from_at timestamptz not null,
      until_at timestamptz,
      parent text,
      is_top boolean not null,
      place integer not null,
      last integer not null,
      name text,
      phone text,
      head text,
      kind text,
      calendar text,
      closed boolean not null,
      primary key (unit, from_at)
    );
    create unique index unit_node_now on unit_node (unit) where until_at is null;
    create table staff_card (
      staff text primary key,
      unit text not null,
      post text,
      login text,
      joined_at timestamptz not null,
      left_at timestamptz,
      duty text not null
    );
    create table role_grant (
      staff text not null,
      role text not null,
      unit text not null,
      from_at timestamptz not null,
      until_at timestamptz
    );
    create index role_grant_of_staff on role_grant (staff);
    """
  /// What only questions need.
  public let indexes = """
    create index unit_node_by_place on unit_node (place) where until_at is null;
    """

  /// The organisation.
  public init() {}

  /// Renumbers what the page's events move, and writes anew the people whom they concern.
  public func apply(_ page: Page, on connection: isolated Connection) throws {
    let changes = page.entries.compactMap { entry -> (event: UnitEvent, at: Date)? in
      guard case .unit(let event) = entry.event else { return nil }
      return (event, entry.recorded.occurredAt)
    }
    if !changes.isEmpty { try renumber(changes, on: connection) }
    for entry in page.entries {
      guard case .staff(let event) = entry.event, let key = entry.recorded.stream.staffKey else { continue }
      try write(event, of: key, at: entry.recorded.occurredAt, on: connection)
    }
  }

  // MARK: The tree

  private func renumber(_ changes: [(event: UnitEvent, at: Date)], on connection: isolated Connection) throws {
    var tree = try Self.tree(asOf: nil, on: connection)
    var before = Dictionary(uniqueKeysWithValues: tree.units.map { ($0.unit, $0) })
    var topBefore = tree.top
    // What an import or one command does at one instant is one step.
    var index = changes.startIndex
    while index < changes.endIndex {
      let instant = changes[index].at
      while index < changes.endIndex, changes[index].at == instant {
        tree.evolve(changes[index].event)
        index += 1
      }
      let changed = tree.units.filter { before[$0.unit] != $0 || ($0.unit == tree.top) != ($0.unit == topBefore) }
      try write(changed, top: tree.top, at: instant, on: connection)
      for node in changed { before[node.unit] = node }
      topBefore = tree.top
    }
  }

  private func write(
    _ nodes: [UnitNode], top: UnitKey?, at instant: Date, on connection: isolated Connection
  ) throws {
    guard !nodes.isEmpty else { return }
    let units = nodes.map(\.unit.rawValue)
    // A clock may have been set back: then what held since later never held.
    try connection.execute("delete from unit_node where unit = any(\(units)) and from_at >= \(instant)")
    try connection.execute(
      """
      update unit_node set until_at = \(instant)
        where unit = any(\(units)) and (until_at is null or until_at > \(instant))
      """)
    try connection.execute(
      """
      insert into unit_node (unit, from_at, parent, is_top, place, last, name, phone, head, kind, calendar, closed)
        select u.unit, \(instant), u.parent, u.unit = \(top?.rawValue ?? ""), u.place, u.last, u.name, u.phone, u.head,
          u.kind, u.calendar, u.closed
        from unnest(\(units)::text[], \(nodes.map { $0.parent?.rawValue })::text[],
          \(nodes.map { Int32($0.place) })::integer[], \(nodes.map { Int32($0.last) })::integer[],
          \(nodes.map(\.name))::text[], \(nodes.map(\.phone))::text[], \(nodes.map(\.head))::text[],
          \(nodes.map(\.kind))::text[], \(nodes.map(\.calendar))::text[], \(nodes.map(\.isClosed))::boolean[])
          as u (unit, parent, place, last, name, phone, head, kind, calendar, closed)
      """)
  }

  /// The tree as of an instant, or with `nil` as it is now. Needs the read model up to date.
  public static func tree(asOf instant: Date?, on connection: isolated Connection) throws -> UnitTree {
    let condition: SQL =
      instant.map { "from_at <= \($0) and (until_at is null or until_at > \($0))" } ?? "until_at is null"
    var top: UnitKey?
    let nodes = try connection.query(
      """
      select unit, parent, is_top, place, last, name, phone, head, kind, calendar, closed from unit_node
        where \(condition) order by place
      """
    ).compactMap { row -> UnitNode? in
      let (unit, parent, isTop, place, last, name, phone, head, kind, calendar, closed) = try row.decode(
        String.self, String?.self, Bool.self, Int32.self, Int32.self, String?.self, String?.self, String?.self,
        String?.self, String?.self, Bool.self)
      guard let key = UnitKey(unit) else { return nil }
      if isTop { top = key }
      return UnitNode(
        unit: key, parent: parent.flatMap(UnitKey.init), name: name, phone: phone, head: head, kind: kind,
        calendar: calendar, isClosed: closed, place: Int(place), last: Int(last))
    }
    return UnitTree(nodes: nodes, top: top)
  }

  // MARK: The people

  private func write(
    _ event: StaffEvent, of key: StaffKey, at instant: Date, on connection: isolated Connection
  ) throws {
    let staff = key.rawValue
    switch event {
    case .joined(let joined):
      try connection.execute(
        """
        insert into staff_card (staff, unit, post, login, joined_at, duty)
          values (\(staff), \(joined.unit.rawValue), \(joined.post), \(joined.login), \(instant), \(Duty.off.rawValue))
          on conflict do nothing
        """)
    case .corrected(let corrected):
      try connection.execute(
        """
        update staff_card set post = case when \(corrected.post)::text is null then post else nullif(\(corrected.post), '') end,
          login = case when \(corrected.login)::text is null then login else nullif(\(corrected.login), '') end
          where staff = \(staff)
        """)
    case .moved(let moved):
      try connection.execute("update staff_card set unit = \(moved.unit.rawValue) where staff = \(staff)")
    case .left(let left):
      try connection.execute(
        "update staff_card set left_at = \(left.on), duty = \(Duty.off.rawValue) where staff = \(staff)")
      try endGrants(of: staff, at: left.on, that: "true", on: connection)
    case .returned(let returned):
      try connection.execute(
        "update staff_card set left_at = null, unit = \(returned.unit.rawValue) where staff = \(staff)")
    case .granted(let granted):
      let (role, unit) = (granted.role.rawValue, granted.unit.rawValue)
      try endGrants(of: staff, at: instant, that: "role = \(role) and unit = \(unit)", on: connection)
      try connection.execute(
        """
        insert into role_grant (staff, role, unit, from_at, until_at)
          values (\(staff), \(role), \(unit), \(granted.from ?? instant), \(granted.until))
        """)
    case .revoked(let revoked):
      try endGrants(
        of: staff, at: instant, that: "role = \(revoked.role.rawValue) and unit = \(revoked.unit.rawValue)",
        on: connection)
    case .dutyChanged(let change):
      try connection.execute("update staff_card set duty = \(change.state.rawValue) where staff = \(staff)")
    case .forgotten: break
    }
  }

  private func endGrants(
    of staff: String, at end: Date, that condition: SQL, on connection: isolated Connection
  ) throws {
    try connection.execute(
      """
      update role_grant set until_at = \(end)
        where staff = \(staff) and (until_at is null or until_at > \(end)) and \(condition)
      """)
  }

  /// The units below one, itself included, as of an instant: for a filter that keeps the place a unit had then. None where
  /// there is no such unit.
  public static func subtree(
    of unit: UnitKey, asOf instant: Date?, on connection: isolated Connection
  ) throws -> [UnitKey] {
    try tree(asOf: instant, on: connection).subtree(of: unit).map(\.unit)
  }
}
