import EventStore
import FoundationEssentials
import Postgres
import Testing

@Suite struct LookupTests {
  @Test func eventsAreFoundByPositionIDAndSubject() async throws {
    let log = try await TestLog()
    let ids = (0..<4).map { _ in UUID() }
    for (index, id) in ids.enumerated() {
      let personal: Personal? = index % 2 == 0 ? .card : nil
      try await log.store.append(StreamName("order-\(index)"), .none, .sample(id, personal: personal))
    }
    let all = try await log.store.read(after: 0, limit: 10)
    try await log.connection.run { c throws in
      #expect(try LogReader.events(at: [4, 2, 99], on: c) == [all[1], all[3]])
      #expect(try LogReader.events(at: [], on: c) == [])
      #expect(try LogReader.positions(about: "party-1", on: c) == [1, 3])
      #expect(try LogReader.positions(about: "party-2", on: c) == [])
      #expect(try LogReader.positions(ofIDs: [ids[3], ids[0], UUID()], on: c) == [1, 4])
    }
  }

  /// What one command wrote lies together; commands larger than one look, at both ends of the log and between others.
  @Test func aCommandIsFoundWithAllThatItWrote() async throws {
    let log = try await TestLog()
    let commands = (0..<5).map { index in
      EventID.fresh(at: Date(), random: TestLog.randomBytes(10 + index))
    }
    let sizes = [1200, 1, 1, 2500, 3]
    var expected: [ClosedRange<Int64>] = []
    var position: Int64 = 0
    for (command, size) in zip(commands, sizes) {
      let events = (0..<size).map { _ in NewEvent.sample() }
      _ = try await log.store.append(
        [StreamAppend(StreamName("order-\(command)"), expected: .none, events)],
        by: Authorship(actor: "x", correlation: command))
      expected.append(position + 1...position + Int64(size))
      position += Int64(size)
    }
    // Between them one that tells no command.
    try await log.store.append("order-x", .any, .sample())
    let (ids, ranges) = (commands, expected)
    try await log.connection.run { c throws in
      for (command, range) in zip(ids, ranges) {
        #expect(try LogReader.position(ofCommand: command, on: c) == range.lowerBound)
        for start in [range.lowerBound, range.upperBound, (range.lowerBound + range.upperBound) / 2] {
          #expect(try LogReader.positions(ofCommand: command, around: start, on: c) == range)
        }
      }
      #expect(try LogReader.position(ofCommand: UUID(), on: c) == nil)
      #expect(
        try LogReader.position(
          ofCommand: EventID.fresh(at: .distantPast, random: .init(repeating: 1, count: 10)), on: c) == nil)
    }
  }

  @Test func aCommandFromAClockThatIsWrongIsFoundToo() async throws {
    let log = try await TestLog()
    let wrong = [-400.0, 400].map { days in
      EventID.fresh(at: Date().addingTimeInterval(days * 86_400), random: TestLog.randomBytes(10))
    }
    for command in wrong + [UUID()] {
      try await log.store.append("order-1", .any, .sample(), by: Authorship(actor: "x", correlation: command))
      let head = try await log.store.head()
      let found = try await log.connection.run { c in try LogReader.position(ofCommand: command, on: c) }
      #expect(found == head)
    }
  }

  @Test func theFirstPositionOfATimeIsFound() async throws {
    let log = try await TestLog()
    let empty = try await log.connection.run { c in try LogReader.firstPosition(recordedAt: Date(), on: c) }
    #expect(empty == 1)
    for _ in 1...9 { try await log.store.append("order-1", .any, .sample()) }
    let times = try await log.store.read(after: 0, limit: 10).map(\.recordedAt)
    try await log.connection.run { c throws in
      for (index, time) in times.enumerated() {
        #expect(try LogReader.firstPosition(recordedAt: time, on: c) == Int64(index + 1))
      }
      #expect(try LogReader.firstPosition(recordedAt: .distantFuture, on: c) == 10)
    }
  }

  @Test func theOwnerMayHaveTheErasedOverwritten() async throws {
    let log = try await TestLog()
    let refused = try await log.store.vacuum([("log", "personal"), ("log", "nothing")])
    #expect(refused == ["log.nothing"])
    // And works on with no more rights than before.
    let role = try await log.connection.run { c in try c.query("select current_user::text").only().decode(String.self) }
    #expect(role == "hotline_app")
  }
}
