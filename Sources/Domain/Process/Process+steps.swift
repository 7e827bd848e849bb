extension Process {
  /// Whose step a state is: the roles whose action takes an order on from there.
  public struct StepOwners: Sendable, Equatable {
    /// Whatever happened before.
    public var always: Set<RoleKey> = []
    /// Only once a unit gave the order back: a ruling.
    public var afterReturn: Set<RoleKey> = []
  }

  /// The owners of a state's step; nobody for one in which an order is over.
  ///
  /// What takes an order out of its way is nobody's step, though people may do it: cancelling it, merging it, opening a
  /// finished one again. Where the unit can go on, it is the unit's step, whoever else may do something there. What a
  /// program does is no person's.
  public func stepOwners(of state: StateKey) -> StepOwners {
    var owners = StepOwners()
    guard let here = self.state(state), !here.kind.isFinal else { return owners }
    let rulings = Set(actions.compactMap(\.then))
    for action in actions(from: state) {
      guard let target = self.state(action.to), target.kind != .cancelled, !action.needs.contains(.head),
        here.kind == .open || target.kind != .open
      else { continue }
      let people = Set(action.by).subtracting(["system"])
      if rulings.contains(action.key) { owners.afterReturn.formUnion(people) } else { owners.always.formUnion(people) }
    }
    if owners.always.contains("unit") { owners.always = ["unit"] }
    return owners
  }
}
