import Domain
import FoundationEssentials

/// Why a campaign does not do as asked. The command line puts it into words.
public enum CampaignRefusal: Error, Sendable, Equatable {
  /// No campaign of this name is published.
  case noSuchCampaign(String, known: [String])
  /// Not as it stands.
  case notPossible(CampaignLife.Wish, CampaignKey, CampaignLife.Stage)
  /// Nothing is given out as it stands.
  case notRunning(CampaignKey, CampaignLife.Stage)
  /// The agent has a target without a result.
  case resultFirst(OrderNumber, CampaignKey)
  /// Another command of the same agent asks at this moment.
  case busy(String)
  /// The agent did not take this target, or somebody else has it since.
  case notTaken(OrderNumber, by: String?)
  /// The order belongs to no campaign.
  case notATarget(OrderNumber)
  /// That cannot come of a call of the campaign.
  case notAnOutcome(OrderNumber, ActionKey, known: [NamedOutcome])
  /// The next call is booked for a time that is over.
  case againIsPast(OrderNumber, Date)
  /// Nobody may be called now; when somebody may.
  case outsideHours(CampaignKey, opens: CallingClock.Opening?)
  /// Nothing is ready; when something will be, how many of those that were are not called, by reason, and whether the
  /// campaign has no targets at all.
  case nothingReady(CampaignKey, next: Date?, passedOver: [PassedOver: Int], isEmpty: Bool)
  /// Nobody is there to whom the targets could go; who may be meant.
  case noSuchAssignee(String, nearest: String?)
  /// A mailing of that name was made otherwise, and in what.
  case otherMailing(String, MailingDifference)
  /// No mailing of that name was made.
  case noSuchMailing(String)
}

/// In what a mailing is not the one that was made under its name.
public enum MailingDifference: Sendable, Equatable {
  /// Labels, and not mail; or the other way round.
  case purpose
  /// Who is written to.
  case people
  /// What the mail is headed with.
  case subject
  /// What the mail says.
  case text
}
