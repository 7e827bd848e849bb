import Domain
import FoundationEssentials
import Postgres
import Projections
import Testing

struct OrderStatisticsTests {
  @Test(arguments: UInt64(0)..<3)
  func theLoadOfUnitsIsWhatPlainSwiftCounts(seed: UInt64) async throws {
    let log = try await SmallLog(Fact.some(150, seed: seed))
    for instant in try [
      Date.newYork(2015, 1, 20), .newYork(2015, 3, 1, 12), .newYork(2015, 4, 1), .newYork(2016, 1, 1),
    ] {
      let loads = try await log.connection.run { try OrderStatistics.load(asOf: instant, on: $0) }
      let open = log.facts.filter { $0.stood(at: instant)?.kind == .open }
      let byUnit = Dictionary(grouping: open) { $0.stood(at: instant)?.unit }
      #expect(Set(loads.map(\.unit)) == Set(byUnit.keys), "seed \(seed)")
      for load in loads {
        let facts = byUnit[load.unit] ?? []
        let late = facts.filter { $0.isOverdue(at: instant) }.compactMap {
          $0.promise(at: instant).map { instant.timeIntervalSince($0) }
        }
        #expect(load.open == facts.count)
        #expect(load.overdue == late.count)
        #expect(load.lateUpTo7Days == late.count { $0 <= 7 * 86_400 })
        #expect(load.lateUpTo30Days == late.count { $0 > 7 * 86_400 && $0 <= 30 * 86_400 })
        #expect(load.lateOver30Days == late.count { $0 > 30 * 86_400 })
        #expect(load.oldestDue.map { instant.timeIntervalSince($0) } == late.max())
      }
    }
  }

  @Test(arguments: UInt64(10)..<13)
  func theFiguresOfAPeriodAreWhatPlainSwiftCounts(seed: UInt64) async throws {
    let log = try await SmallLog(Fact.some(150, seed: seed))
    let period = try #require(
      OrderStatistics.Period(from: try .newYork(2015, 3, 1), to: try .newYork(2015, 4, 1)))
    let cells = try await log.connection.run { try OrderStatistics.figures(period, on: $0) }
    let sum = cells.reduce(OrderStatistics.Figures()) { $0 + $1.figures }
    #expect(sum == figures(log.facts, period))
    for cell in cells {
      let facts = log.facts.filter {
        $0.category == cell.category && $0.stood(at: period.end).map { $0.unit == cell.unit } == true
      }
      #expect(cell.figures == figures(facts, period), "seed \(seed), \(cell.unit ?? "-") \(cell.category ?? "-")")
    }
    // Counted from the other side: of before the period, and in hand in it.
    let carriedOver = log.facts.count { fact in
      guard fact.openedAt < period.from, let end = fact.stood(at: period.end) else { return false }
      return end.kind == .open || end.finishedAt.map { $0 >= period.from } == true
    }
    #expect(sum.carriedOver == carriedOver)

    let channels = try await log.connection.run { c in
      try OrderStatistics.channels(period, on: c).map(\.figures).reduce(OrderStatistics.Figures(), +)
    }
    #expect(channels == sum)
    let states = try await log.connection.run { try OrderStatistics.states(period, on: $0) }
    for state in states {
      let facts = log.facts.filter { $0.stood(at: period.end)?.state == state.state }
      #expect(state.orders == facts.count)
      #expect(state.opened == facts.count { $0.openedAt >= period.from })
    }
    #expect(states.reduce(0) { $0 + $1.orders } == log.facts.count { $0.openedAt <= period.end })
  }

  @Test func aPartIsCountedAsTheWholeIs() async throws {
    let log = try await SmallLog(Fact.some(120, seed: 20))
    let period = try #require(
      OrderStatistics.Period(from: try .newYork(2015, 2, 1), to: try .newYork(2015, 3, 15, 12)))
    let (whole, part, other) = try await log.connection.run { c in
      (
        try OrderStatistics.figures(period, on: c),
        try OrderStatistics.figures(period, .init(process: "request", unit: "公园处"), on: c),
        try OrderStatistics.figures(period, .init(process: "complaint"), on: c)
      )
    }
    #expect(part == whole.filter { $0.unit == "公园处" })
    #expect(!part.isEmpty && other.isEmpty)
  }

  @Test func theDaysAddUpToThePeriodAndAgreeWithTheDailyCounts() async throws {
    let log = try await SmallLog(Fact.some(150, seed: 30))
    let bounds = try (1...31).map { try Date.newYork(2015, 3, $0) } + [.newYork(2015, 4, 1)]
    let period = try #require(OrderStatistics.Period(from: bounds[0], to: bounds[31]))
    let (days, cells) = try await log.connection.run { c in
      (try OrderStatistics.days(bounds, on: c), try OrderStatistics.figures(period, on: c))
    }
    let sum = cells.reduce(OrderStatistics.Figures()) { $0 + $1.figures }
    #expect(days.reduce(0) { $0 + $1.opened } == sum.opened)
    #expect(days.reduce(0) { $0 + $1.finished } == sum.finished)
    #expect(days.last?.open == sum.open)

    // The other read model of the same orders, kept by day of the office.
    let stock = try await log.connection.run { c in
      try c.query(
        """
        select sum(entered - went)::bigint from generate_series(date '2015-03-01', date '2015-03-31', '1 day') as d (day)
          join order_count o on o.day <= d.day and o.kind = 'open' group by d.day order by d.day
        """
      ).map { try Int($0.decode(Int64.self)) }
    }
    #expect(days.map(\.open) == stock)
  }

  @Test func whatHappensWhenThePeriodEndsBelongsToTheNext() async throws {
    let (from, to) = (try Date.newYork(2015, 3, 1), try Date.newYork(2015, 4, 1))
    var finishedAtTheEnd = Fact(openedAt: from, due: to)
    finishedAtTheEnd.moves = [(to, "closed", .closed)]
    let log = try await SmallLog([finishedAtTheEnd, Fact(openedAt: to)])
    let march = try #require(OrderStatistics.Period(from: from, to: to))
    let april = try #require(OrderStatistics.Period(from: to, to: try .newYork(2015, 5, 1)))
    let (first, second) = try await log.connection.run { c in
      (
        try OrderStatistics.figures(march, on: c).map(\.figures).reduce(.init(), +),
        try OrderStatistics.figures(april, on: c).map(\.figures).reduce(.init(), +)
      )
    }
    #expect((first.opened, first.finished, first.open, first.overdue) == (1, 0, 1, 0))
    #expect((second.carriedOver, second.opened, second.finished, second.onTime, second.open) == (1, 1, 1, 1, 1))
  }

  private func figures(_ facts: [Fact], _ period: OrderStatistics.Period) -> OrderStatistics.Figures {
    var figures = OrderStatistics.Figures()
    for fact in facts {
      guard let end = fact.stood(at: period.end) else { continue }
      if fact.openedAt >= period.from { figures.opened += 1 }
      if end.kind == .open { figures.open += 1 }
      if fact.isOverdue(at: period.end) { figures.overdue += 1 }
      guard let finishedAt = end.finishedAt, finishedAt >= period.from else { continue }
      figures.finished += 1
      if end.kind == .cancelled { figures.cancelled += 1 }
      guard let due = fact.promise(at: period.end) else { continue }
      if finishedAt <= due { figures.onTime += 1 } else { figures.late += 1 }
    }
    return figures
  }
}
