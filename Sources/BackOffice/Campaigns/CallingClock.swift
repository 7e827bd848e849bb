import Domain
import FoundationEssentials

/// When people of a campaign may be called, by where they are.
struct CallingClock: Sendable {
  private let campaign: Campaign
  private let definitions: Definitions
  private let office: TimeZone
  private let days: WorkCalendar?

  init(_ campaign: Campaign, _ definitions: Definitions) {
    self.campaign = campaign
    self.definitions = definitions
    office = definitions.calendar.timeZone
    days = campaign.hours?.calendar.flatMap { definitions.calendar($0) }
  }

  /// Whether it matters where somebody is.
  var asksForAreas: Bool { campaign.hours != nil && !campaign.zones.isEmpty }

  /// The area of somebody, as recorded, else by their address or number.
  func area(_ recorded: String?, _ card: PartyCard?) -> String? {
    recorded ?? card?.address.flatMap { definitions.area(forAddress: $0)?.key }
      ?? card?.phones.lazy.compactMap { definitions.area(forPhone: $0.number)?.key }.first
  }

  /// Whether somebody of an area may be called.
  func isOpen(at instant: Date, area: String?) -> Bool {
    campaign.hours?.isOpen(at: instant, in: campaign.zone(ofArea: area, office: office), days: days) ?? true
  }

  /// When somebody of an area may be called next.
  func opens(from instant: Date, area: String?) -> Date? {
    campaign.hours?.nextOpening(from: instant, in: campaign.zone(ofArea: area, office: office), days: days)
  }

  /// When anybody may be called next, wherever they are.
  func opensAnywhere(from instant: Date) -> Date? {
    ([office] + campaign.zones.values).compactMap { campaign.hours?.nextOpening(from: instant, in: $0, days: days) }.min()
  }

  /// Whether anybody may be called, wherever they are.
  func isOpenAnywhere(at instant: Date) -> Bool {
    guard let hours = campaign.hours else { return true }
    return ([office] + campaign.zones.values).contains { hours.isOpen(at: instant, in: $0, days: days) }
  }
}
