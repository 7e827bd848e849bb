import Domain
import FoundationEssentials
import Projections
import Spreadsheets
import TestSeeds
import Testing

@testable import Reports

@Suite struct ReportProofTests {
  private func requests(_ log: SmallLog) throws -> [ReportRequest] {
    [
      try monthly(log, from: .newYork(2015, 2, 1), to: .newYork(2015, 4, 1), language: .zh),
      try overdue(log, asOf: .newYork(2015, 4, 1)),
    ]
  }

  /// What a report said live at a position it says again as of that position, cell by cell, however the log went on.
  @Test(arguments: UInt64(300)..<302) func theReportOfThenIsMadeAgain(seed: UInt64) async throws {
    let facts = Fact.some(90, seed: seed)
    let log = try await SmallLog(Array(facts.prefix(30)))
    let folder = try await Scratch()
    let runner = ProjectionRunner(log.connection, pageSize: 31)
    var positions: [Int64] = []
    for (round, end) in [30, 60, 90].enumerated() {
      for sequence in (round == 0 ? 30 : end - 30)..<end {
        try await log.append(facts[sequence], sequence: sequence + 1)
      }
      positions.append(try await log.head())
      for request in try requests(log) {
        try await runner.catchUp(request.models)
        let name = "\(request.definition.key)-\(round)"
        _ = try await request.write(to: folder.file("\(name).xlsx"), on: log.connection)
        let page = try await request.run(on: log.connection) { ReportPage() }.outcome
        try Data(page.utf8).write(to: URL(filePath: folder.file("\(name).html")))
      }
    }
    for round in [1, 0] {
      for var request in try requests(log) {
        request.moment = .past(positions[round])
        let asked = request
        try await runner.lookingBack(to: positions[round], in: request.models) {
          _ = try await asked.write(to: folder.file("again.xlsx"), on: log.connection)
          let page = try await asked.run(on: log.connection) { ReportPage() }.outcome
          try Data(page.utf8).write(to: URL(filePath: folder.file("again.html")))
        }
        let name = "\(request.definition.key)-\(round)"
        for ending in ["xlsx", "html"] {
          let file = try ReportFile.open(folder.file("\(name).\(ending)"))
          let again = try ReportFile.open(folder.file("again.\(ending)"))
          let differences = try CellDifferences(file, against: again, limit: 3)
          #expect(differences.count == 0, "seed \(seed), \(name).\(ending): \(differences.first)")
          #expect(file.stamp == again.stamp)
          #expect(try file.isIntact())
          // The same position and parameters make the same bytes, live or later.
          #expect(try folder.bytes("\(name).\(ending)") == folder.bytes("again.\(ending)"))
        }
      }
    }
  }

