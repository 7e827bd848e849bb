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
      #expect(throws: SpreadsheetError.self) { try cellCount(Corpus.workbook(file)) }
      return
    }
    #expect(try "opens, \(cellCount(Corpus.workbook(file))) cells" == expected)
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
    #expect(sheets.contains(where: \.isHidden) && sheets.contains { !$0.isHidden })
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
