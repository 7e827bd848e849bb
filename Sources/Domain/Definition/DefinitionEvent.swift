/// What can have happened to something configured.
public enum DefinitionEvent: Sendable, Equatable {
  /// A version of it came into force.
  case published(DefinitionPublished)
  /// It is in force no more; what was made by it stays.
  case retired(DefinitionRetired)
}

/// A version of a definition came into force.
public struct DefinitionPublished: Sendable, Equatable, Codable {
  /// What is defined.
  public enum Kind: String, Sendable, Codable {
    /// How orders of a kind move.
    case process
    /// The office itself: its time zone.
    case office
    /// An outbound campaign.
    case campaign
    /// Days and hours of work.
    case calendar
    /// A tree of what orders are about.
    case categories
    /// Which unit answers for which area.
    case regions
    /// What whoever has a role may do.
    case role
    /// A list by name.
    case view
    /// An official letter with gaps.
    case template
    /// Which functions of the program the office does without.
    case functions
    /// From which state to which an order moves with a new version of its process.
    case processMap = "process-map"
    /// A figure that reports count: how it is counted, over what, and how it reads where there is nothing.
    case measure
    /// A report: its tables, what they count and by what.
    case report
    /// When a report is made by itself, and where it goes.
    case reportSchedule = "report-schedule"
    /// How the columns of lists of one make are read.
    case importMap = "import-map"
  }

  /// What is defined.
  public var kind: Kind
  /// Its key within the kind.
  public var key: String
  /// From 1, without gaps.
  public var version: Int
  /// YAML text, as a person wrote it.
  public var body: String

  /// A version of a definition.
  public init(kind: Kind, key: String, version: Int, body: String) {
    self.kind = kind
    self.key = key
    self.version = version
    self.body = body
  }
}

/// A definition is in force no more.
public struct DefinitionRetired: Sendable, Equatable, Codable {
  /// What was defined.
  public var kind: DefinitionPublished.Kind
  /// Its key within the kind.
  public var key: String

  /// The end of a definition.
  public init(kind: DefinitionPublished.Kind, key: String) {
    self.kind = kind
    self.key = key
  }
}
