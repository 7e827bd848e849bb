import Foundation
import Testing

@testable import CLI

@Suite struct ListingTests {
  private let columns = [
    ListColumn("no", Text(zh: "工单号", en: "no"), .code),
    ListColumn("title", Text(zh: "标题", en: "title")),
    ListColumn("amount", Text(zh: "金额", en: "amount"), .decimal),
    ListColumn("openedAt", Text(zh: "受理", en: "opened"), .instant),
    ListColumn("overdue", Text(zh: "超时", en: "overdue"), .flag),
    ListColumn("detail", Text(zh: "明细", en: "detail"), .json),
  ]
  private let row: [Value] = [
    .code("+8613900000000"), .text("a \"b\", c\n水\u{01}\\"), .decimal(-0.125, places: 2),
    .instant(Date(timeIntervalSince1970: 1_427_843_520)), .flag(true), .json(#"{"a":1}"#),
  ]
  private let console = Console(
    language: .en, outputIsTerminal: false, errorIsTerminal: false, width: 80, colors: false)

  private func written(_ name: String, _ rows: [[Value]]) throws -> String {
    let folder = try ScratchFolder()
    let list = try Listing(
      title: Text("orders"), columns: columns, options: try OutputOptions.parse(["-o", folder.file(name)]),
      console: console, zone: try #require(TimeZone(identifier: "America/New_York")))
    for row in rows { try list.append(row) }
    try list.finish()
    #expect(try folder.names() == [name])
    return try folder.text(name)
  }

  @Test func csvQuotesWhatNeedsItAndNothingElse() throws {
    let text = try written("a.csv", [row, [.none, .text(""), .none, .none, .flag(false), .none]])
    #expect(
      text == "no,title,amount,openedAt,overdue,detail\r\n"
        + "+8613900000000,\"a \"\"b\"\", c\n水\u{01}\\\",-0.13,2015-03-31T19:12:00-04:00,true,\"{\"\"a\"\":1}\"\r\n"
        + ",,,,false,\r\n")
  }

  @Test func jsonIsReadByAnotherParser() throws {
    let text = try written("a.json", [row, row])
    let read = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
    #expect(read.count == 2)
    #expect(read[0]["no"] as? String == "+8613900000000")
    #expect(read[0]["title"] as? String == "a \"b\", c\n水\u{01}\\")
    #expect(read[0]["amount"] as? Double == -0.13)
    #expect(read[1]["openedAt"] as? String == "2015-03-31T19:12:00-04:00")
    #expect((read[1]["detail"] as? [String: Int])?["a"] == 1)
  }

  @Test func aLongValueOfACardIsBrokenWhereTheTerminalEnds() throws {
    let folder = try ScratchFolder()
    let card = CardRows(
      columns: [columns[0], columns[1]], sink: try ResultSink(path: folder.file("a.txt")), colors: false, language: .en,
      zone: .gmt, width: 40)
    try card.append([.code("1000013"), .text("order.open, order.read, order.act, order.assign")])
    try card.finish()
    #expect(
      try folder.text("a.txt")
        == "no     1000013\ntitle  order.open, order.read,\n       order.act, order.assign\n")
  }

  @Test func aSingleResultIsOneObjectOrOneLineAField() throws {
    let folder = try ScratchFolder()
    for arguments in [["-o", folder.file("a.json")], ["-o", folder.file("a.txt"), "--format", "table"]] {
      try Listing.single(
        [.code("1000013"), .none, .flag(true)], columns: [columns[0], columns[1], columns[4]],
        options: try OutputOptions.parse(arguments), console: console, zone: .gmt)
    }
    #expect(try folder.text("a.json") == #"{"no":"1000013","title":null,"overdue":true}"# + "\n")
    #expect(try folder.text("a.txt") == "no       1000013\ntitle    -\noverdue  yes\n")
  }

  @Test func anEmptyListIsAnEmptyArrayAndNoLines() throws {
    #expect(try written("a.json", []) == "[]\n")
    #expect(try written("a.ndjson", []) == "")
  }

  @Test func ndjsonHasOneLineARow() throws {
    #expect(try written("a.ndjson", [row, row, row]).split(separator: "\n").count == 3)
  }

  @Test func whatIsNotFinishedLeavesTheFileAsItWas() throws {
    let folder = try ScratchFolder()
    try Data("before".utf8).write(to: URL(filePath: folder.file("a.csv")))
    do {
      let list = try Listing(
        title: Text("orders"), columns: columns, options: try OutputOptions.parse(["-o", folder.file("a.csv")]),
        console: console, zone: .gmt)
      for _ in 0..<5000 { try list.append(row) }
    }
    #expect(try folder.names() == ["a.csv"])
    #expect(try folder.text("a.csv") == "before")
  }

  @Test func aFullDiskIsNamedWithTheWayOut() throws {
    let options = try OutputOptions.parse(["-o", "/dev/full", "--format", "csv"])
    let list = try Listing(title: Text("orders"), columns: columns, options: options, console: console, zone: .gmt)
    try list.append(row)
    let failure = #expect(throws: Failure.self) { try list.finish() }
    #expect(failure?.message.en.hasPrefix("/dev/full: cannot be written") == true)
    #expect(failure?.message.en.contains("free some space") == true)
  }

  @Test func aFileAndAFormatMustAgree() {
    #expect(throws: (any Error).self) { try OutputOptions.parse(["-o", "a.csv", "--format", "json"]) }
    #expect(throws: (any Error).self) { try OutputOptions.parse(["-o", "a.txt"]) }
    #expect(throws: Never.self) { try OutputOptions.parse(["-o", "a.txt", "--format", "table"]) }
  }

  @Test(arguments: [
    (0.0, 0, "0"), (2.5, 0, "3"), (-0.001, 2, "0.00"), (1234.5, 2, "1234.50"), (0.05, 1, "0.1"),
    (1e17, 1, "100000000000000000.0"),
  ])
  func decimalsHaveTheirPlaces(number: Double, places: Int, expected: String) {
    var bytes: [UInt8] = []
    ValueBytes.append(number, places: places, to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == expected)
  }
}
