import Foundation
import Spreadsheets

extension FilePortrait {
  /// One object: the file, its sheets, and of those that were read their columns and first rows.
  func json(isPretty: Bool) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting =
      isPretty ? [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes] : [.sortedKeys, .withoutEscapingSlashes]
    // Nothing in it can fail to encode.
    let bytes = (try? encoder.encode(document)) ?? Data("{}".utf8)
    return String(decoding: bytes, as: UTF8.self) + "\n"
  }

  private var document: Document {
    Document(
      file: file.path, kind: file.format == .xlsx ? "workbook" : "text", bytes: file.byteCount, encoding: file.encoding,
      delimiter: file.delimiter.map(String.init), nulCharacters: file.format == .csv ? file.nulCount : nil,
      sheets: file.sheets.indices.map { Document.Sheet(file.sheets[$0], surveys[$0], rowCount) },
      sheetsWithoutRows: file.otherSheets)
  }

  private struct Document: Encodable {
    let file: String
    let kind: String
    let bytes: Int
    let encoding: String?
    let delimiter: String?
    let nulCharacters: Int?
    let sheets: [Sheet]
    let sheetsWithoutRows: [String]

    struct Sheet: Encodable {
      let name: String
      let visibility: String
      var rows: Int?
      var lastRow: Int?
      var cells: Int?
      var blankRows: Int?
      var hiddenRows: Int?
      var hiddenColumns: [String]?
      var hasFilter: Bool?
      var mergedRanges: Int?
      var merged: [String]?
      var headingRow: Int?
      var headingIsGuessed: Bool?
      var firstDataRow: Int?
      var columns: [Column]?
      var firstRows: [Row]?

      init(_ info: SheetInfo, _ survey: SheetSurvey?, _ rowCount: Int) {
        name = info.name
        visibility = info.visibility.rawValue
        guard let survey else { return }
        rows = survey.rowCount
        lastRow = survey.lastRow
        cells = survey.cellCount
        blankRows = survey.blankRowCount
        hiddenRows = survey.hiddenRowCount
        hiddenColumns = survey.info.hiddenColumns.map(columnName)
        hasFilter = survey.info.hasAutoFilter
        mergedRanges = survey.info.mergedRangeCount
        merged = survey.info.mergedRanges
        headingRow = survey.heading?.row
        headingIsGuessed = survey.heading.map { _ in survey.isHeadingGuessed }
        firstDataRow = survey.heading?.firstDataRow
        columns = survey.columns.indices.map { Column($0, survey) }
        firstRows = survey.firstRows.prefix(rowCount).map {
          Row(row: $0.number, hidden: $0.isHidden, cells: $0.cells.map(\.shown))
        }
      }
    }

    struct Column: Encodable {
      let column: String
      let heading: String
      let field: String?
      let hidden: Bool
      let types: [String: Int]
      let digitTexts: Int
      let formats: [String]

      init(_ index: Int, _ survey: SheetSurvey) {
        let held = survey.columns[index]
        column = columnName(index)
        heading = FilePortrait.heading(of: index, in: survey)
        field = FilePortrait.field(of: index, in: survey)
        hidden = survey.info.hiddenColumns.contains(index)
        types = Dictionary(uniqueKeysWithValues: held.counts.map { ($0.key.rawValue, $0.value) })
        digitTexts = held.digitTextCount
        formats = held.formats
      }
    }

    struct Row: Encodable {
      let row: Int
      let hidden: Bool
      let cells: [String]
    }
  }
}
