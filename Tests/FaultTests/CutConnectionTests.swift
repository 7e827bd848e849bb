import EventStore
import FoundationEssentials
import Postgres
import TestSeeds
import Testing

@testable import LogWorker

/// The connection is cut at any byte of an append, whatever it consists of: in the middle of the commit, after it went
/// out, and before its answer came back. The outcome is unknown; the same command again makes it known.
@Suite struct CutConnectionTests {
  /// - Parameter appendsBefore: a session's first appends are other bytes than its later ones: statements get prepared.
  @Test(arguments: CuttingProxy.Direction.allCases, [0, 3])
  func anAppendThatIsCutAnywhereIsThereOnce(direction: CuttingProxy.Direction, appendsBefore: Int) async throws {
    let log = try await FaultLog()
    let proxy = try CuttingProxy(before: log.address, folder: log.folder)
    defer { proxy.stop() }
    try await Torture.run { seed in
      var random = Seeded(seed)
      var outcomes: [Outcome: Int] = [:]
      // The first of a log has more to do: its types of events get numbers.
      _ = try await Attempt(log, proxy, appendsBefore).measure(direction)
      let whole = try await Attempt(log, proxy, appendsBefore).measure(direction)
      // The ends are where the commit is. One append is a few bytes longer than the other: its position has more digits.
      let places = (0..<20).map { _ in Int.random(in: 0..<whole, using: &random) } + (whole - 20...whole + 2)
      for place in places {
        let attempt = try await Attempt(log, proxy, appendsBefore)
        outcomes[try await attempt.cut(direction, after: place), default: 0] += 1
      }
      #expect(outcomes[.failedAndWasNotThere, default: 0] > 0, "seed \(seed): \(outcomes)")
      #expect(outcomes[.failedAndWasThere, default: 0] > 0, "seed \(seed): \(outcomes)")
      #expect(try await LogAudit(log).findings == [], "seed \(seed)")
    }
  }

  private enum Outcome: Hashable { case acknowledged, failedAndWasThere, failedAndWasNotThere }

  /// One append on a session of its own through the proxy.
  private struct Attempt {
    private let log: FaultLog
    private let proxy: CuttingProxy
    private let connection: Connection
    private let stream = StreamName("cut", UUID())
    private let appends: [StreamAppend]

    init(_ log: FaultLog, _ proxy: CuttingProxy, _ appendsBefore: Int) async throws {
      self.log = log
      self.proxy = proxy
      connection = try await .working(proxy.address, application: "cut")
      let events = (0..<3).map { n in
        NewEvent(
          id: UUID(), type: EventType("thing.done"), occurredAt: Date(timeIntervalSince1970: 1_700_000_000),
          data: #"{"words":"门开着"}"#, personal: n == 1 ? Personal(subject: "party-1", data: "{}") : nil)
      }
      appends = [StreamAppend(stream, expected: .none, events)]
      for _ in 0..<appendsBefore {
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
        found.map(\.id) == appends[0].events.map(\.id) && found.map(\.version) == [1, 2, 3], "\(direction) \(place)")
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
