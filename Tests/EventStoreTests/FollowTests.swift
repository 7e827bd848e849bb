import EventStore
import FoundationEssentials
import TestSeeds
import Testing

@Suite struct FollowTests {
  @Test func aFollowerOfEightWritersSkipsNothing() async throws {
    let log = try await TestLog()
    let follower = try await log.another()
    let rounds = 40
    let written = try await withThrowingTaskGroup(of: [Int64].self) { group in
      for writer in 0..<8 {
        let store = try await log.another()
        group.addTask { try await Self.write(rounds, as: writer, to: store) }
      }
      let followed = Task { try await Self.follow(follower, until: 8 * rounds * 2) }
      var positions: [Int64] = []
      for try await some in group { positions += some }
      #expect(try await followed.value == Array(1...Int64(8 * rounds * 2)))
      return positions
    }
    #expect(written.sorted() == Array(1...Int64(8 * rounds * 2)))
    let shared = try await log.store.read("order-shared")
    #expect(shared.map(\.version) == Array(1...8 * rounds))
    // By the log's clock, too, nothing stands before what was recorded earlier.
    let all = try await log.store.read(after: 0, limit: 1000)
    #expect(zip(all, all.dropFirst()).allSatisfy { $0.recordedAt <= $1.recordedAt })
  }

  /// Each round one event to a stream that all share, decided again until it fits, and one to the writer's own.
  private static func write(_ rounds: Int, as writer: Int, to store: EventStore) async throws -> [Int64] {
    var random = Seeded(UInt64(writer))
    var positions: [Int64] = []
    var version = 0
    var round = 0
    while round < rounds {
      let own = StreamAppend(StreamName("order-\(writer)"), expected: .exactly(round), [.sample()])
      let expected: ExpectedVersion = random.chance(50) ? .any : .exactly(version)
      let shared = StreamAppend("order-shared", expected: expected, [.sample()])
      do throws(EventStoreError) {
        positions += try await store.append([own, shared], by: Authorship(actor: "writer.\(writer)")).positions
        round += 1
      } catch {
        guard case .conflict("order-shared", _, let actual) = error else { throw error }
        version = actual
      }
    }
    return positions
  }

  /// Reads on from where it is, as fast as it can, and never looks back.
  private static func follow(_ store: EventStore, until count: Int) async throws -> [Int64] {
    var seen: [Int64] = []
    while seen.count < count {
      seen += try await store.read(after: seen.last ?? 0, limit: 7).map(\.position)
    }
    return seen
  }

  @Test func twoAppendsOfOneCommandAtOnceAreWrittenOnce() async throws {
    let log = try await TestLog()
    let events = (0..<5).map { _ in NewEvent.sample(personal: .card) }
    let results = try await withThrowingTaskGroup(of: AppendResult.self) { group in
      for _ in 0..<8 {
        let store = try await log.another()
        group.addTask {
          try await store.append([StreamAppend("order-1", expected: .none, events)], by: Authorship(actor: "a"))
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(results.filter { !$0.wasThere }.count == 1)
    #expect(results.allSatisfy { $0.positions == [1, 2, 3, 4, 5] })
    #expect(try await log.store.head() == 5)
  }
}
