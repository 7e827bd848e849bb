import FoundationEssentials

/// What can have happened to an order.
public enum OrderEvent: Sendable, Equatable {
  /// It came into being. Indirect, because all events are as large as the largest, and are copied often.
  indirect case opened(OrderOpened)
  /// A unit got it.
  case assigned(OrderAssigned)
  /// It went from one state to another, or stayed with progress.
  case moved(OrderMoved)
  /// Somebody wrote something down.
  case noted(OrderNoted)
  /// Somebody asked to be reminded of it.
  case reminderSet(OrderReminderSet)
  /// A rule of its process fired, or was skipped because it was long past.
  case ruleFired(RuleFired)
  /// The import that opened it was undone.
  case withdrawn(OrderWithdrawn)
  /// The import that opened it was run again after it was undone.
  case reinstated(OrderReinstated)
  /// Its words were erased: an order that is for nobody in the book.
  case forgotten(Forgotten)
  /// The unit that had it has it no more, and no other one got it.
  case unassigned(OrderUnassigned)
  /// Another unit is to help.
  case assistAsked(OrderAssistAsked)
  /// A unit's help is over.
  case assistEnded(OrderAssistEnded)
  /// Something recorded of it was changed, with what it was before.
  case edited(OrderEdited)
  /// It has to do with another order.
  case linked(OrderLinked)
  /// It has to do with another order no more.
  case unlinked(OrderUnlinked)
  /// Somebody asked for more time on a clock.
  case extensionAsked(OrderExtensionAsked)
  /// A clock got more time.
  case dueExtended(OrderDueExtended)
  /// A request for more time was turned down.
  case extensionRefused(OrderExtensionRefused)
  /// A part, work or a fee was put on it.
  case lineAdded(OrderLineAdded)
  /// A line was taken off it.
  case lineVoided(OrderLineVoided)
  /// The matter was reported once more.
  case repeatReported(OrderRepeatReported)
  /// A file was put to it.
  case fileAttached(OrderFileAttached)
  /// A file was taken from it; the content goes only when nothing else refers to it.
  case fileRemoved(OrderFileRemoved)
  /// It went over to another version of its process, by a published map.
  case processChanged(OrderProcessChanged)
  /// Somebody has it for a while, to call.
  case reserved(OrderReserved)
  /// Whoever had it gave it back without a result.
  case released(OrderReleased)
}

/// A unit got the order.
public struct OrderAssigned: Sendable, Equatable, Codable {
  /// The one unit that answers for it.
  public var main: UnitKey
  /// The member of staff, as a code.
  public var staff: String?
  /// Why it is this one: erasable.
  public var reason: String?

  private enum CodingKeys: CodingKey { case main, staff }

  /// An assignment.
  public init(main: UnitKey, staff: String? = nil, reason: String? = nil) {
    self.main = main
    self.staff = staff
    self.reason = reason
  }
}

/// Somebody wrote something down.
public struct OrderNoted: Sendable, Equatable, Codable {
  /// Whom a note is for.
  public enum Visibility: String, Sendable, Codable, CaseIterable {
    /// The office only.
    case `internal`
    /// It may be told to the caller.
    case shared
  }

  /// Whom it is for; nothing was said in notes of the first shape.
  public var visibility: Visibility?
  /// What: erasable.
  public var text: String?

  private enum CodingKeys: CodingKey { case visibility }

  /// A note.
  public init(text: String?, visibility: Visibility? = nil) {
    self.text = text
    self.visibility = visibility
  }
}

/// Somebody asked to be reminded of the order, should it be unfinished then.
public struct OrderReminderSet: Sendable, Equatable, Codable {
  /// When.
  public var at: Date

  /// A reminder of one's own.
  public init(at instant: Date) { at = instant }
}

/// The import that opened the order was undone.
public struct OrderWithdrawn: Sendable, Equatable, Codable {
  /// Which undo of its batch, from 1.
  public var generation: Int

  /// A withdrawal.
  public init(generation: Int) { self.generation = generation }
}

/// The import that opened the order was run again.
public struct OrderReinstated: Sendable, Equatable, Codable {
  /// Which run of its batch, from 2.
  public var generation: Int

  /// A reinstatement.
  public init(generation: Int) { self.generation = generation }
}
