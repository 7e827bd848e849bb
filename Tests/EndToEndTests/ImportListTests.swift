import Spreadsheets
import Testing

/// A clerk's list comes in: `fixtures/outreach-list.truth.csv` says what must become of each row.
@Suite struct ImportListTests {
  private static func truth() throws -> [RowAnswer] {
    try Fixtures.text("outreach-list.truth.csv").split(separator: "\n").dropFirst().map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      func text(_ index: Int) -> String? { cells[index].isEmpty ? nil : cells[index] }
      return RowAnswer(
        sheet: cells[0], row: try #require(Int(cells[1])), outcome: cells[2], reason: text(3), number: text(4),
        extension: text(5), order: nil)
    }
  }

  @Test(arguments: ["outreach-list.xlsx", "outreach-list.csv"])
  func everyRowBecomesWhatTheTruthSays(file: String) async throws {
    let office = try await Office.onTestServer()
    let name = try office.take(file)
    // A csv hides nothing, so nothing has to be decided.
    let answer = try await office.importAnswer(
      .importing(name, hidden: file.hasSuffix(".xlsx") ? "include" : nil), status: 3)
    let batch = try #require(answer.batch)
    let rows = try await office.expect(0, "import", "show", batch, "--rows", "--format", "ndjson").ndjson(
      RowAnswer.self)
    let truth = try Self.truth()
    #expect(rows.map(\.row) == truth.map(\.row))
    for (row, expected) in zip(rows, truth) {
      #expect(row.outcome == expected.outcome, "row \(row.row)")
      #expect(row.reason == expected.reason, "row \(row.row)")
      #expect(row.number == expected.number, "row \(row.row)")
      #expect(row.extension == expected.extension, "row \(row.row)")
      #expect((row.order != nil) == (row.outcome == "accepted"), "row \(row.row)")
      if file.hasSuffix(".xlsx") { #expect(row.sheet == expected.sheet) }
    }
    func count(_ outcome: String) -> Int { truth.count { $0.outcome == outcome } }
    #expect(answer.accepted == count("accepted"))
    #expect(answer.rejected == count("rejected"))
    #expect(answer.duplicates == count("duplicate"))
    #expect(answer.rows == truth.count - count("skipped"))
    #expect(answer.rejects == name.split(separator: ".")[0] + ".rejects.xlsx")
    #expect(answer.encoding == (file.hasSuffix(".csv") ? "GB18030" : nil))
    #expect(try await office.board("--campaign", "spring").split(separator: "\n").count == count("accepted"))
  }

  @Test func theAnswerBeginsWithTheKeysThatScriptsRead() async throws {
    let office = try await Office.onTestServer()
    let list = try office.take("outreach-list.xlsx")
    let text = try await office.expect(3, .importing(list) + ["--format", "json"]).stdout
    let keys = text.matches(of: /"([A-Za-z]+)":/).map { String($0.1) }
    #expect(
      keys.prefix(10) == [
        "batch", "file", "sheet", "encoding", "rows", "accepted", "rejected", "duplicates", "events", "rejects",
      ])
  }

  @Test func hiddenRowsAreNotDecidedSilently() async throws {
    let office = try await Office.onTestServer()
    let list = try office.take("outreach-list.xlsx")
    let head = try await office.head()
    for verb in ["check", "run"] {
      let refused = try await office.expect(1, ["import", verb] + [String].importing(list, hidden: nil).dropFirst(2))
      #expect(refused.stderr.contains("--hidden include"))
      #expect(refused.stderr.contains("回访名单"))
      #expect(refused.stdout.isEmpty)
    }
    #expect(try await office.head() == head)
    #expect(!office.has("outreach-list.rejects.xlsx"))
    let answer = try await office.importAnswer(.importing(list, hidden: "skip"), status: 3)
    let truth = try Self.truth()
    #expect(answer.rows == truth.count { $0.outcome != "skipped" } - 1)
  }

  @Test func aCheckCountsLikeARunAndWritesNothing() async throws {
    let office = try await Office.onTestServer()
    let list = try office.take("outreach-list.xlsx")
    let head = try await office.head()
    let check = try await office.importAnswer(["import", "check"] + [String].importing(list).dropFirst(2), status: 3)
    #expect(try await office.head() == head)
    #expect(!office.has("outreach-list.rejects.xlsx"))
    let run = try await office.importAnswer(.importing(list), status: 3)
    #expect(check.batch == nil && check.events == 0 && check.rejects == nil)
    #expect(
      [check.rows, check.accepted, check.rejected, check.duplicates]
        == [run.rows, run.accepted, run.rejected, run.duplicates])
  }

  @Test func theSameFileAgainAddsNothingAndSaysSo() async throws {
    let office = try await Office.onTestServer()
    let list = try office.take("outreach-list.xlsx")
    let first = try await office.importAnswer(.importing(list), status: 3)
    let head = try await office.head()
    for arguments in [[String].importing(list), ["import", "check"] + [String].importing(list).dropFirst(2)] {
      let ended = try await office.expect(3, arguments + ["--format", "json"])
      let again = try ended.json(ImportAnswer.self)
      #expect(again.events == 0)
      #expect(again.batch == first.batch)
      #expect(again.accepted == first.accepted)
      #expect(ended.stderr.contains("imported before"))
    }
    #expect(try await office.head() == head)
  }

  @Test func theRejectsAreCorrectedAndImported() async throws {
    let office = try await Office.onTestServer()
    let list = try office.take("outreach-list.xlsx")
    let first = try await office.importAnswer(.importing(list), status: 3)
    let file = try TableFile.open("\(office.folder)/outreach-list.rejects.xlsx", encoding: nil)
    var rows: [TableRow] = []
    _ = try file.readRows(of: 0) { row in
      rows.append(row)
      return true
    }
    #expect(rows.count == first.rejected + 1)
    let heading = try #require(rows.first).cells.map(\.shown)
    let phone = try #require(heading.firstIndex { $0.contains("电话") })
    let due = try #require(heading.firstIndex { $0.contains("日期") })
    let code = try #require(heading.firstIndex { $0.contains("Code") })
    #expect(rows.dropFirst().allSatisfy { !$0[code].isBlank })
    let writer = try WorkbookWriter(
      "\(office.folder)/corrected.xlsx", properties: WorkbookProperties(title: "corrected", createdUnixSeconds: 0))
    try writer.addSheet(file.sheets[0].name, columns: heading.map { OutputColumn($0, .code) })
    for (index, row) in rows.dropFirst().enumerated() {
      var cells = heading.indices.map { OutputCell.text(row[$0].shown) }
      if index < 2 {
        cells[phone] = .text("1390000777\(index)")
        cells[due] = .text("2026-12-01")
      }
      try writer.append(cells)
    }
    _ = try writer.finish()
    let second = try await office.importAnswer(.importing("corrected.xlsx", hidden: nil), status: 3)
    #expect(second.accepted == 2)
    #expect(second.rejected == first.rejected - 2)
    #expect(second.batch != first.batch)
    #expect(
      try await office.board("--campaign", "spring").split(separator: "\n").count == first.accepted + second.accepted)
  }

  @Test func twoImportsOfOneFileAtOnceMakeOneSetOfEvents() async throws {
    let office = try await Office.onTestServer()
    let (file, map) = (try office.take("boston-311-2015.xlsx"), try office.take("boston-311.map.yaml"))
    let setUp = try await office.head()
    async let one = office.hotline(.importingRequests(file, map: map))
    async let other = office.hotline(.importingRequests(file, map: map))
    let ended = try await [one, other]
    #expect(ended.contains { $0.status == 0 })
    #expect(ended.allSatisfy { $0.status == 0 || $0.status == 75 })
    for loser in ended where loser.status == 75 { #expect(loser.stderr.contains("another process is importing")) }
    #expect(try await office.board().split(separator: "\n").count == 5000)

    let alone = try await Office.onTestServer()
    try await alone.expect(0, .importingRequests(try alone.take(file), map: try alone.take(map)))
    #expect(try await office.log(since: setUp).difference(from: alone.log(since: setUp)) == nil)
  }
}
