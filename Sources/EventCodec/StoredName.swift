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
  /// ``OrderUnassigned``
  case orderUnassigned = "order.unassigned"
  /// ``OrderAssistAsked``
  case orderAssistAsked = "order.assist-asked"
  /// ``OrderAssistEnded``
  case orderAssistEnded = "order.assist-ended"
  /// ``OrderEdited``
  case orderEdited = "order.edited"
  /// ``OrderLinked``
  case orderLinked = "order.linked"
  /// ``OrderUnlinked``
  case orderUnlinked = "order.unlinked"
  /// ``OrderExtensionAsked``
  case orderExtensionAsked = "order.extension-asked"
  /// ``OrderDueExtended``
  case orderDueExtended = "order.due-extended"
  /// ``OrderExtensionRefused``
  case orderExtensionRefused = "order.extension-refused"
  /// ``OrderLineAdded``
  case orderLineAdded = "order.line-added"
  /// ``OrderLineVoided``
  case orderLineVoided = "order.line-voided"
  /// ``OrderRepeatReported``
  case orderRepeatReported = "order.repeat-reported"
  /// ``OrderFileAttached``
  case orderFileAttached = "order.file-attached"
  /// ``OrderFileRemoved``
  case orderFileRemoved = "order.file-removed"
  /// ``OrderProcessChanged``
  case orderProcessChanged = "order.process-changed"
  /// ``OrderReserved``
  case orderReserved = "order.reserved"
  /// ``OrderReleased``
  case orderReleased = "order.released"
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
  /// ``PartyWithdrawn``
  case partyWithdrawn = "party.withdrawn"
  /// ``UnitCreated``
  case unitCreated = "unit.created"
  /// ``UnitMoved``
  case unitMoved = "unit.moved"
  /// ``UnitChanged``
  case unitChanged = "unit.changed"
  /// ``UnitCalendarSet``
  case unitCalendarSet = "unit.calendar-set"
  /// ``UnitClosed``
  case unitClosed = "unit.closed"
  /// ``UnitReopened``
  case unitReopened = "unit.reopened"
  /// ``StaffJoined``
  case staffJoined = "staff.joined"
  /// ``StaffCorrected``
  case staffCorrected = "staff.corrected"
  /// ``StaffMoved``
  case staffMoved = "staff.moved"
  /// ``StaffLeft``
  case staffLeft = "staff.left"
  /// ``StaffReturned``
  case staffReturned = "staff.returned"
  /// ``StaffDutyChanged``
  case staffDutyChanged = "staff.duty-changed"
  /// ``Forgotten``, of a member of staff
  case staffForgotten = "staff.forgotten"
  /// ``RoleGranted``
  case roleGranted = "role.granted"
  /// ``RoleRevoked``
  case roleRevoked = "role.revoked"
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
  /// ``DefinitionRetired``
  case definitionRetired = "definition.retired"
  /// ``NumbersReserved``
  case numbersReserved = "numbering.reserved"
  /// ``CampaignStarted``
  case campaignStarted = "campaign.started"
  /// ``CampaignPaused``
  case campaignPaused = "campaign.paused"
  /// ``CampaignResumed``
  case campaignResumed = "campaign.resumed"
  /// ``CampaignEnded``
  case campaignEnded = "campaign.ended"
  /// ``CampaignSampled``
  case campaignSampled = "campaign.sampled"
  /// ``CampaignFilled``
  case campaignFilled = "campaign.filled"
  /// ``CampaignNoticed``
  case campaignNoticed = "campaign.noticed"
  /// ``MailingMade``
  case mailingMade = "mailing.made"
  /// ``ReportMade``
  case reportMade = "report.made"
  /// ``ReportDelivered``
  case reportDelivered = "report.delivered"
  /// ``ReportSlotsSkipped``
  case reportSlotsSkipped = "report.slots-skipped"
  /// ``ReportGivenUp``
  case reportGivenUp = "report.given-up"
  /// ``PartListed``
  case partListed = "part.listed"
  /// ``PartCorrected``
  case partCorrected = "part.corrected"
  /// ``EntryWithdrawn``, of a part
  case partWithdrawn = "part.withdrawn"
  /// ``ArticleDrafted``
  case articleDrafted = "article.drafted"
  /// ``ArticlePublished``
  case articlePublished = "article.published"
  /// ``EntryWithdrawn``, of an article
  case articleWithdrawn = "article.withdrawn"

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
      case .order(.unassigned): .orderUnassigned
      case .order(.assistAsked): .orderAssistAsked
      case .order(.assistEnded): .orderAssistEnded
      case .order(.edited): .orderEdited
      case .order(.linked): .orderLinked
      case .order(.unlinked): .orderUnlinked
      case .order(.extensionAsked): .orderExtensionAsked
      case .order(.dueExtended): .orderDueExtended
      case .order(.extensionRefused): .orderExtensionRefused
      case .order(.lineAdded): .orderLineAdded
      case .order(.lineVoided): .orderLineVoided
      case .order(.repeatReported): .orderRepeatReported
      case .order(.fileAttached): .orderFileAttached
      case .order(.fileRemoved): .orderFileRemoved
      case .order(.processChanged): .orderProcessChanged
      case .order(.reserved): .orderReserved
      case .order(.released): .orderReleased
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
      case .party(.withdrawn): .partyWithdrawn
      case .unit(.created): .unitCreated
      case .unit(.moved): .unitMoved
      case .unit(.changed): .unitChanged
      case .unit(.calendarSet): .unitCalendarSet
      case .unit(.closed): .unitClosed
      case .unit(.reopened): .unitReopened
      case .staff(.joined): .staffJoined
      case .staff(.corrected): .staffCorrected
      case .staff(.moved): .staffMoved
      case .staff(.left): .staffLeft
      case .staff(.returned): .staffReturned
      case .staff(.dutyChanged): .staffDutyChanged
      case .staff(.forgotten): .staffForgotten
      case .staff(.granted): .roleGranted
      case .staff(.revoked): .roleRevoked
      case .batch(.started): .batchStarted
      case .batch(.rowsRecorded): .batchRowsRecorded
      case .batch(.finished): .batchFinished
      case .batch(.undoBegan): .batchUndoBegan
      case .batch(.undone): .batchUndone
      case .definition(.published): .definitionPublished
      case .definition(.retired): .definitionRetired
      case .numbering(.reserved): .numbersReserved
      case .campaign(.started): .campaignStarted
      case .campaign(.paused): .campaignPaused
      case .campaign(.resumed): .campaignResumed
      case .campaign(.ended): .campaignEnded
      case .campaign(.sampled): .campaignSampled
      case .campaign(.filled): .campaignFilled
      case .campaign(.noticed): .campaignNoticed
      case .mailing(.made): .mailingMade
      case .reporting(.made): .reportMade
      case .reporting(.delivered): .reportDelivered
      case .reporting(.skipped): .reportSlotsSkipped
      case .reporting(.givenUp): .reportGivenUp
      case .part(.listed): .partListed
      case .part(.corrected): .partCorrected
      case .part(.withdrawn): .partWithdrawn
      case .article(.drafted): .articleDrafted
      case .article(.published): .articlePublished
      case .article(.withdrawn): .articleWithdrawn
      }
  }
}

extension StoredName {
  /// The newest shape of its `data` that this program knows, from 1.
  public var newestSchema: Int16 {
    switch self {
    case .orderOpened, .orderAssigned, .orderMoved, .orderNoted, .batchStarted, .batchRowsRecorded, .batchFinished,
      .batchUndone:
      2
    default: 1
    }
  }
}
