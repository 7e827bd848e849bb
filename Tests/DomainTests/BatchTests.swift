import Domain
import FoundationEssentials
import Testing

@Suite struct BatchTests {
  private let instant = Date(timeIntervalSince1970: 1_700_000_000)

  private func started(_ generation: Int) -> BatchEvent {
    .started(
      BatchStarted(
        generation: generation, file: "list.csv", sha256: "", target: "outreach", process: "outreach",
        processVersion: 1,
        campaign: nil, columns: [:], options: [:], sheet: "", encoding: nil, counts: BatchCounts()))
  }

  private func rows(_ numbers: [Int]) -> BatchEvent {
    .rowsRecorded(
      BatchRowsRecorded(
        generation: 1, rows: numbers.map { .init(row: $0, outcome: .accepted) }))
  }

  private func batch(_ events: BatchEvent...) -> Batch? { Batch(events.map { (event: $0, at: instant) }) }

  @Test func aBatchKnowsHowFarItCame() throws {
    #expect(batch() == nil)
    let running = try #require(batch(started(1), rows([3, 4]), rows([6]), rows([])))
    #expect(running.stage == .running && running.lastRow == 6 && running.recorded.accepted == 3)
    let finished = try #require(
      batch(started(1), rows([3]), .finished(BatchFinished(generation: 1, counts: BatchCounts()))))
    #expect(finished.stage == .finished && finished.lastRow == 3)
  }

  @Test func aRunAfterAnUndoBeginsAgain() throws {
    let undone = BatchEvent.undone(BatchUndone(generation: 1, withdrawn: 1, left: []))
    #expect(batch(started(1), rows([3]), undone)?.stage == .undone)
    let again = try #require(batch(started(1), rows([3]), undone, started(2)))
    #expect(
      again.stage == .running && again.lastRow == 0 && again.recorded.accepted == 0 && again.started.generation == 2)
  }

  @Test func skippedRowsAreNoRows() {
    var counts = BatchCounts()
    for outcome in [RowOutcome.accepted, .accepted, .rejected, .duplicate, .skipped] { counts.add(outcome) }
    #expect(counts.rows == 4 && counts.accepted == 2 && counts.rejected == 1 && counts.duplicates == 1)
    #expect(counts.skipped == 1)
  }

  @Test func numbersFollowTheLastReservation() {
    let first = NumbersReserved.next(3, after: nil)
    #expect(first == NumbersReserved(first: 1, count: 3))
    #expect(NumbersReserved.next(1, after: first) == NumbersReserved(first: 4, count: 1))
  }
}
