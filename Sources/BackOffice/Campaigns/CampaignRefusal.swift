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
  case notAnOutcome(OrderNumber, ActionKey, known: [ActionKey])
  /// Nobody may be called now; when somebody may.
  case outsideHours(CampaignKey, opens: CallingClock.Opening?)
  /// Nothing is ready; when something will be, and how many of those that were are not called, by reason.
  case nothingReady(CampaignKey, next: Date?, passedOver: [PassedOver: Int])
  /// Nobody is there to whom the targets could go.
  case noSuchAssignee(String)
  /// A mailing of that name was drawn otherwise.
  case otherMailing(String)
  /// No mailing of that name was made.
  case noSuchMailing(String)
}
