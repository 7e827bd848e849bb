import FoundationEssentials
import Postgres
import TestSeeds
import Testing

@testable import EventStore

/// What callers that append at the same time see of each other: nothing but the speed.
@Suite struct GroupCommitTests {
  private typealias Outcome = Result<AppendResult, EventStoreError>

  @Test func whoComesMeanwhileIsCommittedTogether() async throws {
    let log = try await TestLog()
    let outcomes = try await together(
      log, (1...40).map { [StreamAppend(StreamName("order-\($0)"), expected: .none, [.sample(personal: .card)])] })
    #expect(outcomes.allSatisfy { (try? $0.get())?.positions.count == 1 })
    #expect(Set(try outcomes.flatMap { try $0.get().positions }) == Set(2...41))
    // One transaction has one clock: the first alone, the forty together.
    #expect(try await log.count("select count(distinct recorded_at) from log.events") == 2)
    #expect(try await log.count("select count(*) from log.personal") == 40)
  }

  @Test func eachKeepsItsAuthor() async throws {
    let log = try await TestLog()
    let batch = UUID()
    _ = try await together(
      log, (1...3).map { [StreamAppend(StreamName("order-\($0)"), expected: .none, [.sample()])] },
      by: { Authorship(actor: "clerk.\($0)", cause: $0 == 1 ? batch : nil, batch: $0 == 2 ? batch : nil) })
    let events = try await log.store.read(after: 1, limit: 10).sorted { $0.stream < $1.stream }
    #expect(events.map(\.authorship.actor) == ["clerk.0", "clerk.1", "clerk.2"])
    #expect(events.map(\.authorship.cause) == [nil, batch, nil])
    #expect(events.map(\.authorship.batch) == [nil, nil, batch])
    #expect(try await fault(log) == nil)
  }

  @Test func oneStreamTakesSeveralInTurn() async throws {
    let log = try await TestLog()
    let outcomes = try await together(
      log, (0..<5).map { _ in [StreamAppend("order-1", expected: .any, [.sample(), .sample()])] })
    #expect(outcomes.allSatisfy { (try? $0.get()) != nil })
    #expect(try await log.store.read("order-1").map(\.version) == Array(1...10))
  }

  @Test func aConflictFailsAlone() async throws {
    let log = try await TestLog()
    try await log.store.append("order-1", .none, .sample())
    let outcomes = try await together(
      log,
      [
        [StreamAppend("order-1", expected: .exactly(7), [.sample()])],
        [StreamAppend("order-2", expected: .none, [.sample()])],
        [StreamAppend("order-1", expected: .exactly(1), [.sample()])],
      ])
    guard case .failure(.conflict(_, _, actual: 1)) = outcomes[0] else { return #expect(Bool(false), "\(outcomes[0])") }
    #expect(try outcomes[1].get().positions.count == 1)
    #expect(try outcomes[2].get().positions.count == 1)
    #expect(try await log.store.read("order-1").count == 2)
  }

  @Test func ofTwoThatExpectTheSameOneIsRefused() async throws {
    let log = try await TestLog()
    let outcomes = try await together(
      log, (0..<4).map { _ in [StreamAppend("order-1", expected: .none, [.sample()])] })
    #expect(outcomes.filter { (try? $0.get()) != nil }.count == 1)
    #expect(
      outcomes.filter { if case .failure(.conflict(_, _, actual: 1)) = $0 { true } else { false } }.count == 3)
  }

  @Test func whatTheDatabaseRefusesFailsAlone() async throws {
    let log = try await TestLog()
    let outcomes = try await together(
      log,
      [
        [StreamAppend("order-1", expected: .none, [.sample()])],
        [StreamAppend("order-2", expected: .none, [.sample(UUID(), "{")])],
        [StreamAppend("order-3", expected: .none, [.sample(UUID(), "\u{0}")])],
        [StreamAppend("order-4", expected: .none, [.sample()])],
      ])
    #expect((try? outcomes[0].get()) != nil && (try? outcomes[3].get()) != nil)
    guard case .failure(.refused) = outcomes[1], case .failure(.refused) = outcomes[2] else {
      return #expect(Bool(false), "\(outcomes)")
    }
    #expect(try await log.store.head() == 3)
    #expect(try await fault(log) == nil)
  }

  @Test func theSameCommandTwiceAtOnceIsWrittenOnce() async throws {
    let log = try await TestLog()
    let command = [StreamAppend("order-1", expected: .none, [.sample(), .sample()])]
    let outcomes = try await together(log, [command, command, command])
    let results = try outcomes.map { try $0.get() }
    #expect(Set(results.map(\.positions)).count == 1)
    #expect(results.filter(\.wasThere).count == 2)
    #expect(try await log.store.head() == 3)
  }

  @Test func whoGivesUpTheWaitWritesNothing() async throws {
    let log = try await TestLog()
    let blocker = try await holdHead(log)
    let first = Task { try await log.store.append("order-1", .none, .sample()) }
    let second = Task { try await log.store.append("order-2", .none, .sample()) }
    while log.store.queue.waitingCount < 1 { await Task.yield() }
    second.cancel()
    first.cancel()
    for task in [first, second] {
      let error = await #expect(throws: EventStoreError.self) { try await task.value }
      guard case .cancelled = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }
    try await blocker.run { c in try c.execute("rollback") }
    #expect(try await log.store.head() == 0)
    #expect(try await log.store.append("order-1", .none, .sample()).positions == [1])
  }

