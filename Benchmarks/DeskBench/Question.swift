import Domain
import Foundation
import Postgres
import Projections

/// Something a dispatcher asks, and how long it may take.
struct Question {
  let name: String
  /// In milliseconds; nil where nothing is promised.
  let limit: Double?
  /// Asks once, as of a round, and says how much came back.
  let ask: @Sendable (Int, isolated Connection) throws -> Int

  /// What is asked of an office.
  static func all(_ office: MadeOffice) -> [Question] {
    let now = MadeOffice.now
    let dayEnd = now.addingTimeInterval(36_000)
    let district = MadeOffice.units / MadeOffice.districts
    /// The units of a district: a subtree.
    @Sendable func subtree(_ round: Int) -> [String] {
      (0..<district).map { unit in
        let number = String(round % MadeOffice.districts * district + unit + 1)
        return "u" + String(repeating: "0", count: 3 - number.count) + number
      }
    }
    return [
      Question(name: "board of \(MadeOffice.units) units", limit: 100) { _, c in
        try OrderBoard.desk(BoardQuery(asOf: now), dayEnd: dayEnd, on: c).count
      },
      Question(name: "board of one subtree", limit: nil) { round, c in
        var query = BoardQuery(asOf: now)
        query.units = .these(subtree(round))
        return try OrderBoard.desk(query, dayEnd: dayEnd, on: c).count
      },
      Question(name: "overdue list of 50 in a subtree", limit: 50) { round, c in
        var query = BoardQuery(asOf: now, sort: .due)
        query.overdueOnly = true
        query.units = .these(subtree(round))
        query.limit = 50
        return try list(query, c)
      },
      Question(name: "overdue list of 50, whole office", limit: 50) { _, c in
        var query = BoardQuery(asOf: now, sort: .due)
        query.overdueOnly = true
        query.limit = 50
        return try list(query, c)
      },
      Question(name: "last four contacts of a party", limit: 10) { round, c in
        let party = try c.query(
          "select party from order_card where no = \(MadeOffice.number((round * 7919) % office.orders))"
        ).only().decode(UUID.self)
        var query = ContactQuery([PartyID(party)])
        query.limit = 4
        return try PartyContacts.list(query, on: c).count
      },
      Question(name: "search 漏水 (in one title of 15)", limit: 200) { _, c in try search("漏水", c) },
      Question(name: "search 小区 (in every title)", limit: 200) { _, c in try search("小区", c) },
      Question(name: "search 亍亢 (rare)", limit: 200) { _, c in try search("亍亢", c) },
      Question(name: "search 漏 (one character)", limit: 200) { _, c in try search("漏", c) },
      Question(name: "search 厨房漏水 (four characters)", limit: 200) { _, c in try search("厨房漏水", c) },
      Question(name: "search 漏水, open orders of a subtree", limit: nil) { round, c in
        try search("漏水", in: subtree(round), c)
      },
      Question(name: "one order by its number", limit: nil) { round, c in
        try OrderBoard.find(OrderNumber(stored: MadeOffice.number((round * 104_729) % office.orders)), asOf: now, on: c)
          == nil ? 0 : 1
      },
    ]
  }

  private static func list(_ query: BoardQuery, _ c: isolated Connection) throws -> Int {
    var count = 0
    try OrderBoard.list(query, on: c) { _ in count += 1 }
    return count
  }

  /// Looks for words; with units, among their open orders.
  private static func search(_ words: String, in units: [String]? = nil, _ c: isolated Connection) throws -> Int {
    guard let text = TextQuery(words) else { return 0 }
    var query = BoardQuery(asOf: MadeOffice.now)
    query.limit = 50
    if let units {
      query.kind = .open
      query.units = .these(units)
    }
    var count = 0
    try OrderBoard.search(text, query, on: c) { _ in count += 1 }
    return count
  }

  /// Asks once to warm up, then so many times.
  func measure(rounds: Int, _ connection: Connection) async throws -> Figure {
    let ask = ask
    return try await connection.run { c in
      var count = try ask(0, c)
      var times: [Double] = []
      for round in 1...max(1, rounds) {
        let begin = ContinuousClock.now
        count = try ask(round, c)
        times.append((ContinuousClock.now - begin).seconds * 1000)
      }
      times.sort()
      return Figure(
        name: name, limit: limit, median: times[times.count / 2], worst: times[times.count - 1], rows: count)
    }
  }
}

/// What a question took, in milliseconds.
struct Figure: Sendable {
  let name: String
  let limit: Double?
  let median: Double
  let worst: Double
  let rows: Int

  var isKept: Bool { limit.map { median <= $0 } ?? true }

  /// All of them, as Markdown.
  static func table(_ figures: [Figure]) -> String {
    let rows =
      [["desk: question", "limit", "median", "worst", "rows", "kept"]]
      + figures.map { figure in
        [
          figure.name, figure.limit.map { "\(Int($0)) ms" } ?? "", String(format: "%.1f ms", figure.median),
          String(format: "%.1f ms", figure.worst), String(figure.rows),
          figure.limit == nil ? "" : figure.isKept ? "yes" : "NO",
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
