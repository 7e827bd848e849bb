import FoundationEssentials

/// A report that is made by itself: when, about what, how it is written, and where it goes.
///
/// ```yaml
/// schedule: weekly-up
/// labels: {zh: 周报上报, en: Weekly report}
/// when: 0 8 * * 1                 # see SlotRule
/// report: monthly
/// time: previous week             # see RelativeTime
/// process: request
/// unit: roads
/// table: by-unit                  # this table alone
/// language: zh
/// format: xlsx                    # xlsx, csv, html, json
/// to: folder /srv/reports         # folder PATH, webhook URL, mail ADDRESS
/// from: 2026-11-01T00:00:00Z      # no slot before
/// catch-up: 24                    # of missed slots the last so many are made up for
/// paused: true
/// ```
public struct ReportSchedule: Sendable, Equatable {
  /// How the report is written.
  public enum Format: String, Sendable, CaseIterable, Codable {
    case xlsx, csv, html, json
  }

  /// Where it goes.
  public enum Destination: Sendable, Equatable {
    /// A folder, which is made.
    case folder(String)
    /// An address that takes it by HTTP.
    case webhook(String)
    /// Somebody's letter box.
    case mail(String)

    /// From `folder /srv/reports`; `nil` where it is none of them.
    public init?(_ text: String) {
      let parts = text.split(maxSplits: 1, whereSeparator: { $0 == " " }).map { String($0) }
      guard parts.count == 2, let rest = parts.last.map({ $0.filter { !$0.isNewline } }), !rest.isEmpty else {
        return nil
      }
      switch parts[0] {
      case "folder": self = .folder(rest)
      case "webhook" where Self.hasHost(rest): self = .webhook(rest)
      case "mail" where rest.contains("@") && !rest.contains(" "): self = .mail(rest)
      default: return nil
      }
    }

    /// `https://host…`, without anything that ends an address.
    private static func hasHost(_ address: String) -> Bool {
      guard let scheme = ["http://", "https://"].first(where: { address.hasPrefix($0) }), !address.contains(" ") else {
        return false
      }
      let authority = address.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
      let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
      return !host.isEmpty && !host.hasPrefix(":")
    }

    /// `folder /srv/reports`
    public var text: String {
      switch self {
      case .folder(let path): "folder \(path)"
      case .webhook(let address): "webhook \(address)"
      case .mail(let address): "mail \(address)"
      }
    }

    /// The same for a list: of an address without who logs in and what is asked.
    public var shown: String {
      switch self {
      case .folder, .mail: text
      case .webhook(let address): "webhook \(WebAddress(address).shown)"
      }
    }

    /// `folder`, `webhook`, `mail`.
    public var way: String { String(text.prefix { $0 != " " }) }
  }

  /// What time a report about a period is about, where nothing is said.
  public static let defaultTime = RelativeTime(.previous, .month)
  /// Missed slots that are made up for, where nothing is said.
  public static let defaultCatchUp = 24

  /// Its name.
  public var key: ScheduleKey
  /// What people call it.
  public var labels = Labels()
  /// When it is made.
  public var when: SlotRule
  /// Which report.
  public var report: String
  /// What time it is about; `nil` for what the report takes by itself.
  public var time: RelativeTime?
  /// Only orders of a process.
  public var process: String?
  /// Only orders of a unit and of all below it.
  public var unit: String?
  /// Only this table.
  public var table: String?
  /// `zh` or `en`.
  public var language: String
  /// How it is written.
  public var format: Format
  /// Where it goes.
  public var destination: Destination
  /// No slot before this instant; `nil` for its publication.
  public var from: Date?
  /// Of missed slots the last so many are made up for.
  public var catchUp = Self.defaultCatchUp
  /// Nothing is made until it goes on.
  public var isPaused = false

  /// A schedule of what is always needed.
  public init(
    key: ScheduleKey, when: SlotRule, report: String, language: String = "zh", format: Format = .xlsx,
    to destination: Destination
  ) {
    self.key = key
    self.when = when
    self.report = report
    self.language = language
    self.format = format
    self.destination = destination
  }
}

/// Names a schedule: `weekly-up`.
public typealias ScheduleKey = Key<ReportSchedule>
