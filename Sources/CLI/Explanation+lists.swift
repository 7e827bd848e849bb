import BackOffice
import Foundation
import Spreadsheets

extension Explanation {
  /// Why a list cannot be taken in, and what to do.
  static func list(_ problem: ListProblem) -> Text {
    switch problem {
    case .file(let error): sheet(error)
    case .noHeading(let path, let sheets, let wanted):
      Text(
        zh: "\(path)：在 \(sheets.joined(separator: "、")) 的前 20 行里找不到表头；需要的列：\(wanted.joined(separator: "、"))",
        en:
          "\(path): no heading in the first 20 rows of \(sheets.joined(separator: ", ")); looked for the columns \(wanted.joined(separator: ", "))"
      )
    case .missingColumns(let path, let sheet, let row, let missing, let headings):
      Text(
        zh:
          "\(path)，\(sheet)：第 \(row) 行的表头缺少 \(missing.joined(separator: "、"))；现有 \(headings.joined(separator: "、"))",
        en:
          "\(path), \(sheet): the heading in row \(row) lacks \(missing.joined(separator: ", ")); it has \(headings.joined(separator: ", "))"
      )
    case .ambiguousColumns(let path, let sheet, let field, let headings):
      Text(
        zh: "\(path)，\(sheet)：\(headings.joined(separator: "、")) 都可能是 \(field)；请改名或删去一列",
        en: "\(path), \(sheet): \(headings.joined(separator: " and ")) could both be the \(field); rename or remove one"
      )
    case .severalSheets(let path, let sheets):
      Text(
        zh: "\(path)：多个工作表都像名单：\(sheets.joined(separator: "、"))；用 --sheet 指明",
        en: "\(path): several sheets look like the list: \(sheets.joined(separator: ", ")); name one with --sheet")
    case .noSuchSheet(let path, let name, let sheets):
      Text(
        zh: "\(path)：没有工作表 \(name)；有 \(sheets.joined(separator: "、"))",
        en: "\(path): there is no sheet \(name); there are \(sheets.joined(separator: ", "))")
    case .hidden(let path, let sheet, let rows, let columns):
      Text(
        zh:
          "\(path)，\(sheet)：有隐藏的\(rows > 0 ? " \(rows) 行" : "")\(columns.isEmpty ? "" : "列 " + columns.joined(separator: "、"))；用 --hidden include 导入，或 --hidden skip 跳过",
        en:
          "\(path), \(sheet): \(hiddenThings(rows, columns)) hidden; take them in with --hidden include or leave them out with --hidden skip"
      )
    case .rejects(let path, let reason):
      Text(
        zh: "被拒绝的行无法写入 \(path)：\(reason)；可用 --rejects 指定别处",
        en: "the rejected rows cannot be written to \(path): \(reason); name another place with --rejects")
    }
  }

  private static func hiddenThings(_ rows: Int, _ columns: [String]) -> String {
    let rowWords = rows == 0 ? nil : rows == 1 ? "1 row is" : "\(rows) rows are"
    let columnWords =
      columns.isEmpty
      ? nil : columns.count == 1 ? "column \(columns[0]) is" : "columns \(columns.joined(separator: ", ")) are"
    return [rowWords, columnWords].compactMap(\.self).joined(separator: " and ")
  }
}
