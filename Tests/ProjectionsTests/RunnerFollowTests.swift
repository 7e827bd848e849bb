import EventStore
import Postgres
import Projections
import TestSeeds
import Testing

@Suite struct RunnerFollowTests {
  @Test func followedReadModelsSeeWhatIsAppended() async throws {
    var random = Seeded(81)
    var log = try await OfficeLog()
    try await log.happen(10, &random)
    let (one, two) = (try await OfficeLog.session(log.address), try await OfficeLog.session(log.address))
    let reached = AsyncStream<Int64>.makeStream()
    // Listens before anything is read: what is appended from here on wakes it.
    let wakeUps = try await LogWakeUps(two, fallback: .seconds(60))
    let follower = Task {
      try await ProjectionRunner(one).follow(ReadModels.all, wakeUp: wakeUps.next) {
        reached.continuation.yield($0)
      }
    }
    var positions = reached.stream.makeAsyncIterator()
    let start = try await log.store.head()
    var position = try #require(await positions.next(isolation: nil))
    #expect(position == start)
    for _ in 0..<20 {
      try await log.happen(1, &random)
      let head = try await log.store.head()
      // A command may come to nothing.
      while position < head { position = try #require(await positions.next(isolation: nil)) }
    }
    follower.cancel()
    await #expect(throws: CancellationError.self) { try await follower.value }
    let followed = try await Dump(on: log.connection)
    try await log.runner().startAnew(log.connection)
    let anew = try await Dump(on: log.connection)
    #expect(followed == anew, "\(followed.difference(from: anew))")
  }

  @Test func oneThatStandsStillIsLeftBehind() async throws {
    var random = Seeded(82)
    var log = try await OfficeLog()
    try await log.happen(10, &random)
    let head = try await log.store.head()
    struct Enough: Error {}
    let stops = Shared<[ProjectionStop]>([])
    let looks = Shared(0)
    await #expect(throws: Enough.self) {
      try await log.runner().follow(
        [Tally(version: 1, failsAt: head), OrderBoardAgain()],
        wakeUp: {
          if looks.change({
            $0 += 1; return $0
          }) > 2 {
            throw Enough()
          }
        },
        stopped: { stop in stops.change { $0.append(stop) } })
    }
    #expect(stops.change { $0.map(\.name) } == ["tally"])
    #expect(try await log.position("again") == head)
    await #expect(throws: ProjectionError.self) {
      try await log.runner().follow([Tally(version: 1, failsAt: head)], wakeUp: { throw Enough() })
    }
  }
}
