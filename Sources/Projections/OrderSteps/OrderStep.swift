import Domain
import EventStore
import FoundationEssentials
import Postgres

/// One row of ``OrderSteps``.
struct OrderStep {
  private let no: OrderNumber
  private let step: String
  private var detail: String?
  private var item: String?
  private var ref: Int64?
  private var amount: Int64?
  private var price: Int64?
  private var command: UUID?
  private var at = Date.distantPast
  private var position: Int64 = 0
  private var actor = ""

  private init(_ no: OrderNumber, _ step: String, _ detail: String? = nil, item: String? = nil, ref: Int64? = nil) {
    (self.no, self.step, self.detail, self.item, self.ref) = (no, step, detail, item, ref)
  }

  /// With when, where in the log, by whom, and by which command where that tells what an assignment belongs to.
  func happened(at instant: Date, _ recorded: RecordedEvent) -> Self {
    var step = self
    (step.at, step.position, step.actor) = (instant, recorded.position, recorded.authorship.worker)
    if OrderAssignments.leaders.contains(self.step) { step.command = recorded.authorship.correlation }
    return step
  }

  /// What an event counts as; its order is not always the one it is counted of.
  ///
  /// - Parameter hasUnit: whether a unit answers for the order already.
  static func steps(of event: OrderEvent, no: OrderNumber, in process: TouchedProcess?, hasUnit: Bool) -> [Self] {
    switch event {
    case .opened(let opened):
      let own = Self(no, "opened", opened.channel, item: opened.process.rawValue)
      guard let parent = opened.parent, opened.relation == .urge else { return [own] }
      return [own, Self(parent, "urged", ref: Int64(no.value))]
    case .assigned(let assigned):
      return [Self(no, hasUnit ? "reassigned" : "assigned", assigned.main.rawValue, item: assigned.staff)]
    case .unassigned(let unassigned): return [Self(no, "unassigned", unassigned.main.rawValue)]
    case .moved(let moved): return steps(of: moved, no: no, in: process)
    case .repeatReported(let report): return [Self(no, "repeated", report.channel, ref: Int64(report.count))]
    case .dueExtended(let extended): return [Self(no, "extended", extended.clock.rawValue)]
    case .extensionAsked(let asked): return [Self(no, "extension-asked", asked.clock.rawValue)]
    case .extensionRefused(let refused): return [Self(no, "extension-refused", refused.clock.rawValue)]
    case .assistAsked(let asked): return [Self(no, "assist-asked", asked.unit.rawValue)]
    case .noted(let noted): return [Self(no, "noted", noted.visibility?.rawValue)]
    case .lineAdded(let line):
      var step = Self(no, "line", line.kind.rawValue, item: line.item, ref: Int64(line.line))
      step.amount = Int64(line.quantityThousandths)
      step.price = line.unitPriceHundredths.map(Int64.init)
      return [step]
    case .ruleFired(let fired):
      return fired.outcome == .fired ? [Self(no, "fired", String(fired.level), item: fired.rule.rawValue)] : []
    case .reminderSet, .withdrawn, .reinstated, .forgotten, .assistEnded, .edited, .linked, .unlinked,
      .lineVoided, .fileAttached, .fileRemoved, .processChanged, .reserved, .released:
      return []
    }
  }

  private static func steps(of moved: OrderMoved, no: OrderNumber, in process: TouchedProcess?) -> [Self] {
    if let undone = moved.undoes { return [Self(no, "undone", undone.rawValue)] }
    let action = moved.action.rawValue
    var steps = [Self(no, "act:\(action)", moved.to.rawValue, item: moved.from.rawValue)]
    if process?.action(moved.action)?.isReturn == true { steps.append(Self(no, "returned", action)) }
    let isReopened = !moved.kind.isFinished && process?.kind(of: moved.from)?.isFinished == true
    if isReopened { steps.append(Self(no, "reopened", action)) }
    if isReopened || moved.action == "reject" { steps.append(Self(no, "redo", action)) }
    // How a callback ended is asked of the unit that had the order, not of who made the call.
    if moved.kind.isFinished, let process, process.kind(of: moved.from)?.isFinished != true,
      let parent = process.opened.parent, let relation = process.opened.relation
    {
      steps.append(Self(parent, "child:\(relation)", moved.to.rawValue, ref: Int64(no.value)))
    }
    return steps
  }

  /// Adds rows.
  static func insert(_ rows: [Self]) -> SQL {
    """
    insert into order_step (no, at, position, ref, amount, price, command, step, actor, detail, item)
      select * from unnest(\(rows.map { Int64($0.no.value) })::bigint[], \(rows.map(\.at))::timestamptz[],
        \(rows.map(\.position))::bigint[], \(rows.map(\.ref))::bigint[], \(rows.map(\.amount))::bigint[],
        \(rows.map(\.price))::bigint[], \(rows.map(\.command))::uuid[], \(rows.map(\.step))::text[],
        \(rows.map(\.actor))::text[], \(rows.map(\.detail))::text[], \(rows.map(\.item))::text[])
    """
  }
}

extension RelationKey {
  /// The order urges its parent on.
  static let urge: RelationKey = "urge"
}
