import Domain
import EventStore
import FoundationEssentials
import Projections
import Reports

/// What changed between two reports, and why.
public struct ReportDiff: Sendable {
  /// Why a figure is another one.
  public enum Cause: String, Sendable, CaseIterable {
    /// It happened within the first report's time, and the log learned of it later.
    case late
    /// Something that was counted was corrected: edited, taken back.
    case correction
    /// It happened after the first report's time.
    case later
    /// A definition was published: of the office, a process, a calendar, a tree; or a unit changed.
    case configuration
    /// The figure or the report is defined otherwise.
    case definition
    /// The second report is about another time or part.
    case parameters
    /// Its line came among the first of the table, or left them, because of other lines.
    case ranking
    /// Nothing that is known accounts for it.
    case unexplained
  }

  /// Who or what counts otherwise.
  public enum Origin: Sendable, Hashable {
    /// An order, by what was recorded of it.
    case order(OrderNumber)
    /// Somebody in the book, and the orders that are for them.
    case party(PartyID)
    /// The orders and people that an import alone went on with.
    case batch(UUID)
    /// Those that a bulk action alone went on with.
    case command(UUID)
    /// Orders that the actor may not see.
    case hidden
    /// Time that went by between the two, where the report's own was not over.
    case time
    /// Events that configure, from this position on.
    case configuration(Int64)
    /// The definition of the second report.
    case definition
    /// The time or part of the second report.
    case parameters
    /// So many imports, in a report about imports.
    case imports(Int)
    /// Lines that came among the first of a table, or left them.
    case ranking
    /// What is left over.
    case unexplained
  }

  /// What changed figures.
  public struct Reason: Sendable {
    /// Who or what.
    public let origin: Origin
    /// Why.
    public let causes: [Cause]
    /// So many orders.
    public internal(set) var orders = 0
    /// All that the answer tells under the same import or bulk action, whatever their causes; `nil` for what is no crowd.
    public internal(set) var size: Size?
    /// So many events; 0 where they were told with those of others.
    public internal(set) var eventCount = 0
    /// The first and the last of them.
    public internal(set) var positions: ClosedRange<Int64>?
    /// The file of an import.
    public internal(set) var file: String?
  }

  /// How many are told together.
  public struct Size: Sendable, Equatable {
    /// Orders.
    public let orders: Int
    /// People and organisations in the book.
    public let people: Int
  }

  /// What a reason did to a figure.
  public struct Share: Sendable {
    /// Its place among the ``ReportDiff/reasons``.
    public let reason: Int
    /// By how much it changed the figure; `nil` where the figure is no sum.
    public let amount: Double?

    /// What a reason, or several of one origin, did.
    public init(reason: Int, amount: Double?) { (self.reason, self.amount) = (reason, amount) }
  }

  /// A figure that changed.
  public struct Figure: Sendable {
    /// Which, before and after.
    public let change: ReportFigures.Change
    /// What changed it, most first. Of a sum the amounts add up to the change.
    public let shares: [Share]
    /// Why, each once.
    public let causes: [Cause]
  }

  /// The files' stamps, in the order of the log.
  public let first: ReportStamp
  /// The later one.
  public let second: ReportStamp
  /// The figures that changed, in the order of the report.
  public let figures: [Figure]
  /// What changed them.
  public let reasons: [Reason]
  /// The events behind them that were asked for, with the places of their reasons, in the order of the log.
  public let events: [(event: RecordedEvent, reason: Int)]
  /// What was asked for otherwise: name, first, second.
  public let parameters: [(name: String, first: String?, second: String?)]
  /// Definitions of figures that only one of them has.
  public let formulas: (first: [String], second: [String])

  /// What a diff is doing.
  public enum Progress: Sendable {
    /// Read models are computed for a look back.
    case lookingBack(RebuildProgress)
    /// So many looks at the report are done, of so many.
    case looked(Int, of: Int)
  }

  /// How far reasons are taken apart.
  public enum Depth: Sendable {
    /// Large batches are one reason, and events are told of the first reasons of each figure.
    case few
    /// Large batches are one reason; the events of all others are told.
    case events
    /// Every order is a reason of its own, with its events.
    case all
  }
}
