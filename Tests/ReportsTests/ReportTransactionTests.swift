import Dispatch
import FoundationEssentials
import Reports
import Testing

struct ReportTransactionTests {
  @Test func whatIsAppendedWhileAReportIsReadIsInNoneOfItsTables() async throws {
    let log = try await SmallLog(Fact.some(20, seed: 80))
    let request = try monthly(log, from: .newYork(2015, 3, 1), to: .newYork(2015, 4, 1))
    let before = try await request.tables(on: log.connection)

    let (pauses, pause) = AsyncStream<Void>.makeStream()
    let goOn = DispatchSemaphore(value: 0)
    let reading = try await log.anotherConnection()
    async let during = request.run(on: reading) {
      RowsOfSheets {
        // On the reading connection's own thread, between the first table and the second.
        pause.yield()
        goOn.wait()
      }
    }.outcome
    for await _ in pauses.prefix(1) {
      do {
        try await log.append(Fact(openedAt: .newYork(2015, 3, 5)), sequence: 901)
        try await log.catchUp()
      } catch {
        Issue.record(error)
      }
      goOn.signal()
    }
    #expect(try await during == before.map(\.rows))
    #expect(try await request.tables(on: log.connection).map(\.rows) != before.map(\.rows))
  }
}

/// Keeps the rows of every table, and stops once, before the second.
private final class RowsOfSheets: ReportSink {
  private var rows: [[ReportRow]] = []
  private let beforeSecond: () -> Void

  init(beforeSecond: @escaping () -> Void) { self.beforeSecond = beforeSecond }

  func begin(_ cover: ReportCover) {}
  func begin(_ sheet: ReportSheet) {
    if rows.count == 1 { beforeSecond() }
    rows.append([])
  }
  func append(_ row: ReportRow) { rows[rows.count - 1].append(row) }
  func end(_ sheet: ReportSheet) {}
  func finish() -> [[ReportRow]] { rows }
}
