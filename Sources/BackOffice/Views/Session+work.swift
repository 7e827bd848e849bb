import Domain
import FoundationEssentials
import Projections

/// One entry of a personal calendar.
public struct AgendaItem: Sendable {
  /// Which of the four views of the calendar it is in.
  public enum View: String, Sendable, CaseIterable {
    /// An order to work on now.
    case task
    /// A reminder that will come.
    case event
    /// An order to work on later.
    case plan
    /// An order that was finished.
    case done
  }

  /// Its view.
  public let view: View
  /// A task's due time, an event's and a plan's moment, the finish of what is done; `nil` for a task without a due time.
  public let at: Date?
  /// The order.
  public let row: BoardRow
  /// What fires, of an event.
  public let timer: OrderTimer?
  /// Names the entry for ever, whatever its time is: an order's number and view, and of an event which one.
  public let id: String

  init(_ view: View, at: Date?, _ row: BoardRow, timer: OrderTimer? = nil) {
    self.view = view
    self.at = at
    self.row = row
    self.timer = timer
    // What is a plan today is a task tomorrow, and the same entry.
    let kind = view == .event ? "event" : "order"
    id = (["\(kind)-\(row.no)"] + (timer.map { [$0.name.split(separator: "/").joined(separator: "-")] } ?? []))
      .joined(separator: "-")
  }
}

extension Session {
  /// What the actor has to do, next due first. The board must be up to date.
  ///
  /// - Parameters:
  ///   - roles: only steps of these roles; `nil` for those that the actor has.
  public func todo(of staff: String, roles: Set<RoleKey>?, _ query: BoardQuery) async throws -> [BoardRow] {
    // What another one's post has to do, only they know: of them one sees what is in their hands.
    let isOwn = staff == actor || !access.isEnforced
    let responsibilities = isOwn ? try await responsibilities(roles, query.units) : []
    return try await connection.run { connection in
      var rows: [BoardRow] = []
      try OrderBoard.todo(of: staff, responsibilities, query, on: connection) { rows.append($0) }
      return rows
    }
  }

  private func responsibilities(_ roles: Set<RoleKey>?, _ units: BoardQuery.Units) async throws -> [Responsibility] {
    let definitions = try await definitions()
    if roles == nil, access.isEnforced {
      // Each role reaches its own units: what one may do in the east another does in the west.
      return Set(access.held.map(\.grant.role)).compactMap { role in
        let scope = access.scope(ofRoles: [role])
        guard !scope.isEmpty else { return nil }
        let reached = scope.codes.map { BoardQuery.Units.these($0) } ?? .any
        return Responsibility(of: [role], in: definitions, units: reached)
      }
    }
    // Where nobody has a role, a unit's work is everybody's in it; without a unit only what is in one's own hands.
    if roles == nil, units == .any { return [] }
    let asked = roles ?? Set(definitions.everyVersion.flatMap { $0.actions.flatMap(\.by) })
    return asked.map { Responsibility(of: [$0], in: definitions, units: units) }
  }

  /// A personal calendar: current tasks, reminders that will come, plans, and what was finished since an instant. All from
  /// the board and the timers, so an order that goes to somebody else moves to their calendar.
  public func agenda(of staff: String, from: Date, until: Date, asOf now: Date) async throws -> [AgendaItem] {
    try await catchUp([OrderBoard(), Timers()])
    var query = BoardQuery(asOf: now)
    query.staff = staff
    query.sight = try await sight()
    let asked = query
    let (rows, timers) = try await connection.run { connection in
      var rows: [BoardRow] = []
      try OrderBoard.work(asked, from: from, on: connection) { rows.append($0) }
      return (rows, try Timers.forAssignee(staff, until: until, on: connection))
    }
    var items = rows.map { row -> AgendaItem in
      if row.kind != .open { return AgendaItem(.done, at: row.finishedAt, row) }
      return row.beginsAt > now ? AgendaItem(.plan, at: row.beginsAt, row) : AgendaItem(.task, at: row.dueAt, row)
    }
    let byNumber = Dictionary(uniqueKeysWithValues: rows.map { ($0.no, $0) })
    items += timers.compactMap { waiting in
      byNumber[waiting.no].map { AgendaItem(.event, at: waiting.timer.at, $0, timer: waiting.timer) }
    }
    return items
  }

  /// What everybody in some units did since an instant, does and will do. The board must be up to date.
  public func people(_ query: BoardQuery, from: Date) async throws -> [OrderBoard.PersonLine] {
    try await connection.run { connection in try OrderBoard.people(query, from: from, on: connection) }
  }

  /// Their orders, one by one. The board must be up to date.
  public func work(_ query: BoardQuery, from: Date) async throws -> [BoardRow] {
    try await connection.run { connection in
      var rows: [BoardRow] = []
      try OrderBoard.work(query, from: from, on: connection) { rows.append($0) }
      return rows
    }
  }
}
