import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Reports

/// What changed between two reports, and why.
public struct ReportDiff: Sendable {
  /// Why a figure is another one.
  public enum Cause: String, Sendable, CaseIterable {
    /// It happened within the first report's time, and the log learned of it later.
    case late
    /// Something that was counted was corrected: edited, reopened, taken back.
    case correction
    /// It happened after the first report's time.
    case later
    /// A definition was published: of the office, a process, a calendar, a tree.
    case configuration
    /// The figure or the report is defined otherwise.
    case definition
    /// The second report is about another time or part.
    case parameters
  }

  /// An event behind a change.
  public struct Reason: Sendable {
    /// The event.
    public let event: RecordedEvent
    /// What it is to the first report.
    public let cause: Cause
  }

  /// A figure that changed.
  public struct Figure: Sendable {
    /// Which, before and after.
    public let change: ReportFigures.Change
    /// Why, each once.
    public let causes: [Cause]
    /// Positions of the events that changed it; those the actor may not see are left out, and far too many cut.
    public let events: [Int64]
  }

  /// The files' stamps, in the order of the log.
  public let first: ReportStamp
  /// The later one.
  public let second: ReportStamp
  /// The figures that changed, in the order of the report.
  public let figures: [Figure]
  /// The events behind them, by position.
  public let reasons: [Int64: Reason]
  /// What was asked for otherwise: name, first, second.
  public let parameters: [(name: String, first: String?, second: String?)]
  /// Definitions of figures that only one of them has.
  public let formulas: (first: [String], second: [String])
  /// So many events at a time were looked at: more than 1 where there are too many for each by itself.
  public let stepLength: Int

  /// How many figures each cause changed.
  public var counts: [(cause: Cause, figures: Int)] {
    Cause.allCases.compactMap { cause in
      let count = figures.count { $0.causes.contains(cause) }
      return count == 0 ? nil : (cause, count)
    }
  }
}

extension ReportDiff.Cause {
  /// What an event is to a report that ends at an instant.
  init(of event: DomainEvent, at instant: Date, reportEnd end: Date) {
    switch event {
    case .definition, .unit, .staff: self = .configuration
    case .order(.edited), .order(.withdrawn), .order(.reinstated), .order(.unlinked), .order(.processChanged),
      .order(.unassigned), .order(.dueExtended), .order(.lineVoided), .order(.forgotten), .batch(.undoBegan),
      .batch(.undone), .party:
      self = .correction
    case .order(.moved(let moved)) where moved.undoes != nil || moved.kind == .open && moved.from != moved.to:
      // Back among the unfinished: what was counted as done is so no more.
      self = instant <= end && moved.undoes == nil ? .late : .correction
    case .order, .batch, .numbering, .campaign, .mailing, .reporting, .part, .article:
      self = instant <= end ? .late : .later
    }
  }
}