  @Test func aStampSurvivesItsProperties() async throws {
    let log = try await SmallLog(Fact.some(5, seed: 9))
    var scope = OrderStatistics.Scope(process: "request", unit: "PWDx")
    scope.subtree = ["PWDx"] + (0..<200).map { "unit-\($0)" }
    scope.sight = OrderSight(
      scope: .units(["PWDx", "ISD"].compactMap { UnitKey($0) }), secrets: .units([]),
      secretsByProcess: ["complaint": .all])
    var asked = try request(
      ReportCatalog.named("monthly"), log, from: .newYork(2015, 3, 1), to: .newYork(2015, 4, 1), scope: scope)
    asked.viewer = "chen"
    let cover = try await asked.run(on: log.connection) { CoverKeeper() }.outcome
    let stamp = ReportStamp(cover, checksum: String(repeating: "0f", count: 32))
    #expect(stamp.properties.allSatisfy { $0.value.unicodeScalars.count <= 255 })
    let read = try #require(
      ReportStamp(properties: Dictionary(stamp.properties.map { ($0.name, $0.value) }) { first, _ in first }))
    #expect(read == stamp)
    let again = try ReportRequest(read, definition: asked.definition)
    #expect(again.scope == asked.scope && again.time == asked.time && again.viewer == "chen")
    #expect(again.zone == asked.zone && again.officeTitle == asked.officeTitle && again.program == asked.program)
  }

  @Test func whoSeesLessDoesNotCover() throws {
    let (a, b) = (try #require(UnitKey("A")), try #require(UnitKey("B")))
    let all = OrderSight.everything
    let both = OrderSight(scope: .units([a, b]), secrets: .units([a]))
    let one = OrderSight(scope: .units([a]), secrets: .units([]))
    #expect(all.covers(both) && both.covers(one) && both.covers(both))
    #expect(!both.covers(all) && !one.covers(both))
  }

  @Test func aCellThatWasEditedIsNamedWithBothValues() async throws {
    let log = try await SmallLog(Fact.some(40, seed: 11))
    let folder = try await Scratch()
    let request = try monthly(log, from: .newYork(2015, 2, 1), to: .newYork(2015, 4, 1))
    let page = try await request.run(on: log.connection) { ReportPage() }.outcome
    try Data(page.utf8).write(to: URL(filePath: folder.file("a.html")))
    let cell = try #require(page.firstRange(of: "<td class=\"n\">"))
    let end = try #require(page[cell.upperBound...].firstIndex(of: "<"))
    let was = String(page[cell.upperBound..<end])
    let edited = page.replacingCharacters(in: cell.upperBound..<end, with: "4711")
    try Data(edited.utf8).write(to: URL(filePath: folder.file("b.html")))
    let (original, other) = (try ReportFile.open(folder.file("a.html")), try ReportFile.open(folder.file("b.html")))
    #expect(try original.isIntact() && !other.isIntact())
    let differences = try CellDifferences(other, against: original, limit: 10)
    #expect(differences.count == 1)
    #expect(differences.first.map(\.found) == ["4711"] && differences.first.map(\.expected) == [was])
  }

  @Test func aRowThatWasPutInOrMovedMovesNoOther() {
    func rows(_ names: [String]) -> [ReportFile.Row] {
      names.enumerated().map { index, name in
        ReportFile.Row(
          number: index + 1, cells: [("A", .text(name)), ("B", .number(Double(name.utf8.count), format: nil))])
      }
    }
    let expected = rows(["a", "b", "c", "a", "d"])
    let inserted = RowPairing(rows(["a", "b", "new", "c", "a", "d"]), expected, .xlsx)
    #expect(inserted.places == [0, 1, 3, 4, 5] && inserted.added == [2] && inserted.movedCount == 0)
    let removed = RowPairing(rows(["a", "c", "a", "d"]), expected, .xlsx)
    #expect(removed.places == [0, nil, 1, 2, 3] && removed.added.isEmpty)
    let sorted = RowPairing(rows(["d", "a", "b", "c", "a"]), expected, .xlsx)
    #expect(sorted.places == [1, 2, 3, 4, 0] && sorted.added.isEmpty && sorted.movedCount == 1)
    // Whose words were edited stands where it stood.
    let renamed = RowPairing(rows(["a", "B", "c", "a", "d", "e"]), expected, .xlsx)
    #expect(renamed.places == [0, 1, 2, 3, 4] && renamed.added == [5])
  }

  @Test(arguments: [
    0.0, 1, -3, 2.0 / 3, 0.1, 1e-9, 123_456_789_012, 1_234_567.890_123, 45353.395833333336, 9.9999999999995,
  ])
  func twelveDigitsAreTheSameAfterFifteen(number: Double) throws {
    let rounded = CanonicalNumber.rounded(number)
    #expect(abs(rounded - number) <= abs(number) * 1e-11)
    #expect(CanonicalNumber.text(rounded) == CanonicalNumber.text(number))
    #expect(CanonicalNumber.rounded(rounded) == rounded)
  }
}

/// Keeps what a report says of itself.
final class CoverKeeper: ReportSink {
  private var cover: ReportCover?

  func begin(_ cover: ReportCover) { self.cover = cover }
  func begin(_ sheet: ReportSheet) {}
  func append(_ row: ReportRow) {}
  func end(_ sheet: ReportSheet) {}
  func finish() throws -> ReportCover { try #require(cover) }
}
