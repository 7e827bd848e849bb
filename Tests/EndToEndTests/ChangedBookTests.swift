import Glibc
import Testing

/// What a list becomes depends on what the book holds; these hold the two together at the edges.
@Suite struct ChangedBookTests {
  @Test func aResumedImportTakesWhatIsNewByThen() async throws {
    let office = try await Office.onTestServer()
    let few = (0..<3).map { "甲样例\($0),1380000000\($0)\n" }.joined()
    let many = (0..<6000).map { "乙样例\($0),\(13_900_000_000 + $0)\n" }.joined()
    let first = [String].importing(try office.write("姓名,电话\n" + few, to: "few.csv"), hidden: nil)
    let second = [String].importing(try office.write("姓名,电话\n" + many + few, to: "many.csv"), hidden: nil)
    let batch = try #require(try await office.importAnswer(first).batch)

    // Cut off in the middle: by then the three were in the campaign, and their rows were repeats.
    var (isCutOff, said) = (false, "")
    var moment = 300
    while !isCutOff, moment < 60_000 {
      said = try await office.hotline(second + ["--lang", "en"], killAfter: .milliseconds(moment), signal: SIGTERM)
        .stderr
      // The server may take a moment to see that nobody is there.
      isCutOff = try await office.expect(0, "import", "list", "--format", "json").stdout
        .contains(/"stage":"(running|interrupted)"/)
      // A busy machine needs more; what an earlier try began would have been seen.
      moment += moment / 5
    }
    try #require(isCutOff, "the import was never cut off in the middle")
    struct Checked: Decodable { let batch: String, rowsDone: Int }
    let check = try await office.expect(
      0, second.map { $0 == "run" ? "check" : $0 } + ["--lang", "en", "--format", "json"])
    let checked = try check.json(Checked.self)
    #expect(check.stderr.contains("Import \(checked.batch.prefix(8)) of this file was cut off at"), "\(check.stderr)")
    // Whoever stops it is told how much is in; the first chunk may have been on its way.
    #expect(checked.rowsDone < 2000 || said.contains("of 6003 rows are in; run the same command again"), "\(said)")
    try await office.expect(0, "import", "undo", batch)

    let answer = try await office.importAnswer(second)
    #expect(answer.accepted == 6003 && answer.duplicates == 0)
    #expect(try await office.board().split(separator: "\n").count == 6003)
    // Nobody else is in the way of the next number.
    try await office.expect(0, "order", "open", "--process", "complaint", "--title", "Next")
  }

  @Test func whoSharesASecondNumberIsCalledUnderTheirOwn() async throws {
    let office = try await Office.onTestServer()
    let list = try office.write("姓名,电话\n甲样例,13900000001/13900000002\n乙样例,13900000002\n", to: "list.csv")
    let batch = try #require(try await office.importAnswer(.importing(list, hidden: nil)).batch)
    let rows = try await office.expect(0, "import", "show", batch, "--rows", "--format", "ndjson").ndjson(
      RowAnswer.self)
    #expect(rows.map(\.number) == ["+8613900000001", "+8613900000002"])
    #expect(Set(rows.map(\.order)).count == 2)
  }

  @Test func aLostWorkbookOfRejectsIsWrittenAgain() async throws {
    let office = try await Office.onTestServer()
    let arguments = [String].importing(try office.take("outreach-list.xlsx"))
    try await office.expect(3, arguments)
    let again = try await office.importAnswer(arguments + ["--rejects", "again.xlsx"], status: 3)
    #expect(again.events == 0 && again.rejects == "again.xlsx" && office.has("again.xlsx"))
  }

  @Test func nothingIsBegunWhereTheRejectsCannotBeWritten() async throws {
    let office = try await Office.onTestServer()
    let arguments = [String].importing(try office.take("outreach-list.xlsx")) + ["--rejects", "nowhere/rejects.xlsx"]
    let refused = try await office.expect(1, arguments)
    #expect(refused.stderr.contains("nowhere") && refused.stderr.contains("--rejects"))
    #expect(try await office.expect(0, "import", "list", "--format", "ndjson").stdout.isEmpty)
  }
}
