import FoundationEssentials

/// What one actor may do, at one instant.
///
/// A right held through a grant reaches the unit of the grant and all below it: whoever holds it over one county has no
/// word in another. Where nobody governs the office yet, everybody may do everything.
public struct Access: Sendable {
  /// A role held, with what it allows.
  public struct Held: Sendable, Equatable {
    /// The grant.
    public let grant: Grant
    /// What the role allows now.
    public let rights: Set<Right>
  }

  /// Who acts, as the log will name them.
  public let actor: String
  /// The member of staff; `nil` where the actor is none.
  public let staff: Staff?
  /// Whether rights are enforced at all.
  public let isEnforced: Bool
  /// What they hold.
  public let held: [Held]
  /// The units.
  public let tree: UnitTree
  /// Functions that are switched off for all.
  public let functions: OfficeFunctions

  /// Access to everything, as in an office without people.
  public static func open(actor: String, tree: UnitTree = UnitTree(), functions: OfficeFunctions = OfficeFunctions())
    -> Access
  {
    Access(actor: actor, staff: nil, isEnforced: false, held: [], tree: tree, functions: functions)
  }

  private init(
    actor: String, staff: Staff?, isEnforced: Bool, held: [Held], tree: UnitTree, functions: OfficeFunctions
  ) {
    self.actor = actor
    self.staff = staff
    self.isEnforced = isEnforced
    self.held = held
    self.tree = tree
    self.functions = functions
  }

  /// The access of a member of staff, or of somebody who is none.
  ///
  /// - Parameter roles: what the roles allow now; one that is not there allows nothing.
  public init(
    actor: String, staff: Staff?, in organisation: Organisation, roles: [RoleKey: RoleDefinition],
    functions: OfficeFunctions, at instant: Date
  ) {
    let held = (staff?.grants(at: instant) ?? []).map { grant in
      Held(grant: grant, rights: roles[grant.role]?.rights ?? [])
    }
    self.init(
      actor: actor, staff: staff, isEnforced: organisation.isGoverned(at: instant), held: held,
      tree: organisation.tree, functions: functions)
  }

  /// Where they work; `nil` for an actor who is no member of staff.
  public var unit: UnitKey? { staff?.unit }

  /// Whether they may do something to what belongs to a unit; `nil` is the top.
  public func allows(_ right: Right, on unit: UnitKey? = nil) -> Bool {
    !isEnforced || held.contains { $0.rights.contains(right) && reaches($0.grant, unit) }
  }

  /// Whether they may do something anywhere at all.
  public func allowsSomewhere(_ right: Right) -> Bool {
    !isEnforced || held.contains { $0.rights.contains(right) }
  }

  /// The units that a right reaches.
  public func scope(of right: Right) -> UnitScope {
    guard isEnforced else { return .all }
    return scope(of: held.filter { $0.rights.contains(right) }.map(\.grant))
  }

  /// The units over which they hold one of some roles, that allows to work on orders.
  public func scope(ofRoles roles: [RoleKey]) -> UnitScope {
    guard isEnforced else { return .all }
    return scope(of: held.filter { roles.contains($0.grant.role) && $0.rights.contains(.orderAct) }.map(\.grant))
  }

  /// The units over which they hold one of some roles, whatever it allows.
  public func scope(ofHolders roles: [RoleKey]) -> UnitScope {
    guard isEnforced else { return .all }
    return scope(of: held.filter { roles.contains($0.grant.role) }.map(\.grant))
  }

  /// The roles they hold over an order, for what a process lets roles do.
  public func roles(over order: OrderPlace) -> Set<RoleKey> {
    Set(held.filter { $0.rights.contains(.orderAct) && reaches($0.grant, order.responsible) }.map(\.grant.role))
  }

  /// Whether an action that a process gives to some roles may be done to an order.
  public func mayAct(as roles: [RoleKey], on order: OrderPlace) -> Bool {
    !isEnforced || !self.roles(over: order).isDisjoint(with: roles)
  }

  /// Whether an order stands on their lists: its unit, the one that took it in or one that assists is theirs to see.
  public func sees(_ order: OrderPlace) -> Bool {
    let scope = scope(of: .orderRead)
    return scope == .all || scope.containsAny(of: order.all)
  }

  private func scope(of grants: [Grant]) -> UnitScope {
    if grants.contains(where: { reaches($0, nil) }) { return .all }
    var places: Set<Int> = []
    for grant in grants { tree.range(of: grant.unit).map { places.formUnion($0) } }
    return .units(tree.units.filter { places.contains($0.place) }.map(\.unit))
  }

  private func reaches(_ grant: Grant, _ unit: UnitKey?) -> Bool {
    // What belongs to no unit, or to one that nobody set up, belongs to the top.
    guard let unit, tree[unit] != nil else { return grant.unit == tree.top }
    return tree.contains(unit, in: grant.unit)
  }
}

/// The units that an order concerns.
public struct OrderPlace: Sendable, Equatable {
  /// The one that answers for it.
  public let main: UnitKey?
  /// The one that took it in.
  public let intake: UnitKey?
  /// Those that help.
  public let assists: [UnitKey]

  /// The place of an order: help that is over does not count.
  public init(_ order: Order) {
    self.init(
      main: order.main, intake: order.intake, assists: order.assists.filter { $0.endedAt == nil }.map(\.unit))
  }

  /// The place of an order.
  public init(main: UnitKey?, intake: UnitKey? = nil, assists: [UnitKey] = []) {
    self.main = main
    self.intake = intake
    self.assists = assists
  }

  /// Whose it is to act: the main unit, until there is one the unit that took it in; `nil` is the top.
  public var responsible: UnitKey? { main ?? intake }

  /// All of them.
  public var all: [UnitKey] { [main, intake].compactMap(\.self) + assists }
}
