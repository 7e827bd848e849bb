import Foundation
import Spreadsheets

extension FilePortrait {
  /// The pages a person reads: the file, its sheets, then of each sheet heading, columns and first rows.
  func draw(on sink: ResultSink, isFile: Bool, _ console: Console) throws {
    let page = Page(sink: sink, isFile: isFile, console: console)
    page.line(about)
    if file.lostCount > 0 {
      let count = grouped(file.lostCount)
      page.line(
        Text(
          zh: "有 \(count) 个字符是 �：在到这里之前就已丢失，请用正确的编码重新导出",
          en:
            "\(counted(file.lostCount, "character is", "characters are")) �, lost before it came here; export it again in the right encoding"
        ))
    }
    if file.format == .xlsx { try drawSheets(page) }
    for (sheet, survey) in looked {
      page.line(nil)
      page.title(file.format == .xlsx ? Text(zh: "工作表 \(sheet.name)", en: "Sheet \(sheet.name)") : Text(sheet.name))
      for fact in facts(survey) { page.line(fact) }
      try drawColumns(survey, page)
      try drawRows(survey, page)
    }
    try sink.finish()
  }

  private var about: Text {
    let size = grouped(file.byteCount)
    guard let encoding = file.encoding else {
      return Text(zh: "\(file.path)：Excel 工作簿，\(size) 字节", en: "\(file.path): Excel workbook, \(size) bytes")
    }
    let delimiter =
      file.delimiter.map { $0 == "\t" ? Text(zh: "制表符", en: "tab") : Text("'\($0)'") } ?? Text("-")
    let nuls =
      file.nulCount == 0
      ? Text("")
      : Text(zh: "，略去 NUL 字符 \(grouped(file.nulCount)) 个", en: ", \(grouped(file.nulCount)) NUL characters left out")
    return Text(
      zh: "\(file.path)：文本，\(size) 字节，编码 \(encoding)，分隔符 \(delimiter.zh)\(nuls.zh)",
      en: "\(file.path): text, \(size) bytes, encoding \(encoding), delimiter \(delimiter.en)\(nuls.en)")
  }

  private func drawSheets(_ page: Page) throws {
    page.line(nil)
    let columns = [
      ListColumn("number", Text("#"), .integer), ListColumn("sheet", Text(zh: "工作表", en: "sheet")),
      ListColumn("visibility", Text(zh: "显示", en: "shown")), ListColumn("rows", Text(zh: "行", en: "rows"), .integer),
      ListColumn("columns", Text(zh: "列", en: "columns"), .integer),
      ListColumn("hiddenRows", Text(zh: "隐藏行", en: "hidden rows"), .integer, priority: 1),
      ListColumn("hiddenColumns", Text(zh: "隐藏列", en: "hidden columns"), .integer, priority: 1),
      ListColumn("merged", Text(zh: "合并", en: "merged"), .integer, priority: 2),
    ]
    let language = page.console.language
    let rows: [[Value]] = file.sheets.enumerated().map { index, sheet in
      let survey = surveys[index]
      return [
        .integer(index + 1), .text(sheet.name), .text(sheet.visibility.words(language)), .integer(survey?.rowCount),
        .integer(survey?.columns.count), .integer(survey?.hiddenRowCount),
        .integer(survey.map { shownHidden($0).count }), .integer(survey?.info.mergedRangeCount),
      ]
    }
    try page.table(columns, rows)
    if !file.otherSheets.isEmpty {
      let names = file.otherSheets
      page.line(
        Text(
          zh: "没有行的页（图表、宏等）：\(names.joined(separator: "、"))",
          en: "without rows (charts, macros): \(names.joined(separator: ", "))"))
    }
  }

  /// Hidden columns in which there is anything; a sheet may hide all that it does not use.
  private func shownHidden(_ survey: SheetSurvey) -> [Int] {
    survey.info.hiddenColumns.filter { survey.columns.indices.contains($0) }
  }

