import Domain
import FoundationEssentials
import Postgres

/// Steps that somebody's role answers for, in some units: what puts orders on a to-do list.
public struct Responsibility: Sendable {
  /// A state of a version of a process.
  public struct Step: Sendable, Hashable {
    /// The process.
    public let process: ProcessKey
    /// Its version.
    public let version: Int
    /// The state.
    public let state: StateKey
    /// Only for orders that were given back.
    public let afterReturn: Bool
  }

  /// The steps.
  public let steps: [Step]
  /// The units that answer for the orders; until one does, those that took them in.
  public let units: BoardQuery.Units
  /// Only orders that no member of staff has: the work of a unit is everybody's in it until somebody has it.
  public let isOfTheUnit: Bool

  /// The steps that roles own, of all versions of all processes.
  public init(of roles: Set<RoleKey>, in definitions: Definitions, units: BoardQuery.Units) {
    var steps: [Step] = []
    for process in definitions.everyVersion {
      for state in process.states {
        let owners = process.stepOwners(of: state.key)
        guard !owners.always.isDisjoint(with: roles) || !owners.afterReturn.isDisjoint(with: roles) else { continue }
        steps.append(
          Step(
            process: process.key, version: process.version, state: state.key,
            afterReturn: owners.always.isDisjoint(with: roles)))
      }
    }
    self.steps = steps
    self.units = units
    isOfTheUnit = roles == ["unit"]
  }
}

extension OrderBoard {
  /// What somebody has to do: orders that are in their hands, and those whose step their responsibilities are; next due first.
  ///
  /// - Parameters:
  ///   - staff: their code.
  ///   - query: other conditions, and the most that are returned; its sorting counts.
  public static func todo(
    of staff: String, _ responsibilities: [Responsibility], _ query: BoardQuery, on connection: isolated Connection,
    _ body: (BoardRow) throws -> Void
  ) throws {
    var mine: [SQL] = ["s.staff = \(staff) and s.kind = 'open'"]
    for duty in responsibilities where !duty.steps.isEmpty {
      var sql: SQL = """
        ((c.process, c.process_version, s.state) in (select u.process, u.version, u.state
            from unnest(\(duty.steps.map(\.process.rawValue))::text[], \(duty.steps.map { Int32($0.version) })::integer[],
              \(duty.steps.map(\.state.rawValue))::text[], \(duty.steps.map(\.afterReturn))::boolean[])
              as u (process, version, state, after_return)
            where not u.after_return or s.stage = 'returned')
        """
      switch duty.units {
      case .any: break
      case .nobody: sql += " and coalesce(s.unit, c.intake) is null"
      case .these(let units): sql += " and coalesce(s.unit, c.intake) = any(\(units))"
      }
      if duty.isOfTheUnit { sql += " and s.staff is null" }
      mine.append(sql + ")")
    }
    let limit: SQL = query.limit.map { "limit \(Int64($0))" } ?? ""
    let statement: SQL = """
      select \(columns) from order_span s join order_card c using (no)
        where s.until_at is null and s.kind in ('open', 'done') and c.begins_at <= \(query.asOf)
          and \(conditions(query)) and (\(mine.joined(separator: " or ")))
        order by s.due_at nulls last, c.priority desc, c.no \(limit)
      """
    try connection.forEachRow(statement) { row in try body(try BoardRow(row, asOf: query.asOf).seen(by: query.sight)) }
  }
}
