import FoundationEssentials
import Spreadsheets

/// A report's file, as somebody has it: what it says of itself, and its cells.
public struct ReportFile: Sendable {
  /// How it is written.
  public enum Format: String, Sendable {
    case xlsx, json, html
  }

  /// Where it lies.
  public let path: String
  /// How it is written.
  public let format: Format
  /// What it says of itself.
  public let stamp: ReportStamp
  /// The names of its sheets, in its order.
  public let sheets: [String]
  private let content: Content

  private enum Content: Sendable {
    case workbook(TableFile)
    case cells([String: [Row]])
  }

  /// The cells of a row that hold something, left to right.
  struct Row: Sendable {
    /// As the format counts: from 1.
    let number: Int
    let cells: [(column: String, cell: Cell)]
  }

  /// Opens a file by what it holds, whatever it is called.
  ///
  /// - Throws: ``ReportProofError``; what the reader of workbooks throws.
  public static func open(_ path: String) throws -> ReportFile {
    // Two bytes tell a zip.
    guard let start = FileStart.bytes(of: path) else { return try workbook(TableFile.open(path), path) }
    switch start.first(where: { !($0 == 0x20 || (0x09...0x0D).contains($0)) }) {
    case UInt8(ascii: "{"): return try document(path)
    case UInt8(ascii: "<"): return try page(path)
    default: return try workbook(TableFile.open(path), path)
    }
  }

  private static func workbook(_ file: TableFile, _ path: String) throws -> ReportFile {
    guard file.format == .xlsx else { throw ReportProofError.noRoom(path: path) }
    guard let stamp = ReportStamp(properties: try file.customProperties()) else {
      throw ReportProofError.noStamp(path: path)
    }
    return ReportFile(
      path: path, format: .xlsx, stamp: stamp, sheets: file.sheets.map(\.name), content: .workbook(file))
  }

  private static func document(_ path: String) throws -> ReportFile {
    let document: JSONReport
    do {
      document = try JSONDecoder().decode(JSONReport.self, from: Data(contentsOf: URL(filePath: path)))
    } catch {
      throw ReportProofError.notAReport(path: path, reason: "it is no JSON of a report")
    }
    guard let stamp = document.proof.flatMap({ ReportStamp(properties: $0) }) else {
      throw ReportProofError.noStamp(path: path)
    }
    return ReportFile(
      path: path, format: .json, stamp: stamp, sheets: document.tables.keys.sorted(),
      content: .cells(document.tables.mapValues(JSONReport.rows)))
  }

  private static func page(_ path: String) throws -> ReportFile {
    guard let text = try? String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self) else {
      throw ReportProofError.notAReport(path: path, reason: "it cannot be read")
    }
    let page = HTMLReport(text)
    guard let stamp = ReportStamp(properties: page.properties) else { throw ReportProofError.noStamp(path: path) }
    return ReportFile(
      path: path, format: .html, stamp: stamp, sheets: page.sheets, content: .cells(page.rows))
  }
}

extension ReportFile {
  /// Hands over the rows of a sheet that hold something, from the first to the last.
  func rows(of sheet: String, _ body: (Row) throws -> Void) throws {
    switch content {
    case .cells(let rows): for row in rows[sheet] ?? [] { try body(row) }
    case .workbook(let file):
      guard let index = file.sheets.firstIndex(where: { $0.name == sheet }) else { return }
      try file.readRows(of: index) { row in
        let cells = row.cells.enumerated().compactMap { column, cell in
          cell == .empty ? nil : (column: ColumnName.of(column), cell: cell)
        }
        if !cells.isEmpty { try body(Row(number: row.number, cells: cells)) }
        return true
      }
    }
  }

  /// The checksum over the cells as they are in the file now.
  public func checksum() throws -> String {
    let digest = CellDigest()
    for sheet in sheets {
      try rows(of: sheet) { row in
        for (column, cell) in row.cells { digest.add(sheet: sheet, row: row.number, column: column, cell) }
      }
    }
    return digest.finish()
  }

  /// Whether nobody changed a cell since it was made.
  public func isIntact() throws -> Bool { try checksum() == stamp.checksum }
}

/// The first bytes of a file.
private enum FileStart {
  /// `nil` where the file cannot be read, or is a zip: the reader of workbooks has the words for both.
  static func bytes(of path: String) -> [UInt8]? {
    guard let file = try? Data(contentsOf: URL(filePath: path), options: .alwaysMapped) else { return nil }
    let start = [UInt8](file.prefix(64))
    return start.starts(with: [0x50, 0x4B]) ? nil : start
  }
}
