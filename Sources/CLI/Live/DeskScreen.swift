import Foundation
import Projections
import Spreadsheets

/// The board as it stands on a terminal: a headline with the totals, the units with most overdue first, what finds no room
/// counted.
struct DeskScreen {
  let language: Language
  let colors: Bool
  let zone: TimeZone

  /// The lines of a screen.
  ///
  /// - Parameter height: as many lines at most; `nil` for all.
  func lines(_ desk: [DeskLine], asOf instant: Date, width: Int, height: Int?) -> [String] {
    let total = desk.reduce(into: DeskLine(unit: nil)) { $0.add($1) }
    let sorted = desk.sorted {
      ($1[.overdue], $1[.open], $0.unit ?? "\u{10FFFF}") < ($0[.overdue], $0[.open], $1.unit ?? "\u{10FFFF}")
    }
    var clock = WallClock(zone: zone)
    let time = clock.text(instant, .minute)
    let headline = Text(
      zh: "\(time)  工单看板  \(desk.count) 个单位", en: "\(time)  board, \(desk.count) \(desk.count == 1 ? "unit" : "units")")
    var lines = [styled(fit(headline(language), to: width), .bold), ""]
    lines.append(styled(row(name: Text(zh: "单位", en: "unit")(language), cells: headings, width: width), .bold))
    let room = height.map { max(1, $0 - lines.count - 2) } ?? sorted.count
    let shown = sorted.prefix(sorted.count > room ? max(1, room - 1) : room)
    if desk.count > 1 { lines.append(line(total, width, name: Text(zh: "合计", en: "total"))) }
    for line in shown { lines.append(self.line(line, width, name: Text(zh: "（未分派）", en: "(nobody)"))) }
    if sorted.count > shown.count {
      let rest = sorted.count - shown.count
      lines.append(styled(fit(Text(zh: "… 另有 \(rest) 个单位", en: "… \(rest) more units")(language), to: width), .dim))
    }
    if desk.isEmpty { lines.append(fit(Text(zh: "没有在办工单", en: "no open orders")(language), to: width)) }
    return lines
  }

  private var headings: [String] { BoardCell.allCases.map { $0.words(language) } }

  /// - Parameter name: what a line without a unit is called.
  private func line(_ line: DeskLine, _ width: Int, name: Text) -> String {
    let name = line.unit ?? name(language)
    let cells = BoardCell.allCases.map { line[$0] == 0 ? "·" : grouped(line[$0]) }
    return row(name: name, cells: cells, width: width) { index, cell in
      guard let style = BoardCell.allCases[index].style, line[BoardCell.allCases[index]] > 0 else { return cell }
      return styled(cell, style)
    }
  }

  /// A name on the left, numbers on the right, a blank between them; the rightmost numbers always fit.
  private func row(
    name: String, cells: [String], width: Int, _ paint: (Int, String) -> String = { $1 }
  ) -> String {
    let widths = headings.map { max(6, displayWidth($0)) }
    var columns = Array(cells.indices)
    // What is too narrow for all keeps what matters most: from the right.
    while columns.count > 1, columns.reduce(8, { $0 + 2 + widths[$1] }) > width { columns.removeFirst() }
    let room = max(4, width - columns.reduce(0) { $0 + 2 + widths[$1] })
    let plain = ValueText.oneLine(name)
    let cutName = displayWidth(plain) > room ? cut(plain, to: room) : plain
    var row = cutName + String(repeating: " ", count: max(0, room - displayWidth(cutName)))
    for column in columns {
      let padding = String(repeating: " ", count: max(0, widths[column] - displayWidth(cells[column])))
      row += "  " + padding + paint(column, cells[column])
    }
    return row
  }

  private func fit(_ text: String, to width: Int) -> String { displayWidth(text) > width ? cut(text, to: width) : text }

  private func styled(_ text: String, _ style: Style) -> String { colors ? style(text) : text }
}
