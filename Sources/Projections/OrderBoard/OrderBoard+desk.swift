import Domain
import FoundationEssentials
import Postgres

/// What the board counts of a unit; each is a list, too.
public enum BoardCell: String, Sendable, CaseIterable {
  /// All open orders: the sum of unsigned, running and returned.
  case open
  /// Waits for the unit to take it on; ``DeskStage/unsigned``.
  case unsigned
  /// ``DeskStage/running``
  case running
  /// Given back, and nobody has touched it since; ``DeskStage/returned``.
  case returned
  /// Open and due before the end of the day, but not yet; each also counts in its stage.
  case today
  /// Open and due before now, by ``Overdue``; each also counts in its stage.
  case overdue
}

/// What one unit has on its desk.
public struct DeskLine: Sendable, Equatable {
  /// Its code; `nil` for the orders that nobody has.
  public let unit: String?
  /// How many orders are in each cell.
  public internal(set) var counts: [BoardCell: Int]
  /// When the one was due that is overdue longest.
  public internal(set) var oldestDue: Date?

  /// So many in a cell.
  public subscript(cell: BoardCell) -> Int { counts[cell, default: 0] }

  /// Nothing.
  public init(unit: String?) {
    self.unit = unit
    counts = [:]
  }

  /// With another one's counts.
  public mutating func add(_ other: DeskLine) {
    counts.merge(other.counts, uniquingKeysWith: +)
    oldestDue = [oldestDue, other.oldestDue].compactMap { $0 }.min()
  }
}

extension OrderBoard {
  /// What every unit with open orders has on its desk, by code, orders of nobody last.
  ///
  /// As of now it reads one index of the open orders and nothing else, unless the query asks for what only cards say.
  ///
  /// - Parameter dayEnd: when the day ends whose orders are due today.
  public static func desk(
    _ query: BoardQuery, dayEnd: Date, on connection: isolated Connection
  ) throws -> [DeskLine] {
    let (spans, cards) = (spanConditions(query), cardConditions(query))
    let source: SQL = cards.isEmpty ? "order_span s" : "order_span s join order_card c using (no)"
    let condition = (["s.kind = 'open'"] + spans + cards).joined(separator: " and ")
    let rows = try connection.query(
      """
      select unit, stage, count(*), count(*) filter (where due_at < \(query.asOf)),
          count(*) filter (where due_at >= \(query.asOf) and due_at < \(dayEnd)),
          min(due_at) filter (where due_at < \(query.asOf))
        from (
          (select s.unit, s.stage, s.due_at from \(source) where s.until_at is null and \(condition))
          union all
          (select s.unit, s.stage, s.due_at from \(source) where s.until_at > \(query.asOf) and \(condition))
        ) as s group by unit, stage order by unit collate "C" nulls last
      """)
    var lines: [DeskLine] = []
    for row in rows {
      let (unit, stage, count, overdue, today, oldest) = try row.decode(
        String?.self, String?.self, Int64.self, Int64.self, Int64.self, Date?.self)
      var line = DeskLine(unit: unit)
      line.counts = [.open: Int(count), .overdue: Int(overdue), .today: Int(today)]
      line.counts[(DeskStage(rawValue: stage ?? "") ?? .running).cell] = Int(count)
      line.oldestDue = oldest
      if let last = lines.indices.last, lines[last].unit == unit { lines[last].add(line) } else { lines.append(line) }
    }
    return lines
  }

  /// What puts an order into a cell, of a span `s` that holds the instant.
  static func condition(of cell: BoardCell, asOf instant: Date, dayEnd: Date) -> SQL {
    switch cell {
    case .open: "s.kind = 'open'"
    case .unsigned: "s.kind = 'open' and s.stage = 'unsigned'"
    case .running: "s.kind = 'open' and s.stage = 'running'"
    case .returned: "s.kind = 'open' and s.stage = 'returned'"
    case .today: "s.kind = 'open' and s.due_at >= \(instant) and s.due_at < \(dayEnd)"
    case .overdue: "s.kind = 'open' and s.due_at < \(instant)"
    }
  }
}

extension DeskStage {
  /// The cell that counts it.
  public var cell: BoardCell {
    switch self {
    case .unsigned: .unsigned
    case .running: .running
    case .returned: .returned
    }
  }
}
