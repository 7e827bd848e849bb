import Domain
import FoundationEssentials
import Postgres

/// What happened to orders and can be counted: one row a happening, as codes.
///
/// A row says what its event says, and nothing that a later one could change: which unit had the order then, or whether it
/// was in time, is asked of the board's intervals by ``happened(_:_:)``. What an action started and another one took back
/// stays, with the instant from which on it does not count.
///
/// | step | detail | item | ref | amount |
/// | --- | --- | --- | --- | --- |
/// | `opened` | channel | process | | |
/// | `assigned`, `reassigned`, `unassigned` | unit | staff | | |
/// | `with:` and one of these | unit | staff | | |
/// | `act:ACTION` | state reached | state before | | |
/// | `returned`, `reopened`, `redo` | action | | | |
/// | `undone` | action taken back | | | |
/// | `repeated` | channel | | which report, from 1 | |
/// | `urged` | | | the urging order | |
/// | `child:RELATION` | state it ended in | | the child | |
/// | `extended`, `extension-asked`, `extension-refused` | clock | | | |
/// | `assist-asked` | unit | | | |
/// | `noted` | for whom | | | |
/// | `line` | part, labour, fee | code | its line | thousandths |
/// | `fired` | level | rule | | |
///
/// The actor of what an import recorded is ``FactWorker/imported``: who ran it did none of that.
///
/// `redo` is a reopening, or the action `reject`: the work was not good enough. `reassigned` is from one unit or person to
/// another; what of it is `with:` something else is told by ``OrderAssignments``.
public struct OrderSteps: Projection {
  /// `order-steps`
  public let name = "order-steps"
  /// Raised when the table or its meaning change.
  public let version = 3
  /// What it owns.
  public let tables = ["order_step"]
  /// What it listens to.
  public let categories: Set<Substring> = ["order", "definition"]
  /// A count that is wrong says nothing of it.
  public let poisonPolicy = PoisonPolicy.stop
  /// The table with its key. `price` is of one, in hundredths of the office's currency; `command` is kept of what an
  /// assignment may belong to.
  public let schema = """
    create table order_step (
      no bigint not null,
      at timestamptz not null,
      position bigint not null,
      undone_at timestamptz,
      ref bigint,
      amount bigint,
      price bigint,
      command uuid,
      step text not null,
      actor text not null,
      detail text,
      item text,
      primary key (no, position, step)
    );
    """
  /// What only questions need.
  public let indexes = "create index order_step_by_step on order_step (step, at);"

  /// The steps.
  public init() {}

  /// Adds the page's steps, then takes back what it takes back, in the order of the log.
  public func apply(_ page: Page, on connection: isolated Connection) throws {
    let touched = Dictionary(page.orders.map { ($0.no, $0) }) { first, _ in first }
    var rows: [OrderStep] = []
    var endings: [Ending] = []
    var assignments = try OrderAssignments(page, on: connection)
    for entry in page.entries {
      guard case .order(let event) = entry.event, let no = entry.recorded.stream.orderNumber else { continue }
      let order = touched[no]
      let process = order.map { TouchedProcess($0.opened, page.definitions) }
      let at = Self.instant(of: event, entry.recorded.occurredAt, order?.after?.order)
      for step in OrderStep.steps(of: event, no: no, in: process, hasUnit: assignments.hasUnit(no)) {
        rows.append(step.happened(at: at, entry.recorded))
      }
      assignments.note(event, no, entry.recorded)
      if let ended = Ended(event) {
        endings.append(
          Ending(no: no, parent: order?.opened.parent, what: ended, at: at, position: entry.recorded.position))
      }
    }
    if !rows.isEmpty { try connection.execute(OrderStep.insert(rows)) }
    try assignments.settle(on: connection)
    for ending in endings { try connection.execute(ending.update) }
  }

  /// A file may say "closed" before "opened": it then was closed from the start, as on the board. Only of moves: whether a
  /// page knows the order of another event depends on what else is on it.
  private static func instant(of event: OrderEvent, _ occurredAt: Date, _ order: Order?) -> Date {
    guard case .moved = event, let order else { return occurredAt }
    return max(occurredAt, order.openedAt)
  }

  /// What an event makes count no more.
  private enum Ended {
    case action(ActionKey)
    case line(Int)
    case assignment

    init?(_ event: OrderEvent) {
      switch event {
      case .moved(let moved) where moved.undoes != nil: self = .action(moved.undoes ?? .undo)
      case .lineVoided(let voided): self = .line(voided.line)
      case .unassigned: self = .assignment
      default: return nil
      }
    }
  }

  private struct Ending {
    let no: OrderNumber
    /// The order that its ending was a step of, too.
    let parent: OrderNumber?
    let what: Ended
    let at: Date
    let position: Int64

    /// The last one that stands in the log before, and still counts.
    var update: SQL {
      let row: SQL =
        switch what {
        case .action(let action): "step = \("act:" + action.rawValue)"
        case .line(let line): "step = 'line' and ref = \(Int64(line))"
        case .assignment: "step in ('assigned', 'reassigned')"
        }
      return """
        update order_step set undone_at = greatest(at, \(at))
          where no = any(\([no, parent].compactMap { $0.map { Int64($0.value) } })) and position = (
          select max(position) from order_step
            where no = \(Int64(no.value)) and position < \(position) and undone_at is null and \(row))
        """
    }
  }
}

/// The process of an order as its events mean it.
///
/// Looked up in the version the order opened with, else in the first later one that knows the word: an event that names it
/// came after that one, and a version never changes, so a rebuild finds the same.
struct TouchedProcess {
  /// How the order came into being.
  let opened: OrderOpened
  private let versions: [Process]

  init(_ opened: OrderOpened, _ definitions: Definitions) {
    self.opened = opened
    let newest = definitions.process(opened.process)?.version ?? 0
    versions =
      newest < opened.processVersion
      ? [] : (opened.processVersion...newest).compactMap { definitions.process(opened.process, version: $0) }
  }

  func action(_ key: ActionKey) -> Action? { versions.lazy.compactMap { $0.action(key) }.first }

  func kind(of state: StateKey) -> StateKind? { versions.lazy.compactMap { $0.state(state)?.kind }.first }
}
