import Domain
import FoundationEssentials
import Postgres

extension OrderStatistics {
  /// The counts of one period that every table of it is made of; they can be summed.
  public struct Figures: Sendable, Equatable {
    /// Opened in the period.
    public var opened = 0
    /// Finished in the period, and not reopened in it since.
    public var finished = 0
    /// Of the finished, over without being done.
    public var cancelled = 0
    /// Of the finished, those that had a due time and were finished by it.
    public var onTime = 0
    /// Of the finished, those that had a due time and were finished after it.
    public var late = 0
    /// Open at the end.
    public var open = 0
    /// Of the open, overdue at the end by ``Overdue``.
    public var overdue = 0

    /// Nothing counted.
    public init() {}

    /// Of before the period and open in it: open at its start, or reopened in it.
    public var carriedOver: Int { open + finished - opened }
    /// Of the finished, those that had no due time: no part of the rate.
    public var withoutDue: Int { finished - onTime - late }
    /// On time / finished in the period with a due time; `nil` where there is none: a rate of nothing is no rate.
    public var onTimeRate: Double? { onTime + late == 0 ? nil : Double(onTime) / Double(onTime + late) }

    /// Both together.
    public static func + (left: Self, right: Self) -> Self {
      var sum = left
      sum.opened += right.opened
      sum.finished += right.finished
      sum.cancelled += right.cancelled
      sum.onTime += right.onTime
      sum.late += right.late
      sum.open += right.open
      sum.overdue += right.overdue
      return sum
    }
  }

  /// The figures of one unit and category.
  public struct UnitCategory: Sendable, Equatable {
    /// The unit that had the orders at the end of the period; `nil` where nobody had.
    public let unit: String?
    /// What they are about.
    public let category: String?
    /// Their counts.
    public let figures: Figures
  }

  /// The figures of a period per unit × category, by code, without those that are zero throughout.
  public static func figures(
    _ period: Period, _ scope: Scope = Scope(), on connection: isolated Connection
  ) throws -> [UnitCategory] {
    let rows = try connection.query(
      """
      select unit, category, \(figureColumns(period))
        from (\(stood(at: period.end, scope))) as o where \(touched(period))
        group by unit, category order by unit collate "C" nulls last, category collate "C" nulls last
      """)
    return try rows.map { row in
      let (unit, category, opened, finished, cancelled, onTime, late, open, overdue) = try row.decode(
        String?.self, String?.self, Int64.self, Int64.self, Int64.self, Int64.self, Int64.self, Int64.self, Int64.self)
      return UnitCategory(
        unit: unit, category: category,
        figures: Figures(
          opened: opened, finished: finished, cancelled: cancelled, onTime: onTime, late: late, open: open,
          overdue: overdue))
    }
  }

  /// The figures of a period per channel, by code; `nil` where none is known.
  public static func channels(
    _ period: Period, _ scope: Scope = Scope(), on connection: isolated Connection
  ) throws -> [(channel: String?, figures: Figures)] {
    let rows = try connection.query(
      """
      select channel, \(figureColumns(period))
        from (\(stood(at: period.end, scope))) as o where \(touched(period))
        group by channel order by channel collate "C" nulls last
      """)
    return try rows.map { row in
      let (channel, opened, finished, cancelled, onTime, late, open, overdue) = try row.decode(
        String?.self, Int64.self, Int64.self, Int64.self, Int64.self, Int64.self, Int64.self, Int64.self)
      return (
        channel,
        Figures(
          opened: opened, finished: finished, cancelled: cancelled, onTime: onTime, late: late, open: open,
          overdue: overdue)
      )
    }
  }

  /// What a portion counts for, in one unit, category, channel and state.
  public struct Share: Sendable, Equatable {
    /// The portion.
    public let portion: Int
    /// As of ``UnitCategory``.
    public let cell: UnitCategory
    /// As of ``channels(_:_:on:)``.
    public let channel: String?
    /// As of ``states(_:_:on:)``.
    public let state: StateCount
  }

