import Domain
import FoundationEssentials
import Reports
import Spreadsheets

/// The rejected rows as a workbook that can be corrected and imported: the original cells under the original headings,
/// and beside them where each row came from, why it was refused and what to do. The cell at fault is on a coloured ground.
///
/// The file appears when all is done; a list without rejects makes none. One that somebody changed is never overwritten:
/// the file carries a checksum over its cells, and where that is wrong the next one is written beside it. Belongs to one run.
final class RejectsWorkbook {
  /// The headings that are ours; an import of the corrected file passes over them.
  static let addedHeadings = ["工作表 Sheet", "行 Row", "原因代码 Code", "原因 Reason", "建议 Suggestion", "单元格 Cell"]

  /// What stands for a formula without a result: an empty cell would be taken in as none.
  private static let lostFormula = "#VALUE!"

  private let list: ListImport
  /// Where it appears.
  private(set) var path: String
  /// The file that should have been replaced, and that somebody changed.
  private(set) var kept: String?
  private var writer: WorkbookWriter?
  private let digest = CellDigest()
  private static let property = "hotline.rejects"

  init(_ list: ListImport) {
    self.list = list
    path = list.request.rejectsPath ?? Self.defaultPath(for: list.request.path)
  }

  /// `list.xlsx` → `list.rejects.xlsx`
  static func defaultPath(for file: String) -> String {
    let dot = file.lastIndex(of: ".")
    let slash = file.lastIndex(of: "/")
    guard let dot, slash.map({ $0 < dot }) ?? true else { return "\(file).rejects.xlsx" }
    return "\(file[..<dot]).rejects.xlsx"
  }

  /// `list.rejects.xlsx` → `list.rejects-2.xlsx`, where somebody changed the first.
  private static func place(beside wanted: String) -> String {
    var (place, number) = (wanted, 1)
    while isForeign(place) {
      number += 1
      let end = wanted.lastIndex(of: ".") ?? wanted.endIndex
      place = "\(wanted[..<end])-\(number)\(wanted[end...])"
    }
    return place
  }

  /// Whether a file is there that is not as we wrote it. What is no file at all is for the writer to refuse.
  private static func isForeign(_ path: String) -> Bool {
    var isFolder: Bool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder else { return false }
    let digest = CellDigest()
    do {
      let file = try TableFile.open(path, encoding: nil)
      guard let written = try file.customProperties()[property] else { return true }
      for (index, sheet) in file.sheets.enumerated() {
        try file.readRows(of: index) { row in
          for (column, cell) in row.cells.enumerated() {
            digest.add(sheet: sheet.name, row: row.number, column: String(column), cell)
          }
          return true
        }
      }
      return digest.finish() != written
    } catch {
      // What cannot be read as a workbook is none of ours.
      return true
    }
  }

  func add(_ verdict: RowVerdict) throws {
    guard let reason = verdict.reason.flatMap(RejectReason.init(rawValue:)) else { return }
    try begin()
    guard let writer else { return }
    let cells = list.layout.heading.headings.indices.map { column -> OutputCell in
      let cell = verdict.row[column]
      if cell == .noCachedValue { return .text(Self.lostFormula) }
      return cell.isBlank ? .empty : .text(cell.shown)
    }
    let place: [OutputCell] = [
      .text(list.layout.sheetName), .integer(verdict.row.number), .text(reason.rawValue),
      .text(Self.bothLanguages(reason.reason)), .text(Self.suggestion(reason, nearest: verdict.nearest)),
      verdict.place.map { .text("\($0)") } ?? .empty,
    ]
    try write { () throws(WriteError) in try writer.append(cells + place, marked: verdict.place?.column) }
  }

  /// Puts the file in its place; `nil` where nothing was rejected.
  func finish() throws -> String? {
    guard let writer else { return nil }
    try write { () throws(WriteError) in
      try writer.closeSheet()
      try writer.setProperty(Self.property, digest.finish())
      _ = try writer.finish()
    }
    return path
  }

  /// Leaves nothing behind.
  func abandon() { writer?.cancel() }

  /// Makes sure that it can be written; it still appears only when all is done, and only with rows.
  func begin() throws {
    guard writer == nil else { return }
    let wanted = path
    path = Self.place(beside: wanted)
    kept = path == wanted ? nil : wanted
    let headings = list.layout.heading.headings.map { OutputColumn($0, .code) }
    let added = Self.addedHeadings.map { heading in
      OutputColumn(heading, heading == "行 Row" ? .integer : .text)
    }
    try write { () throws(WriteError) in
      // A fixed date: the same rejects make the same file.
      let writer = try WorkbookWriter(
        path, properties: WorkbookProperties(title: "\(list.fileName): rejected rows", createdUnixSeconds: 0))
      self.writer = writer
      let digest = digest
      writer.onCell = { sheet, row, column, cell in
        digest.add(sheet: sheet, row: row + 1, column: String(column), cell)
      }
      try writer.addSheet(list.layout.sheetName, columns: headings + added)
    }
  }

  private func write<R>(_ body: () throws(WriteError) -> R) throws -> R {
    do {
      return try body()
    } catch {
      throw ListProblem.rejects(path: path, reason: "\(error)")
    }
  }

  private static func suggestion(_ reason: RejectReason, nearest: String?) -> String {
    bothLanguages(reason.suggestion) + (nearest.map { " → \($0)" } ?? "")
  }

  private static func bothLanguages(_ labels: Labels) -> String {
    [labels.zh, labels.en].compactMap(\.self).joined(separator: " / ")
  }
}
