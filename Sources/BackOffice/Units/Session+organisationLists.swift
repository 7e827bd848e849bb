import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Spreadsheets

/// What a list of units or people came to, or would come to.
public struct OrganisationListSummary: Sendable {
  /// Rows with something in them.
  public let rows: Int
  /// Units or people that changed.
  public let changed: Int
  /// What was recorded, by the stored name of the event.
  public let events: [String: Int]
  /// Why nothing was recorded, by row; empty where it was.
  public let problems: [OrganisationListProblem]
}

extension Session {
  /// Takes a workbook of units in: the whole of it is checked first, and nothing is recorded where a row is wrong. What is
  /// so already is not recorded again.
  public func importUnits(_ path: String, at instant: Date, isRehearsal: Bool) async throws -> OrganisationListSummary {
    let sheet = try OrganisationSheet(path, fields: OrganisationSheet.unitFields, of: .units)
    let (rows, unreadable) = sheet.units()
    let listed = Set(rows.map(\.unit))
    for row in rows {
      if organisation.tree[row.unit] != nil {
        try require(.unitEdit, on: row.unit)
        if let parent = row.parent, organisation.tree[parent] != nil { try require(.unitEdit, on: parent) }
      } else if row.parent.map({ !listed.contains($0) || organisation.tree[$0] != nil }) ?? true {
        // One that stands below a new unit of the list goes with that.
        try require(.unitEdit, on: row.parent)
      }
    }
    return try await retrying("the units") {
      let (events, problems) = try await currentOrganisation().plan(rows)
      var recording = Recording(freshID(at: instant), by: actor, codec: codec)
      try await record(events, at: instant, in: &recording)
      return try await finish(
        recording, sheet.rows.count, unreadable + problems + organisation.spelledTwice(rows), isRehearsal)
    }
  }

  /// Takes a workbook of people in, in the same way. Whoever is not in it stays as they are.
  public func importStaff(_ path: String, at instant: Date, isRehearsal: Bool) async throws -> OrganisationListSummary {
    let sheet = try OrganisationSheet(path, fields: OrganisationSheet.staffFields)
    let (rows, unreadable) = sheet.staff()
    for row in rows {
      try require(.staffEdit, on: row.unit)
      if let here = organisation.staff[row.staff]?.unit { try require(.staffEdit, on: here) }
      for granted in row.roles ?? [] { try require(.roleEdit, on: granted.unit) }
    }
    let roles = try await definitions().allRoles.map(\.key)
    return try await retrying("the people") {
      let (events, problems) = try await currentOrganisation().plan(rows, known: roles, at: instant)
      var recording = Recording(freshID(at: instant), by: actor, codec: codec)
      for (staff, events) in events { try await record(events, of: staff, at: instant, in: &recording) }
      return try await finish(recording, sheet.rows.count, unreadable + problems, isRehearsal)
    }
  }

  private func finish(
    _ recording: Recording, _ rows: Int, _ problems: [OrganisationListProblem], _ isRehearsal: Bool
  ) async throws -> OrganisationListSummary {
    if problems.isEmpty, !isRehearsal, !recording.appends.isEmpty { _ = try await append(recording) }
    let events = recording.appends.flatMap(\.events).map(\.type.name)
    return OrganisationListSummary(
      rows: rows, changed: recording.appends.count, events: Dictionary(grouping: events) { $0 }.mapValues(\.count),
      problems: problems.sorted { $0.row < $1.row })
  }
}

extension Organisation {
  /// The rows that would set up a unit beside one whose code a reader takes for the same.
  fileprivate func spelledTwice(_ rows: [UnitListRow]) -> [OrganisationListProblem] {
    var known = Dictionary(tree.units.map { (KeyText.folded($0.unit.rawValue), $0.unit) }) { first, _ in first }
    var listed: [String: Int] = [:]
    return rows.compactMap { row in
      guard tree[row.unit] == nil else { return nil }
      let folded = KeyText.folded(row.unit.rawValue)
      defer { listed[folded] = listed[folded] ?? row.row }
      guard let other = known[folded] else {
        known[folded] = row.unit
        return nil
      }
      guard other != row.unit else { return nil }
      let refusal: OrganisationRefusal =
        listed[folded].map { .sameAs(row: $0, row.unit.rawValue) } ?? .unitExists(other)
      return OrganisationListProblem(row: row.row, refusal: refusal)
    }
  }
}
