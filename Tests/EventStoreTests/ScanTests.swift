import FoundationEssentials
import Postgres
import TestSeeds
import Testing

@testable import EventStore

@Suite struct ScanTests {
  @Test(arguments: [1, 3, 7, 100]) func aScanIsWhatPagesAre(pageSize: Int) async throws {
    let log = try await Self.log(events: 40)
    let all = try await log.store.read(after: 0, limit: 100)
    var scanned: [RecordedEvent] = []
    try await LogScan(log.connection, after: 2, upTo: 35, pageSize: pageSize).run { page in
      #expect(page.count <= pageSize && !page.isEmpty)
      scanned += page
      return true
    }
    #expect(scanned == Array(all[2..<35]))
  }

  @Test func aScanOfNothingHandsOverNothing() async throws {
    let log = try await TestLog()
    try await LogScan(log.connection, upTo: 0).run { _ in
      Issue.record("there is no page")
      return true
    }
  }

  @Test func aScanEndsWhenTheBodyHasEnoughOrFails() async throws {
    struct Failure: Error {}
    let log = try await Self.log(events: 20)
    var pages = 0
    try await LogScan(log.connection, upTo: 20, pageSize: 4).run { _ in
      pages += 1
      return pages < 2
    }
    #expect(pages == 2)
    await #expect(throws: Failure.self) {
      try await LogScan(log.connection, upTo: 20, pageSize: 4).run { _ in throw Failure() }
    }
    // The session is free again.
    #expect(try await log.store.head() == 20)
  }

  @Test func aCancelledScanStops() async throws {
    let log = try await Self.log(events: 20)
    let scan = LogScan(log.connection, upTo: 20, pageSize: 2)
    let task = Task {
      try await scan.run { _ in
        unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
        return true
      }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try await log.store.head() == 20)
  }

  @Test(arguments: [1, 5, 6, 12]) func aScanStopsAtAHole(position: Int) async throws {
    let log = try await Self.log(events: 12)
    try await log.owner.run { c in
      try c.script("set session_replication_role = replica")
      try c.execute("delete from log.events where position = \(position)")
    }
    var seen = 0
    let error = await #expect(throws: EventStoreError.self) {
      try await LogScan(log.connection, upTo: 12, pageSize: 5).run { page in
        seen += page.count
        return true
      }
    }
    guard case .hole = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(seen < position)
  }

  @Test func whatWasErasedIsSaidToBe() async throws {
    let log = try await Self.log(events: 9)
    try await log.connection.run { c in
      _ = try c.execute("delete from log.personal where position in (2, 8)")
    }
    let page = try await log.store.read(after: 0, limit: 9)
    #expect(page.filter { $0.personal != nil }.map(\.position) == [5])
    #expect(page.filter(\.isErased).map(\.position) == [2, 8])
    for event in page { #expect(try await log.store.read(event.stream).contains(event)) }
  }

  @Test func namesAreRightHoweverFewAreKept() async throws {
    let log = try await Self.log(events: 60)
    let expected = try await log.store.read(after: 0, limit: 60)
    let names = LogNames(half: 2)
    for _ in 0..<3 {
      var read: [RecordedEvent] = []
      for start in stride(from: Int64(0), to: 60, by: 7) {
        read += try await log.connection.run { c in try LogReader.page(after: start, limit: 7, names: names, on: c) }
      }
      #expect(read == expected)
    }
  }

  @Test func aTypeThatCameLaterIsFound() async throws {
    let log = try await Self.log(events: 3)
    _ = try await log.store.read(after: 0, limit: 10)
    try await log.store.append("order-9", .any, .sample(type: EventType("thing.new")))
    #expect(try await log.store.read(after: 3, limit: 10).map(\.type.name) == ["thing.new"])
  }

  /// Events of some streams and types, every third with an erasable part.
  private static func log(events: Int) async throws -> TestLog {
    let log = try await TestLog()
    for n in 1...events {
      try await log.store.append(
        StreamName("order-\(n * 7 % 11)"), .any,
        .sample(
          UUID(), #"{"n":\#(n)}"#, type: EventType(n % 4 == 0 ? "thing.moved" : "thing.done"),
          personal: n % 3 == 2 ? .card : nil))
    }
    return log
  }
}
