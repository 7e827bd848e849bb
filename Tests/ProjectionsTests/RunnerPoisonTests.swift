import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections
import TestSeeds
import Testing

@Suite struct RunnerPoisonTests {
  @Test func anEventThatCannotBeReadStopsOnlyThoseThatListenToIt() async throws {
    var random = Seeded(51)
    var log = try await OfficeLog()
    try await log.happen(40, &random)
    let before = try await log.store.head()
    let poison = try await log.poison(.order(OrderNumber(sequence: 900)), type: "order.opened")
    try await log.happen(40, &random)
    let head = try await log.store.head()
    let error = await #expect(throws: ProjectionError.self) { try await log.runner().catchUp(ReadModels.all) }
    guard case .stopped(let stops)? = error else { return #expect(Bool(false), "\(String(describing: error))") }
    #expect(
      stops.map(\.name).sorted()
        == ["campaign-targets", "order-board", "order-counts", "order-facts", "order-steps", "outbox", "timers"])
    #expect(stops.allSatisfy { $0.position == poison && $0.type.name == "order.opened" && !$0.reason.isEmpty })
    #expect("\(stops[0].position)".isEmpty == false && error?.description.contains("stands still") == true)
    for status in try await ReadModels.status(on: log.connection) {
      let isStopped = stops.contains { $0.name == status.name }
      #expect(status.position == (isStopped ? before : head), "\(status.name)")
      #expect((status.failure != nil) == isStopped)
      // Of those that listen to orders, these go on without.
      let goesOn = ReadModels.named(status.name).map {
        $0.poisonPolicy == .park && $0.readsMeaning && $0.categories.contains("order")
      }
      #expect(status.parkedCount == (goesOn == true ? 1 : 0), "\(status.name)")
    }
    // They say so at every use, and nothing moves.
    await #expect(throws: ProjectionError.self) { try await log.runner(pageSize: 7).catchUp([OrderBoard()]) }
    try await log.runner(pageSize: 7).catchUp([Parties(), Batches()])
  }

  @Test func anEventThatCannotBeReadIsParkedWithTheLaterOnesOfItsStream() async throws {
    var random = Seeded(52)
    var log = try await OfficeLog()
    try await log.happen(30, &random)
    let (bad, good) = (StreamName.party(PartyID(UUID())), PartyID(UUID()))
    let poison = try await log.poison(bad, type: "party.registered")
    let registered = PartyRegistered(kind: .person, card: nil)
    try await log.write([(bad, .party(.registered(registered)), at: OfficeLog.hour(1))])
    try await log.write([(.party(good), .party(.registered(registered)), at: OfficeLog.hour(1))])
    try await log.runner().catchUp(ReadModels.all)
    let head = try await log.store.head()
    let statuses = try await ReadModels.status(on: log.connection)
    #expect(statuses.allSatisfy { $0.position == head && $0.failure == nil })
    #expect(statuses.first { $0.name == "parties" }?.parkedCount == 2)
    var parked = try await log.parked("parties")
    #expect(parked.map(\.position) == [poison, poison + 1])
    #expect(parked.allSatisfy { $0.stream == bad.rawValue && $0.type == "party.registered.v1" })
    #expect(parked[1].error.contains("\(poison)") && parked[0].error != parked[1].error)
    // What comes later, page by page, waits too.
    try await log.write([(bad, .party(.registered(registered)), at: OfficeLog.hour(2))])
    try await log.runner(pageSize: 1).catchUp(ReadModels.all)
    #expect(try await log.parked("parties").map(\.position) == [poison, poison + 1, head + 1])
    // A rebuild gives the same.
    let comparison = try await log.runner(pageSize: 11).rebuild(Parties())
    #expect(comparison?.isEqual == true)
    parked = try await log.parked("parties")
    #expect(parked.map(\.position) == [poison, poison + 1, head + 1])
    #expect(try await log.runner().retryParked(Parties()) == (0, 3))
    #expect(try await log.parked("parties").map(\.position) == parked.map(\.position))
  }

