import BackOffice
import Domain
import FoundationEssentials
import Postgres
import Projections
import TestCluster
import Testing

/// Whoever asks for a list beside a large import waits for two chunks of it at most, and not for all of it.
@Suite struct ImportHeelsTests {
  @Test func theReadModelsComeAlongWithEveryChunk() async throws {
    let desk = try await Desk()
    let path = try await TestCluster.folder() + "/long.csv"
    let rows = (0..<2_500).map { "样例\($0),\(13_900_000_000 + $0)" }
    try Data(("姓名,电话\n" + rows.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
    let importing = Task {
      try await desk.session.importList(
        ImportRequest(path: path, target: .outreach(campaign: "spring")), at: Desk.now
      ) { progress in
        // Cut off when two chunks are in.
        if case .writing(let rows, _) = progress, rows >= 1_500 {
          unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
        }
      }
    }
    let stopped = await #expect(throws: ListProblem.self) { _ = try await importing.value }
    guard case .cutOff(by: .stopped, rows: 1_999, of: 2_500)? = stopped else {
      Issue.record("\(String(describing: stopped))")
      return
    }
    let other = try await Desk.session(desk.address)
    let chunks = try await other.connection.run { connection in
      try connection.query(
        "select position from log.events join log.event_types using (type_no) where name = 'batch.rows-recorded' order by 1"
      ).map { try $0.decode(Int64.self) }
    }
    let positions = try await other.connection.run { connection in
      try connection.query(
        "select position from read.projection where name = any(\(Session.campaignModels.map(\.name)))"
      ).map { try $0.decode(Int64.self) }
    }
    #expect(chunks.count == 2)
    #expect(positions.count == 3 && positions.allSatisfy { $0 >= chunks[0] }, "\(positions) of \(chunks)")
    // How far it came is told from the log.
    let lines = try await other.batches().lines
    let recorded = try await other.recorded(of: lines)
    let line = try #require(lines.first)
    let counts = try #require(recorded[line.id])
    #expect(lines.count == 1 && line.stage == .running && line.counts.rows == 2_500)
    // The first chunk begins with the heading.
    #expect(counts.rows == 1_999 && counts.accepted == counts.rows, "\(counts)")
    await other.close()
  }
}
