import Foundation
import Spreadsheets

/// Rows as a table for people. The first 1,000 decide the widths and wait for that; the others stream.
///
/// On a terminal long texts end in `…` and columns that find no room are left out, or both stand below their row; anywhere
/// else nothing is cut.
final class TableRows: RowWriter {
  private static let sampleCount = 1000

  private let columns: [ListColumn]
  private let sink: ResultSink
  private let available: Int?
  private let colors: Bool
  private let foldsRest: Bool
  private var text: ValueText
  private var waiting: [(cells: [String], row: [Value])] = []
  private var layout: TableLayout?
  /// The columns that found no room anywhere, known after `finish`.
  var dropped: [ListColumn] { foldsRest ? [] : (layout?.dropped ?? []).map { columns[$0] } }

  /// - Parameters:
  ///   - available: columns of the terminal; nil for no limit.
  ///   - foldsRest: what of a row finds no room stands below it, on lines of its own.
  init(
    columns: [ListColumn], sink: ResultSink, available: Int?, colors: Bool, language: Language, zone: TimeZone,
    foldsRest: Bool = false
  ) {
    self.foldsRest = foldsRest
    self.columns = columns
    self.sink = sink
    self.available = available
    self.colors = colors
    text = ValueText(language: language, zone: zone)
  }

  func append(_ row: [Value]) throws {
    let cells = row.map { text($0) }
    if let layout {
      try write(cells, row, layout)
    } else {
      waiting.append((cells, row))
      if waiting.count == Self.sampleCount { try settle() }
    }
  }

  func finish() throws {
    try end()
    try sink.finish()
  }

  /// Ends the table, and not what it stands in.
  func end() throws {
    if layout == nil, !waiting.isEmpty { try settle() }
  }

  private func settle() throws {
    let headings = columns.map { $0.heading(text.language) }
    var widest = headings.map { _ in 0 }
    for (cells, _) in waiting {
      for index in cells.indices { widest[index] = max(widest[index], displayWidth(cells[index])) }
    }
    let layout = TableLayout(columns, headings: headings, cells: widest, available: available)
    self.layout = layout

    try write(headings: headings, layout)
    let rule = layout.columns.map { String(repeating: "─", count: $0.width) }.joined(separator: "  ")
    sink.buffer.append(contentsOf: (colors ? Style.dim(rule) : rule).utf8)
    sink.buffer.append(UInt8(ascii: "\n"))
    for (cells, row) in waiting { try write(cells, row, layout) }
    waiting = []
  }

  /// Over as many lines as the longest takes, each standing on the rule.
  private func write(headings: [String], _ layout: TableLayout) throws {
    var lines = headings.map { [$0] }
    for column in layout.columns { lines[column.index] = HeadingLines.lines(headings[column.index], column.width) }
    let count = layout.columns.map { lines[$0.index].count }.max() ?? 1
    for line in 0..<count {
      let cells = lines.map { line < count - $0.count ? "" : $0[line - count + $0.count] }
      try write(cells, nil, layout)
    }
  }

  /// - Parameter row: nil for the headings.
  private func write(_ cells: [String], _ row: [Value]?, _ layout: TableLayout) throws {
    for (place, column) in layout.columns.enumerated() {
      let listed = columns[column.index]
      let isLast = place == layout.columns.count - 1
      if place > 0 { pad(TableLayout.gap) }

      let full = cells[column.index]
      let fullWidth = displayWidth(full)
      let mayCut = available != nil && (row == nil || listed.isText || column.width == available)
      let cell = mayCut && fullWidth > column.width ? cut(full, to: column.width) : full
      let missing = max(0, column.width - (cell == full ? fullWidth : displayWidth(cell)))

      if listed.alignment == .right { pad(missing) }
      let style = colors ? (row.map { listed.style?($0) } ?? .bold) : nil
      let marked = colors && row != nil ? listed.marks.map { Self.mark(cell, $0(cell)) } : nil
      sink.buffer.append(contentsOf: (marked ?? style.map { $0(cell) } ?? cell).utf8)
      if listed.alignment == .left, !isLast { pad(missing) }
    }
    sink.buffer.append(UInt8(ascii: "\n"))
    if row != nil, foldsRest { writeRest(cells, layout) }
    try sink.flushIfFull()
  }

  /// What of a row was left out or cut, below it and a step to the right.
  private func writeRest(_ cells: [String], _ layout: TableLayout) {
    let rest = columns.indices.filter { index in
      let width = layout.columns.first { $0.index == index }?.width ?? 0
      return displayWidth(cells[index]) > width
    }
    guard let available, !rest.isEmpty else { return }
    let sign = text.language == .zh ? "：" : ": "
    let said = rest.map { "\(columns[$0].heading(text.language))\(sign)\(cells[$0])" }.joined(separator: "   ")
    for line in LineWrap.lines(said, max(20, available - 4)) {
      sink.buffer.append(contentsOf: "    \(colors ? Style.dim(line) : line)\n".utf8)
    }
  }

  private static func mark(_ cell: String, _ ranges: [Range<String.Index>]) -> String {
    var marked = ""
    var index = cell.startIndex
    for range in ranges {
      marked += cell[index..<range.lowerBound] + Style.bold(String(cell[range]))
      index = range.upperBound
    }
    return marked + cell[index...]
  }

  private func pad(_ count: Int) {
    sink.buffer += [UInt8](repeating: UInt8(ascii: " "), count: count)
  }
}

/// The beginning of a text and `…`, together at most `width` columns wide; no character is split.
func cut(_ text: String, to width: Int) -> String {
  var kept = ""
  var room = width - 1
  for character in text {
    let taken = displayWidth(String(character))
    guard taken <= room else { break }
    room -= taken
    kept.append(character)
  }
  return kept + "…"
}
