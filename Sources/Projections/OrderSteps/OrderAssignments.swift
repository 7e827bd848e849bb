import Domain
import EventStore
import FoundationEssentials
import Postgres

/// Tells an assignment that somebody made by hand from one that is part of something else: of an action (a dispatch), of the
/// opening, of an undo. One dispatch is one step, and its unit is told beside it.
///
/// What is part of an action or opening is called `with:assigned` or `with:reassigned`; that of an action stands at the
/// action's place, so that it counts as long as the action does. What an undo gives back is no assignment at all. Parts of
/// one command are known by its id, and may lie in two pages: so it is settled in the table.
struct OrderAssignments {
  /// The steps of which the command is kept: assignments, and what comes before one that is part of it.
  static let leaders: Set<String> = ["opened", "undone", "assigned", "reassigned", "unassigned"]

  private struct Place {
    let no: Int64
    let command: UUID
    let position: Int64
  }

  private var hasUnit: [OrderNumber: Bool] = [:]
  /// The assignments of the page, and the actions that may have one.
  private var assigned: [Place] = []
  private var moved: [Place] = []

  /// As of before a page.
  init(_ page: Page, on connection: isolated Connection) throws {
    let numbers = page.entries.compactMap { entry -> Int64? in
      guard case .order(.assigned) = entry.event else { return nil }
      return entry.recorded.stream.orderNumber.map { Int64($0.value) }
    }
    guard !numbers.isEmpty else { return }
    let rows = try connection.query(
      """
      select distinct on (no) no, step not in ('unassigned', 'with:unassigned') from order_step
        where no = any(\(numbers)) and step in ('assigned', 'reassigned', 'with:assigned', 'with:reassigned', 'unassigned',
          'with:unassigned')
        order by no, position desc
      """)
    for row in rows {
      let (no, isAssigned) = try row.decode(Int64.self, Bool.self)
      hasUnit[OrderNumber(stored: no)] = isAssigned
    }
  }

  /// Whether a unit answers for an order, in the order of the log.
  func hasUnit(_ no: OrderNumber) -> Bool { hasUnit[no] ?? false }

  /// Takes in the next event of the page.
  mutating func note(_ event: OrderEvent, _ no: OrderNumber, _ recorded: RecordedEvent) {
    let place = recorded.authorship.correlation.map {
      Place(no: Int64(no.value), command: $0, position: recorded.position)
    }
    switch event {
    case .assigned:
      hasUnit[no] = true
      assigned += [place].compactMap(\.self)
    case .unassigned:
      hasUnit[no] = false
      assigned += [place].compactMap(\.self)
    case .moved(let move): if move.undoes == nil { moved += [place].compactMap(\.self) }
    case .opened, .noted, .reminderSet, .ruleFired, .withdrawn, .reinstated, .forgotten, .assistAsked, .assistEnded,
      .edited, .linked, .unlinked, .extensionAsked, .dueExtended, .extensionRefused, .lineAdded, .lineVoided,
      .repeatReported, .fileAttached, .fileRemoved, .processChanged, .reserved, .released:
      break
    }
  }

  /// Renames, moves and drops rows once those of the page are there.
  func settle(on connection: isolated Connection) throws {
    if !assigned.isEmpty {
      let together: SQL = """
        u.no = any(\(assigned.map(\.no))) and u.command = any(\(assigned.map(\.command))) and s.no = u.no
          and s.command = u.command
        """
      try connection.execute(
        """
        delete from order_step s using order_step u
          where \(together) and u.step = 'undone' and s.step in ('assigned', 'reassigned')
        """)
      try connection.execute(
        """
        update order_step s set step = 'with:' || s.step from order_step u
          where \(together) and (u.step = 'undone' and s.step = 'unassigned'
            or u.step = 'opened' and s.step in ('assigned', 'reassigned'))
        """)
    }
    guard !moved.isEmpty else { return }
    // An action says who gets the order right before it says where it goes.
    try connection.execute(
      """
      update order_step s set step = 'with:' || s.step, position = m.position
        from unnest(\(moved.map(\.no))::bigint[], \(moved.map(\.command))::uuid[], \(moved.map(\.position))::bigint[])
          as m (no, command, position)
        where s.no = m.no and s.command = m.command and s.position = m.position - 1
          and s.step in ('assigned', 'reassigned')
      """)
  }
}
