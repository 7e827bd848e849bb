import Foundation
import Spreadsheets
import Testing

/// How sheets lie in a workbook, and what hides in them.
@Suite struct ArrangementTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  private func open(_ book: MadeWorkbook) throws -> TableFile {
    try TableFile.open(try scratch.file("\(UUID().uuidString).xlsx", book.bytes))
  }

  private func info(_ sheet: String) throws -> SheetInfo {
    try open(MadeWorkbook(sheet: sheet)).readRows(of: 0) { _ in true }
  }

  @Test func hiddenColumnsAreFoundInAnyOrder() throws {
    let info = try info(
      """
      <cols><col min="5" max="6" hidden="1"/><col min="2" max="2" width="0.0"/><col min="6" max="7" hidden="true"/>\
      <col min="9" max="9" width="0.5"/></cols><sheetData/>
      """)
    #expect(info.hiddenColumns == [1, 4, 5, 6])
  }

  @Test func hiddenColumnsEndWithTheSheet() throws {
    let info = try info(
      "<cols><col min=\"16384\" max=\"99999\" hidden=\"1\"/><col min=\"70000\" max=\"80000\" hidden=\"1\"/></cols>")
    #expect(info.hiddenColumns == [16_383])
  }

  @Test func mergedRangesAreToldAsWritten() throws {
    let ranges = (1...130).map { "<mergeCell ref=\"A\($0):C\($0)\"/>" }.joined()
    let info = try info("<sheetData/><mergeCells>\(ranges)</mergeCells>")
    #expect(info.mergedRangeCount == 130 && info.mergedRanges.count == 100 && info.mergedRanges.first == "A1:C1")
  }

  @Test(arguments: [
    ("", SheetInfo.Visibility.visible), (" state=\"hidden\"", .hidden), (" state=\"veryHidden\"", .veryHidden),
    (" state=\"visible\"", .visible), (" state=\"folded\"", .hidden),
  ])
  func sheetsAreHiddenInTwoWays(state: String, visibility: SheetInfo.Visibility) throws {
    var book = MadeWorkbook(sheet: "<sheetData/>")
    book.parts["xl/workbook.xml"] = book.parts["xl/workbook.xml"]?.replacing(
      " sheetId=\"1\"", with: " sheetId=\"1\"\(state)")
    #expect(try open(book).sheets.map(\.visibility) == [visibility])
  }

  @Test func oneSheetUnderTwoNamesIsRefused() throws {
    var book = MadeWorkbook(sheet: "<sheetData/>")
    book.parts["xl/workbook.xml"] = book.parts["xl/workbook.xml"]?.replacing(
      "</sheets>", with: "<sheet name=\"x\" sheetId=\"2\" r:id=\"s\"/></sheets>")
    #expect(throws: SpreadsheetError.self) { try open(book) }
  }

  @Test func aTimeAloneKeepsItsLook() throws {
    let rows = try open(
      MadeWorkbook(sheet: "<sheetData><row><c t=\"d\"><v>06:00:00</v></c><c t=\"d\"><v>soon</v></c></row></sheetData>")
    ).rows()
    #expect(rows.first?.cells == [.number(0.25, format: "h:mm:ss"), .text("soon")])
  }

  /// Longer than a page's length byte, longer than its lowest fifteen bits, and around the edge of a page.
  @Test(arguments: [0, 1, 127, 128, 129, 255, 256, 32_766, 32_767])
  func sharedTextsOfAnyLengthComeBack(length: Int) throws {
    let texts = (0..<40).map { String(repeating: "汉", count: length) + ($0 == 0 ? "" : String($0)) }
    let rows = texts.indices.map { "<row><c t=\"s\"><v>\($0)</v></c><c t=\"s\"><v>\($0)</v></c></row>" }.joined()
    let file = try open(
      MadeWorkbook(
        sheet: "<sheetData>\(rows)</sheetData>", strings: texts.map { "<si><t>\($0)</t></si>" }.joined()))
    for (row, text) in zip(try file.rows(), texts) {
      let cut = String(text.prefix(32_767))
      #expect(row.cells.allSatisfy { $0 == (cut.isEmpty ? .empty : .text(cut)) })
    }
  }

  @Test func entriesThatShareTheirBytesAreRefused() throws {
    var zip = MadeZip()
    for (name, text) in MadeWorkbook(sheet: "<sheetData/>").parts { zip.add(name, text) }
    for number in 0..<40 { zip.add("xl/media/\(number)", "x", size: 60 << 20) }
    let path = try scratch.file("many.xlsx", zip.bytes)
    #expect(throws: SpreadsheetError.self) { try TableFile.open(path) }
  }

  @Test func everyRefusalIsInBothLanguages() throws {
    let refusals: [SpreadsheetError] = [
      .notFound("f"), .isDirectory("f"), .empty("f"), .oldExcel("f"), .binaryExcel("f"), .openDocument("f"),
      .encrypted("f"),
      .dtd("f", part: "p"), .duplicateEntry("f", entry: "e"), .undecodable("f", encoding: "UTF-8", offset: 7, line: 2),
      .unknownEncoding("f"), .noSuchSheet("f", index: 0), .changed("f"),
    ]
    for refusal in refusals {
      let words = refusal.words
      #expect(words.zh != words.en && words.zh.unicodeScalars.contains { $0.value > 0x4E00 })
    }
  }
}
