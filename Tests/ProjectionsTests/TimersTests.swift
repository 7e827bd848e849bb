import Domain
import EventCodec
import FoundationEssentials
import Postgres
import Projections
import TestSeeds
import Testing

@Suite struct TimersTests {
  @Test(arguments: UInt64(80)..<83) func whatWaitsIsWhatTheOrdersSay(seed: UInt64) async throws {
    var random = Seeded(seed)
    var log = try await OfficeLog()
    for size in [1, 5, 100] {
      try await log.happen(80, &random)
      try await log.runner(pageSize: size).catchUp([Timers()])
      let waiting = try await due(log, at: .distantFuture)
      let expected = log.orders.flatMap { no -> [String] in
        guard let order = log.order(no),
          let process = log.definitions.process(order.process, version: order.processVersion)
        else { return [] }
        let version = log.streams[.order(no)]?.count ?? 0
        return order.timers(in: process, log.definitions).map { text(no, $0, version) }
      }
      #expect(Set(waiting.map { text($0.no, $0.timer, $0.streamVersion) }) == Set(expected), "seed \(seed)")
      #expect(waiting.count == expected.count)
      #expect(!expected.isEmpty)
    }
  }

  @Test func theOldestComeFirstPageByPage() async throws {
    var random = Seeded(84)
    var log = try await OfficeLog()
    try await log.happen(300, &random)
    try await log.runner().catchUp([Timers()])
    let instant = OfficeLog.hour(600)
    let all = try await due(log, at: instant)
    #expect(all.count > 10 && all.allSatisfy { $0.timer.at <= instant })
    #expect(zip(all, all.dropFirst()).allSatisfy { ($0.timer.at, $0.no) <= ($1.timer.at, $1.no) })
    let later = try await due(log, at: .distantFuture).filter { $0.timer.at > instant }
    #expect(all.count + later.count == (try await due(log, at: .distantFuture)).count)

    var paged: [Timers.Waiting] = []
    while true {
      let after = paged.last
      let page = try await log.connection.run { c in try Timers.due(at: instant, after: after, limit: 4, on: c) }
      guard !page.isEmpty else { break }
      paged += page
    }
    #expect(
      paged.map { text($0.no, $0.timer, $0.streamVersion) } == all.map { text($0.no, $0.timer, $0.streamVersion) })
  }

  private func due(_ log: OfficeLog, at instant: Date) async throws -> [Timers.Waiting] {
    // Year 9999: what distantFuture is not, the database holds too.
    let instant = min(instant, Date(timeIntervalSince1970: 253_000_000_000))
    return try await log.connection.run { c in try Timers.due(at: instant, limit: 100_000, on: c) }
  }

  private func text(_ no: OrderNumber, _ timer: OrderTimer, _ version: Int) -> String {
    "\(no) v\(version) \(timer.name) \(InstantText.utc(timer.at)) \(InstantText.utc(timer.due)) \(timer.level) \(timer.to)"
  }
}
