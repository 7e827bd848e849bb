import EventStore
import FoundationEssentials
import Testing

@Suite struct AppendTests {
  private let stream = StreamName("order-1")

  @Test func aStreamThatMustBeNewIsRefusedTheSecondTime() async throws {
    let log = try await TestLog()
    #expect(try await log.store.append(stream, .none, .sample()).positions == [1])
    await expectConflict(actual: 1) { () throws(EventStoreError) in try await log.store.append(stream, .none, .sample())
    }
    #expect(try await log.store.head() == 1)
  }

  @Test func theExactVersionIsWanted() async throws {
    let log = try await TestLog()
    try await log.store.append(stream, .exactly(0), .sample(), .sample())
    for wrong in [0, 1, 3] {
      await expectConflict(actual: 2) { () throws(EventStoreError) in
        try await log.store.append(stream, .exactly(wrong), .sample())
      }
    }
    #expect(try await log.store.append(stream, .exactly(2), .sample()).positions == [3])
    await expectConflict(actual: 0) { () throws(EventStoreError) in
      try await log.store.append("order-2", .exactly(1), .sample())
    }
  }

  @Test func anyVersionWillDo() async throws {
    let log = try await TestLog()
    for position in Int64(1)...3 {
      #expect(try await log.store.append(stream, .any, .sample()).positions == [position])
    }
    #expect(try await log.store.read(stream).map(\.version) == [1, 2, 3])
  }

  @Test func manyStreamsAreWrittenTogether() async throws {
    let log = try await TestLog()
    let appends = (1...20).map { n in
      StreamAppend(StreamName("order-\(n)"), expected: .none, (0..<3).map { _ in .sample() })
    }
    let result = try await log.store.append(appends, by: Authorship(actor: "clerk.test"))
    #expect(result.positions == Array(1...60))
    let events = try await log.store.read(after: 0, limit: 100)
    #expect(events.map(\.id) == appends.flatMap { $0.events.map(\.id) })
    #expect(events.map(\.version) == (0..<20).flatMap { _ in [1, 2, 3] })
  }

  @Test func oneStreamThatMovedOnStopsThemAll() async throws {
    let log = try await TestLog()
    try await log.store.append("order-2", .none, .sample())
    await expectConflict(actual: 1) { () throws(EventStoreError) in
      try await log.store.append(
        [
          StreamAppend("order-1", expected: .none, [.sample()]), StreamAppend("order-2", expected: .none, [.sample()]),
        ], by: Authorship(actor: "clerk.test"))
    }
    #expect(try await log.store.read("order-1").isEmpty)
    #expect(try await log.store.head() == 1)
    // The head was let go: the next append goes on where the refused one began.
    #expect(try await log.another().append("order-1", .none, .sample()).positions == [2])
  }

  @Test func aRefusalByTheDatabaseLeavesNothing() async throws {
    let log = try await TestLog()
    await #expect(throws: EventStoreError.self) {
      try await log.store.append(stream, .any, .sample(), .sample(UUID(), "{"))
    }
    #expect(try await log.store.head() == 0)
    #expect(try await log.count("select count(*) from log.streams") == 0)
    #expect(try await log.store.append(stream, .none, .sample()).positions == [1])
  }

  @Test func anAppendThatIsNoneIsRefused() async throws {
    let log = try await TestLog()
    let twice = NewEvent.sample()
    let malformed: [[StreamAppend]] = [
      [], [StreamAppend(stream, expected: .any, [])],
      [StreamAppend(stream, expected: .any, [.sample()]), StreamAppend(stream, expected: .any, [.sample()])],
      [StreamAppend(stream, expected: .any, [twice, twice])],
      [StreamAppend(stream, expected: .any, [.sample()]), StreamAppend("order-2", expected: .any, [])],
    ]
    for append in malformed {
      let error = await #expect(throws: EventStoreError.self) {
        try await log.store.append(append, by: Authorship(actor: "clerk.test"))
      }
      guard case .malformedAppend = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }
    #expect(try await log.store.head() == 0)
  }

  @Test(arguments: [Double.infinity, -.infinity, .nan, 1e300, 253_402_300_800, -62_135_596_801])
  func anInstantThatNoCalendarHasIsRefused(seconds: Double) async throws {
    let log = try await TestLog()
    let event = NewEvent.sample(at: Date(timeIntervalSince1970: seconds))
    let error = await #expect(throws: EventStoreError.self) { try await log.store.append(stream, .any, event) }
    guard case .malformedAppend = error else { return #expect(Bool(false), "\(String(describing: error))") }
  }

  @Test func aCancelledAppendSaysSo() async throws {
    let log = try await TestLog()
    let error = await withTaskGroup(of: EventStoreError?.self) { group in
      group.cancelAll()
      group.addTask {
        do throws(EventStoreError) {
          try await log.store.append("order-1", .none, .sample())
          return nil
        } catch {
          return error
        }
      }
      return await group.next() ?? nil
    }
    guard case .cancelled = error else {
      Issue.record("it ended with \(String(describing: error))")
      return
    }
    #expect(try await log.store.head() == 0)
  }

  private func expectConflict(
    actual: Int, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws(EventStoreError) -> AppendResult
  ) async {
    do throws(EventStoreError) {
      let result = try await body()
      Issue.record("written at \(result.positions)", sourceLocation: sourceLocation)
    } catch {
      guard case .conflict(_, _, let found) = error else {
        Issue.record("\(error)", sourceLocation: sourceLocation)
        return
      }
      #expect(found == actual, sourceLocation: sourceLocation)
    }
  }
}
