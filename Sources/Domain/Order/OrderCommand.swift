import FoundationEssentials

/// What somebody wants of an order.
public enum OrderCommand: Sendable {
  /// Give it to a unit, and perhaps to a member of its staff.
  case assign(main: UnitKey, staff: String?)
  /// Do an action of its process.
  case act(ActionKey, main: UnitKey?, words: [String: String])
  /// Write something down.
  case note(String)
  /// Be reminded of it, should it be unfinished then.
  case remind(at: Date)
}

/// Why an order does not do as asked; the desk puts it into words.
public enum OrderRefusal: Error, Sendable, Equatable {
  /// The process has no such action.
  case unknownAction(ActionKey, known: [ActionKey])
  /// Not from this state.
  case notInThisState(ActionKey, state: StateKey, possible: [ActionKey])
  /// The action needs these fields.
  case missing(ActionKey, fields: [FieldKey])
  /// The action was done as often as it may be.
  case tooOften(ActionKey, max: Int)
  /// A finished order takes only notes and what its process allows in that state.
  case finished(StateKey, possible: [ActionKey])
  /// The unit has it already.
  case alreadyAssigned(UnitKey)
  /// A note without words.
  case emptyNote
  /// Its import was undone.
  case withdrawn
}
