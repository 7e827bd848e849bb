import Domain
import EventStore
import FoundationEssentials

extension StreamName {
  /// The stream of an order: `order-10000012`.
  public static func order(_ no: OrderNumber) -> StreamName { StreamName("order", no) }
  /// The stream of a party.
  public static func party(_ id: PartyID) -> StreamName { StreamName("party", id) }
  /// The stream of a unit: `unit-PWDx`.
  public static func unit(_ unit: UnitKey) -> StreamName { StreamName("unit", unit) }
  /// The stream of a member of staff: `staff-chen`.
  public static func staff(_ staff: StaffKey) -> StreamName { StreamName("staff", staff) }
  /// The stream of an import.
  public static func batch(_ id: UUID) -> StreamName { StreamName("batch", id.uuidString.lowercased()) }
  /// The stream of a definition: `definition-process.complaint`.
  public static func definition(_ kind: DefinitionPublished.Kind, _ key: String) -> StreamName {
    StreamName("definition", "\(kind.rawValue).\(key)")
  }
  /// The stream of a campaign: `campaign-spring`.
  public static func campaign(_ key: CampaignKey) -> StreamName { StreamName("campaign", key) }
  /// The stream of a report that is made by itself: `report-weekly-up`.
  public static func report(_ schedule: ScheduleKey) -> StreamName { StreamName("report", schedule) }
  /// The stream of a mailing: `mailing-newsletter-3`.
  public static func mailing(_ key: String) -> StreamName { StreamName("mailing", key) }
  /// The stream of a part: `part-V-100`.
  public static func part(_ number: EntryKey) -> StreamName { StreamName("part", number) }
  /// The stream of an article: `article-gas-smell`.
  public static func article(_ key: EntryKey) -> StreamName { StreamName("article", key) }
  /// The stream of a part or an article.
  public static func entry(_ kind: Entry.Kind, _ key: EntryKey) -> StreamName {
    switch kind {
    case .part: part(key)
    case .article: article(key)
    }
  }
  /// The series of order numbers.
  public static let orderNumbers = StreamName("numbering", "order")
  /// The series of a process's documents.
  public static func documentNumbers(_ process: ProcessKey) -> StreamName {
    StreamName("numbering", "process.\(process)")
  }

  /// The order's number, for an order's stream.
  public var orderNumber: OrderNumber? { category == "order" ? OrderNumber(String(id)) : nil }
  /// The party's id, for a party's stream.
  public var partyID: PartyID? { category == "party" ? UUID(uuidString: String(id)).map(PartyID.init) : nil }
  /// The batch's id, for a batch's stream.
  public var batchID: UUID? { category == "batch" ? UUID(uuidString: String(id)) : nil }
  /// The member of staff, for their stream.
  public var staffKey: StaffKey? { category == "staff" ? StaffKey(String(id)) : nil }
  /// The schedule, for the stream of a report that is made by itself.
  public var scheduleKey: ScheduleKey? { category == "report" ? ScheduleKey(rawValue: String(id)) : nil }
  /// The number or key, for the stream of a part or an article.
  public var entryKey: EntryKey? { category == "part" || category == "article" ? EntryKey(id) : nil }
  /// The unit, for its stream.
  public var unitKey: UnitKey? { category == "unit" ? UnitKey(String(id)) : nil }
}
