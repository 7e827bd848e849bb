import FoundationEssentials

/// Everything configured, as published so far: folded from the definition events, handed to all that decide or project.
public struct Definitions: Sendable {
  private var processes: [ProcessKey: [Int: Process]] = [:]
  private var versionsOfTrees: [CategoriesKey: [(since: Date, tree: CategoryTree)]] = [:]
  private var tables: [RegionsKey: RegionTable] = [:]
  /// The calendars over time.
  public internal(set) var calendars = CalendarTimeline()
  /// The keys of the campaigns, as published.
  public private(set) var campaigns: Set<String> = []
  private var plans: [CampaignKey: Campaign] = [:]
  private var roles = Dictionary(RoleDefinition.shipped.map { ($0.key, $0) }) { first, _ in first }
  /// The texts in force of measures and reports, by kind and key.
  private var reportTexts: [DefinitionPublished.Kind: [String: DefinitionPublished]] = [:]
  /// The functions that are switched off.
  public private(set) var functions = OfficeFunctions()

  /// Nothing published yet.
  public init() {}

  /// Takes in what was published, and when.
  ///
  /// - Throws: what is wrong with a process that an earlier version took and this one refuses. It is not passed over: its
  ///   orders would vanish from all lists.
  public mutating func evolve(_ event: DefinitionEvent, at instant: Date) throws(ProcessError) {
    switch event {
    case .retired(let retired): reportTexts[retired.kind]?[retired.key] = nil
    case .published(let published):
      switch published.kind {
      case .process:
        let key = ProcessKey(rawValue: published.key)
        processes[key, default: [:]][published.version] = try ProcessCompiler.compile(
          published.body, key: key, version: published.version, among: .stored)
      case .office:
        if let office = Office(yaml: published.body) { calendars.publish(office, at: instant) }
      case .calendar:
        let key = CalendarKey(rawValue: published.key)
        calendars.publish(
          try CalendarCompiler.compile(published.body, key: key), version: published.version, at: instant)
      case .campaign:
        campaigns.insert(published.key)
        let key = CampaignKey(rawValue: published.key)
        // The first version kept whatever stood there: such a body names a campaign and tells nothing of it.
        plans[key] = try? CampaignCompiler.compile(published.body, key: key, version: published.version)
      case .categories:
        let key = CategoriesKey(rawValue: published.key)
        let tree = try CategoryCompiler.compile(published.body, key: key, version: published.version)
        versionsOfTrees[key, default: []].append((instant, tree))
      case .regions:
        let key = RegionsKey(rawValue: published.key)
        tables[key] = try RegionCompiler.compile(published.body, key: key, version: published.version)
      case .role:
        let key = RoleKey(rawValue: published.key)
        roles[key] = try RoleDefinition.compile(published.body, key: key, version: published.version, isStored: true)
      case .functions:
        functions = OfficeFunctions(stored: published.body)
      case .measure, .report: reportTexts[published.kind, default: [:]][published.key] = published
      case .view, .template, .processMap, .reportSchedule, .importMap: break
      }
    }
  }

  /// The newest version of a process; `nil` where none is published.
  public func process(_ key: ProcessKey) -> Process? {
    processes[key].flatMap { versions in versions.keys.max().flatMap { versions[$0] } }
  }

  /// The version that an order opened with.
  public func process(_ key: ProcessKey, version: Int) -> Process? { processes[key]?[version] }

  /// What a role allows now: as published, else as shipped; `nil` for one that is neither.
  public func role(_ key: RoleKey) -> RoleDefinition? { roles[key] }

  /// The measures and reports that the office has published, by kind and key.
  public var publishedReports: [DefinitionPublished] {
    [DefinitionPublished.Kind.measure, .report].flatMap { kind in
      (reportTexts[kind] ?? [:]).values.sorted { $0.key < $1.key }
    }
  }

  /// All roles, by key.
  public var allRoles: [RoleDefinition] { roles.values.sorted { $0.key < $1.key } }

  /// Every version of every process that orders may still be on, in no order.
  public var everyVersion: [Process] { processes.values.flatMap(\.values) }

  /// The newest version of a campaign; `nil` where none is published.
  public func campaign(_ key: CampaignKey) -> Campaign? { plans[key] }

  /// The newest version of every campaign, by key.
  public var allCampaigns: [Campaign] { plans.values.sorted { $0.key < $1.key } }

  /// The newest version of every process, by key.
  public var all: [Process] { processes.keys.sorted().compactMap(process) }
}

/// What orders can be about, and where.
extension Definitions {
  /// The category tree as it reads now, or as it read at an instant; `nil` where none was ever published.
  ///
  /// What was first published holds for all time before, too: a history that is imported is older than the office's set-up.
  public func categories(_ key: CategoriesKey, at instant: Date = .distantFuture) -> CategoryTree? {
    versionsOfTrees[key].flatMap { versions in versions.last { $0.since <= instant } ?? versions.first }?.tree
  }

  /// The newest version of every category tree, by key.
  public var categoryTrees: [CategoryTree] { versionsOfTrees.keys.sorted().compactMap { categories($0) } }

  /// The newest version of every region table, by key.
  public var regionTables: [RegionTable] { tables.keys.sorted().compactMap { tables[$0] } }

  /// The area of an address, of all region tables; `nil` where no area fits.
  public func area(forAddress address: String) -> RegionTable.Area? {
    regionTables.lazy.compactMap { $0.area(forAddress: address) }.first
  }

  /// The area of a telephone number, of all region tables; `nil` where no area fits.
  public func area(forPhone phone: String) -> RegionTable.Area? {
    regionTables.lazy.compactMap { $0.area(forPhone: phone) }.first
  }
}
