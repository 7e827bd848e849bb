/// A number as bars that any reader of shops and stores takes in: Code 128 (ISO/IEC 15417), drawn as SVG.
///
/// Digits go in pairs in code set C, an odd one at the end in code set B. A symbol is three bars and three spaces, eleven
/// modules wide; the check symbol is the sum of all values by their places, modulo 103.
///
///     10000012  →  start C, 10, 00, 00, 12, check (105 + 1·10 + 2·0 + 3·0 + 4·12) mod 103 = 60, stop
struct Code128: Equatable {
  /// The symbols' values, start and check included, stop not.
  let values: [Int]

  /// `nil` for anything but ASCII digits, and for none.
  init?(digits: String) {
    let digits = digits.utf8.map { Int($0) - 0x30 }
    guard !digits.isEmpty, digits.allSatisfy((0...9).contains) else { return nil }
    var values = digits.count == 1 ? [Self.startB] : [Self.startC]
    for index in stride(from: 0, to: digits.count - 1, by: 2) { values.append(digits[index] * 10 + digits[index + 1]) }
    if digits.count % 2 == 1 {
      if digits.count > 1 { values.append(Self.toB) }
      // In code set B a character has its place after the blank.
      values.append(digits[digits.count - 1] + 0x30 - 0x20)
    }
    let sum = values.enumerated().reduce(0) { $0 + max(1, $1.offset) * $1.element }
    self.values = values + [sum % 103]
  }

  /// Bars and spaces in turn, in modules, beginning and ending with a bar.
  var widths: [Int] { values.flatMap { Self.symbols[$0] } + Self.stop }

  /// The bars as an SVG element of so many millimetres, with the quiet zone of ten modules that readers need.
  func svg(moduleMillimetres module: Double, heightMillimetres height: Double) -> String {
    var place = 10
    var bars = ""
    for (index, width) in widths.enumerated() {
      if index % 2 == 0 { bars += "<rect x=\"\(place)\" width=\"\(width)\" height=\"10\"/>" }
      place += width
    }
    let total = place + 10
    return """
      <svg class="code" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(total) 10" preserveAspectRatio="none" \
      shape-rendering="crispEdges" style="width:\(Double(total) * module)mm;height:\(height)mm">\(bars)</svg>
      """
  }

  private static let (toB, startB, startC) = (100, 104, 105)
  private static let stop = [2, 3, 3, 1, 1, 1, 2]

  /// Widths of the symbols 0 to 105: three bars and three spaces, eleven modules together.
  static let symbols: [[Int]] = """
    212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222
    123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321
    232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121
    313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224
    111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111
    111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113
    114311 411113 411311 113141 114131 311141 411131 211412 211214 211232
    """.split(whereSeparator: \.isWhitespace).map { $0.compactMap(\.wholeNumberValue) }
}
