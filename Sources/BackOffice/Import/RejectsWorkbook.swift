import Domain
import Spreadsheets

/// The rejected rows as a workbook that can be corrected and imported: the original cells under the original headings,
/// and beside them where each row came from, why it was refused and what to do.
///
/// The file appears when all is done; a list without rejects makes none. Belongs to one run.
final class RejectsWorkbook {
  /// The headings that are ours; an import of the corrected file passes over them.
  static let addedHeadings: Set<String> = ["工作表 Sheet", "行 Row", "原因代码 Code", "原因 Reason", "建议 Suggestion"]

  private let list: ListImport
  /// Where it appears.
  let path: String
  private var writer: WorkbookWriter?

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

  func add(_ verdict: RowVerdict) throws {
    guard let reason = verdict.reason.flatMap(RejectReason.init(rawValue:)) else { return }
    try begin()
    guard let writer else { return }
    let cells = list.layout.heading.headings.indices.map { column -> OutputCell in
      let cell = verdict.row[column]
      return cell.isBlank ? .empty : .text(cell.shown)
    }
    let place: [OutputCell] = [
      .text(list.layout.sheetName), .integer(verdict.row.number), .text(reason.rawValue),
      .text(Self.bothLanguages(reason.reason)), .text(Self.suggestion(reason, nearest: verdict.nearest)),
    ]
    try write { () throws(WriteError) in try writer.append(cells + place) }
  }

  /// Puts the file in its place; `nil` where nothing was rejected.
  func finish() throws -> String? {
    guard let writer else { return nil }
    try write { () throws(WriteError) in _ = try writer.finish() }
    return path
  }

  /// Leaves nothing behind.
  func abandon() { writer?.cancel() }

  /// Makes sure that it can be written; it still appears only when all is done, and only with rows.
  func begin() throws {
    guard writer == nil else { return }
    let headings = list.layout.heading.headings.map { OutputColumn($0, .code) }
    let added = ["工作表 Sheet", "行 Row", "原因代码 Code", "原因 Reason", "建议 Suggestion"].map { heading in
      OutputColumn(heading, heading == "行 Row" ? .integer : .text)
    }
    try write { () throws(WriteError) in
      // A fixed date: the same rejects make the same file.
      let writer = try WorkbookWriter(
        path, properties: WorkbookProperties(title: "\(list.fileName): rejected rows", createdUnixSeconds: 0))
      self.writer = writer
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
