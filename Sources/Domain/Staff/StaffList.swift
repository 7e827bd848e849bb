import FoundationEssentials

/// A row of a list of people. What is `nil` was not in the list and stays as it is; an empty text takes it away.
public struct StaffListRow: Sendable, Equatable {
  /// As the spreadsheet program numbers it.
  public let row: Int
  /// Who.
  public let staff: StaffKey
  /// Where they work.
  public let unit: UnitKey
  /// Post, login, name and numbers.
  public let correction: StaffCorrected
  /// The roles they hold, over which units; `nil` where the list has no such column.
  public let roles: [RoleGranted]?

  /// A row.
  public init(row: Int, staff: StaffKey, unit: UnitKey, correction: StaffCorrected, roles: [RoleGranted]?) {
    self.row = row
    self.staff = staff
    self.unit = unit
    self.correction = correction
    self.roles = roles
  }
}

extension Organisation {
  /// What a list of people changes: only what differs. Whoever is not in it stays as they are; roles that are not in their
  /// row are taken from those who are.
  ///
  /// - Returns: the events by person, in the order of the rows, or all problems, by row.
  public func plan(
    _ rows: [StaffListRow], known roles: [RoleKey], at instant: Date
  ) -> (events: [(staff: StaffKey, events: [StaffEvent])], problems: [OrganisationListProblem]) {
    var after = self
    var all: [(staff: StaffKey, events: [StaffEvent])] = []
    var problems: [OrganisationListProblem] = []
    var seen: [StaffKey: Int] = [:]
    for row in rows {
      do throws(OrganisationRefusal) {
        if let first = seen[row.staff] { throw .sameAs(row: first, row.staff.rawValue) }
        seen[row.staff] = row.row
        let events = try after.events(for: row, known: roles, at: instant)
        for event in events { after.evolve(event, of: row.staff, at: instant) }
        if !events.isEmpty { all.append((row.staff, events)) }
      } catch {
        problems.append(OrganisationListProblem(row: row.row, refusal: error))
      }
    }
    return (all, problems)
  }

  private func events(
    for row: StaffListRow, known roles: [RoleKey], at instant: Date
  ) throws(OrganisationRefusal) -> [StaffEvent] {
    var after = self
    var all: [StaffEvent] = []
    func take(_ events: [StaffEvent]) {
      for event in events { after.evolve(event, of: row.staff, at: instant) }
      all += events
    }
    if let member = staff[row.staff] {
      if !member.isHere(at: instant) {
        take(try after.comeBack(row.staff, to: row.unit, at: instant))
      } else {
        take(try after.move(row.staff, to: row.unit, at: instant))
      }
      take(try after.correct(row.staff, row.correction, at: instant))
    } else {
      func filled(_ text: String?) -> String? { text.flatMap { $0.isEmpty ? nil : $0 } }
      let card = row.correction.card
      take(
        try after.join(
          StaffJoined(
            staff: row.staff, unit: row.unit, post: filled(row.correction.post), login: filled(row.correction.login),
            card: StaffCard(name: filled(card?.name), phone: filled(card?.phone), mail: filled(card?.mail))),
          at: instant))
    }
    guard let wanted = row.roles else { return all }
    for granted in wanted {
      let isHeld = after.staff[row.staff]?.grants(at: instant).contains {
        $0.role == granted.role && $0.unit == granted.unit
      }
      if isHeld != true { take(try after.grant(granted, to: row.staff, known: roles, at: instant)) }
    }
    for grant in after.staff[row.staff]?.grants(at: instant) ?? [] {
      if !wanted.contains(where: { $0.role == grant.role && $0.unit == grant.unit }) {
        take(try after.revoke(grant.role, over: grant.unit, from: row.staff, at: instant))
      }
    }
    return all
  }
}
