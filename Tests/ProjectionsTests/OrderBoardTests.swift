import Domain
import FoundationEssentials
import Postgres
import Projections
import TestSeeds
import Testing

@Suite struct OrderBoardTests {
  @Test(arguments: UInt64(50)..<53) func theBoardAsOfAnInstantIsWhatHadHappenedByThen(seed: UInt64) async throws {
    var random = Seeded(seed)
    var log = try await OfficeLog()
    try await log.happen(250, &random)
    try await log.runner().catchUp([OrderBoard()])
    for _ in 0..<12 {
      // Often an instant at which something happens.
      let hour = Double(random.next() % 1400) - 50
      let instant = OfficeLog.hour(random.chance(70) ? hour : hour + 0.123)
      let all = log.board(asOf: instant)
      let listed = try await list(BoardQuery(asOf: instant), log)
      #expect(listed == all, "seed \(seed), \(instant): \(difference(listed, all))")

      for _ in 0..<6 {
        let query = randomQuery(asOf: instant, all, &random)
        let expected = answer(query, all)
        #expect(try await list(query, log) == expected, "seed \(seed), \(query)")
        for key in OrderBoard.CountKey.allCases {
          let counts = try await log.connection.run { c in try OrderBoard.count(query, by: key, on: c) }
          #expect(Set(counts.map(\.text)) == count(wanted(query, all), by: key), "seed \(seed), \(query), \(key)")
        }
      }
      if let some = all.first {
        let found = try await log.connection.run { c in try OrderBoard.find(some.no, asOf: instant, on: c) }
        #expect(found == some)
      }
    }
  }

  @Test func everySortAndLimitIsRight() async throws {
    var random = Seeded(60)
    var log = try await OfficeLog()
    try await log.happen(250, &random)
    try await log.runner().catchUp([OrderBoard()])
    let instant = OfficeLog.hour(700)
    let all = log.board(asOf: instant)
    #expect(all.count > 30 && all.contains(where: \.isOverdue))
    for sort in BoardQuery.Sort.allCases {
      for isDescending in [false, true] {
        for limit in [nil, 0, 1, 10] {
          for overdueOnly in [false, true] {
            var query = BoardQuery(asOf: instant, sort: sort)
            query.isDescending = isDescending
            query.limit = limit
            query.overdueOnly = overdueOnly
            #expect(try await list(query, log) == answer(query, all), "\(query)")
          }
        }
      }
    }
  }

