import Spreadsheets

/// A text over several lines, broken at spaces, and between Chinese characters: those need no space.
enum LineWrap {
  /// What does not begin a line.
  private static let closing: Set<Character> = ["，", "。", "；", "：", "、", "）", "”", "！", "？", "》", "…", "\u{3000}"]

  /// Its lines, each at most `width` columns; only a word that is wider alone makes a longer one. Line breaks stay.
  static func lines(_ text: String, _ width: Int) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { filled(String($0), width) }
  }

  /// The widest of what is not broken.
  static func widestPiece(_ text: String) -> Int { pieces(text).map { displayWidth(trimmed($0)) }.max() ?? 0 }

  private static func filled(_ text: String, _ width: Int) -> [String] {
    guard displayWidth(text) > width else { return [text] }
    var lines: [String] = []
    var line = ""
    for piece in pieces(text) {
      if !line.isEmpty, displayWidth(line + trimmed(piece)) > width {
        lines.append(trimmed(line))
        line = ""
      }
      line += piece
    }
    return lines + [trimmed(line)]
  }

  /// Words with the space behind them; wide characters stand alone, with what closes behind them.
  private static func pieces(_ text: String) -> [String] {
    var pieces: [String] = []
    var piece = ""
    var mayEnd = false
    for character in text {
      let isWide = displayWidth(String(character)) > 1
      let isClosing = closing.contains(character)
      if mayEnd && character != " " && !isClosing || isWide && !isClosing, !piece.isEmpty {
        pieces.append(piece)
        piece = ""
      }
      piece.append(character)
      mayEnd = isWide || character == " "
    }
    return piece.isEmpty ? pieces : pieces + [piece]
  }

  /// Without the spaces at its end.
  private static func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.last == " " || text.last == "\u{3000}" { text.removeLast() }
    return String(text)
  }
}