  /// The figures of a period of portions, each by itself.
  public static func shares(
    _ period: Period, _ scope: Scope, of portions: Portions, on connection: isolated Connection
  ) throws -> [Share] {
    let rows = try connection.query(
      """
      select portion, unit, category, channel, process, state, kind, count(*), \(figureColumns(period))
        from (\(stood(at: period.end, scope))) as o join \(portions.orderRows) using (no) group by 1, 2, 3, 4, 5, 6, 7
      """)
    return try rows.map { row in
      let (
        portion, unit, category, channel, process, state, kind, orders, opened, finished, cancelled, onTime, late,
        open, overdue
      ) = try row.decode(
        Int32.self, String?.self, String?.self, String?.self, String.self, String.self, String.self, Int64.self,
        Int64.self, Int64.self, Int64.self, Int64.self, Int64.self, Int64.self, Int64.self)
      let figures = Figures(
        opened: opened, finished: finished, cancelled: cancelled, onTime: onTime, late: late, open: open,
        overdue: overdue)
      return Share(
        portion: Int(portion), cell: UnitCategory(unit: unit, category: category, figures: figures), channel: channel,
        state: StateCount(
          process: ProcessKey(rawValue: process), state: StateKey(rawValue: state),
          kind: StateKind(rawValue: kind) ?? .open, orders: Int(orders), opened: Int(opened), overdue: Int(overdue)))
    }
  }

  /// How many orders stood in a state.
  public struct StateCount: Sendable, Equatable {
    /// Its process.
    public let process: ProcessKey
    /// The state.
    public let state: StateKey
    /// What it means.
    public let kind: StateKind
    /// All orders in it at the end of the period, whenever they came.
    public let orders: Int
    /// Of these, opened in the period.
    public let opened: Int
    /// Of these, overdue at the end.
    public let overdue: Int
  }

  /// How many orders stood in which state at the end of a period: by process and state.
  public static func states(
    _ period: Period, _ scope: Scope = Scope(), on connection: isolated Connection
  ) throws -> [StateCount] {
    let rows = try connection.query(
      """
      select process, state, kind, count(*), count(*) filter (where opened_at >= \(period.from)),
          count(*) filter (where kind = 'open' and due_at < \(period.end))
        from (\(stood(at: period.end, scope))) as o
        group by process, state, kind order by process collate "C", state collate "C", kind collate "C"
      """)
    return try rows.map { row in
      let (process, state, kind, orders, opened, overdue) = try row.decode(
        String.self, String.self, String.self, Int64.self, Int64.self, Int64.self)
      return StateCount(
        process: ProcessKey(rawValue: process), state: StateKey(rawValue: state),
        kind: StateKind(rawValue: kind) ?? .open, orders: Int(orders), opened: Int(opened), overdue: Int(overdue))
    }
  }

  /// One column a stored property of ``Figures``, in their order.
  private static func figureColumns(_ period: Period) -> SQL {
    let finished: SQL = "kind <> 'open' and finished_at >= \(period.from)"
    return """
      count(*) filter (where opened_at >= \(period.from)), count(*) filter (where \(finished)),
      count(*) filter (where \(finished) and kind = 'cancelled'),
      count(*) filter (where \(finished) and finished_at <= due_at),
      count(*) filter (where \(finished) and finished_at > due_at),
      count(*) filter (where kind = 'open'), count(*) filter (where kind = 'open' and due_at < \(period.end))
      """
  }

  /// Orders that count in some figure of the period.
  private static func touched(_ period: Period) -> SQL {
    // Who was opened in it is open at its end or was finished in it.
    "(kind = 'open' or finished_at >= \(period.from))"
  }
}

extension OrderStatistics.Figures {
  fileprivate init(
    opened: Int64, finished: Int64, cancelled: Int64, onTime: Int64, late: Int64, open: Int64, overdue: Int64
  ) {
    self.opened = Int(opened)
    self.finished = Int(finished)
    self.cancelled = Int(cancelled)
    self.onTime = Int(onTime)
    self.late = Int(late)
    self.open = Int(open)
    self.overdue = Int(overdue)
  }
}
