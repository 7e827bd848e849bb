import Domain
import FoundationEssentials
import Spreadsheets

/// What a clerk asks for.
public struct ImportRequest: Sendable {
  /// The file.
  public var path: String
  /// What its rows become.
  public var target: ImportTarget
  /// How the file's text is encoded, where the clerk knows better.
  public var encoding: TextEncoding?
  /// The sheet, where several could be meant.
  public var sheet: String?
  /// The area code of numbers written without one: `0871`.
  public var areaCode: String?
  /// How dates such as `03/04/2024` are written, where the columns do not tell.
  public var dates: DateOrder?
  /// What to do with hidden rows and columns: nothing is decided silently.
  public var hidden: HiddenPolicy?
  /// Where the rejected rows go; beside the file where not given.
  public var rejectsPath: String?
  /// The unit that gets the orders.
  public var unit: UnitKey?
  /// Field → heading, or the letters of the column, where the headings do not tell; `-` for a field that is not to be read.
  public var columns: [String: String] = [:]
  /// How lists of this make are read, where that was kept; what `columns` says goes before it.
  public var map: ImportMap?
  /// Keep every change in the summary instead of the first ones: memory grows with them.
  public var keepsAllChanges = false

  /// A file and what its rows become.
  public init(path: String, target: ImportTarget) {
    self.path = path
    self.target = target
  }

  /// The map that says how to read the cells.
  var reading: ImportMap? {
    switch target {
    case .requests(let map): map
    case .outreach, .survey, .customers, .parts, .articles: map
    }
  }

  /// Which columns were named.
  var namedColumns: [String: String] { (reading?.columns ?? [:]).merging(columns) { $1 } }

  /// The columns it looks for: those that were named go before what headings mean.
  var fields: [HeaderField] {
    let named = namedColumns
    let all = target.info.fields.filter { !target.info.needsMap || named[$0.name] != nil }
    return all.sorted { (named[$0.name] == nil ? 1 : 0, $0.name) < (named[$1.name] == nil ? 1 : 0, $1.name) }
      .filter { named[$0.name] != "-" }
      .map { field in
        guard let heading = named[field.name] else { return field.header }
        return HeaderField(
          name: field.name, synonyms: target.info.needsMap ? [heading] : [heading] + field.synonyms,
          required: field.isRequired || target.info.needsMap)
      }
  }
}

/// Hidden rows and columns hold values that nobody sees.
public enum HiddenPolicy: String, Sendable, CaseIterable {
  /// Take them in as if they were shown.
  case include
  /// Leave hidden rows out; a hidden column counts as missing.
  case skip
}

/// What the rows of a list become.
public enum ImportTarget: Sendable {
  /// People to be called: orders of the process `outreach` under one campaign; their parties come in with them.
  case outreach(campaign: String)
  /// People to be asked: the same with the process `survey`.
  case survey(campaign: String)
  /// A table of history: orders of a process, with their own dates.
  case requests(ImportMap)
  /// Customers of the book; what becomes of those it has already.
  case customers(MatchPolicy)
  /// Parts of the catalogue; what becomes of those it has already.
  case parts(MatchPolicy)
  /// Articles of the knowledge base, and whether they are published.
  case articles(MatchPolicy, publishes: Bool)

  /// Its name on the command line and in the log.
  public var name: String { info.name }

  /// Its fields, and what people call it.
  public var info: ImportTargetInfo {
    switch self {
    case .outreach: .outreach
    case .survey: .survey
    case .requests: .requests
    case .customers: .customers
    case .parts: .parts
    case .articles: .articles
    }
  }

  /// How its orders move: as the campaign says where it is published, so that its outcomes are those of its orders.
  func process(_ definitions: Definitions) -> ProcessKey? {
    let named = campaign.flatMap { definitions.campaign(CampaignKey(rawValue: $0)) }?.process
    return switch self {
    case .outreach: named ?? "outreach"
    case .survey: named ?? "survey"
    case .requests(let map): map.process
    case .customers, .parts, .articles: nil
    }
  }

  var campaign: String? {
    switch self {
    case .outreach(let campaign), .survey(let campaign): campaign
    case .requests, .customers, .parts, .articles: nil
    }
  }

  /// The fields that are dates, and whose order of day and month may have to be found; none where the map has a pattern.
  var dateFields: Set<String> {
    switch self {
    case .outreach, .survey: ["due"]
    case .requests(let map): map.dateFormat == nil ? ["openedAt", "dueAt", "finishedAt"] : []
    case .articles: ["validFrom", "validUntil"]
    case .customers, .parts: []
    }
  }

  /// What to do with known customers.
  var policy: MatchPolicy? {
    switch self {
    case .customers(let policy), .parts(let policy), .articles(let policy, _): policy
    case .outreach, .survey, .requests: nil
    }
  }

  /// Whether the rows are published, too; `nil` for what is no text.
  var publishes: Bool? {
    switch self {
    case .articles(_, let publishes): publishes
    case .outreach, .survey, .requests, .customers, .parts: nil
    }
  }
}
