import Foundation

/// A result of many rows on its way out, in the format and to the place the options name.
///
///     let list = try Listing(title: Text(zh: "工单", en: "orders"), columns: columns, options: options, console: console, zone: zone)
///     for try await order in orders { try list.append([.code(order.number), .instant(order.dueAt)]) }
///     try list.finish()
///
/// Rows stream, in memory that does not grow with their number. Without `finish` a file is not made or changed.
final class Listing {
  private let title: Text
  private let columnCount: Int
  private let target: OutputTarget
  private let console: Console
  private let picksColumns: Bool
  private let rows: any RowWriter
  private(set) var count = 0

  /// - Parameters:
  ///   - title: a plural that can follow "no": `overdue orders`; also the name of a workbook's sheet.
  ///   - zone: see `OutputOptions.zone(office:)`.
  ///   - notes: lines to read before the rows, as the instant and the filter; said beside a table, kept in a workbook.
  ///   - picksColumns: the command has an option `--columns`.
  ///   - foldsRest: on a terminal, what of a row finds no room stands below it; for few rows that are read whole.
  init(
    title: Text, columns: [ListColumn], options: OutputOptions, console: Console, zone: TimeZone, notes: [String] = [],
    picksColumns: Bool = false, foldsRest: Bool = false
  ) throws {
    self.title = title
    self.picksColumns = picksColumns
    self.console = console
    columnCount = columns.count
    target = try options.target()
    switch target.shape {
    case .workbook:
      rows = try WorkbookRows(
        title: title, columns: columns, path: target.path ?? "", language: console.language, zone: zone, notes: notes)
    case .format(let format):
      let sink = try ResultSink(path: target.path)
      switch format {
      case .json: rows = JSONRows(.array, columns: columns, sink: sink, zone: zone)
      case .ndjson: rows = JSONRows(.lines, columns: columns, sink: sink, zone: zone)
      case .csv:
        rows = try CSVRows(columns: columns, sink: sink, zone: zone, guardsFormulas: options.csvSafe)
      case .html:
        rows = HTMLRows(
          title: title, columns: columns, sink: sink, language: console.language, zone: zone, notes: notes)
      case .table:
        let toTerminal = target.path == nil && console.outputIsTerminal
        rows = TableRows(
          columns: columns, sink: sink, available: toTerminal ? console.width : nil,
          colors: toTerminal && console.outputHasColors, language: console.language, zone: zone, foldsRest: foldsRest)
        notes.forEach(console.note)
      }
    }
  }

  /// - Parameter row: one value a column, in the order of the columns.
  func append(_ row: [Value]) throws {
    precondition(row.count == columnCount, "a row has one value a column")
    count += 1
    try rows.append(row)
  }

  /// Adds a line that is no row of its own, as a sum: it does not count.
  func append(total row: [Value]) throws {
    try append(row)
    count -= 1
  }

  /// Ends the document, gives a file its name, and tells a person how many there were.
  func finish() throws {
    try rows.finish()
    if let cut = (rows as? WorkbookRows)?.cutTextCount, cut > 0 { console.warn(.cutTexts(cut)) }
    if let path = target.path {
      console.say(
        Text(zh: "\(path)：\(grouped(count)) 行", en: "\(path): \(grouped(count)) \(count == 1 ? "row" : "rows")"))
    } else if let table = rows as? TableRows {
      sayCount(of: table)
    }
  }

  private func sayCount(of table: TableRows) {
    guard count > 0 else {
      return console.say(Text(zh: "没有符合条件的\(title.zh)", en: "no \(title.en) match"))
    }
    var line = Text(zh: "\(title.zh)：\(grouped(count))", en: "\(title.en): \(grouped(count))")(console.language)
    // A column without a heading is a picture of another one.
    let names = table.dropped.map { $0.heading(console.language) }.filter { !$0.isEmpty }
    if !names.isEmpty {
      let pick = picksColumns ? Text(zh: "用 --columns 选列，", en: "choose with --columns, ") : Text("")
      line += Text(
        zh: "；列未显示：\(names.joined(separator: "、"))（\(pick.zh)加宽终端，或用 -o FILE.xlsx）",
        en: "; no room for: \(names.joined(separator: ", ")) (\(pick.en)widen the terminal, or use -o FILE.xlsx)")(
          console.language)
    }
    console.note(line)
  }

  /// Shows one result: an object in JSON, one line a field for people.
  static func single(
    _ row: [Value], columns: [ListColumn], options: OutputOptions, console: Console, zone: TimeZone
  ) throws {
    precondition(row.count == columns.count, "a row has one value a column")
    let target = try options.target()
    let rows: any RowWriter
    switch target.shape {
    case .format(.json), .format(.ndjson):
      rows = JSONRows(.single, columns: columns, sink: try ResultSink(path: target.path), zone: zone)
    case .format(.table):
      rows = CardRows(
        columns: columns, sink: try ResultSink(path: target.path),
        colors: target.path == nil && console.outputHasColors,
        language: console.language, zone: zone,
        width: target.path == nil && console.outputIsTerminal ? console.width : nil)
    case .format(.csv), .format(.html), .workbook:
      let list = try Listing(title: Text("result"), columns: columns, options: options, console: console, zone: zone)
      try list.append(row)
      return try list.finish()
    }
    try rows.append(row)
    try rows.finish()
    if let path = target.path { console.say(path) }
  }
}

extension Text {
  /// What a workbook could not hold.
  static func cutTexts(_ count: Int) -> Text {
    Text(
      zh: "\(count) 处文字超过单元格上限（32,767 个字符），已截断；完整内容请用 csv 或 json",
      en:
        "\(count) \(count == 1 ? "text is" : "texts are") longer than a cell takes (32,767 characters) and cut; csv and json have them whole"
    )
  }
}