  @Test func whatCannotBeAppliedIsParkedAndTakenInLater() async throws {
    var random = Seeded(53)
    var log = try await OfficeLog()
    try await log.happen(30, &random)
    let head = try await log.store.head()
    let failing = Tally(version: 1, failsAt: head - 5, poisonPolicy: .park)
    try await log.runner(pageSize: 8).catchUp([failing, OrderBoardAgain()])
    let parked = try await log.parked("tally")
    #expect(parked.first?.position == head - 5)
    #expect(parked.allSatisfy { $0.stream == parked[0].stream })
    #expect(try await log.tallied() == head - Int64(parked.count))
    #expect(try await log.position("tally") == head)
    let mended = Tally(version: 1, poisonPolicy: .park)
    #expect(try await log.runner().retryParked(mended) == (parked.count, 0))
    #expect(try await Tally.count(log) == head)
    #expect(try await log.parked("tally").isEmpty)
    #expect(try await log.runner().retryParked(mended) == (0, 0))
  }

  @Test func anEventOfANewerProgramIsNeverParked() async throws {
    let log = try await OfficeLog()
    let position = try await log.poison(.party(PartyID(UUID())), type: "party.wedded")
    let error = await #expect(throws: ProjectionError.self) { try await log.runner().catchUp([Parties()]) }
    guard case .stopped(let stops)? = error else { return #expect(Bool(false), "\(String(describing: error))") }
    #expect(stops.map(\.position) == [position])
    #expect(stops[0].reason.contains("newer"))
  }

  @Test func whatFailsForAnotherReasonIsNotBlamedOnEvents() async throws {
    var random = Seeded(54)
    var log = try await OfficeLog()
    try await log.happen(30, &random)
    try await log.runner().catchUp([Parties()])
    try await log.connection.run { c in try c.script("alter table contact_point rename to telephone") }
    try await log.happen(60, &random)
    await #expect(throws: PostgresError.self) { try await log.runner().catchUp([Parties()]) }
    #expect(try await log.parked("parties").isEmpty)
    try await log.connection.run { c in try c.script("alter table telephone rename to contact_point") }
    try await log.runner().catchUp([Parties()])
  }

  @Test func soManyParkedEventsAreNotTheEvents() async throws {
    let log = try await OfficeLog()
    let head = try await log.store.head()
    let failing = Watched(Tally(version: 1, poisonPolicy: .park)) { page, _ in
      if page.entries.contains(where: { $0.recorded.position > head }) { throw Tally.Refusal() }
    }
    _ = try await log.store.append(
      (0...100).map { _ in
        StreamAppend(
          StreamName("party", UUID()), expected: .none,
          [
            NewEvent(
              id: UUID(), type: EventType("party.registered"), occurredAt: OfficeLog.hour(0),
              data: #"{"kind":"person"}"#)
          ])
      }, by: Authorship(actor: "test"))
    let error = await #expect(throws: ProjectionError.self) { try await log.runner(pageSize: 4).catchUp([failing]) }
    guard case .stopped(let stops)? = error else { return #expect(Bool(false), "\(String(describing: error))") }
    #expect(stops.map(\.position) == [head + 101])
    #expect(try await log.parked("tally").count == 100)
  }

  @Test func aCheckpointThatWasMovedByHandIsNotPassedOver() async throws {
    var random = Seeded(55)
    var log = try await OfficeLog()
    try await log.happen(10, &random)
    // In the middle of the page, behind the lock: only the same transaction can.
    let meddled = Watched(Tally(version: 1)) { _, connection in
      try connection.execute("update projection set position = 3 where name = 'tally'")
    }
    let error = await #expect(throws: ProjectionError.self) { try await log.runner().catchUp([meddled]) }
    #expect(error == .moved(names: ["tally"], from: 0))
    try await log.runner().catchUp([Tally(version: 1)])
    #expect(try await Tally.count(log) == log.store.head())
  }
}

extension OfficeLog {
  /// Appends an event that no codec reads.
  func poison(_ stream: StreamName, type: String) async throws -> Int64 {
    let event = NewEvent(id: UUID(), type: EventType(type), occurredAt: Self.hour(0), data: #"{"kind":[]}"#)
    let result = try await store.append(
      [StreamAppend(stream, expected: .any, [event])], by: Authorship(actor: "test"))
    return try #require(result.positions.first)
  }

  func parked(_ name: String) async throws -> [ParkedEvent] {
    try await connection.run { c in try ReadModels.parked(name, on: c) }
  }

  func position(_ name: String) async throws -> Int64 {
    try await connection.run { c in
      try c.query("select position from projection where name = \(name)").only().decode(Int64.self)
    }
  }

  func tallied() async throws -> Int64 {
    try await connection.run { c in try c.query("select count(*) from tally").only().decode(Int64.self) }
  }
}
