import BackOffice
import Foundation
import Spreadsheets

extension Explanation {
  private static func noHeading(
    _ info: ImportTargetInfo, _ path: String, _ sheets: [String], _ enough: [String]
  ) -> Text {
    let labels = info.fields.filter { enough.contains($0.name) }.map(\.labels)
    let zh = labels.compactMap(\.zh).joined(separator: " 或 ")
    let en = labels.compactMap(\.en).joined(separator: " or ")
    return Text(
      zh:
        "\(path)：在 \(sheets.joined(separator: "、")) 的前 20 行里找不到表头；要有 \(zh)，加上另一列认得的；全部列名见 hotline import targets \(info.name)",
      en:
        "\(path): no heading in the first 20 rows of \(sheets.joined(separator: ", ")); it needs \(en), and one more column that is known; all are listed by hotline import targets \(info.name)"
    )
  }

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
    case .noHeadingOf(let info, let path, let sheets, let enough):
      noHeading(info, path, sheets, enough)
    case .missingColumns(let path, let sheet, let row, let missing, let headings):
      Text(
        zh:
          "\(path)，\(sheet)：第 \(row) 行的表头缺少 \(missing.joined(separator: "、"))；现有 \(headings.joined(separator: "、"))",
        en:
          "\(path), \(sheet): the heading in row \(row) lacks \(missing.joined(separator: ", ")); it has \(headings.joined(separator: ", "))"
      )
    case .ambiguousColumns(let path, let sheet, let field, let headings, let columns):
      ambiguous(path, sheet, field, headings, columns)
    case .sameColumn(let path, let sheet, let fields, let heading, let column):
      Text(
        zh:
          "\(path)，\(sheet)：\(heading)（\(ListMapping.letters(column: column)) 列）同时指定给 \(fields.joined(separator: " 和 "))；每个字段用自己的列，或用 --column \(fields.last ?? "")=- 不读取其中一个",
        en:
          "\(path), \(sheet): \(heading) (column \(ListMapping.letters(column: column))) is named for \(fields.joined(separator: " and ")); give each a column of its own, or leave one unread with --column \(fields.last ?? "")=-"
      )
    case .noSuchColumn(let path, let sheet, let field, let named, let headings):
      Text(
        zh: "\(path)，\(sheet)：没有列 \(named)（用于 \(field)）；现有 \(headings.joined(separator: "、"))",
        en:
          "\(path), \(sheet): there is no column \(named), named for \(field); it has \(headings.joined(separator: ", "))"
      )
    case .noSuchField(let field, let target, let known):
      .unknown(
        Text(zh: "--column \(field)：\(target) 没有这个字段", en: "--column \(field): \(target) has no such field"), field,
        in: known)
    case .noIdentity(let path, let sheet, let headings):
      Text(
        zh:
          "\(path)，\(sheet)：找不到客户号或电话的列，无法认出客户；现有 \(headings.joined(separator: "、"))；用 --column phone=列名 或 key=列名 指明",
        en:
          "\(path), \(sheet): no column holds a customer number or a telephone, so nobody can be told apart; it has \(headings.joined(separator: ", ")); name one with --column phone=HEADING or key=HEADING"
      )
    case .noSuchMap(let name, let known):
      .unknown(
        Text(zh: "没有名为 \(name) 的映射，也没有这个文件", en: "no map is kept as \(name), and no file is called so"), name,
        in: known, none: Text(zh: "还没有保存任何映射", en: "none is kept yet"))
    case .mapForOther(let target, let wanted):
      Text(
        zh: "该映射用于 \(target)，而不是 \(wanted)；去掉 --as 或换一个映射",
        en: "the map is for \(target), not for \(wanted); leave --as out, or name another map")
    case .cutOff(let cut, let rows, let total): cutOff(cut, rows, of: total)
    case .severalSheets(let path, let sheets):
      Text(
        zh: "\(path)：多个工作表都像名单：\(sheets.joined(separator: "、"))；用 --sheet 指明",
        en: "\(path): several sheets look like the list: \(sheets.joined(separator: ", ")); name one with --sheet")
    case .noSuchSheet(let path, let name, let sheets):
      .unknown(
        Text(zh: "\(path)：没有工作表 \(name)", en: "\(path): there is no sheet \(name)"), name, in: sheets)
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

  private static func cutOff(_ cut: ListProblem.Cut, _ rows: Int, of total: Int) -> Text {
    switch cut {
    case .fullDisk:
      Text(
        zh: "数据库所在磁盘已满：\(total) 行中的 \(rows) 行已写入，其余没有；腾出空间后再次导入同一文件即可接着做完",
        en:
          "the database's disk is full: \(rows) of \(total) rows are in, the others are not; make room and import the same file again, it goes on from there"
      )
    case .lostServer:
      Text(
        zh: "数据库已停止或连接中断：\(total) 行中至少 \(rows) 行已写入；数据库恢复后再次运行同一命令即可接着做完",
        en:
          "the database was stopped or went away: at least \(rows) of \(total) rows are in; when it is back, run the same command again, it goes on from there"
      )
    case .stopped:
      Text(
        zh: "导入被中止：\(total) 行中至少 \(rows) 行已写入；再次运行同一命令即可接着做完",
        en:
          "the import was stopped: at least \(rows) of \(total) rows are in; run the same command again, it goes on from there"
      )
    }
  }

  private static func ambiguous(
    _ path: String, _ sheet: String, _ field: String, _ headings: [String], _ columns: [Int]
  ) -> Text {
    // Two headings alike are told apart by the letters of their columns.
    let named = Set(headings).count == headings.count ? headings : columns.map(ListMapping.letters)
    let shown = zip(headings, columns).map { "\($0) (\(ListMapping.letters(column: $1)))" }
    let option = "--column \(field)=\"\(named.last ?? "")\""
    return Text(
      zh: "\(path)，\(sheet)：\(shown.joined(separator: "、")) 都可能是 \(field)；用 \(option) 指明",
      en:
        "\(path), \(sheet): \(shown.joined(separator: " and ")) could both be the \(field); say which with \(option)")
  }

  private static func hiddenThings(_ rows: Int, _ columns: [String]) -> String {
    let rowWords = rows == 0 ? nil : rows == 1 ? "1 row is" : "\(rows) rows are"
    let columnWords =
      columns.isEmpty
      ? nil : columns.count == 1 ? "column \(columns[0]) is" : "columns \(columns.joined(separator: ", ")) are"
    return [rowWords, columnWords].compactMap(\.self).joined(separator: " and ")
  }
}
