import Foundation
import Spreadsheets
import Testing

@Suite(.enabled(if: Corpus.isPresent, "the shared corpus is absent"))
struct CorpusTests {
  /// Cells with a value, over all sheets; formulas without one do not count.
  private func cellCount(_ path: String) throws -> Int {
    let file = try TableFile.open(path)
    return try file.sheets.indices.reduce(0) { sum, sheet in
      try sum + file.rows(of: sheet).reduce(0) { $0 + $1.cells.count { $0 != .empty && $0 != .noCachedValue } }
    }
  }

  @Test(arguments: Corpus.index.map(\.file))
  func everyWorkbookIsAsItsIndexSays(file: String) throws {
    let expected = try #require(Corpus.index.first { $0.file == file }?.expected)
    guard expected.hasPrefix("opens") else {
      let error = #expect(throws: SpreadsheetError.self) { try cellCount(Corpus.workbook(file)) }
      let said = try #require(error?.description)
      #expect(said.contains(try #require(Self.reasons[file])), "\(said)")
      return
    }
    #expect(try "opens, \(cellCount(Corpus.workbook(file))) cells" == expected)
  }

  /// What a refusal must say, in place of the index's word for it.
  private static let reasons = [
    "020-54764-2.xlsx": "declares a document type",
    "022-clusterfuzz-testcase-minimized-POIFuzzer-5040805309710336.xlsx": "a Word document",
    "023-clusterfuzz-testcase-minimized-POIXSSFFuzzer-5265527465181184.xlsx": "_rels/.rels: its checksum is wrong",
    "024-clusterfuzz-testcase-minimized-POIXSSFFuzzer-6448258963341312.xlsx": "the zip container",
    "025-duplicate-filename.xlsx": "xl/worksheets/sheet1.xml twice", "034-invalid-xml.xlsx": "sheet1.xml: line 2",
    "040-encryptSHA1.xlsx": "a password", "041-encryptSHA512.xlsx": "a password",
    "048-issue252.xlsx": "workbook.xml.rels: line 2", "052-null_archive.xlsx": "a zip archive",
    "057-encrypted.xlsx": "a password", "058-1_powerpoint_presentation.xlsx": "a PowerPoint presentation",
    "059-6_encrypted_libre.xlsx": "a password",
  ]

  /// Cells in which other readers agree; `scripts/peer-check --cells` finds them.
  @Test(arguments: CorpusCell.all)
  func cellsOfOthersComeOutRight(cell: CorpusCell) throws {
    let file = try TableFile.open(Corpus.workbook(cell.file))
    let sheet = try #require(file.sheets.firstIndex { $0.name == cell.sheet })
    var found: Cell?
    try file.readRows(of: sheet) { row in
      if row.number == cell.row { found = row[cell.column - 1] }
      return row.number < cell.row
    }
    #expect(found?.shown == cell.shown)
  }

  @Test func textsOfOthersComeOutRight() throws {
    let utf8 = try TableFile.open(Corpus.other("utf8_bom.csv"))
    #expect(try utf8.shown() == [["a", "b", "c"], ["1", "2", "3"], ["4", "5", "ʤ"]])
    let utf16 = try TableFile.open(Corpus.other("utf16le_bom.csv"))
    #expect(try utf16.encoding == "UTF-16LE" && utf16.shown() == utf8.shown())
    #expect(
      try TableFile.open(Corpus.other("escaped_quotes.csv")).shown() == [
        ["a", "b"], ["1", "ha \"ha\" ha"], ["3", "4"],
      ])
  }

  @Test func hiddenSheetsAreKnown() throws {
    let sheets = try TableFile.open(Corpus.workbook("016-sheet_visibility_strict.xlsx")).sheets
    #expect(sheets.map(\.visibility) == [.visible, .hidden, .veryHidden])
  }

  @Test func sheetsWithoutRowsAreNamed() throws {
    #expect(try TableFile.open(Corpus.workbook("026-xlmmacro.xlsm")).otherSheets.count == 1)
    #expect(try !TableFile.open(Corpus.workbook("054-embedded-chartsheet.xlsx")).otherSheets.isEmpty)
  }

  /// Once Latin-1, the copy in the corpus went through a program that took it for UTF-8.
  @Test func lostCharactersAreCounted() throws {
    let file = try TableFile.open(Corpus.other("iso_8859_1.csv"))
    #expect(try file.encoding == "UTF-8" && file.lostCount > 20 && file.delimiter == ";" && !file.rows().isEmpty)
    #expect(try TableFile.open(Corpus.other("utf8_bom.csv")).lostCount == 0)
  }

  @Test func aFilterIsKnown() throws {
    let file = try TableFile.open(Corpus.workbook("051-bug304.xlsx"))
    let filtered = try file.sheets.indices.filter { try file.readRows(of: $0) { _ in true }.hasAutoFilter }
    #expect(filtered.count == 1)
  }

  /// Bytes turned, cut and doubled: rows or an error, never a crash. The seed reproduces a failure.
  @Test(arguments: UInt64(0)..<60)
  func brokenWorkbooksGiveRowsOrErrors(seed: UInt64) throws {
    var random = Random(state: seed &* 0x9E37_79B9_7F4A_7C15 | 1)
    let small = try Corpus.index.map(\.file).filter { file in
      let size = try FileManager.default.attributesOfItem(atPath: Corpus.workbook(file))[.size] as? Int
      return size ?? .max < 20_000
    }
    for file in small where random.next(below: 4) == 0 {
      var bytes = Array(try Data(contentsOf: URL(filePath: Corpus.workbook(file))))
      for _ in 0...random.next(below: 8) where !bytes.isEmpty {
        let place = random.next(below: bytes.count)
        switch random.next(below: 4) {
        case 0: bytes[place] = UInt8(random.next(below: 256))
        case 1: bytes[place] ^= 1 << UInt8(random.next(below: 8))
        case 2: bytes.removeSubrange(place..<min(bytes.count, place + random.next(below: 40)))
        default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + random.next(below: 40))], at: place)
        }
      }
      let scratch = try Scratch()
      let path = try scratch.file("mutated", bytes)
      do {
        _ = try cellCount(path)
      } catch is SpreadsheetError {}
    }
  }
}

/// A small generator (xorshift), so that a seed means the same bytes for ever.
struct Random {
  var state: UInt64

  mutating func next(below bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(bound))
  }
}
