import Domain
import Foundation
import Projections
import Spreadsheets
import TestCluster
import Testing

@testable import BackOffice

/// Lists with every row of the mess catalogue, made by a generator that shares no code with Hotline: what is imported is
/// what the generator meant.
@Suite(.enabled(if: MessyList.canBeMade, "python3, which makes the lists, is not here")) struct MessyListTests {
  private static let calendar = OfficeCalendar(timeZone: TimeZone(identifier: "Asia/Shanghai") ?? .gmt)

  @Test func importedIsTheTruthOver200Seeds() async throws {
    let (folder, lists, catalogue) = try await MessyList.make(seeds: 0..<200)
    #expect(lists.count == 400)
    var seen: Set<String> = []
    for list in lists {
      let differences = try Self.differences(of: list, in: folder)
      for difference in differences.prefix(3) { Issue.record("\(list.file) \(list.kinds): \(difference)") }
      seen.formUnion(list.kinds)
      if list.refused == nil { for row in list.rows { seen.formUnion(row.kinds) } }
    }
    // A kind that never occurs would be a hole that nobody sees.
    #expect(catalogue.subtracting(seen).sorted() == [])
    #expect(catalogue.count >= 140)
  }

  /// Through the whole importer, the book included: a few seeds, among them hidden rows and a file that is refused.
  @Test(arguments: 3..<6) func theBookSaysWhatTheTruthSays(seed: Int) async throws {
    let (folder, lists, _) = try await MessyList.make(seeds: seed..<seed + 1)
    for list in lists {
      let desk = try await Desk()
      _ = try await desk.importList(list.book.map { "已知,\($0)," }, "book.csv")
      let request = try Self.request(list, in: folder)
      if list.refused != nil {
        await #expect(throws: ListProblem.self) { try await desk.session.importList(request, at: Desk.now) }
        continue
      }
      if request.hidden != nil {
        var undecided = request
        undecided.hidden = nil
        await #expect(throws: ListProblem.self) { try await desk.session.checkList(undecided) }
      }
      let summary = try await desk.session.importList(request, at: Desk.now)
      let batch = try #require(summary.batch)
      var rows: [Int: Batches.Row] = [:]
      try await desk.session.catchUp(Session.importModels)
      rows = try await desk.session.connection.run { connection in
        var rows: [Int: Batches.Row] = [:]
        try Batches.rows(of: batch, on: connection) { rows[$0.row] = $0 }
        return rows
      }
      for expected in list.rows where expected.reason != "blank" {
        let row = try #require(rows[expected.row], "\(list.file) row \(expected.row)")
        let said = "\(list.file) row \(expected.row) \(expected.kinds)"
        #expect(row.outcome.rawValue == expected.outcome, "\(said)")
        #expect(row.reason == expected.reason, "\(said)")
        #expect(row.sameAs == expected.sameAs, "\(said)")
        if expected.outcome == "accepted" {
          #expect(row.number == expected.numbers?.first?[0], "\(said)")
          #expect(row.extension ?? "" == expected.numbers?.first?[1], "\(said)")
        }
      }
    }
  }

  private static func request(_ list: MessyList, in folder: String) throws -> ImportRequest {
    var request = ImportRequest(path: "\(folder)/\(list.file)", target: .outreach(campaign: list.campaign))
    request.areaCode = list.areaCode
    request.hidden = try list.hidden.map { try #require(HiddenPolicy(rawValue: $0)) }
    request.dates = try list.dates.map { try #require(DateOrder(rawValue: $0)) }
    request.sheet = list.sheet
    return request
  }

  /// Where the importer, without a book, comes to something else than the truth.
  private static func differences(of list: MessyList, in folder: String) throws -> [String] {
    let request = try request(list, in: folder)
    let layout: ListLayout
    do {
      layout = try ListLayout(request)
    } catch let problem as ListProblem {
      let name = "\(problem)".prefix(while: { $0 != "(" })
      return name == list.refused ?? "" ? [] : ["refused: \(problem)"]
    }
    if let refused = list.refused { return ["taken, and should be refused: \(refused)"] }
    var differences: [String] = []
    func compare<Value: Equatable>(_ what: String, _ found: Value, _ expected: Value) {
      if found != expected { differences.append("\(what) is \(found), should be \(expected)") }
    }
    compare("the heading's row", layout.heading.row, list.heading)
    compare("the sheet", layout.sheetName, list.listSheet)
    compare("the list of skipped sheets", layout.skippedSheets, list.skippedSheets)
    compare("the encoding", layout.file.encoding, list.encoding)
    compare("the delimiter", layout.file.delimiter.map { String($0) }, list.delimiter)
    var judge = RowJudge(RowReader(layout, request, office: calendar), heading: layout.heading)
    var rows: [TableRow] = []
    try layout.file.readRows(of: layout.sheet) { row in
      rows.append(row)
      return true
    }
    let verdicts = Dictionary(uniqueKeysWithValues: judge.judge(rows).map { ($0.row.number, $0) })
    compare("the count of hidden rows", judge.hiddenRows, list.hiddenRows)
    // Blank rows may be absent from the part, and those at the end are not told.
    let told = list.rows.filter { $0.reason != "blank" || verdicts[$0.row] != nil }
    compare("the count of rows", verdicts.count, told.count)
    for expected in told {
      guard let verdict = verdicts[expected.row] else {
        differences.append("row \(expected.row) \(expected.kinds) is missing")
        continue
      }
      let cells = rows.first { $0.number == expected.row }?.cells ?? []
      let found = outcome(of: verdict, book: list.book)
      if let wanted = try wanted(expected), found != wanted {
        differences.append("row \(expected.row) \(expected.kinds): \(found), should be \(wanted): \(cells)")
      }
    }
    return differences
  }

  /// What became of a row, as one text.
  private static func outcome(of verdict: RowVerdict, book: [String]) -> String {
    guard let entry = verdict.entry else {
      return "\(verdict.outcome.rawValue) \(verdict.reason ?? "") \(verdict.sameAs ?? 0)"
    }
    let numbers = entry.card?.phones.map { [$0.number, $0.extension ?? "", $0.label ?? ""] } ?? []
    let promise = entry.promise.map { $0.formatted(.iso8601) } ?? "-"
    // The book is asked behind the judge.
    let isKnown = numbers.first.map { book.contains($0[0]) && $0[1].isEmpty } ?? false
    return "\(isKnown ? "known" : "accepted") \(numbers) \(entry.card?.name ?? "-") \(promise)"
  }

  private static func wanted(_ row: MessyList.Row) throws -> String? {
    guard let numbers = row.numbers else { return "\(row.outcome) \(row.reason ?? "") \(row.sameAs ?? 0)" }
    let name = row.name ?? ""
    let isKnown = row.reason == "duplicate-in-campaign"
    return "\(isKnown ? "known" : row.outcome) \(numbers) \(name.isEmpty ? "-" : name) \(try promise(row.due ?? ""))"
  }

  /// A day without a time lasts to its end.
  private static func promise(_ due: String) throws -> String {
    guard !due.isEmpty else { return "-" }
    let parts = due.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
    let day = try #require(CivilDay(year: parts[0], month: parts[1], day: parts[2]))
    let instant =
      parts.count == 3
      ? calendar.instant(of: CivilDay(day: day.number + 1), secondOfDay: 0)
      : calendar.instant(of: day, secondOfDay: parts[3] * 3600 + parts[4] * 60 + parts[5])
    return instant.formatted(.iso8601)
  }
}
