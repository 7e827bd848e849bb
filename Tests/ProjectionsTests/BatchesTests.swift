import Domain
import EventCodec
import FoundationEssentials
import Postgres
import Projections
import Testing

@Suite struct BatchesTests {
  private let id = UUID()

  @Test func anImportIsListedWithItsRows() async throws {
    var log = try await OfficeLog()
    let (party, no) = (PartyID(UUID()), OrderNumber(sequence: 1))
    let process = try #require(log.definitions.process("outreach"))
    let card = PartyCard(phones: [.init(number: "+862155550100", extension: "8012"), .init(number: "12345")])
    let rows: [BatchRowsRecorded.Row] = [
      .init(row: 3, outcome: .accepted, order: no), .init(row: 4, outcome: .rejected, reason: "phone.short"),
      .init(row: 7, outcome: .duplicate, reason: "same-number", sameAs: 3),
    ]
    try await log.write([
      (.batch(id), .batch(.started(started(1))), at: OfficeLog.hour(1)),
      (.party(party), .party(.registered(PartyRegistered(card: card))), at: OfficeLog.hour(1)),
      (.order(no), .order(.opened(Order.open(no: no, process: process, party: party))), at: OfficeLog.hour(1)),
      (.batch(id), .batch(.rowsRecorded(.init(generation: 1, rows: rows))), at: OfficeLog.hour(1)),
    ])
    try await log.runner().catchUp(ReadModels.all)
    let line = try #require(try await lines(log).first)
    #expect(line.id == id && line.stage == .running && line.startedAt == OfficeLog.hour(1) && line.actor == "test")
    #expect(line.file == "list.xlsx" && line.campaign == "spring" && line.counts == started(1).counts)

    let shown = try await self.rows(log)
    #expect(shown.map(\.row) == [3, 4, 7])
    #expect(shown.map(\.outcome) == [.accepted, .rejected, .duplicate])
    #expect(shown.map(\.order) == [no, nil, nil])
    #expect(shown.map(\.sameAs) == [nil, nil, 3])
    // A repeated row has the number of the row that it repeats.
    #expect(shown.map(\.number) == ["+862155550100", nil, "+862155550100"])
    #expect(shown.map(\.extension) == ["8012", nil, "8012"])
  }

  @Test func aRunAfterAnUndoStartsItsRowsAnew() async throws {
    var log = try await OfficeLog()
    let first = BatchRowsRecorded(generation: 1, rows: [.init(row: 3, outcome: .accepted)])
    let second = BatchRowsRecorded(generation: 2, rows: [.init(row: 3, outcome: .rejected)])
    let steps: [(BatchEvent, Batch.Stage, Int)] = [
      (.started(started(1)), .running, 0), (.rowsRecorded(first), .running, 1),
      (.finished(BatchFinished(generation: 1, counts: BatchCounts())), .finished, 1),
      (.undone(BatchUndone(generation: 1, withdrawn: 1, left: [])), .undone, 1), (.started(started(2)), .running, 0),
      (.rowsRecorded(second), .running, 1),
    ]
    for (event, stage, count) in steps {
      try await log.write([(.batch(id), .batch(event), at: OfficeLog.hour(1))])
      try await log.runner().catchUp(ReadModels.all)
      #expect(try await lines(log).map(\.stage) == [stage])
      #expect(try await rows(log).count == count)
    }
    #expect(try await rows(log).map(\.outcome) == [.rejected])
  }

  @Test func anImportIsFoundByTheBeginningOfItsId() async throws {
    var log = try await OfficeLog()
    let other = UUID()
    for (batch, hour) in [(id, 1.0), (other, 2.0)] {
      try await log.write([(.batch(batch), .batch(.started(started(1))), at: OfficeLog.hour(hour))])
    }
    try await log.runner().catchUp([Batches()])
    #expect(try await lines(log).map(\.id) == [other, id], "the newest first")
    #expect(try await lines(log, id.uuidString.prefix(13).uppercased()).map(\.id) == [id])
    #expect(try await lines(log, "%").isEmpty)
  }

  private func started(_ generation: Int) -> BatchStarted {
    var counts = BatchCounts()
    for outcome in [RowOutcome.accepted, .rejected, .duplicate, .skipped] { counts.add(outcome) }
    return BatchStarted(
      generation: generation, file: "list.xlsx", sha256: "00", target: "outreach", process: "outreach",
      processVersion: 1,
      campaign: "spring", columns: [:], options: [:], sheet: "Sheet1", encoding: nil, counts: counts)
  }

  private func lines(_ log: OfficeLog, _ prefix: String = "") async throws -> [Batches.Line] {
    try await log.connection.run { c in try Batches.list(idPrefix: prefix, on: c) }
  }

  private func rows(_ log: OfficeLog) async throws -> [Batches.Row] {
    let id = id
    return try await log.connection.run { c in
      var rows: [Batches.Row] = []
      try Batches.rows(of: id, on: c) { rows.append($0) }
      return rows
    }
  }
}
