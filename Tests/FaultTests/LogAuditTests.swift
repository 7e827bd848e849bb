import FoundationEssentials
import Testing

@testable import LogWorker

/// The audit is worth what it finds.
@Suite struct LogAuditTests {
  @Test(arguments: [
    ("delete from log.personal where position <= 4; delete from log.events where position = 4", "positions"),
    ("update log.head set position = position - 1", "positions"),
    ("update log.events set position = position + 1 where position = (select position from log.head)", "positions"),
    ("update log.head set hash = sha256(hash)", "head"),
    ("update log.streams set version = version + 1 where name = 'own-1'", "versions"),
    ("delete from log.events where position = 1", "versions"),
    (
      """
      alter table log.events drop constraint events_stream_no_version_key;
      update log.events set version = case version when 1 then 2 else 1 end
        where stream_no = (select stream_no from log.streams where name = 'own-1') and version in (1, 2)
      """, "order"
    ),
    ("update log.events set actor = actor || '.' where position = 3", "chain"),
    ("update log.events set data = '{}' where position = 3", "chain"),
    ("update log.personal set data = '{}' where position = (select min(position) from log.personal)", "chain"),
    ("delete from log.personal where position = (select min(position) from log.personal)", "personal"),
  ])
  func aChangeBehindTheLogsBackIsFound(change: String, rule: String) async throws {
    let log = try await FaultLog()
    for n in 0..<12 { _ = try await log.append(Load(seed: 1).command(n)) }
    #expect(try await LogAudit(log).findings == [])
    let owner = try await log.owner()
    try await owner.run { c in try c.script("set session_replication_role = replica; " + change) }
    let findings = try await LogAudit(log).findings
    #expect(findings.contains { $0.hasPrefix(rule) }, "\(change): \(findings)")
  }

  @Test func aLedgerAndAJournalAreComparedWithTheLog() async throws {
    let log = try await FaultLog()
    let load = Load(seed: 1)
    var ledger: [String] = []
    for n in 0..<6 {
      ledger.append(Ledger.Acknowledged(command: n, positions: try await log.append(load.command(n)).positions).line)
    }
    let audit = try await LogAudit(log)
    #expect(audit.findings(of: ledger, 6, load.command) == [])
    #expect(audit.findings(of: Array(ledger.dropLast()), 6, load.command) != [])
    #expect(audit.findings(of: ledger + ["6 1"], 7, load.command) != [])
    #expect(audit.findings(of: ledger, 6, Load(seed: 2).command) != [])

    let journal = audit.ids.sorted { $0.key < $1.key }.map { Ledger.Followed(position: $0.key, id: $0.value).line }
    #expect(audit.findings(ofJournal: journal) == [])
    for wrong in [
      Array(journal.dropFirst()), Array(journal.dropLast()), journal + journal.suffix(1), journal.reversed(),
    ] {
      #expect(audit.findings(ofJournal: wrong) != [])
    }
  }

  /// What a SIGKILL in the middle of a `write` leaves.
  @Test func aLineThatWasCutShortIsNotAcknowledged() async throws {
    let log = try await FaultLog()
    let path = log.folder + "/ledger"
    try Ledger(path).note(["0 1 2", "1 3 4"])
    let whole = try Data(contentsOf: URL(filePath: path))
    try whole.dropLast(2).write(to: URL(filePath: path))
    #expect(Ledger.read(path) == ["0 1 2"])
    let again = try Ledger(path)
    #expect(again.lines == ["0 1 2"])
    try again.note(["1 3 4"])
    #expect(try Data(contentsOf: URL(filePath: path)) == whole)
  }
}
