/// A row of a list of units. What is `nil` was not in the list and stays as it is; an empty text takes it away.
public struct UnitListRow: Sendable, Equatable {
  /// As the spreadsheet program numbers it.
  public let row: Int
  /// The unit.
  public let unit: UnitKey
  /// The unit above.
  public let parent: UnitKey?
  /// Name, phone, head and kind.
  public let change: UnitChanged
  /// The key of its calendar.
  public let calendar: String?

  /// A row.
  public init(row: Int, unit: UnitKey, parent: UnitKey?, change: UnitChanged, calendar: String?) {
    self.row = row
    self.unit = unit
    self.parent = parent
    self.change = change
    self.calendar = calendar
  }
}

/// Why a row of a list of units or people cannot be taken.
public struct OrganisationListProblem: Sendable, Equatable {
  /// As the spreadsheet program numbers it.
  public let row: Int
  /// What is wrong.
  public let refusal: OrganisationRefusal

  /// A problem.
  public init(row: Int, refusal: OrganisationRefusal) {
    self.row = row
    self.refusal = refusal
  }
}

extension Organisation {
  /// What a list of units changes: only what differs from the tree as it is. Rows may stand in any order; a unit that
  /// stands below one of a later row waits for it.
  ///
  /// - Returns: the events in the order in which they are possible, or all problems, by row.
  public func plan(_ rows: [UnitListRow]) -> (events: [UnitEvent], problems: [OrganisationListProblem]) {
    var after = self
    var events: [UnitEvent] = []
    var problems: [OrganisationListProblem] = []
    var waiting: [UnitListRow] = []
    var seen: [UnitKey: Int] = [:]
    for row in rows {
      if let first = seen[row.unit] {
        problems.append(OrganisationListProblem(row: row.row, refusal: .sameAs(row: first, row.unit.rawValue)))
      } else {
        seen[row.unit] = row.row
        waiting.append(row)
      }
    }
    var refused: [UnitKey: Int] = [:]
    while !waiting.isEmpty {
      let ready = waiting.filter { row in
        row.parent.map { after.tree[$0] != nil || !waiting.contains { $0.unit == row.parent } } ?? true
      }
      let circle = ready.isEmpty ? Self.circle(in: waiting) : []
      for row in circle + ready {
        do throws(OrganisationRefusal) {
          guard circle.isEmpty else { throw .circle(circle.map(\.unit), rows: circle.map(\.row)) }
          if let parent = row.parent, after.tree[parent] == nil, let above = refused[parent] {
            throw .aboveRefused(parent, row: above)
          }
          let new = try after.events(for: row)
          for event in new { after.evolve(event, at: .distantPast) }
          events += new
        } catch {
          problems.append(OrganisationListProblem(row: row.row, refusal: error))
          refused[row.unit] = row.row
        }
        waiting.removeAll { $0.unit == row.unit }
      }
    }
    return (events, problems.sorted { $0.row < $1.row })
  }

  /// Rows of which each stands below the next, and the last below the first; all rows wait for another one.
  private static func circle(in waiting: [UnitListRow]) -> [UnitListRow] {
    let rows = Dictionary(waiting.map { ($0.unit, $0) }) { first, _ in first }
    var (path, next): ([UnitListRow], UnitListRow?) = ([], waiting.first)
    while let row = next {
      if let start = path.firstIndex(of: row) { return Array(path[start...]) }
      path.append(row)
      next = row.parent.flatMap { rows[$0] }
    }
    return path
  }

  private func events(for row: UnitListRow) throws(OrganisationRefusal) -> [UnitEvent] {
    var after = self
    var events: [UnitEvent] = []
    if let node = tree[row.unit], node.parent != nil || row.unit == tree.top || row.parent == nil {
      if let parent = row.parent, parent != node.parent { events = try move(row.unit, below: parent) }
      for event in events { after.evolve(event, at: .distantPast) }
      events += try after.set(row.change)
    } else {
      events = try add(
        row.unit, below: row.parent, name: row.change.name.flatMap { $0.isEmpty ? nil : $0 }, change: row.change)
    }
    after = self
    for event in events { after.evolve(event, at: .distantPast) }
    guard let calendar = row.calendar else { return events }
    return events + (try after.setCalendar(calendar.isEmpty ? nil : calendar, of: row.unit))
  }
}
