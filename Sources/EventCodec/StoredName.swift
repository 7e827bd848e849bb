import Domain

/// The names under which events lie in the log. Never change one, never reuse one.
public enum StoredName: String, Sendable, CaseIterable {
  /// ``OrderOpened``
  case orderOpened = "order.opened"
  /// ``OrderAssigned``
  case orderAssigned = "order.assigned"
  /// ``OrderMoved``
  case orderMoved = "order.moved"
  /// ``OrderNoted``
  case orderNoted = "order.noted"
  /// ``OrderReminderSet``
  case orderReminderSet = "order.reminder-set"
  /// ``RuleFired``
  case ruleFired = "order.rule-fired"
  /// ``OrderWithdrawn``
  case orderWithdrawn = "order.withdrawn"
  /// ``OrderReinstated``
  case orderReinstated = "order.reinstated"
  /// ``Forgotten``, of an order
  case orderForgotten = "order.forgotten"
  /// ``PartyRegistered``
  case partyRegistered = "party.registered"
  /// ``PartyCorrected``
  case partyCorrected = "party.corrected"
  /// ``PartyContactAdded``
  case partyContactAdded = "party.contact-added"
  /// ``PartyContactRemoved``
  case partyContactRemoved = "party.contact-removed"
  /// ``PartyMarked``
  case partyMarked = "party.marked"
  /// ``PartyUnmarked``
  case partyUnmarked = "party.unmarked"
  /// ``PartyMerged``
  case partyMerged = "party.merged"
  /// ``PartyMergeUndone``
  case partyMergeUndone = "party.merge-undone"
  /// ``PartyRelated``
  case partyRelated = "party.related"
  /// ``PartyUnrelated``
  case partyUnrelated = "party.unrelated"
  /// ``Forgotten``, of a party
  case partyForgotten = "party.forgotten"
  /// ``UnitCreated``
  case unitCreated = "unit.created"
  /// ``BatchStarted``
  case batchStarted = "batch.started"
  /// ``BatchRowsRecorded``
  case batchRowsRecorded = "batch.rows-recorded"
  /// ``BatchFinished``
  case batchFinished = "batch.finished"
  /// ``BatchUndoBegan``
  case batchUndoBegan = "batch.undo-began"
  /// ``BatchUndone``
  case batchUndone = "batch.undone"
  /// ``DefinitionPublished``
  case definitionPublished = "definition.published"
  /// ``NumbersReserved``
  case numbersReserved = "numbering.reserved"

  /// The name of an event.
  public init(of event: DomainEvent) {
    self =
      switch event {
      case .order(.opened): .orderOpened
      case .order(.assigned): .orderAssigned
      case .order(.moved): .orderMoved
      case .order(.noted): .orderNoted
      case .order(.reminderSet): .orderReminderSet
      case .order(.ruleFired): .ruleFired
      case .order(.withdrawn): .orderWithdrawn
      case .order(.reinstated): .orderReinstated
      case .order(.forgotten): .orderForgotten
      case .party(.registered): .partyRegistered
      case .party(.corrected): .partyCorrected
      case .party(.contactAdded): .partyContactAdded
      case .party(.contactRemoved): .partyContactRemoved
      case .party(.marked): .partyMarked
      case .party(.unmarked): .partyUnmarked
      case .party(.merged): .partyMerged
      case .party(.mergeUndone): .partyMergeUndone
      case .party(.related): .partyRelated
      case .party(.unrelated): .partyUnrelated
      case .party(.forgotten): .partyForgotten
      case .unit(.created): .unitCreated
      case .batch(.started): .batchStarted
      case .batch(.rowsRecorded): .batchRowsRecorded
      case .batch(.finished): .batchFinished
      case .batch(.undoBegan): .batchUndoBegan
      case .batch(.undone): .batchUndone
      case .definition(.published): .definitionPublished
      case .numbering(.reserved): .numbersReserved
      }
  }
}
