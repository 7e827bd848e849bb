import Domain

extension Session {
  /// Refuses a command on an order to whoever may not give it, and a unit that does not exist as its receiver.
  ///
  /// Actions go by the roles that the process names, over the order's main unit; until it has one, over the unit that took
  /// it in. Notes and reminders are for all units that it concerns.
  func authorize(_ command: OrderCommand, on order: Order, _ process: Domain.Process) throws(OfficeError) {
    let place = OrderPlace(order)
    try requireSight(of: order)
    switch command {
    case .assign(let unit, let staff, _):
      try require(.orderAssign, on: place.responsible)
      try requireOpenUnit(unit)
      if let staff { try requireHere(staff) }
    case .act(let key, let unit, _):
      // An unknown action is refused by the order itself, with those that there are.
      if let action = process.action(key) { try requireAction(key, by: action.by, on: order) }
      if let unit { try requireOpenUnit(unit) }
    case .note, .remind, .attach, .detach, .reportRepeat, .reserve, .release: try require(.orderNote, onAnyOf: place)
    case .assist(let unit, _, _):
      try require(.orderAssign, on: place.responsible)
      try requireOpenUnit(unit)
    case .endAssist(let unit, let outcome, _):
      // That it did its part is for the unit itself to say.
      if outcome == .released || !access.allows(.orderAct, on: unit) {
        try require(.orderAssign, on: place.responsible)
      }
    case .edit: try require(.orderEdit, on: place.responsible)
    case .link, .unlink, .unmerge: try require(.orderLink, on: place.responsible)
    case .addLine, .voidLine: try require(.orderAct, on: place.responsible)
    case .askExtension: try require(.orderExtend, on: place.responsible)
    case .approveExtension, .refuseExtension:
      try require(.orderExtend, on: place.responsible)
      if let policy = process.extensions { try requireAction("approve-extension", by: policy.by, on: order) }
    }
  }

  /// The unit at which the actor takes orders in: their own, else the first one over which they may open orders; `nil` for
  /// the top, and in an office without people.
  public var intake: UnitKey? {
    guard let staff = access.staff else { return nil }
    switch access.scope(of: .orderOpen) {
    case .all: return staff.unit
    case .units(let units): return units.contains(staff.unit) ? staff.unit : units.first
    }
  }
}
