import Foundation
import Spreadsheets
import Testing

@Suite struct WorkbookReadingTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  private func read(_ book: MadeWorkbook) throws -> [TableRow] {
    try TableFile.open(try scratch.file("\(UUID().uuidString).xlsx", book.bytes)).rows()
  }

  private func cells(_ row: String, strings: String = "", formats: [String] = []) throws -> [Cell] {
    let sheet = "<sheetData><row r=\"1\">\(row)</row></sheetData>"
    return try read(MadeWorkbook(sheet: sheet, strings: strings, formats: formats)).first?.cells ?? []
  }

  @Test func everyKindOfCellIsRead() throws {
    let read = try cells(
      """
      <c r="A1" t="s"><v>0</v></c><c r="B1"><v>13908711234</v></c><c r="C1" t="b"><v>1</v></c><c r="D1" t="e"><v>#REF!</v></c>\
      <c r="E1" t="inlineStr"><is><t>内</t></is></c><c r="F1" t="str"><f>A1</f><v>算</v></c><c r="G1"><f>A1</f></c>\
      <c r="H1" t="d"><v>2024-03-01T09:30:15.5Z</v></c><c r="J1"><v>1.39E+10</v></c>
      """, strings: "<si><t>甲</t></si>")
    #expect(
      read == [
        .text("甲"), .number(13_908_711_234, format: nil), .boolean(true), .error("#REF!"), .text("内"), .text("算"),
        .noCachedValue,
        .date(
          try #require(CivilDateTime(year: 2024, month: 3, day: 1, hour: 9, minute: 30, second: 15, hasTime: true))),
        .empty, .number(13_900_000_000, format: nil),
      ])
  }

  @Test func runsAreJoinedAndPhoneticGuidesDropped() throws {
    let text = "<r><t>手</t></r><r><t>机</t></r><rPh sb=\"0\" eb=\"1\"><t>shouji</t></rPh><phoneticPr fontId=\"1\"/>"
    #expect(try cells("<c t=\"s\"><v>0</v></c>", strings: "<si>\(text)</si>") == [.text("手机")])
    #expect(try cells("<c t=\"inlineStr\"><is>\(text)</is></c>") == [.text("手机")])
  }

  @Test func aValueBesideAnInlineStringIsNotPartOfIt() throws {
    #expect(try cells("<c t=\"inlineStr\"><v>9</v><is><t>甲</t></is></c>") == [.text("甲")])
  }

  @Test(arguments: [
    ("a_x000D_b", "a\rb"), ("_xD83D__xDE00_", "😀"), ("_x005F_x000D_", "_x000D_"), ("_x00g0_", "_x00g0_"),
    ("a_x0000_b", "ab"),
    ("_x000", "_x000"),
  ])
  func escapesAreUndone(written: String, meant: String) throws {
    #expect(try cells("<c t=\"inlineStr\"><is><t>\(written)</t></is></c>") == [.text(meant)])
  }

  @Test func cellsAndRowsWithoutPlacesFollowTheOneBefore() throws {
    let rows = try read(
      MadeWorkbook(
        sheet:
          "<sheetData><row><c><v>1</v></c><c r=\"D1\"><v>2</v></c><c><v>3</v></c></row><row r=\"7\"/><row><c><v>4</v></c></row></sheetData>"
      ))
    #expect(rows.map(\.number) == [1, 7, 8])
    #expect(rows.map { $0.cells.map(\.shown) } == [["1", "", "", "2", "3"], [], ["4"]])
  }

  @Test func theFormatComesWithTheNumberAndPadsIt() throws {
    let read = try cells(
      "<c s=\"1\"><v>8716816345</v></c><c s=\"2\"><v>1.5</v></c><c s=\"9\"><v>7</v></c>",
      formats: ["00000000000", "0.00"])
    #expect(
      read == [.number(8_716_816_345, format: "00000000000"), .number(1.5, format: "0.00"), .number(7, format: nil)])
    #expect(read.map(\.shown) == ["08716816345", "1.5", "7"])
  }

  @Test func hiddenRowsColumnsAndFiltersAreReported() throws {
    let book = MadeWorkbook(
      sheet: """
        <dimension ref="A1:XFD1048576"/><cols><col min="2" max="3" hidden="1"/><col min="5" max="5" width="0"/></cols>\
        <sheetData><row r="1"/><row r="2" hidden="1"/><row r="3" ht="0" customHeight="1"/></sheetData>\
        <autoFilter ref="A1:B3"/><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>
        """)
    let file = try TableFile.open(try scratch.file("hidden.xlsx", book.bytes))
    var hidden: [Bool] = []
    let info = try file.readRows(of: 0) { row in
      hidden.append(row.isHidden)
      return true
    }
    #expect(hidden == [false, true, true])
    #expect(info.hiddenColumns == [1, 2, 4] && info.hasAutoFilter && info.mergedRangeCount == 1 && info.name == "名单")
  }

  @Test func otherVocabulariesDoNotCount() throws {
    var book = MadeWorkbook(
      sheet: "<sheetData><row r=\"1\"><c s=\"1\"><v>45352</v></c></row></sheetData>",
      workbook: "<workbookPr/><x15:workbookPr xmlns:x15=\"urn:other\" date1904=\"1\"/>")
    #expect(try read(book).first?.cells.first?.shown == "2024-03-01")
    book.parts = book.parts.mapValues { part in
      part.replacing(MadeWorkbook.main, with: "http://purl.oclc.org/ooxml/spreadsheetml/main")
        .replacing(MadeWorkbook.relationships, with: "http://purl.oclc.org/ooxml/officeDocument/relationships")
    }
    #expect(try read(book).first?.cells.first?.shown == "2024-03-01")
  }

  @Test func textIsCutAtExcelsLimit() throws {
    let read = try cells("<c t=\"inlineStr\"><is><t>\(String(repeating: "号", count: 40_000))</t></is></c>")
    #expect(read.first?.shown.utf16.count == 32_767)
  }

  @Test func theConsumerCanStop() throws {
    let rows = (1...100).map { "<row r=\"\($0)\"><c><v>\($0)</v></c></row>" }.joined()
    let book = MadeWorkbook(sheet: "<sheetData>\(rows)</sheetData>")
    let file = try TableFile.open(try scratch.file("stop.xlsx", book.bytes))
    var seen = 0
    try file.readRows(of: 0) { row in
      seen = row.number
      return seen < 3
    }
    #expect(seen == 3)
    struct Enough: Error {}
    #expect(throws: Enough.self) { try file.readRows(of: 0) { _ in throw Enough() } }
  }

  @Test func aWrongChecksumIsNoticed() throws {
    let book = MadeWorkbook(sheet: "<sheetData><row r=\"1\"><c><v>1</v></c></row></sheetData>")
    var zip = MadeZip()
    for (name, text) in book.parts { zip.add(name, text, checksum: name.contains("sheet1") ? 7 : nil) }
    let file = try TableFile.open(try scratch.file("checksum.xlsx", zip.bytes))
    #expect(throws: SpreadsheetError.self) { try file.check(0) }
    #expect(throws: SpreadsheetError.self) { try file.rows() }
  }

  @Test(arguments: [
    ("xl/worksheets/sheet1.xml", 65 << 20), ("xl/styles.xml", 65 << 20), ("xl/sharedStrings.xml", 513 << 20),
  ])
  func partsThatUnpackTooFarAreRefusedBeforeTheyDo(part: String, size: Int) throws {
    var zip = MadeZip()
    for (name, text) in MadeWorkbook(sheet: "<sheetData/>").parts {
      zip.add(name, text, size: name == part ? size : nil)
    }
    let path = try scratch.file("bomb.xlsx", zip.bytes)
    do {
      _ = try TableFile.open(path).rows()
      Issue.record("\(part) was unpacked")
    } catch SpreadsheetError.tooLarge(path, let found, _) {
      #expect(found.en == part)
    }
  }

  @Test func aRowCannotFillTheMemory() throws {
    let text = String(repeating: "x", count: 32_767)
    let cells = String(repeating: "<c t=\"s\"><v>0</v></c>", count: 16_384)
    #expect(throws: SpreadsheetError.self) { try self.cells(cells, strings: "<si><t>\(text)</t></si>") }
  }

  @Test func aDocumentTypeIsRefused() throws {
    var book = MadeWorkbook(sheet: "<sheetData/>")
    book.parts["xl/worksheets/sheet1.xml"] =
      "<!DOCTYPE worksheet [<!ENTITY a \"aaaa\">]><worksheet xmlns=\"\(MadeWorkbook.main)\"/>"
    let path = try scratch.file("dtd.xlsx", book.bytes)
    let file = try TableFile.open(path)
    #expect(throws: SpreadsheetError.dtd(path, part: "xl/worksheets/sheet1.xml")) { try file.rows() }
  }

  @Test(arguments: [
    "<row r=\"0\"/>", "<row r=\"1048577\"/>", "<row r=\"x\"/>", "<row><c r=\"XFE1\"><v>1</v></c></row>",
    "<row><c r=\"1A\"><v>1</v></c></row>", "<row><c t=\"s\"><v>5</v></c></row>", "<row><c t=\"s\"><v>-1</v></c></row>",
  ])
  func impossiblePlacesAndReferencesAreErrors(row: String) throws {
    #expect(throws: SpreadsheetError.self) { try read(MadeWorkbook(sheet: "<sheetData>\(row)</sheetData>")) }
  }

  @Test func twoEntriesOfOneNameAreRefused() throws {
    var zip = MadeZip()
    for (name, text) in MadeWorkbook(sheet: "<sheetData/>").parts { zip.add(name, text) }
    zip.add("XL\\workbook.xml", "<workbook/>")
    let path = try scratch.file("twice.xlsx", zip.bytes)
    #expect(throws: SpreadsheetError.duplicateEntry(path, entry: "XL\\workbook.xml")) { try TableFile.open(path) }
  }

  @Test func aFileThatChangedIsNotReadOn() throws {
    let path = try scratch.file("changed.csv", "a,b\n")
    let file = try TableFile.open(path)
    _ = try scratch.file("changed.csv", "a,b,c\n")
    #expect(throws: SpreadsheetError.changed(path)) { try file.rows() }
    #expect(throws: SpreadsheetError.noSuchSheet(path, index: 1)) { try file.rows(of: 1) }
  }
}
