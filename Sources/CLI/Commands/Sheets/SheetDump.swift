import ArgumentParser
import Foundation
import Spreadsheets

extension SheetCommand {
  struct Dump: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "dump", abstract: "Write out all cells as typed values, row by row.",
      discussion: """
        One object a row: {"sheet":"名单","row":5,"hidden":false,"cells":["张三",13900000000,{"date":"2024-03-01"}]}. A text is a \
        string, a number a number, a date, an error (#REF!) and a number with a format of its own are objects; \
        {"noValue":true} is a formula whose result was never saved. As csv it is one line a cell. Hidden sheets and rows \
        are in it, and said to be.

        The file is checked for damage before its first row is written. Memory does not grow with the rows.

        Examples:
          hotline sheet dump list.xlsx --sheet 名单 > rows.ndjson
          hotline sheet dump list.csv --encoding gb18030 --format csv
        """)
    @OptionGroup var list: FileOptions
    @OptionGroup var output: OutputOptions

    func run() async throws { try dump() }

    /// Nothing of it waits; as a function that could, the compiler's optimiser falls over it (Swift 6.3.1).
    private func dump() throws {
      let console = Console(output)
      let target = try output.target()
      let format: OutputFormat
      switch target.shape {
      case .format(.table) where output.format == nil: format = .ndjson
      case .format(.table), .workbook:
        throw Failure(
          .usage,
          Text(
            zh: "sheet dump 只输出 ndjson、csv 或 json；要看内容请用 `hotline sheet show`",
            en: "sheet dump writes ndjson, csv or json; to look at the file use `hotline sheet show`"))
      case .format(let asked): format = asked
      }
      let file = try list.open()
      let sheets = try list.chosen(in: file)
      // Whatever is damaged is found before anything of it is handed on.
      try SheetCommand.explained { for sheet in sheets { try file.check(sheet) } }
      let rows = DumpRows(format, sink: try ResultSink(path: target.path))
      for sheet in sheets {
        let info = file.sheets[sheet]
        if info.isHidden {
          console.say(Text(zh: "工作表 \(info.name) 是隐藏的，也已输出", en: "sheet \(info.name) is hidden, and is in the output"))
        }
        try SheetCommand.explained {
          try file.readRows(of: sheet) { row in
            try rows.append(row, of: info)
            return true
          }
        }
      }
      try rows.finish()
      if let path = target.path {
        console.say(Text(zh: "\(path)：\(grouped(rows.count)) 行", en: "\(path): \(counted(rows.count, "row", "rows"))"))
      }
    }
  }
}

/// Rows of a file as they are written out: an object a row, or in csv a line a cell.
private final class DumpRows {
  private let format: OutputFormat
  private let sink: ResultSink
  private(set) var count = 0
  private var sheetName = ""
  /// The sheet's name as it stands in every row.
  private var sheetBytes: [UInt8] = []

  init(_ format: OutputFormat, sink: ResultSink) {
    self.format = format
    self.sink = sink
    if format == .csv {
      sink.buffer.append(contentsOf: "sheet,row,column,hidden,type,value,format\r\n".utf8)
    }
  }

  func append(_ row: TableRow, of sheet: SheetInfo) throws {
    if sheetBytes.isEmpty || sheetName != sheet.name {
      sheetName = sheet.name
      sheetBytes = []
      if format == .csv {
        CSVRows.appendField(sheetName, to: &sheetBytes)
      } else {
        JSONRows.appendString(sheetName, to: &sheetBytes)
      }
    }
    format == .csv ? appendLines(row) : appendObject(row)
    count += 1
    try sink.flushIfFull()
  }

  func finish() throws {
    if format == .json { sink.buffer.append(contentsOf: (count == 0 ? "[]\n" : "\n]\n").utf8) }
    try sink.finish()
  }

  private func appendObject(_ row: TableRow) {
    if format == .json { sink.buffer.append(contentsOf: (count == 0 ? "[\n" : ",\n").utf8) }
    sink.buffer.append(contentsOf: #"{"sheet":"#.utf8)
    sink.buffer.append(contentsOf: sheetBytes)
    sink.buffer.append(contentsOf: #","row":"#.utf8)
    ValueBytes.append(row.number, to: &sink.buffer)
    sink.buffer.append(contentsOf: (row.isHidden ? #","hidden":true,"cells":["# : #","hidden":false,"cells":["#).utf8)
    for (index, cell) in row.cells.enumerated() {
      if index > 0 { sink.buffer.append(UInt8(ascii: ",")) }
      append(cell)
    }
    sink.buffer.append(contentsOf: (format == .json ? "]}" : "]}\n").utf8)
  }

  private func append(_ cell: Cell) {
    switch cell {
    case .empty: append("null")
    case .text(let text): JSONRows.appendString(text, to: &sink.buffer)
    case .number(let value, nil): append(Self.number(value))
    case .number(let value, let format?):
      append(#"{"number":\#(Self.number(value)),"format":"#)
      JSONRows.appendString(format, to: &sink.buffer)
      append(#","shown":"#)
      JSONRows.appendString(cell.shown, to: &sink.buffer)
      append("}")
    case .date: append(#"{"date":"\#(Self.date(cell))"}"#)
    case .boolean(let value): append(value ? "true" : "false")
    case .error(let code):
      append(#"{"error":"#)
      JSONRows.appendString(code, to: &sink.buffer)
      append("}")
    case .noCachedValue: append(#"{"noValue":true}"#)
    }
  }

  private func append(_ text: String) { sink.buffer.append(contentsOf: text.utf8) }

  /// Every digit that the number has; the reader hands over no infinity.
  private static func number(_ value: Double) -> String {
    abs(value) < 1e15 && value == value.rounded() ? String(Int(value)) : "\(value)"
  }

  /// As RFC 3339 writes it: `2024-03-01T09:30:15`.
  private static func date(_ cell: Cell) -> String { cell.shown.replacing(" ", with: "T") }

  private func appendLines(_ row: TableRow) {
    for (index, cell) in row.cells.enumerated() {
      guard let type = CellType(cell) else { continue }
      sink.buffer.append(contentsOf: sheetBytes)
      append(",\(row.number),\(columnName(index)),\(row.isHidden),\(type.rawValue),")
      if case .number(let value, let format) = cell {
        append(Self.number(value) + ",")
        if let format { CSVRows.appendField(format, to: &sink.buffer) }
      } else {
        CSVRows.appendField(type == .date ? Self.date(cell) : cell.shown, to: &sink.buffer)
        append(",")
      }
      append("\r\n")
    }
  }
}
