import Spreadsheets

/// A table of a report as HTML: headings that are repeated on every printed page, numbers to the right.
struct HTMLTable {
  private let sheet: ReportSheet
  private let text: ReportText

  init(_ sheet: ReportSheet, _ text: ReportText) {
    self.sheet = sheet
    self.text = text
  }

  func html(_ rows: [ReportRow]) -> String {
    "<table><thead>\n\(groups)\(headings)</thead>\n<tbody>\n\(rows.map(line).joined())</tbody></table>\n"
  }

  /// How wide the table is printed.
  func width(_ rows: [ReportRow]) -> Width {
    var widths = sheet.columns.map { column in
      max(displayWidth(column.heading(text.language)), (displayWidth(column.formula?.id ?? "") * 2 + 2) / 3)
    }
    for row in rows.prefix(200) {
      for (column, value) in row.values.enumerated() {
        widths[column] = max(widths[column], min(displayWidth(text(value, in: sheet.columns[column])), 30))
      }
    }
    let sum = widths.reduce(0) { $0 + $1 + 3 }
    return sum <= 118 ? .upright : sum <= 175 ? .across : .small
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
  private var groups: String {
    guard sheet.columns.contains(where: { $0.group != nil }) else { return "" }
    var cells = ""
    var start = 0
    while start < sheet.columns.count {
      let group = sheet.columns[start].group
      var end = start + 1
      while end < sheet.columns.count, sheet.columns[end].group == group { end += 1 }
      cells += "<th colspan=\"\(end - start)\">\(htmlEscaped(group?(text.language) ?? ""))</th>"
      start = end
    }
    return "<tr class=\"groups\">\(cells)</tr>\n"
  }

  private var headings: String {
    let cells = sheet.columns.map { column in
      let id = column.formula.map { "<small>\(htmlEscaped($0.id))</small>" } ?? ""
      return
        "<th\(Self.isNumber(column.kind) ? " class=\"n\"" : "")>\(htmlEscaped(column.heading(text.language)))\(id)</th>"
    }
    return "<tr>\(cells.joined())</tr>\n"
  }

  private func line(_ row: ReportRow) -> String {
    let name: String? =
      switch row.emphasis {
      case .none: nil
      case .subtotal: "subtotal"
      case .total: "total"
      case .warning: "warning"
      }
    let cells = zip(row.values, sheet.columns).map(cell)
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
    case .text, .code, .instant, .day: false
    }
  }
}
