import Domain
import FoundationEssentials

/// What somebody asks of the board.
public struct BoardQuery: Sendable {
  /// The instant that the answer is as of.
  public var asOf: Date
  /// Only orders that are overdue then.
  public var overdueOnly = false
  /// Only orders of a process.
  public var process: String?
  /// Only orders of a cell of the board.
  public var cell: BoardCell?
  /// When the day ends whose orders are due today; asked for by ``BoardCell/today`` alone.
  public var dayEnd: Date?
  /// Only orders that these have.
  public var units = Units.any
  /// Only orders in a state.
  public var state: String?
  /// Only orders of a kind of state.
  public var kind: StateKind?
  /// Only orders of a category.
  public var category: String?
  /// Only orders of a campaign.
  public var campaign: String?
  /// Only orders that a member of staff has.
  public var staff: String?
  /// Only orders as urgent as this, or more.
  public var priority: OrderPriority?
  /// Only orders of an area.
  public var area: String?
  /// Only orders that follow from this one.
  public var parent: OrderNumber?
  /// Only orders that this unit helps with.
  public var assist: String?
  /// Only orders that came in this way.
  public var channel: String?
  /// Only orders of a party.
  public var party: PartyID?
  /// Only orders opened at this instant or later.
  public var openedFrom: Date?
  /// Only orders opened before this instant.
  public var openedUntil: Date?
  /// Only orders whose title, key or category has this in it, whatever the case of its letters.
  public var search: String?
  /// Only orders with these words anywhere; needs ``OrderTexts`` up to date.
  public var text: TextQuery?
  /// Only this order.
  public var no: OrderNumber?
  /// Only what somebody may see. Everything, unless said otherwise: whoever asks for a person says so.
  public var sight = OrderSight.everything
  /// In which order.
  public var sort: Sort
  /// The largest first.
  public var isDescending = false
  /// At most so many; `nil` for all.
  public var limit: Int?

  /// Who has an order.
  public enum Units: Sendable, Equatable {
    /// Whoever it is.
    case any
    /// Nobody yet.
    case nobody
    /// One of these units: a unit and all below it, most often. None of them means no order.
    case these([String])
  }

  /// What a list can be sorted by; what is empty comes last, and the number decides between equals.
  public enum Sort: String, Sendable, CaseIterable {
    case no, key, process, category, state, unit, staff, priority, area, opened, due, finished
  }

  /// Only orders of this unit; `nil` for any.
  public var unit: String? {
    get { if case .these(let units) = units, units.count == 1 { units[0] } else { nil } }
    set { units = newValue.map { .these([$0]) } ?? .any }
  }

  /// All orders as of an instant, by number.
  public init(asOf: Date, sort: Sort = .no) {
    self.asOf = asOf
    self.sort = sort
  }
}

/// One line of the board.
public struct BoardRow: Sendable, Equatable {
  /// The order's number.
  public let no: OrderNumber
  /// Its number in the system it came from.
  public let key: String?
  /// Process and version.
  public let process: ProcessKey
  /// Version of the process.
  public let processVersion: Int
  /// What it is about.
  public let category: String?
  /// One line; `nil` where none was given, or where it is masked.
  public internal(set) var title: String?
  /// Where it stood.
  public let state: StateKey
  /// What that means.
  public let kind: StateKind
  /// Who had it.
  public let unit: String?
  /// Which member of its staff.
  public let staff: String?
  /// Between dispatcher and unit; `nil` for a finished order.
  public let stage: DeskStage?
  /// How urgent it is, as of now.
  public let priority: OrderPriority
  /// Where it lies, as of now.
  public let area: String?
  /// The order that it follows from.
  public let parent: OrderNumber?
  /// The unit at which it was taken in.
  public let intake: String?
  /// The units that help, as of now.
  public let assists: [String]
  /// Only named readers see its words.
  public let isSecret: Bool
  /// How it came in.
  public let channel: String?
  /// The campaign it belongs to.
  public let campaign: String?
  /// When it was opened.
  public let openedAt: Date
  /// When work on it begins; most often when it was opened.
  public let beginsAt: Date
  /// When it was due.
  public let dueAt: Date?
  /// When it was finished, if it was by then.
  public let finishedAt: Date?
  /// Whether it was overdue, by ``Overdue``.
  public let isOverdue: Bool
  /// It is secret, and its words are not shown to whoever asked.
  public internal(set) var isMasked = false
}
