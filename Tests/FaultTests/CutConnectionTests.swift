import EventStore
import FoundationEssentials
import Postgres
import TestSeeds
import Testing

@testable import LogWorker

/// The connection is cut at any byte of an append, whatever it consists of: in the middle of the commit, after it went
/// out, and before its answer came back. The outcome is unknown; the same command again makes it known.
@Suite struct CutConnectionTests {
  /// What is cut, and where.
  struct Case: Sendable {
    var direction: CuttingProxy.Direction
    /// A session's first appends are other bytes than its later ones: statements get prepared.
    var appendsBefore = 0
    /// Many go by COPY.
    var eventCount = 3
  }

  @Test(arguments: [
    Case(direction: .toServer), Case(direction: .toStore), Case(direction: .toServer, appendsBefore: 3),
    Case(direction: .toStore, appendsBefore: 3), Case(direction: .toServer, eventCount: 600),
    Case(direction: .toStore, eventCount: 600),
  ])
  func anAppendThatIsCutAnywhereIsThereOnce(what: Case) async throws {
    let direction = what.direction
    let log = try await FaultLog()
    let proxy = try CuttingProxy(before: log.address, folder: log.folder)
    defer { proxy.stop() }
    try await Torture.run { seed in
      var random = Seeded(seed)
      var outcomes: [Outcome: Int] = [:]
      // The first of a log has more to do: its types of events get numbers.
      _ = try await Attempt(log, proxy, what).measure(direction)
      let whole = try await Attempt(log, proxy, what).measure(direction)
      // The ends are where the commit is. One append is a few bytes longer than the other: its position has more digits.
      let (inside, atEnd) = what.eventCount > 100 ? (6, 8) : (20, 20)
      let places = (0..<inside).map { _ in Int.random(in: 0..<whole, using: &random) } + (whole - atEnd...whole + 2)
      for place in places {
        let attempt = try await Attempt(log, proxy, what)
        outcomes[try await attempt.cut(direction, after: place), default: 0] += 1
      }
      #expect(outcomes[.failedAndWasNotThere, default: 0] > 0, "seed \(seed): \(outcomes)")
      #expect(outcomes[.failedAndWasThere, default: 0] > 0, "seed \(seed): \(outcomes)")
      #expect(try await LogAudit(log).findings == [], "seed \(seed)")
    }
  }

  /// Callers of one store, whose appends go into the same transactions.
  @Test(arguments: CuttingProxy.Direction.allCases)
  func callersThatAreCutTogetherAreThereOnce(direction: CuttingProxy.Direction) async throws {
    let log = try await FaultLog()
    let proxy = try CuttingProxy(before: log.address, folder: log.folder)
    defer { proxy.stop() }
    let author = Authorship(actor: "test")
    let callers = 8
    var unknown = 0
    try await Torture.run(rounds: 12) { seed in
      var random = Seeded(seed)
      let connection = try await Connection.working(proxy.address, application: "cut")
      let store = FaultLog.store(on: connection)
      proxy.arm(direction, after: Int.random(in: 0...(direction == .toServer ? 12_000 : 1500), using: &random))
      let outcomes = try await withThrowingTaskGroup(of: (Load, AppendResult?).self) { group in
        for caller in 0..<callers {
          // Two streams each, one of which all share.
          let load = Load(seed: seed &* 100 &+ UInt64(caller))
          group.addTask {
            do throws(EventStoreError) {
              return (load, try await store.append(load.command(0).appends, by: author))
            } catch {
              guard case .unreachable = error else { throw error }
              return (load, nil)
            }
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      let again = try await log.store()
      unknown += outcomes.count { $0.1 == nil }
      for (load, first) in outcomes {
        let command = load.command(0)
        let second = try await again.append(command.appends, by: author)
        if let first { #expect(second.wasThere && second.positions == first.positions, "seed \(seed)") }
        let own = try await again.read(StreamName("own", load.seed))
        #expect(own.map(\.id) == command.appends[0].events.map(\.id), "seed \(seed)")
      }
    }
    #expect(unknown > 0)
    #expect(try await LogAudit(log).findings == [])
  }

  private enum Outcome: Hashable { case acknowledged, failedAndWasThere, failedAndWasNotThere }

  /// One append on a session of its own through the proxy.
  private struct Attempt {
    private let log: FaultLog
    private let proxy: CuttingProxy
    private let connection: Connection
    private let stream = StreamName("cut", UUID())
    private let appends: [StreamAppend]

    init(_ log: FaultLog, _ proxy: CuttingProxy, _ what: Case) async throws {
      self.log = log
      self.proxy = proxy
      connection = try await .working(proxy.address, application: "cut")
      let events = (0..<what.eventCount).map { n in
        NewEvent(
          id: UUID(), type: EventType("thing.done"), occurredAt: Date(timeIntervalSince1970: 1_700_000_000),
          data: #"{"words":"门开着"}"#, personal: n == 1 ? Personal(subject: "party-1", data: "{}") : nil)
      }
      appends = [StreamAppend(stream, expected: .none, events)]
      for _ in 0..<what.appendsBefore {
        let other = [StreamAppend(StreamName("cut", UUID()), expected: .none, events.map { $0.again() })]
        _ = try await FaultLog.store(on: connection).append(other, by: author)
      }
    }

    private var author: Authorship { Authorship(actor: "test") }

    /// The bytes of a whole append.
    func measure(_ direction: CuttingProxy.Direction) async throws -> Int {
      proxy.arm()
      _ = try await FaultLog.store(on: connection).append(appends, by: author)
      return proxy.passed(direction)
    }

    func cut(_ direction: CuttingProxy.Direction, after place: Int) async throws -> Outcome {
      proxy.arm(direction, after: place)
      var first: AppendResult?
      do throws(EventStoreError) {
        first = try await FaultLog.store(on: connection).append(appends, by: author)
      } catch {
        guard case .unreachable = error else { throw error }
      }
      let again = try await log.store().append(appends, by: author)
      let found = try await log.store().read(stream)
      #expect(
        found.map(\.id) == appends[0].events.map(\.id) && found.map(\.version) == Array(1...found.count),
        "\(direction) \(place)")
      #expect(found.map(\.position) == again.positions, "\(direction) \(place)")
      guard let first else { return again.wasThere ? .failedAndWasThere : .failedAndWasNotThere }
      #expect(again.wasThere && first.positions == again.positions, "\(direction) \(place)")
      return .acknowledged
    }
  }
}

extension NewEvent {
  /// Another event like this one.
  fileprivate func again() -> NewEvent {
    NewEvent(id: UUID(), type: type, occurredAt: occurredAt, data: data, personal: personal)
  }
}
