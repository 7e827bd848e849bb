import EventStore
import FoundationEssentials
import Testing

@Suite struct RepeatTests {
  private let stream = StreamName("order-1")

  @Test func aRepeatReturnsTheFirstPositionsAndWritesNothing() async throws {
    let log = try await TestLog()
    let events = [NewEvent.sample(personal: .card), .sample()]
    let appends = [
      StreamAppend(stream, expected: .none, events), StreamAppend("order-2", expected: .none, [.sample()]),
    ]
    let first = try await log.store.append(appends, by: Authorship(actor: "clerk.test"))
    try await log.store.append("order-3", .any, .sample())
    let second = try await log.another().append(appends, by: Authorship(actor: "clerk.test"))
    #expect(!first.wasThere)
    #expect(second == AppendResult.thatWasThere(first.positions))
    // In the order in which they are given now.
    let turned = try await log.store.append(appends.reversed(), by: Authorship(actor: "clerk.test"))
    #expect(turned.positions == [3, 1, 2])
    #expect(try await log.store.head() == 4)
  }

  @Test func aRepeatIsNoConflictThoughTheStreamMovedOn() async throws {
    let log = try await TestLog()
    let event = NewEvent.sample()
    try await log.store.append(stream, .none, event)
    try await log.store.append(stream, .exactly(1), .sample())
    #expect(try await log.store.append(stream, .none, event) == AppendResult.thatWasThere([1]))
  }

  @Test func aRepeatAfterTheErasureIsStillTheSame() async throws {
    let log = try await TestLog()
    let event = NewEvent.sample(personal: .card)
    try await log.store.append(stream, .none, event)
    try await log.connection.run { c in _ = try c.execute("delete from log.personal") }
    #expect(try await log.store.append(stream, .none, event) == AppendResult.thatWasThere([1]))
    #expect(try await log.store.read(stream).map(\.isErased) == [true])
  }

  @Test(arguments: ["data", "type", "shape", "stream", "personal", "no personal", "subject", "a personal part"])
  func anIdThatWasUsedForSomethingElseIsRefused(what: String) async throws {
    let log = try await TestLog()
    let id = UUID()
    let hadPersonal = what != "a personal part"
    try await log.store.append(stream, .none, .sample(id, personal: hadPersonal ? .card : nil))
    let other: NewEvent =
      switch what {
      case "data": .sample(id, #"{"n":1}"#, personal: .card)
      case "type": .sample(id, type: EventType("thing.undone"), personal: .card)
      case "shape": .sample(id, type: EventType("thing.done", schema: 2), personal: .card)
      case "personal": .sample(id, personal: Personal(subject: "party-1", data: "{}"))
      case "no personal": .sample(id)
      case "subject": .sample(id, personal: Personal(subject: "party-2", data: Personal.card.data))
      default: .sample(id, personal: .card)
      }
    let error = await #expect(throws: EventStoreError.self) {
      try await log.store.append(what == "stream" ? "order-2" : stream, .any, other)
    }
    guard case .idTaken(id, position: 1) = error else { return #expect(Bool(false), "\(String(describing: error))") }
    #expect(try await log.store.head() == 1)
  }

  @Test func aCommandThatIsPartlyThereIsRefused() async throws {
    let log = try await TestLog()
    let event = NewEvent.sample()
    try await log.store.append(stream, .none, event)
    let error = await #expect(throws: EventStoreError.self) {
      try await log.store.append(stream, .any, event, .sample())
    }
    guard case .partlyThere(event.id, position: 1) = error else {
      return #expect(Bool(false), "\(String(describing: error))")
    }
    #expect(try await log.store.head() == 1)
  }
}

extension AppendResult {
  /// Compared by what it shows: there is no way to make one from outside.
  fileprivate static func thatWasThere(_ positions: [Int64]) -> Shown { Shown(positions: positions) }
  fileprivate struct Shown { let positions: [Int64] }
  fileprivate static func == (left: AppendResult, right: Shown) -> Bool {
    left.wasThere && left.positions == right.positions
  }
}
