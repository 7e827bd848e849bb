import Domain
import Foundation
import Postgres
import Projections

/// Something a report asks, and how long it may take.
struct Question {
  let name: String
  /// In milliseconds; nil where nothing is promised.
  let limit: Double?
  /// Says how many lines came back.
  let ask: @Sendable (isolated Connection) throws -> Int

  /// A year's report counts by these: what came, what was finished, in time or late, what is open and overdue.
  private static let figures: [FactFigure] = [
    FactFigure(where: [.opened(.inPeriod)]), FactFigure(where: [.finished(.inPeriod)]),
    FactFigure(where: [.finished(.inPeriod), .isOne(.verdict, ["on-time"])]),
    FactFigure(where: [.finished(.inPeriod), .isOne(.verdict, ["late"])]), FactFigure(where: [.isFinished(false)]),
    FactFigure(where: [.overdue(true)]),
  ]

  static let all: [Question] = [
    Question(name: "year: unit × class, six figures", limit: 2000) { c in
      try parts(year(0), [.field(.unit), .field(.category)], figures, c)
    },
    Question(name: "year: unit × month, opened", limit: 2000) { c in
      try parts(year(0), [.field(.unit), .time(.opened, bounds: months)], Array(figures.prefix(1)), c)
    },
    Question(name: "year: unit × month, finished, on time, late", limit: 2000) { c in
      try parts(year(0), [.field(.unit), .time(.finished, bounds: months)], Array(figures[1...3]), c)
    },
    Question(name: "year: open and overdue by unit at the end of each month", limit: 2000) { c in
      try zip(months, months.dropFirst()).reduce(0) { sum, bounds in
        guard let month = OrderStatistics.Period(from: bounds.0, to: bounds.1) else { return sum }
        return sum + (try parts(month, [.field(.unit)], Array(figures[4...5]), c))
      }
    },
    Question(name: "year: class × channel, six figures", limit: 2000) { c in
      try parts(year(0), [.field(.category), .field(.channel)], figures, c)
    },
    Question(name: "year: one subtree of 20 units, unit × class", limit: 2000) { c in
      try parts(year(0), [.field(.unit), .field(.category)], figures, c, subtree: 20)
    },
    Question(name: "the year before: unit × class, six figures", limit: 2000) { c in
      try parts(year(1), [.field(.unit), .field(.category)], figures, c)
    },
    Question(name: "three years ago: unit × class, six figures", limit: 2000) { c in
      try parts(year(3), [.field(.unit), .field(.category)], figures, c)
    },
    Question(name: "year: unit × class × month, opened", limit: nil) { c in
      try parts(
        year(0), [.field(.unit), .field(.category), .time(.opened, bounds: months)], Array(figures.prefix(1)), c)
    },
    Question(name: "all years: unit × class, six figures", limit: nil) { c in
      try parts(allYears, [.field(.unit), .field(.category)], figures, c)
    },
    Question(name: "all years: class × month, opened", limit: nil) { c in
      try parts(allYears, [.field(.category), .time(.opened, bounds: allMonths)], Array(figures.prefix(1)), c)
    },
  ]

  private static func year(_ back: Double) -> OrderStatistics.Period? {
    OrderStatistics.Period(
      from: MadeFacts.end.addingTimeInterval(-(back + 1) * 365 * 86_400),
      to: MadeFacts.end.addingTimeInterval(-back * 365 * 86_400))
  }

  private static let allYears = OrderStatistics.Period(
    from: MadeFacts.end.addingTimeInterval(-MadeFacts.span - 86_400), to: MadeFacts.end)

  private static let months = bounds(12)
  private static let allMonths = bounds(60)

  /// The bounds of so many twelfths of a year.
  private static func bounds(_ count: Int) -> [Date] {
    (0...count).map { MadeFacts.end.addingTimeInterval(Double($0 - count) * 365 * 86_400 / 12) }
  }

  private static func parts(
    _ period: OrderStatistics.Period?, _ dimensions: [FactQuery.Dimension], _ figures: [FactFigure],
    _ connection: isolated Connection, subtree: Int? = nil
  ) throws -> Int {
    guard let period else { return 0 }
    var scope = OrderStatistics.Scope()
    if let subtree {
      let units = (1...subtree).compactMap { UnitKey(String(format: "u%03d", $0)) }
      scope.sight = OrderSight(scope: .units(units), secrets: .units([]))
    }
    let query = FactQuery(
      .orders, period: period, end: period.end, scope: scope, by: dimensions, where: [], figures: figures)
    return try connection.transaction { connection in
      try FactQuery.prepare(on: connection)
      return try query.parts(on: connection).count
    }
  }

  /// The middle of some rounds, after one that warms up.
  func measure(rounds: Int, _ connection: Connection) async throws -> Figure {
    try await connection.run { connection in
      var times: [Double] = []
      var count = 0
      for round in 0...max(1, rounds) {
        let begin = ContinuousClock.now
        count = try ask(connection)
        if round > 0 { times.append((ContinuousClock.now - begin) / .milliseconds(1)) }
      }
      times.sort()
      return Figure(
        name: name, limit: limit, median: times[times.count / 2], worst: times[times.count - 1], lines: count)
    }
  }
}

/// What a question took, in milliseconds.
struct Figure: Sendable {
  let name: String
  let limit: Double?
  let median: Double
  let worst: Double
  let lines: Int

  var isKept: Bool { limit.map { median <= $0 } ?? true }

  /// All of them, as Markdown.
  static func table(_ figures: [Figure]) -> String {
    let rows =
      [["reports: question", "limit", "median", "worst", "lines", "kept"]]
      + figures.map { figure in
        [
          figure.name, figure.limit.map { "≤ \(Int($0)) ms" } ?? "", "\(Int(figure.median)) ms",
          "\(Int(figure.worst)) ms", String(figure.lines), figure.limit == nil ? "" : figure.isKept ? "yes" : "NO",
        ]
      }
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    func line(_ cells: [String]) -> String {
      let padded = zip(cells, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
      return "| " + padded.joined(separator: " | ") + " |"
    }
    let rule = "| " + widths.map { String(repeating: "-", count: $0) }.joined(separator: " | ") + " |"
    let load = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8))?.split(separator: " ").first ?? "?"
    return ([line(rows[0]), rule] + rows.dropFirst().map(line)).joined(separator: "\n")
      + "\n\nWarm; load \(load) at the end.\n"
  }
}
