import EventStore
import Postgres
import Projections
import TestSeeds
import Testing

@testable import LogWorker

/// Two processes append, a third rebuilds, we catch up all the while: in the end the read models are those of the log.
@Suite struct RebuildTests {
  @Test func aRebuildWhileOthersAppendIsEqualToOneAfterwards() async throws {
    try await Torture.run { seed in
      let log = try await FaultLog()
      let connection = try await Connection.working(log.address, application: "reader")
      try await ReadModels.migrate(connection)
      try await OfficeLoad.setUp(log.store())
      let commands = 150
      let loads = [seed &* 2 &+ 1, seed &* 2 &+ 2]
      let conninfo = try #require(log.address.words)
      let writers = try loads.map { load in
        try Worker(
          ["open", conninfo, "\(load)", "\(commands)", log.folder + "/ledger-\(load)"],
          output: log.folder + "/open-\(load)")
      }
      let rebuilder = try Worker(["rebuild", conninfo, "3"], output: log.folder + "/rebuild")
      let catchingUp = Task {
        let runner = ProjectionRunner(connection, pageSize: 7)
        var rounds = 0
        while !Task.isCancelled {
          try await runner.catchUp(ReadModels.all)
          rounds += 1
        }
        return rounds
      }
      for worker in writers + [rebuilder] {
        let end = await worker.end()
        #expect(end == .exited(0), "seed \(seed): \(worker.words)")
      }
      catchingUp.cancel()
      _ = try? await catchingUp.value

      let audit = try await LogAudit(log)
      #expect(audit.findings == [], "seed \(seed)")
      for load in loads {
        let office = try OfficeLoad(seed: load)
        let ledger = Ledger.read(log.folder + "/ledger-\(load)")
        #expect(try audit.findings(of: ledger, commands, office.command) == [], "seed \(seed)")
      }
      let runner = ProjectionRunner(connection)
      try await runner.catchUp(ReadModels.all)
      let live = try await contents(connection)
      #expect(live.values.contains { $0.count >= commands / 3 }, "seed \(seed): nothing was made of the log")
      for projection in ReadModels.all { try await runner.rebuild(projection) }
      let rebuilt = try await contents(connection)
      for (table, rows) in live {
        #expect(rows == rebuilt[table], "seed \(seed): \(table) is not as a rebuild makes it")
      }
      #expect(try await ReadModels.status(on: connection).allSatisfy { $0.position == $0.head }, "seed \(seed)")
    }
  }

  /// The rows of each table, as the database writes them, in one order.
  private func contents(_ connection: Connection) async throws -> [String: [String]] {
    let tables = ReadModels.all.flatMap(\.tables)
    return try await connection.run { c in
      var contents: [String: [String]] = [:]
      for table in tables {
        contents[table] = try c.query("select t::text from \(identifier: table) as t order by 1").map { row in
          try row.decode(String.self)
        }
      }
      return contents
    }
  }
}
