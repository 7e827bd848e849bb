import EventStore
import FoundationEssentials
import Postgres
import TestCluster
import TestSeeds
import Testing

@testable import LogWorker

/// The server's volume is full: of tables first, which is an error, then of its own log, which is the server's end.
@Suite(.enabled(if: Volume.isAllowed, "file systems cannot be mounted here: run as root"))
struct DiskFullTests {
  /// The server's own log was full before a table was.
  private struct LogWasFullFirst: Error {}

  @Test func aFullDiskRefusesAppendsAndLeavesNoHalfOfOne() async throws {
    // How many segments of its log the server keeps ready is its own affair: when they were too few, once more.
    for attempt in 1... {
      do {
        return try await fillTheTablesThenTheLog()
      } catch is LogWasFullFirst {
        try #require(attempt < 5, "the server's own log was full first, five times")
      }
    }
  }

  private func fillTheTablesThenTheLog() async throws {
    let volume = try await Volume(mebibytes: 128)
    defer { volume.remove() }
    let server = try await TestServer(in: volume.folder)
    defer { try? server.kill() }
    let log = try await FaultLog(server.address)
    try await log.script(
      """
      alter system set max_wal_size = '48MB'; alter system set min_wal_size = '32MB'; alter system set autovacuum = off;
      -- It stays down when it gives up: whoever connects while it starts by itself is sent away.
      alter system set restart_after_crash = off;
      select pg_reload_conf()
      """)
    let load = BigLoad()
    #expect(try await append(0..<10, load, to: log).acknowledged == Array(0..<10))

    // Room in the server's log, none for a table to grow.
    try await log.script("checkpoint; select pg_switch_wal()")
    try volume.fill()
    do {
      let full = try await append(10..<30, load, to: log)
      // It reads on, and a small event may still find room.
      let head = try await log.store().head()
      let findings = try await LogAudit(log).findings
      #expect(full.refused.count > 10, "\(full.refused)")
      #expect(full.refused.allSatisfy { $0.isDiskFull }, "\(full.refused)")
      #expect(head == Int64(10 + full.acknowledged.count))
      #expect(findings == [])
    } catch {
      guard Self.isGone(error) else { throw error }
      throw LogWasFullFirst()
    }

    volume.empty()
    #expect(try await append(10..<30, load, to: log).acknowledged == Array(10..<30))
    #expect(try await log.store().head() == 30)
    #expect(try await LogAudit(log).findings == [])

    // No room in the server's log either: it gives up, with whatever it was about to commit.
    try volume.fill()
    let last = try await appendUntilTheServerDies(load, to: log)
    volume.empty()
    try await server.start()
    for n in 30...last { _ = try await log.append(load.command(n)) }
    let audit = try await LogAudit(log)
    #expect(audit.findings == [])
    #expect(audit.ids.count == last + 1)
    #expect(Set(audit.ids.values) == Set((0...last).map { load.command($0).events[0].id }))
  }

  /// Whether the server is.
  private static func isGone(_ error: any Error) -> Bool {
    switch error {
    case EventStoreError.unreachable: true
    case let error as PostgresError: error.isUnreachable
    default: false
    }
  }

  private func append(
    _ commands: Range<Int>, _ load: BigLoad, to log: FaultLog
  ) async throws -> (acknowledged: [Int], refused: [PostgresError]) {
    let store = try await log.store()
    var acknowledged: [Int] = []
    var refused: [PostgresError] = []
    for n in commands {
      let command = load.command(n)
      do throws(EventStoreError) {
        _ = try await store.append(command.appends, by: command.authorship)
        acknowledged.append(n)
      } catch {
        guard case .refused(let cause) = error else { throw error }
        refused.append(cause)
      }
    }
    return (acknowledged, refused)
  }

  /// - Returns: the command whose outcome is unknown.
  private func appendUntilTheServerDies(_ load: BigLoad, to log: FaultLog) async throws -> Int {
    for n in 30..<200 {
      do {
        _ = try await log.append(load.command(n))
        try await log.script("select pg_switch_wal()")
      } catch EventStoreError.unreachable {
        return n
      } catch let error as PostgresError where error.isUnreachable {
        return n
      }
    }
    throw Failure("the server lives on a full disk")
  }

  /// Events that need pages of their own: what does not get shorter by compression.
  private struct BigLoad {
    func command(_ n: Int) -> Load.Command {
      var random = Seeded(UInt64(n))
      let words = (0..<(n < 30 ? 4000 : 1)).map { _ in String(random.next(), radix: 36) }.joined()
      let id = EventID.ofContent(["big", String(n)])
      return Load.Command(
        appends: StreamAppend.single(StreamName("big", n % 3), id: id, data: #"{"words":"\#(words)"}"#),
        authorship: Authorship(actor: "test"))
    }
  }
}