  @Test func unitsAndKeysAreFound() async throws {
    var random = Seeded(61)
    var log = try await OfficeLog()
    try await log.happen(150, &random)
    try await log.runner().catchUp([OrderBoard()])
    let board = log.board(asOf: .distantFuture)
    let (units, numbers) = try await log.connection.run { c in
      (
        try OrderBoard.units(on: c),
        try OrderBoard.numbers(ofKeys: (0..<50).map { "K\($0)" } + ["x"], process: "request", except: UUID(), on: c)
      )
    }
    #expect(Set(board.compactMap(\.unit)).isSubset(of: units))
    #expect(units == units.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    let keyed = board.filter { $0.process == "request" && $0.key != nil }
    #expect(Set(numbers.keys) == Set(keyed.compactMap(\.key)))
    for (key, no) in numbers { #expect(keyed.contains { $0.key == key && $0.no == no }) }
  }

  private func difference(_ listed: [BoardRow], _ expected: [BoardRow]) -> String {
    let pair = zip(listed, expected).first { $0 != $1 }
    return "\(listed.count) and \(expected.count); \(pair.map { "\n\($0)\n\($1)" } ?? "")"
  }

  private func list(_ query: BoardQuery, _ log: OfficeLog) async throws -> [BoardRow] {
    try await log.connection.run { c in
      var rows: [BoardRow] = []
      try OrderBoard.list(query, on: c) { rows.append($0) }
      return rows
    }
  }

  private func randomQuery(asOf instant: Date, _ rows: [BoardRow], _ random: inout Seeded) -> BoardQuery {
    var query = BoardQuery(asOf: instant, sort: random.pick(BoardQuery.Sort.allCases))
    query.isDescending = random.chance(50)
    query.overdueOnly = random.chance(50)
    if random.chance(50) { query.limit = Int(random.next() % 12) }
    guard let like = rows.isEmpty ? nil : random.pick(rows) else { return query }
    if random.chance(20) { query.process = like.process.rawValue }
    if random.chance(20) { query.unit = like.unit }
    if random.chance(5) { query.units = .nobody }
    if random.chance(10) { query.staff = like.staff }
    if random.chance(10) { query.priority = like.priority }
    if random.chance(20) { query.cell = random.pick(BoardCell.allCases) }
    query.dayEnd = instant.addingTimeInterval(Double(random.next() % 48) * 3600)
    if random.chance(10) { query.openedFrom = like.openedAt }
    if random.chance(10) { query.openedUntil = like.openedAt }
    if random.chance(20) { query.state = like.state.rawValue }
    if random.chance(20) { query.kind = like.kind }
    if random.chance(20) { query.category = like.category }
    if random.chance(20) { query.campaign = like.campaign }
    if random.chance(5) { query.no = like.no }
    return query
  }

  /// The query answered in plain Swift.
  private func answer(_ query: BoardQuery, _ rows: [BoardRow]) -> [BoardRow] {
    let sorted = wanted(query, rows).sorted { left, right in
      let (a, b) = (sortKey(query.sort, left), sortKey(query.sort, right))
      guard let a, let b else { return a == nil && b == nil ? left.no < right.no : a != nil }
      if a == b { return left.no < right.no }
      return a.lexicographicallyPrecedes(b) != query.isDescending
    }
    return Array(sorted.prefix(query.limit ?? .max))
  }

  /// Those that a query asks for, in any order and all of them.
  private func wanted(_ query: BoardQuery, _ rows: [BoardRow]) -> [BoardRow] {
    rows.filter { row in
      (!query.overdueOnly || row.isOverdue) && (query.process ?? row.process.rawValue) == row.process.rawValue
        && row.isOf(query.units) && (query.staff == nil || query.staff == row.staff)
        && (query.priority.map { BoardRow.rank($0) <= BoardRow.rank(row.priority) } ?? true)
        && (query.cell.map { row.isIn($0, query.asOf, query.dayEnd ?? query.asOf) } ?? true)
        && row.openedAt >= query.openedFrom ?? .distantPast && row.openedAt < query.openedUntil ?? .distantFuture
        && (query.state ?? row.state.rawValue) == row.state.rawValue
        && (query.kind ?? row.kind) == row.kind && (query.category == nil || query.category == row.category)
        && (query.campaign == nil || query.campaign == row.campaign) && (query.no ?? row.no) == row.no
    }
  }

  /// Bytes that sort as the column does; `nil` for what is empty.
  private func sortKey(_ sort: BoardQuery.Sort, _ row: BoardRow) -> [UInt8]? {
    func bytes(_ number: Int64) -> [UInt8] {
      (0..<8).map { UInt8(truncatingIfNeeded: (number + (1 << 60)) >> (56 - 8 * $0)) }
    }
    func bytes(_ date: Date) -> [UInt8] { bytes(Int64((date.timeIntervalSinceReferenceDate * 1_000_000).rounded())) }
    return switch sort {
    case .no: bytes(Int64(row.no.value))
    case .key: row.key.map { Array($0.utf8) }
    case .process: Array(row.process.rawValue.utf8)
    case .category: row.category.map { Array($0.utf8) }
    case .state: Array(row.state.rawValue.utf8)
    case .unit: row.unit.map { Array($0.utf8) }
    case .staff: row.staff.map { Array($0.utf8) }
    case .priority: bytes(Int64(BoardRow.rank(row.priority)))
    case .area: row.area.map { Array($0.utf8) }
    case .opened: bytes(row.openedAt)
    case .due: row.dueAt.map(bytes)
    case .finished: row.finishedAt.map(bytes)
    }
  }

  private func count(_ rows: [BoardRow], by key: OrderBoard.CountKey) -> Set<String> {
    let groups = Dictionary(grouping: rows) { row -> String? in
      switch key {
      case .state: row.state.rawValue
      case .kind: row.kind.rawValue
      case .unit: row.unit
      case .staff: row.staff
      case .area: row.area
      case .category: row.category
      case .process: row.process.rawValue
      case .channel: row.channel
      case .campaign: row.campaign
      }
    }
    return Set(
      groups.map { value, rows in
        BoardCount.text(value, rows.count, rows.filter(\.isOverdue).count)
      })
  }
}

extension BoardRow {
  static func rank(_ priority: OrderPriority) -> Int { OrderPriority.allCases.firstIndex(of: priority) ?? 0 }

  func isOf(_ units: BoardQuery.Units) -> Bool {
    switch units {
    case .any: true
    case .nobody: unit == nil
    case .these(let units): unit.map(units.contains) ?? false
    }
  }

  /// What the board counts, in plain Swift.
  func isIn(_ cell: BoardCell, _ instant: Date, _ dayEnd: Date) -> Bool {
    guard kind == .open else { return false }
    return switch cell {
    case .open: true
    case .unsigned: stage == .unsigned
    case .running: stage == .running
    case .returned: stage == .returned
    case .today: dueAt.map { $0 >= instant && $0 < dayEnd } ?? false
    case .overdue: isOverdue
    }
  }
}

extension BoardCount {
  fileprivate static func text(_ value: String?, _ orders: Int, _ overdue: Int) -> String {
    "\(value ?? "-"): \(orders), \(overdue) overdue"
  }
  fileprivate var text: String { Self.text(value, orders, overdue) }
}
