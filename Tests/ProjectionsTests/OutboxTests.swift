import Domain
import EventCodec
import FoundationEssentials
import Postgres
import Projections
import TestSeeds
import Testing

@Suite struct OutboxTests {
  @Test func whatWasDeliveredNeverShowsAgain() async throws {
    var random = Seeded(90)
    var log = try await OfficeLog()
    try await log.happen(250, &random)
    try await log.runner().catchUp(ReadModels.all)
    let fired = firings(log)
    #expect(fired.count > 10)
    let all = try await waiting(log)
    #expect(all.map(\.key) == fired.map(\.id))
    #expect(all.map(\.position) == fired.map(\.position))

    let delivered = all.enumerated().filter { $0.offset % 3 == 0 }.map(\.element.key)
    let failed = try #require(all.map(\.key).first { !delivered.contains($0) })
    try await log.connection.run { c in
      try Outbox.markDelivered(delivered, at: OfficeLog.hour(2000), on: c)
      try Outbox.markFailed(failed, reason: "nobody answers", on: c)
      try Outbox.markFailed(failed, reason: "nobody answers yet", on: c)
    }
    let rest = all.map(\.key).filter { !delivered.contains($0) }
    #expect(try await waiting(log).map(\.key) == rest)

    try await log.runner(pageSize: 11).rebuild(Outbox())
    #expect(try await waiting(log).map(\.key) == rest)
    try await log.runner().startAnew(log.connection)
    #expect(try await waiting(log).map(\.key) == rest)

    // Handed over after two failures; and handed over twice it stays handed over.
    try await log.connection.run { c in
      try Outbox.markDelivered([failed], at: OfficeLog.hour(2001), on: c)
      try Outbox.markFailed(delivered[0], reason: "a second run", on: c)
    }
    #expect(try await waiting(log).map(\.key) == rest.filter { $0 != failed })
    let attempts = try await log.connection.run { c in
      try c.query("select attempts from delivery where key = \(failed) and last_error is null").only().decode(
        Int32.self)
    }
    #expect(attempts == 3)
  }

  @Test func aMessageSaysWhatTheReceiverNeeds() async throws {
    var log = try await OfficeLog()
    let no = OrderNumber(sequence: 1)
    let process = try #require(log.definitions.process("complaint"))
    let unit = try #require(UnitKey("PWDx"))
    let opened = Order.open(
      no: no, process: process, category: "noise", key: "K1", words: OrderWords(title: "夜间施工"))
    try await log.write([
      (.order(no), .order(.opened(opened)), at: OfficeLog.hour(0)),
      (.order(no), .order(.assigned(OrderAssigned(main: unit))), at: OfficeLog.hour(1)),
    ])
    let order = try #require(log.order(no))
    let timers = order.timers(in: process, log.definitions)
    let late = try #require(timers.first { $0.to.count > 1 })
    let firing = try #require(late.firing(asOf: late.at, catchUp: 0))
    let skipped = try #require(timers.first?.firing(asOf: late.at, catchUp: 0))
    #expect(skipped.outcome == .skipped)
    try await log.write([
      (.order(no), .order(.ruleFired(skipped)), at: late.at), (.order(no), .order(.ruleFired(firing)), at: late.at),
    ])
    try await log.runner().catchUp(ReadModels.all)
    let messages = try await waiting(log)
    let message = try #require(messages.first)
    #expect(messages.count == 1, "what was skipped is told to nobody")
    #expect(message.no == no && message.rule == late.rule.rawValue && message.clock == late.clock.rawValue)
    #expect(message.level == late.level && message.dueAt == late.due && message.plannedFor == late.at)
    #expect(message.firedAt == late.at && message.recipients == late.to.map(\.rawValue))
    #expect(
      message.unit == "PWDx" && message.category == "noise" && message.title == "夜间施工" && message.orderKey == "K1")
  }

  @Test func pagesGoOnAfterAPlace() async throws {
    var random = Seeded(91)
    var log = try await OfficeLog()
    try await log.happen(200, &random)
    try await log.runner().catchUp(ReadModels.all)
    let all = try await waiting(log)
    let place = try #require(all.dropFirst(3).first?.position)
    let next = try await log.connection.run { c in try Outbox.waiting(after: place, limit: 2, on: c) }
    #expect(next.map(\.key) == all.dropFirst(4).prefix(2).map(\.key))
  }

  private func waiting(_ log: OfficeLog) async throws -> [Outbox.Message] {
    try await log.connection.run { c in try Outbox.waiting(after: 0, limit: 10_000, on: c) }
  }

  private func firings(_ log: OfficeLog) -> [OfficeLog.Written] {
    log.streams.values.flatMap { $0 }.filter { written in
      guard case .order(.ruleFired(let firing)) = written.event else { return false }
      return firing.outcome == .fired
    }.sorted { $0.position < $1.position }
  }
}
