import CIconv
import Foundation
import Spreadsheets
import Testing

@Suite struct CSVReadingTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  private func open(_ bytes: [UInt8], _ encoding: TextEncoding? = nil) throws -> TableFile {
    try TableFile.open(try scratch.file("\(UUID().uuidString).csv", bytes), encoding: encoding)
  }

  private func shown(_ text: String) throws -> [[String]] {
    try open(Array(text.utf8)).shown()
  }

  @Test func quotesLineEndsAndBlanksAreKept() throws {
    #expect(try shown("a,\"b,\"\"c\"\"\nd\",  e \r\nf\r\n") == [["a", "b,\"c\"\nd", "  e "], ["f"]])
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func blankRecordsAreCounted(end: String) throws {
    let rows = try open(Array("a\(end)\(end)\(end)b".utf8)).rows()
    #expect(rows.map(\.number) == [1, 2, 3, 4] && rows.map(\.isBlank) == [false, true, true, false])
  }

  @Test func trailingEmptyFieldsAreLeftOff() throws {
    #expect(try open(Array("a,,b,,\n,,\n".utf8)).rows().map(\.cells) == [[.text("a"), .empty, .text("b")], []])
  }

  @Test(arguments: [
    ("姓名;电话\n甲;1,5\n乙;2\n", ";"), ("a\tb\n1\t2,3\n", "\t"), ("a|b\n1|2\n", "|"), ("只有一列\n甲\n", ","),
    ("名单, 共三人\n姓名;电话;地址\n甲;1;\"x,y,z\"\n乙;2;c\n", ";"),
  ])
  func theDelimiterIsFound(text: String, delimiter: String) throws {
    #expect(try open(Array(text.utf8)).delimiter == Character(delimiter))
  }

  @Test func aSeparatorLineIsObeyedAndNotARow() throws {
    let file = try open(Array("sep=|\r\na|b,c,d\r\n".utf8))
    #expect(try file.rows() == [TableRow(number: 1, cells: [.text("a"), .text("b,c,d")])])
  }

  @Test func encodingsAreFound() throws {
    let text = "姓名,电话\n张三丰,13900000000\n"
    let gb18030: [UInt8] =
      [0xD0, 0xD5, 0xC3, 0xFB] + Array(",".utf8) + [0xB5, 0xE7, 0xBB, 0xB0] + Array("\n".utf8)
      + [0xD5, 0xC5, 0xC8, 0xFD, 0xB7, 0xE1] + Array(",13900000000\n".utf8)
    let cases: [(String, [UInt8])] = [
      ("UTF-8", Array(text.utf8)), ("UTF-8", [0xEF, 0xBB, 0xBF] + Array(text.utf8)),
      ("GB18030", gb18030),
      ("UTF-16LE", [0xFF, 0xFE] + Array(try #require(text.data(using: .utf16LittleEndian)))),
      ("UTF-16LE", Array(try #require(text.data(using: .utf16LittleEndian)))),
      ("UTF-16BE", [0xFE, 0xFF] + Array(try #require(text.data(using: .utf16BigEndian)))),
      ("UTF-16BE", Array(try #require(text.data(using: .utf16BigEndian)))),
    ]
    for (name, bytes) in cases {
      let file = try open(bytes)
      #expect(file.encoding == name)
      #expect(try file.shown() == [["姓名", "电话"], ["张三丰", "13900000000"]], "\(name)")
    }
  }

  @Test func latinTextIsNotTakenForChinese() throws {
    let bytes = Array("nom,ville\nAndr".utf8) + [0xE9] + Array("a,Orl".utf8) + [0xE9] + Array("ans\n".utf8)
    #expect(throws: SpreadsheetError.self) { try open(bytes) }
    #expect(try open(bytes, TextEncoding("windows-1252")).shown() == [["nom", "ville"], ["Andréa", "Orléans"]])
  }

  /// Every one of these decodes as GB18030, into characters that nobody writes.
  @Test(arguments: [
    ("windows-1251", "Имя;Телефон\nИван Петров;1\nМария Соколова;2\n"), ("Shift_JIS", "名前,電話\nすずき たろう,1\n"),
    ("windows-1252", "nom,prénom\nLefèvre,Zoé\nGarçon,André\n"), ("ISO-8859-1", "Ação,Coração\nSão João,Conceição\n"),
    ("BIG5", "姓名,電話,地址\n一不是的在有我他,1,的一是\n"),
  ])
  func otherEncodingsAreNotTakenForChinese(encoding: String, text: String) throws {
    let bytes = try #require(text.encoded(in: encoding))
    let path = try scratch.file("other.csv", bytes)
    #expect(throws: SpreadsheetError.self) { try TableFile.open(path) }
    #expect(try TableFile.open(path, encoding: TextEncoding(encoding)).rows().count > 1)
  }

  @Test func chineseTextIsFoundInShortListsToo() throws {
    for text in ["电话\n1\n", "姓名,电话\n张喆,1\n李堃,2\n", "備註;名單\n中国;1\n"] {
      #expect(try open(try #require(text.encoded(in: "GB18030"))).encoding == "GB18030")
    }
  }

  @Test func fourBytesACharacterAreKnownByTheirMark() throws {
    for (name, mark) in [("UTF-32LE", [0xFF, 0xFE, 0, 0]), ("UTF-32BE", [0, 0, 0xFE, 0xFF])] as [(String, [UInt8])] {
      let file = try open(mark + (try #require("姓名,电话\n甲,1\n".encoded(in: name))))
      #expect(try file.encoding == name && file.shown() == [["姓名", "电话"], ["甲", "1"]])
    }
  }

  @Test func aBadByteIsNamedByItsPlace() throws {
    let path = try scratch.file("bad.csv", Array("甲,1\n乙,2\n".utf8) + [0xFF] + Array("\n".utf8))
    #expect(throws: SpreadsheetError.undecodable(path, encoding: "UTF-8", offset: 12, line: 3)) {
      try TableFile.open(path, encoding: .utf8)
    }
    let half = try scratch.file("half.csv", [0xFF, 0xFE, 0x0A, 0x4E, 0x0A, 0x00, 0x61, 0x00, 0x00, 0xD8, 0x0A, 0x00])
    #expect(throws: SpreadsheetError.undecodable(half, encoding: "UTF-16LE", offset: 8, line: 2)) {
      try TableFile.open(half)
    }
  }

  @Test func charactersAcrossChunksAreWhole() throws {
    let text = "x" + String(repeating: "电话,𠮷\n", count: 20_000)
    for bytes in [Array(text.utf8), [0xFF, 0xFE] + Array(try #require(text.data(using: .utf16LittleEndian)))] {
      let rows = try open(bytes).shown()
      #expect(rows.count == 20_000 && rows.dropFirst().allSatisfy { $0 == ["电话", "𠮷"] })
    }
  }

  @Test func strayNULsAreDroppedAndCounted() throws {
    let file = try open(Array("a,b\n1\0,2\n3,4\n".utf8))
    #expect(file.encoding == "UTF-8" && file.nulCount == 1)
    #expect(try file.shown() == [["a", "b"], ["1", "2"], ["3", "4"]])
  }

  @Test func aQuoteNeverClosedIsAnError() throws {
    let file = try open(Array("a,b\n1,\"2\n3,4\n".utf8))
    #expect(throws: SpreadsheetError.self) { try file.rows() }
  }

  @Test func oneRecordCannotFillTheMemory() throws {
    let file = try open([UInt8](repeating: UInt8(ascii: ","), count: 1_000_000) + Array("x\n".utf8))
    #expect(throws: SpreadsheetError.self) { try file.rows() }
  }

  @Test func unknownEncodingsAreNone() {
    #expect(TextEncoding("klingon") == nil && TextEncoding("") == nil && TextEncoding("UTF-8//IGNORE") == nil)
    #expect(TextEncoding("gbk") == .gb18030 && TextEncoding("utf8") == .utf8)
  }

  @Test func theSheetIsNamedAfterTheFile() throws {
    #expect(try TableFile.open(try scratch.file("外呼.名单.csv", "a,b\n")).sheets.map(\.name) == ["外呼.名单"])
  }
}

extension String {
  /// The bytes in an encoding that iconv knows by this name.
  func encoded(in encoding: String) -> [UInt8]? {
    guard let handle = unsafe iconv_open(encoding, "UTF-8"), Int(bitPattern: handle) != -1 else { return nil }
    defer { unsafe iconv_close(handle) }
    var input = Array(utf8).map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: input.count * 4 + 16)
    var left = output.count
    let isDone = unsafe input.withUnsafeMutableBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { output in
        var from = input.baseAddress
        var fromCount = input.count
        var to = output.baseAddress
        return unsafe iconv(handle, &from, &fromCount, &to, &left) != Int(bitPattern: UInt.max)
      }
    }
    return isDone ? output.prefix(output.count - left).map { UInt8(bitPattern: $0) } : nil
  }
}
