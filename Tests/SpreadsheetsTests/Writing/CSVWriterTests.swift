import Testing

@testable import Spreadsheets

@Suite struct CSVWriterTests {
  private func encoded(_ row: [OutputCell], guarded: Bool = false) -> String {
    var bytes: [UInt8] = []
    CSVEncoder(guardsFormulas: guarded).append(row, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func fieldsAreQuotedWhereTheyMust() {
    #expect(
      encoded([.text("a"), .text("b,c"), .text("say \"hi\""), .text("two\nlines"), .text(" edge")])
        == "a,\"b,c\",\"say \"\"hi\"\"\",\"two\nlines\",\" edge\"\r\n")
    #expect(encoded([.empty, .text(""), .empty]) == ",,\r\n")
    #expect(encoded([.empty]) == "\"\"\r\n")
  }

  @Test func valuesAreForMachines() throws {
    let date = try #require(CivilDateTime(year: 2024, month: 3, day: 1))
    #expect(
      encoded([.integer(-5), .number(2.005, decimals: 1), .percent(0.25), .percent(nil), .date(date), .boolean(true)])
        == "-5,2.0,0.25,,2024-03-01,TRUE\r\n")
  }

  @Test(arguments: [
    (1.5, 0, "2"), (-1.25, 1, "-1.3"), (0.001, 2, "0.00"), (-0.001, 2, "0.00"), (1234.5, 2, "1234.50"), (.nan, 2, ""),
    (1e300, 2, "1e+300"),
  ])
  func decimalsAreFixed(value: Double, decimals: Int, text: String) {
    #expect(CSVEncoder.fixed(value, decimals) == text)
  }

  @Test func formulasAreGuardedOnlyWhenAsked() {
    let row: [OutputCell] = [.text("=1+1"), .text("+8613908711234"), .text("@SUM,x"), .text("plain"), .integer(-1)]
    #expect(encoded(row) == "=1+1,+8613908711234,\"@SUM,x\",plain,-1\r\n")
    #expect(encoded(row, guarded: true) == "'=1+1,'+8613908711234,\"'@SUM,x\",plain,-1\r\n")
  }

  @Test func theFileAppearsWhenItIsComplete() throws {
    try withFolder { folder in
      let path = folder + "/list.csv"
      let writer = try CSVWriter(path)
      for _ in 0..<20_000 { try writer.append([.text("样例"), .integer(1)]) }
      #expect(!names(in: folder).contains("list.csv"))
      let summary = try writer.finish()
      #expect(summary.rowCount == 20_000)
      let written = bytes(of: path)
      #expect(written.count == summary.byteCount)
      #expect(written.starts(with: [0xEF, 0xBB, 0xBF]))
      #expect(written.count == 3 + 20_000 * 10)
      #expect(names(in: folder) == ["list.csv"])
    }
  }
}
