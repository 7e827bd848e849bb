import Domain
import FoundationEssentials

/// When people of a campaign may be called, by where they are.
public struct CallingClock: Sendable {
  /// When somebody may be called next.
  public struct Opening: Sendable, Equatable, Comparable {
    /// The instant.
    public let at: Date
    /// By the clocks where they are.
    public let zone: TimeZone

    /// The earlier one comes first.
    public static func < (one: Opening, other: Opening) -> Bool { one.at < other.at }
  }

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
  func opens(from instant: Date, area: String?) -> Opening? {
    opens(from: instant, in: campaign.zone(ofArea: area, office: office))
  }

  /// When anybody may be called next, wherever they are.
  func opensAnywhere(from instant: Date) -> Opening? {
    ([office] + campaign.zones.values).compactMap { opens(from: instant, in: $0) }.min()
  }

  private func opens(from instant: Date, in zone: TimeZone) -> Opening? {
    campaign.hours?.nextOpening(from: instant, in: zone, days: days).map { Opening(at: $0, zone: zone) }
  }

  /// Whether anybody may be called, wherever they are.
  func isOpenAnywhere(at instant: Date) -> Bool {
    guard let hours = campaign.hours else { return true }
    return ([office] + campaign.zones.values).contains { hours.isOpen(at: instant, in: $0, days: days) }
  }
}
