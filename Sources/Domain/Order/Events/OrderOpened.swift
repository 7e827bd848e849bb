import FoundationEssentials

/// An order came into being.
public struct OrderOpened: Sendable, Equatable, Codable {
  /// The number people say aloud.
  public var no: OrderNumber
  /// How it moves, pinned to the version published then.
  public var process: ProcessKey
  /// Version of the process.
  public var processVersion: Int
  /// Where it starts.
  public var state: StateKey
  /// What that state means to lists and reports.
  public var kind: StateKind
  /// How it came in: phone, web, letter, list …
  public var channel: String?
  /// What it is about, as a code of the category tree.
  public var category: String?
  /// Its number in the system it came from; unique in its process.
  public var key: String?
  /// When it was promised, where somebody promised it.
  public var promise: Date?
  /// Whom it is for.
  public var party: PartyID?
  /// The campaign of an outbound call target.
  public var campaign: String?
  /// How urgent it is; normal where nothing is said.
  public var priority: OrderPriority?
  /// Where it lies, as a code of the region table.
  public var area: String?
  /// The order that it follows from.
  public var parent: OrderNumber?
  /// What it is to its parent: callback, urge, requisition.
  public var relation: RelationKey?
  /// The unit at which it was taken in: who may see it while no unit has it.
  public var intake: UnitKey?
  /// Work on it begins then, and so do its clocks; at the opening where nothing is said.
  public var notBefore: Date?
  /// Only named readers see its words.
  public var isSecret: Bool?
  /// Values of the form that are codes, by field: choices, numbers, dates, yes and no. Words stand in ``words``.
  public var form: [String: String]?
  /// What was said and where: erasable.
  public var words: OrderWords?

  private enum CodingKeys: String, CodingKey {
    case no, process, processVersion, state, kind, channel, category, key, promise, party, campaign
    case priority, area, parent, relation, intake, notBefore, isSecret, form
  }

  /// An opening with all that is known.
  public init(
    no: OrderNumber, process: ProcessKey, processVersion: Int, state: StateKey, kind: StateKind, channel: String? = nil,
    category: String? = nil, key: String? = nil, promise: Date? = nil, party: PartyID? = nil, campaign: String? = nil,
    priority: OrderPriority? = nil, area: String? = nil, parent: OrderNumber? = nil, relation: RelationKey? = nil,
    intake: UnitKey? = nil, notBefore: Date? = nil, isSecret: Bool? = nil, form: [String: String]? = nil,
    words: OrderWords? = nil
  ) {
    self.no = no
    self.process = process
    self.processVersion = processVersion
    self.state = state
    self.kind = kind
    self.channel = channel
    self.category = category
    self.key = key
    self.promise = promise
    self.party = party
    self.campaign = campaign
    self.priority = priority
    self.area = area
    self.parent = parent
    self.relation = relation
    self.intake = intake
    self.notBefore = notBefore
    self.isSecret = isSecret
    self.form = form
    self.words = words
  }
}

/// How urgent an order is.
public enum OrderPriority: String, Sendable, Codable, CaseIterable {
  case low, normal, high, urgent
}

/// The erasable words of an order's opening.
public struct OrderWords: Sendable, Equatable, Codable {
  /// One line.
  public var title: String?
  /// Where it is.
  public var address: String?
  /// What the caller said, what else the list held: by field.
  public var fields: [String: String]?

  /// Words; `nil` where there are none at all.
  public init?(title: String? = nil, address: String? = nil, fields: [String: String] = [:]) {
    self.title = title
    self.address = address
    self.fields = fields.isEmpty ? nil : fields
    if title == nil, address == nil, fields.isEmpty { return nil }
  }
}
