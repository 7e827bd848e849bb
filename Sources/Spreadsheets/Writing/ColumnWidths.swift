/// The widths a sheet's columns need, as its cells are written: in digits of the default font, Chinese characters two.
struct ColumnWidths {
  /// Longer texts are wrapped.
  static let limit = 50

  private var widths: [Int]

  init(_ columns: [OutputColumn]) {
    widths = columns.map { max(6, $0.widthHint, HeadingSize($0).width) }
  }

  /// What to set: with some air, for the indent of words and the bold digits of a sum.
  var shown: [Double] { widths.map { Double(min($0, Self.limit) + 2) } }

  /// The width of all columns, which only grows.
  var total: Int { widths.reduce(0) { $0 + min($1, Self.limit) + 2 } }

  mutating func widen(_ column: Int, to width: Int) {
    if width > widths[column] { widths[column] = width }
  }

  /// To the longest line of a text. Returns the lines it takes.
  mutating func widen(_ column: Int, to text: String) -> Int {
    guard text.utf8.contains(0x0A) else {
      let width = displayWidth(text)
      widen(column, to: width)
      // Only what is past the limit is wrapped, and then the column has the limit's width.
      return width <= Self.limit ? 1 : TextLines.count(text, width: Self.limit - 1)
    }
    for line in text.split(separator: "\n") { widen(column, to: displayWidth(String(line))) }
    return TextLines.count(text, width: Self.limit - 1)
  }

  /// To a number as shown, separators counted.
  mutating func widen(_ column: Int, to value: Double, _ style: CellStyle, extra: Int) {
    var digits = 1
    var rest = style == .duration ? value.magnitude * 24 : style == .percent ? value.magnitude * 100 : value.magnitude
    while rest >= 10, digits < 20 {
      rest /= 10
      digits += 1
    }
    let sign = value < 0 ? 1 : 0
    let width =
      switch style {
      case .integer: sign + digits + (digits - 1) / 3
      case .decimal(let places): sign + digits + (digits - 1) / 3 + (places > 0 ? places + 1 : 0)
      case .percent: sign + digits + 4
      case .measured(let places, let unit):
        sign + digits + (digits - 1) / 3 + (places > 0 ? places + 1 : 0) + 1 + displayWidth(unit)
      case .duration: sign + digits + 6
      case .plain, .text, .wrapped, .remark, .code, .day, .dateTime, .title, .subtitle, .header, .group: sign + digits
      }
    widen(column, to: width + extra)
  }
}

/// The room that a heading needs: wrapped where it is much wider than what stands under it.
struct HeadingSize {
  let width: Int
  /// Lines of the heading's own size, the small note not counted.
  let lines: Int

  init(_ column: OutputColumn) {
    let natural = displayWidth(column.heading)
    // Two columns for the filter's arrow.
    let target = natural <= 14 ? natural : max(12, (natural + 1) / 2 + 1, TextLines.longestWord(column.heading))
    // The note is set in 7 points beside the heading's 10.
    let note = column.note.map { (displayWidth($0) * 3 + 3) / 4 } ?? 0
    width = max(target + 2, note)
    lines = TextLines.count(column.heading, width: max(target, note))
  }
}
