import EventStore
import FoundationEssentials
import Postgres
import TestSeeds
import Testing

@Suite struct ErasureTests {
  private static let gone = EventType("thing.forgotten")

  @Test func allPartsOfASubjectGoAndTheLogSaysSo() async throws {
    let log = try await TestLog()
    let other = Personal(subject: "party-2", data: "{}")
    try await log.store.append("party-1", .none, .sample(personal: .card))
    try await log.store.append(
      "order-1", .none, .sample(personal: .card), .sample(), .sample(personal: other), .sample(personal: .card))
    #expect(try await log.store.personalParts(of: "party-1").map(\.position) == [1, 2, 5])

    let before = try await log.store.read(after: 0, limit: 10)
    let erasure = try await forget(log.store)
    #expect(erasure.recorded?.positions == [6] && erasure.recorded?.wasThere == false)
    #expect(erasure.parts.map(\.position) == [1, 2, 5])
    #expect(erasure.parts.map(\.stream) == ["party-1", "order-1", "order-1"])
    #expect(erasure.parts.allSatisfy { $0.type == EventType("thing.done") })
    let after = try await log.store.read(after: 0, limit: 10)
    #expect(after.map(\.isErased) == [true, true, false, false, true, false])
    #expect(after.compactMap(\.personal) == [other])
    #expect(after.prefix(5).map(\.data) == before.map(\.data))
    #expect(after.last?.type == Self.gone && after.last?.authorship.actor == "officer")
    #expect(try await ChainTests().broken(log) == [])
  }

  @Test func againIsTheSameAndWritesNothing() async throws {
    let log = try await TestLog()
    try await log.store.append("party-1", .none, .sample(personal: .card))
    _ = try await forget(log.store)
    for subject in ["party-1", "nobody"] {
      let again = try await forget(log.store, subject)
      #expect(again.parts.isEmpty && again.recorded == nil)
    }
    #expect(try await log.store.head() == 2)
    // What is learned later is new, and goes with a new call.
    try await log.store.append("party-1", .any, .sample(personal: .card))
    #expect(try await forget(log.store).parts.map(\.position) == [3])
    #expect(try await log.store.head() == 4)
  }

  @Test func anEventOfEarlierCannotRecordIt() async throws {
    let log = try await TestLog()
    let event = NewEvent.sample(type: Self.gone)
    try await log.store.append("party-1", .none, .sample(personal: .card))
    _ = try await forget(log.store, event: event)
    try await log.store.append("party-1", .any, .sample(personal: .card))
    let error = await #expect(throws: EventStoreError.self) { try await forget(log.store, event: event) }
    guard case .idTaken(event.id, position: 2) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try await log.store.personalParts(of: "party-1").count == 1, "nothing was erased")
  }

  @Test func whatCannotBeRecordedIsNotErased() async throws {
    let log = try await TestLog()
    try await log.store.append("party-1", .none, .sample(personal: .card))
    await #expect(throws: EventStoreError.self) {
      try await log.store.forget(
        "party-1", recording: [StreamAppend("party-1", expected: .exactly(7), [.sample(type: Self.gone)])],
        by: Authorship(actor: "officer"))
    }
    #expect(try await log.store.personalParts(of: "party-1").count == 1)
    #expect(try await log.store.head() == 1)
  }

  /// Writers that name the subject, and two who forget it: every part before the last forgetting is gone, none after it.
  @Test func aWriterAtTheSameTimeIsBeforeOrAfter() async throws {
    let log = try await TestLog()
    try await withThrowingTaskGroup { group in
      for writer in 0..<3 {
        let store = try await log.another()
        group.addTask {
          for _ in 0..<30 { try await store.append(StreamName("order-\(writer)"), .any, .sample(personal: .card)) }
        }
      }
      for _ in 0..<2 {
        let store = try await log.another()
        group.addTask { for _ in 0..<15 { _ = try await forget(store) } }
      }
      try await group.waitForAll()
    }
    let events = try await log.store.read(after: 0, limit: 1000)
    let last = try #require(events.last { $0.type == Self.gone }).position
    #expect(events.count { $0.type != Self.gone } == 90)
    #expect(events.allSatisfy { $0.type == Self.gone || $0.isErased == ($0.position < last) })
    // Each of them took something: an erasure between two others without a writer in between writes nothing.
    let kinds = events.map { $0.type == Self.gone }
    #expect(!zip(kinds, kinds.dropFirst()).contains { $0 && $1 })
    #expect(try await ChainTests().broken(log) == [])
  }

  @discardableResult
  private func forget(
    _ store: EventStore, _ subject: String = "party-1", event: NewEvent = .sample(type: gone)
  ) async throws -> Erasure {
    try await store.forget(
      subject, recording: [StreamAppend(StreamName(subject), expected: .any, [event])],
      by: Authorship(actor: "officer"))
  }
}
