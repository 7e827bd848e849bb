import FoundationEssentials

/// What somebody wants of an order.
public enum OrderCommand: Sendable {
  /// Give it to a unit, and perhaps to a member of its staff.
  case assign(main: UnitKey, staff: String?, reason: String? = nil)
  /// Do an action of its process; the words are what is filled in, by field.
  case act(ActionKey, main: UnitKey?, words: [String: String])
  /// Write something down.
  case note(String, visibility: OrderNoted.Visibility? = nil)
  /// Be reminded of it, should it be unfinished then.
  case remind(at: Date)
  /// Have another unit help, for as long as the budget says.
  case assist(UnitKey, budget: Budget?, task: String?)
  /// End a unit's help.
  case endAssist(UnitKey, OrderAssistEnded.Outcome, note: String?)
  /// Change what is recorded of it.
  case edit(OrderEdit)
  /// Say that it has to do with another one, and what that one is to it.
  case link(OrderNumber, RelationKey)
  /// Say so no more; every relation where none is named.
  case unlink(OrderNumber, RelationKey?)
  /// Take it out of the order that it was merged into.
  case unmerge(reason: String?)
  /// Put a part, work or a fee on it.
  case addLine(OrderLineAdded.Kind, item: String, quantityThousandths: Int, unitPriceHundredths: Int?)
  /// Take a line off it.
  case voidLine(Int, reason: String?)
  /// Ask for more time on a clock; on the one that runs where none is named.
  case askExtension(ClockName?, by: Budget, reason: String?)
  /// Give the time that was asked for.
  case approveExtension(reason: String?)
  /// Refuse the time that was asked for.
  case refuseExtension(reason: String?)
  /// Note that the matter was reported once more.
  case reportRepeat(channel: String?, text: String?)
  /// Put a file to it.
  case attach(OrderFileAttached)
  /// Take a file off it.
  case detach(ContentDigest, reason: String?)
  /// Have it to call until an instant.
  case reserve(by: String, until: Date)
  /// Give it back without a result.
  case release(reason: String?)
}

/// What is to be recorded otherwise. A value that is recorded so already changes nothing.
public struct OrderEdit: Sendable, Equatable {
  /// New codes, by name as in ``OrderEdited/codes``; an empty value takes one away.
  public var codes: [String: String]
  /// New words, by name as in ``OrderEdited/words``; empty ones take them away.
  public var words: [String: String]
  /// Why.
  public var reason: String?

  /// A change.
  public init(codes: [String: String] = [:], words: [String: String] = [:], reason: String? = nil) {
    self.codes = codes
    self.words = words
    self.reason = reason
  }
}
