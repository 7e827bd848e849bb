import Foundation
import Reports
import Spreadsheets

/// Rows as a page to read in a browser and to print on A4, in the look of the reports. Streams.
final class HTMLRows: RowWriter {
  private let columns: [ListColumn]
  private let sink: ResultSink
  private var text: ValueText
  private var rowCount = 0

  init(title: Text, columns: [ListColumn], sink: ResultSink, language: Language, zone: TimeZone, notes: [String]) {
    self.columns = columns
    self.sink = sink
    text = ValueText(language: language, zone: zone)
    let name = title(language).prefix(1).uppercased() + title(language).dropFirst()
    // A page's time has no zone of its own: say which one it is.
    let zoneNote = Text(zh: "时区：\(zone.identifier)", en: "times in \(zone.identifier)")(language)
    let lines = notes + (columns.contains { $0.kind == .instant } ? [zoneNote] : [])
    let headings = columns.map { "<th\(Self.mark($0))>\(DossierHTML.escaped($0.heading(language)))</th>" }
    let head = """
      <!DOCTYPE html>
      <html lang="\(language == .zh ? "zh-CN" : "en")">
      <head>
      <meta charset="utf-8">
      <title>\(DossierHTML.escaped(name))</title>
      <style>
      \(ReportPage.style)
      </style>
      </head>
      <body>
      <section\(columns.count > 6 ? " class=\"wide small first\"" : "")>
      <header><h1>\(DossierHTML.escaped(name))</h1>
      \(lines.map { "<p>\(DossierHTML.escaped($0))</p>" }.joined(separator: "\n"))</header>
      <table><thead><tr>\(headings.joined())</tr></thead>
      <tbody>

      """
    sink.buffer.append(contentsOf: head.utf8)
  }

  func append(_ row: [Value]) throws {
    let isOverdue = columns.contains { $0.style?(row) == .overdue }
    var line = isOverdue ? "<tr class=\"warning\">" : "<tr>"
    for (value, column) in zip(row, columns) {
      let cell = text(value)
      let mark = column.alignment == .left && displayWidth(cell) <= 16 ? " class=\"s\"" : Self.mark(column)
      line += "<td\(mark)>\(DossierHTML.escaped(cell))</td>"
    }
    sink.buffer.append(contentsOf: (line + "</tr>\n").utf8)
    try sink.flushIfFull()
  }

  func finish() throws {
    sink.buffer.append(contentsOf: "</tbody></table></section>\n</body>\n</html>\n".utf8)
    try sink.finish()
  }

  private static func mark(_ column: ListColumn) -> String { column.alignment == .right ? " class=\"n\"" : "" }
}
