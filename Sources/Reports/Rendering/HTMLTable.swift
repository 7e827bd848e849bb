import Spreadsheets

/// A table of a report as HTML: headings that are repeated on every printed page, numbers to the right.
struct HTMLTable {
  private let sheet: ReportSheet
  private let text: ReportText

  init(_ sheet: ReportSheet, _ text: ReportText) {
    self.sheet = sheet
    self.text = text
  }

  /// One table, or several below one another where it is wider than paper, each with what its lines are.
  func html(_ rows: [ReportRow]) -> String {
    parts(widths(rows)).map { columns in
      "<table><thead>\n\(groups(columns))\(headings(columns))</thead>\n<tbody>\n"
        + rows.map { line($0, columns) }.joined() + "</tbody></table>\n"
    }.joined()
  }

  /// How wide the table is printed.
  func width(_ rows: [ReportRow]) -> Width {
    let sum = widths(rows).reduce(0, +)
    return sum <= 118 ? .upright : sum <= 175 ? .across : .small
  }

  /// What a page across has room for in small letters, bold headings in Latin letters among them.
  private static let limit = 185

  /// The columns of each part; neighbours of one group stay together.
  private func parts(_ widths: [Int]) -> [[Int]] {
    let all = Array(sheet.columns.indices)
    guard widths.reduce(0, +) > Self.limit, !sheet.isDrill else { return [all] }
    let heads = all.prefix { !Self.isNumber(sheet.columns[$0].kind) }
    guard !heads.isEmpty, heads.count < all.count else { return [all] }
    let taken = heads.reduce(0) { $0 + widths[$1] }
    var parts: [[Int]] = []
    var room = 0
    for column in all.dropFirst(heads.count) {
      let group = sheet.columns[column].group
      let isInside = group != nil && column > heads.count && sheet.columns[column - 1].group == group
      let together = all[column...].prefix { $0 == column || group != nil && sheet.columns[$0].group == group }
      if parts.isEmpty || !isInside && together.reduce(0, { $0 + widths[$1] }) > room || widths[column] > room {
        parts.append(Array(heads))
        room = Self.limit - taken
      }
      parts[parts.count - 1].append(column)
      room -= widths[column]
    }
    return parts
  }

  private func widths(_ rows: [ReportRow]) -> [Int] {
    var widths = sheet.columns.map { column in
      max(displayWidth(column.heading(text.language)), (displayWidth(column.formula?.id ?? "") * 2 + 2) / 3)
    }
    for row in rows.prefix(200) {
      for (column, value) in row.values.enumerated() {
        widths[column] = max(widths[column], min(displayWidth(text(value, in: sheet.columns[column])), 30))
      }
    }
    return widths.map { $0 + 3 }
  }

  /// What a table needs of the paper.
  enum Width: String {
    /// An upright page.
    case upright
    /// A page across.
    case across = "wide"
    /// A page across, in small letters.
    case small = "wide small"
  }

  /// A row over the headings, where any has a group.
  private func groups(_ shown: [Int]) -> String {
    let columns = shown.map { sheet.columns[$0] }
    guard columns.contains(where: { $0.group != nil }) else { return "" }
    var cells = ""
    var start = 0
    while start < columns.count {
      let group = columns[start].group
      var end = start + 1
      while end < columns.count, columns[end].group == group { end += 1 }
      cells += "<th colspan=\"\(end - start)\">\(htmlEscaped(group?(text.language) ?? ""))</th>"
      start = end
    }
    return "<tr class=\"groups\">\(cells)</tr>\n"
  }

  private func headings(_ columns: [Int]) -> String {
    let cells = columns.map { index in
      let column = sheet.columns[index]
      let id = column.formula.map { "<small>\(htmlEscaped($0.id))</small>" } ?? ""
      return
        "<th\(Self.isNumber(column.kind) ? " class=\"n\"" : "")>\(htmlEscaped(column.heading(text.language)))\(id)</th>"
    }
    return "<tr>\(cells.joined())</tr>\n"
  }

  private func line(_ row: ReportRow, _ columns: [Int]) -> String {
    let name: String? =
      switch row.emphasis {
      case .none, .single, .rest: nil
      case .subtotal: "subtotal"
      case .total: "total"
      case .warning: "warning"
      }
    let cells = columns.map { cell(row.values[$0], sheet.columns[$0]) }
    return "<tr\(name.map { " class=\"\($0)\"" } ?? "")>\(cells.joined())</tr>\n"
  }

  private func cell(_ value: ReportValue, _ column: ReportColumn) -> String {
    let shown = htmlEscaped(text(value, in: column))
    let band = column.band(of: value)
    let isNumber = Self.isNumber(column.kind) || value.number != nil
    // A short word or a moment is not to be broken for the sake of a long neighbour.
    let place = isNumber ? "n" : displayWidth(shown) <= 16 ? "s" : nil
    let names = [place, band?.tone.rawValue].compactMap(\.self)
    let word = band.map { " <b>\(htmlEscaped($0.word(text.language)))</b>" } ?? ""
    return "<td\(names.isEmpty ? "" : " class=\"\(names.joined(separator: " "))\"")>\(shown)\(word)</td>"
  }

  private static func isNumber(_ kind: ReportColumn.Kind) -> Bool {
    switch kind {
    case .integer, .decimal, .percent, .points, .duration, .mixed: true
    case .text, .code, .instant, .deadline, .day: false
    }
  }
}
