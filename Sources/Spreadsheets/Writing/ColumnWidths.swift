/// The widths a sheet's columns need, as its cells are written: in digits of the default font, Chinese characters two.
struct ColumnWidths {
  private var widths: [Int]

  init(_ columns: [OutputColumn]) {
    // Two more for the filter's arrow.
    widths = columns.map { max($0.widthHint, displayWidth($0.heading) + 2) }
  }

  /// What to set, with some air; longer texts run out of sight at 60.
  var shown: [Double] { widths.map { Double(max(6, min($0, 60)) + 2) } }

  mutating func widen(_ column: Int, to width: Int) {
    if width > widths[column] { widths[column] = width }
  }

  /// To the longest line of a text.
  mutating func widen(_ column: Int, to text: String) {
    guard text.utf8.contains(0x0A) else { return widen(column, to: displayWidth(text)) }
    for line in text.split(separator: "\n") { widen(column, to: displayWidth(String(line))) }
  }

  /// To a number as shown, separators counted.
  mutating func widen(_ column: Int, to value: Double, _ style: CellStyle) {
    var digits = 1
    var rest = value.magnitude
    while rest >= 10, digits < 20 {
      rest /= 10
      digits += 1
    }
    let sign = value < 0 ? 1 : 0
    let width =
      switch style {
      case .integer: sign + digits + (digits - 1) / 3
      case .decimal(let places): sign + digits + (digits - 1) / 3 + (places > 0 ? places + 1 : 0)
      case .percent: sign + max(1, digits - 1) + 7
      case .duration: sign + digits + 9
      case .plain, .text, .remark, .code, .day, .dateTime, .title, .subtitle, .header: sign + digits
      }
    widen(column, to: width)
  }
}
