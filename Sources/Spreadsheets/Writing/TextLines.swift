/// How many lines a text takes in a cell of some width when it is wrapped: between words, between Chinese characters, and
/// inside a word that is wider than the cell.
///
/// A reckoning in display columns, as spreadsheets measure in points: right for Chinese, at times a line too many for Latin.
enum TextLines {
  /// At least 1. O(n).
  static func count(_ text: String, width: Int) -> Int {
    guard text.utf8.contains(0x0A) else { return lines(of: text[...], width: max(1, width)) }
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .reduce(0) { $0 + lines(of: $1, width: max(1, width)) }
  }

  /// The widest piece that cannot be broken.
  static func longestWord(_ text: String) -> Int {
    var longest = 0
    pieces(of: text[...]) { longest = max(longest, $0) }
    return longest
  }

  private static func lines(of line: Substring, width: Int) -> Int {
    var (lines, column) = (1, 0)
    pieces(of: line) { piece in
      if column + piece <= width {
        column += piece
      } else if piece <= width {
        lines += 1
        column = piece
      } else {
        lines += (column > 0 ? 1 : 0) + (piece - 1) / width
        column = piece - (piece - 1) / width * width
      }
    }
    return lines
  }

  /// Words with the blank behind them, and wide characters one by one.
  private static func pieces(of text: Substring, _ body: (Int) -> Void) {
    var word = 0
    for scalar in text.unicodeScalars {
      let own = DisplayWidth.of(scalar)
      if own == 2 {
        if word > 0 { body(word) }
        word = 0
        body(2)
      } else if scalar == " " || scalar == "\n" {
        body(word + 1)
        word = 0
      } else {
        word += own
      }
    }
    if word > 0 { body(word) }
  }
}