  private func facts(_ survey: SheetSurvey) -> [Text] {
    var facts: [Text] = []
    let (rows, cells, blank) = (grouped(survey.rowCount), grouped(survey.cellCount), grouped(survey.blankRowCount))
    facts.append(
      Text(
        zh: "\(rows) 行（空行 \(blank)），有值的单元格 \(cells) 个",
        en:
          "\(counted(survey.rowCount, "row", "rows")) (\(blank) blank), \(counted(survey.cellCount, "cell", "cells")) with a value"
      ))
    if let heading = survey.heading {
      let guess =
        survey.isHeadingGuessed ? Text(zh: "（按外观推测）", en: " (a guess by its looks)") : Text("")
      facts.append(
        Text(
          zh: "表头在第 \(heading.row) 行\(guess.zh)，数据从第 \(heading.firstDataRow) 行起",
          en: "heading in row \(heading.row)\(guess.en), data from row \(heading.firstDataRow)"))
    } else if survey.cellCount > 0 {
      facts.append(Text(zh: "没有找到表头", en: "no heading found"))
    }
    if survey.hiddenRowCount > 0 {
      facts.append(
        Text(
          zh: "隐藏的行：\(grouped(survey.hiddenRowCount))\(survey.info.hasAutoFilter ? "（有筛选）" : "")",
          en: "hidden rows: \(grouped(survey.hiddenRowCount))\(survey.info.hasAutoFilter ? " (there is a filter)" : "")"
        ))
    }
    let hidden = shownHidden(survey)
    if !hidden.isEmpty {
      let names = hidden.prefix(20).map(columnName).joined(separator: " ") + (hidden.count > 20 ? " …" : "")
      facts.append(Text(zh: "隐藏的列：\(names)", en: "hidden columns: \(names)"))
    }
    if survey.info.mergedRangeCount > 0 {
      let ranges = survey.info.mergedRanges.prefix(5).joined(separator: " ")
      let more = survey.info.mergedRangeCount > 5 ? " …" : ""
      facts.append(
        Text(
          zh: "合并区域：\(grouped(survey.info.mergedRangeCount))（\(ranges)\(more)）",
          en: "merged ranges: \(grouped(survey.info.mergedRangeCount)) (\(ranges)\(more))"))
    }
    return facts
  }

  private func drawColumns(_ survey: SheetSurvey, _ page: Page) throws {
    guard !survey.columns.isEmpty else { return }
    page.line(nil)
    let language = page.console.language
    let columns = [
      ListColumn("column", Text(zh: "列", en: "column"), .code), ListColumn("heading", Text(zh: "表头", en: "heading")),
      ListColumn("field", Text(zh: "字段", en: "field")), ListColumn("contents", Text(zh: "内容", en: "contents")),
      ListColumn("format", Text(zh: "数字格式", en: "number format"), priority: 1),
    ]
    let rows: [[Value]] = survey.columns.enumerated().map { index, column in
      let isHidden = survey.info.hiddenColumns.contains(index)
      let mark = isHidden ? Text(zh: "（隐藏）", en: " (hidden)")(language) : ""
      return [
        .code(columnName(index) + mark), .text(Self.heading(of: index, in: survey)),
        .text(Self.field(of: index, in: survey)), .text(Self.contents(column, language)),
        .text(column.formats.isEmpty ? nil : column.formats.joined(separator: " | ")),
      ]
    }
    try page.table(columns, rows)
  }

  private func drawRows(_ survey: SheetSurvey, _ page: Page) throws {
    let shown = survey.firstRows.prefix(rowCount)
    guard !shown.isEmpty else { return }
    page.line(nil)
    let width = shown.map(\.cells.count).max() ?? 0
    var columns = [ListColumn("row", Text(zh: "行", en: "row"), .code)]
    // Of two that do not both fit, the left one stays.
    columns += (0..<width).map { ListColumn(columnName($0), Text(columnName($0)), priority: $0 + 1) }
    let hidden = Text(zh: "（隐藏）", en: " (hidden)")(page.console.language)
    let rows: [[Value]] = shown.map { row in
      [.code(String(row.number) + (row.isHidden ? hidden : ""))] + (0..<width).map { .text(row[$0].shown) }
    }
    try page.table(columns, rows)
  }
}

extension SheetInfo.Visibility {
  func words(_ language: Language) -> String {
    switch self {
    case .visible: Text(zh: "可见", en: "yes")(language)
    case .hidden: Text(zh: "隐藏", en: "hidden")(language)
    case .veryHidden: Text(zh: "深度隐藏", en: "very hidden")(language)
    }
  }
}

/// Lines and small tables below one another, as wide as the terminal.
private struct Page {
  let sink: ResultSink
  let isFile: Bool
  let console: Console

  func line(_ text: Text?) {
    let line = text.map { ValueText.oneLine($0(console.language)) } ?? ""
    sink.buffer.append(contentsOf: (line + "\n").utf8)
  }

  func title(_ text: Text) {
    let line = ValueText.oneLine(text(console.language))
    sink.buffer.append(contentsOf: ((!isFile && console.outputHasColors ? Style.bold(line) : line) + "\n").utf8)
  }

  func table(_ columns: [ListColumn], _ rows: [[Value]]) throws {
    let toTerminal = !isFile && console.outputIsTerminal
    let table = TableRows(
      columns: columns, sink: sink, available: isFile ? nil : console.width,
      colors: toTerminal && console.outputHasColors,
      language: console.language, zone: .gmt)
    for row in rows { try table.append(row) }
    try table.end()
    if !table.dropped.isEmpty {
      let names = table.dropped.map(\.key)
      line(
        Text(
          zh: "列未显示：\(names.joined(separator: "、"))", en: "no room for: \(names.joined(separator: ", "))"))
    }
  }
}
