import FoundationEssentials

/// What can have happened to an order.
public enum OrderEvent: Sendable, Equatable {
  /// It came into being. Indirect, because all events are as large as the largest, and are copied often.
  indirect case opened(OrderOpened)
  /// A unit got it.
  case assigned(OrderAssigned)
  /// It went from one state to another, or stayed with progress.
  case moved(OrderMoved)
  /// Somebody wrote something down.
  case noted(OrderNoted)
  /// Somebody asked to be reminded of it.
  case reminderSet(OrderReminderSet)
  /// A rule of its process fired, or was skipped because it was long past.
  case ruleFired(RuleFired)
  /// The import that opened it was undone.
  case withdrawn(OrderWithdrawn)
  /// The import that opened it was run again after it was undone.
  case reinstated(OrderReinstated)
  /// Its words were erased: an order that is for nobody in the book.
  case forgotten(Forgotten)
}

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
  /// What was said and where: erasable.
  public var words: OrderWords?

  private enum CodingKeys: String, CodingKey {
    case no, process, processVersion, state, kind, channel, category, key, promise, party, campaign
  }

  /// An opening with all that is known.
  public init(
    no: OrderNumber, process: ProcessKey, processVersion: Int, state: StateKey, kind: StateKind, channel: String? = nil,
    category: String? = nil, key: String? = nil, promise: Date? = nil, party: PartyID? = nil, campaign: String? = nil,
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
    self.words = words
  }
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

/// A unit got the order.
public struct OrderAssigned: Sendable, Equatable, Codable {
  /// The one unit that answers for it.
  public var main: UnitKey
  /// The member of staff, as a code.
  public var staff: String?

  /// An assignment.
  public init(main: UnitKey, staff: String? = nil) {
    self.main = main
    self.staff = staff
  }
}

/// An action of the process was done.
public struct OrderMoved: Sendable, Equatable, Codable {
  /// Which.
  public var action: ActionKey
  /// The state before.
  public var from: StateKey
  /// The state after; the same for progress.
  public var to: StateKey
  /// What the state after means, so that no reader needs the process to know.
  public var kind: StateKind
  /// Reason, result, note …, by field: erasable.
  public var words: [String: String]?

  private enum CodingKeys: String, CodingKey { case action, from, to, kind }

  /// A move.
  public init(action: ActionKey, from: StateKey, to: StateKey, kind: StateKind, words: [String: String] = [:]) {
    self.action = action
    self.from = from
    self.to = to
    self.kind = kind
    self.words = words.isEmpty ? nil : words
  }
}

/// Somebody wrote something down.
public struct OrderNoted: Sendable, Equatable, Codable {
  /// What: erasable.
  public var text: String?

  private enum CodingKeys: CodingKey {}

  /// A note.
  public init(text: String?) { self.text = text }
}

/// Somebody asked to be reminded of the order, should it be unfinished then.
public struct OrderReminderSet: Sendable, Equatable, Codable {
  /// When.
  public var at: Date

  /// A reminder of one's own.
  public init(at instant: Date) { at = instant }
}

/// The import that opened the order was undone.
public struct OrderWithdrawn: Sendable, Equatable, Codable {
  /// Which undo of its batch, from 1.
  public var generation: Int

  /// A withdrawal.
  public init(generation: Int) { self.generation = generation }
}

/// The import that opened the order was run again.
public struct OrderReinstated: Sendable, Equatable, Codable {
  /// Which run of its batch, from 2.
  public var generation: Int

  /// A reinstatement.
  public init(generation: Int) { self.generation = generation }
}