  @Test func whoGivesUpDoesNotTakeTheOthersAlong() async throws {
    let log = try await TestLog()
    let blocker = try await holdHead(log)
    let first = Task { try await log.store.append("order-1", .none, .sample()) }
    let others = (2...5).map { n in Task { try await log.store.append(StreamName("order-\(n)"), .none, .sample()) } }
    while log.store.queue.waitingCount < 4 { await Task.yield() }
    first.cancel()
    _ = await first.result
    try await blocker.run { c in try c.execute("rollback") }
    for other in others { #expect(try await other.value.positions.count == 1) }
    #expect(try await log.store.head() == 4)
  }

  @Test(arguments: UInt64(0)..<4)
  func cancellingAtAnyMomentHangsNobodyAndLosesNothing(seed: UInt64) async throws {
    let log = try await TestLog()
    var random = Seeded(seed)
    let store = log.store
    var tasks: [Task<AppendResult?, any Error>] = []
    for n in 0..<200 {
      let task = Task<AppendResult?, any Error> {
        do throws(EventStoreError) {
          return try await store.append(StreamName("order-\(n % 17)"), .any, .sample())
        } catch {
          guard case .cancelled = error else { throw error }
          return nil
        }
      }
      tasks.append(task)
      for _ in 0..<Int.random(in: 0...3, using: &random) { await Task.yield() }
      if random.chance(40) { tasks[Int.random(in: 0..<tasks.count, using: &random)].cancel() }
    }
    var acknowledged: Set<Int64> = []
    for task in tasks {
      if let result = try await task.value { acknowledged.formUnion(result.positions) }
    }
    // One that was cancelled too late is there all the same.
    let head = try await log.store.head()
    #expect(acknowledged.isSubset(of: Set(1...max(1, head))), "seed \(seed)")
    #expect(!store.queue.isLed && store.queue.waitingCount == 0, "seed \(seed)")
    #expect(try await fault(log) == nil, "seed \(seed)")
  }

  @Test func thousandsAtOnceGoByCopy() async throws {
    let log = try await TestLog()
    let appends = (0..<900).map { n in
      StreamAppend(
        StreamName("order-\(n)"), expected: .none,
        [.sample(personal: n % 3 == 0 ? .card : nil), .sample(UUID(), #"{"tab":"a\tb\\n"}"#), .sample()])
    }
    let first = try await log.store.append(appends, by: Authorship(actor: "clerk.test", batch: UUID()))
    #expect(first.positions == Array(1...2700))
    let again = try await log.store.append(appends, by: Authorship(actor: "clerk.test"))
    #expect(again.wasThere && again.positions == first.positions)
    let events = try await log.store.read(after: 0, limit: 3000)
    #expect(events.map(\.id) == appends.flatMap { $0.events.map(\.id) })
    #expect(events.compactMap(\.personal).count == 300)
    #expect(try await fault(log) == nil)
  }

  @Test func whoWouldWaitBehindTooManyIsSentAway() async throws {
    let log = try await TestLog()
    let blocker = try await holdHead(log)
    let waiting = (0..<3).map { n in
      let append = StreamAppend(
        StreamName("order-\(n)"), expected: .none, (0..<60_000).map { _ in NewEvent.sample() })
      return Task { try await log.store.append([append], by: Authorship(actor: "clerk.test")) }
    }
    while log.store.queue.waitingCount < 2 { await Task.yield() }
    let error = await #expect(throws: EventStoreError.self) {
      try await log.store.append("order-9", .none, .sample())
    }
    guard case .busy(waiting: 120_000) = error else { return #expect(Bool(false), "\(String(describing: error))") }
    for task in waiting { task.cancel() }
    for task in waiting { _ = await task.result }
    try await blocker.run { c in try c.execute("rollback") }
    #expect(try await log.store.append("order-9", .none, .sample()).positions == [1])
  }

  private func fault(_ log: TestLog) async throws -> LogFault? {
    try await LogVerifier { try await Connection.open(log.address) }.verify().fault
  }

  // MARK: Together

  /// A session that holds the head's lock, as a transaction under way does.
  private func holdHead(_ log: TestLog) async throws -> Connection {
    let blocker = try await Connection.open(log.address)
    try await blocker.run { c in
      try c.execute("begin")
      try c.execute("select from log.head for update")
    }
    return blocker
  }

  /// The outcomes of appends that all wait while another is under way, so that they go into one transaction.
  private func together(
    _ log: TestLog, _ appends: [[StreamAppend]],
    by author: (Int) -> Authorship = { _ in Authorship(actor: "clerk.test") }
  ) async throws -> [Outcome] {
    let blocker = try await holdHead(log)
    let first = Task { try await log.store.append("first-1", .any, .sample()) }
    let store = log.store
    // The first one leads; the others come to wait only then.
    var tasks: [Task<Outcome, Never>] = []
    while !store.queue.isLed { await Task.yield() }
    for (index, append) in appends.enumerated() {
      let author = author(index)
      tasks.append(
        Task {
          do throws(EventStoreError) {
            return .success(try await store.append(append, by: author))
          } catch {
            return .failure(error)
          }
        })
      // One after the other: what they meet depends on their order.
      while store.queue.waitingCount <= index { await Task.yield() }
    }
    try await blocker.run { c in try c.execute("rollback") }
    _ = try await first.value
    var outcomes: [Outcome] = []
    for task in tasks { outcomes.append(await task.value) }
    return outcomes
  }
}
