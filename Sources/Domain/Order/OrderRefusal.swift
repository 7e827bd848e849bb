import FoundationEssentials

/// Why an order does not do as asked; the desk puts it into words.
public enum OrderRefusal: Error, Sendable, Equatable {
  /// The process has no such action.
  case unknownAction(ActionKey, known: [ActionKey])
  /// Not from this state.
  case notInThisState(ActionKey, state: StateKey, possible: [ActionKey])
  /// The action needs these fields.
  case missing(ActionKey, fields: [FieldKey])
  /// What was filled in for the action is not as it asks.
  case form(ActionKey, [Form.Problem])
  /// The action was done as often as it may be; `then` is what goes on from here.
  case tooOften(ActionKey, max: Int, then: ActionKey? = nil)
  /// A finished order takes only notes and links, and what its process allows in that state.
  case finished(StateKey, possible: [ActionKey])
  /// The unit has it already.
  case alreadyAssigned(UnitKey)
  /// A note without words.
  case emptyNote
  /// Its import was undone, or the command that opened it.
  case withdrawn
  /// Somebody else has it to call.
  case reserved(by: String, until: Date)
  /// Nobody has it to call.
  case notReserved
  /// It was called as often as its campaign allows.
  case attemptsUsedUp(max: Int)
  /// The unit answers for it and cannot help itself.
  case mainCannotAssist(UnitKey)
  /// The unit helps already.
  case assistsAlready(UnitKey)
  /// The unit does not help, these do.
  case doesNotAssist(UnitKey, assisting: [UnitKey])
  /// Nothing of that name is recorded of an order.
  case unknownField(String, known: [String])
  /// The field does not take the value; what it takes.
  case badValue(field: String, value: String, takes: [String])
  /// An order has to do with itself anyway.
  case linkToItself
  /// The relation comes and goes with a command of its own.
  case relationOfItsOwn(RelationKey)
  /// They have nothing to do with one another in that way.
  case notLinked(OrderNumber)
  /// It is not merged into another one.
  case notMerged
  /// It was merged into that one and takes nothing but notes and links.
  case merged(into: OrderNumber)
  /// Others were merged into it: duplicates are one step deep.
  case hasDuplicates([OrderNumber])
  /// A number of an order is no such number.
  case notAnOrder(field: FieldKey, value: String)
  /// An order of the relation must be finished before the action.
  case lacks(ActionKey, [RelationKey])
  /// The process has no such lines.
  case noSuchLines(OrderLineAdded.Kind, allowed: [OrderLineAdded.Kind])
  /// No line of that number stands on it.
  case unknownLine(Int, standing: [Int])
  /// The quantity or the price cannot be.
  case badLine
  /// No clock of that name runs; these do.
  case clockNotRunning(ClockName?, running: [ClockName])
  /// The time was up before.
  case pastDue(ClockName, Date)
  /// The clock got more time as often as it may.
  case extendedTooOften(ClockName, max: Int)
  /// Nobody asked for more time.
  case noExtensionAsked
  /// More time was asked for already and is not decided on.
  case extensionAsked(ClockName)
  /// No such file is on it.
  case noSuchFile(String)
  /// The file is on it already.
  case fileIsThere(ContentDigest)
}
