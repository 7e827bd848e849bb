/// Names Excel accepts for a sheet.
enum SheetName {
  /// The name itself where it can be, else the nearest: at most 31 UTF-16 units, none of `[ ] : * ? / \`, no apostrophe
  /// at its ends, not the reserved `History`, and not one of `taken` in any case of letters.
  static func safe(_ name: String, taken: [String]) -> String {
    var base = String(name.map { $0.isNewline || $0 == "\0" ? " " : "[]:*?/\\".contains($0) ? "-" : $0 })
    base = trimmed(cut(trimmed(base), to: 31))
    if base.isEmpty { base = "Sheet" }
    if base.lowercased() == "history" { base += "_" }
    let lowercased = Set(taken.map { $0.lowercased() })
    if !lowercased.contains(base.lowercased()) { return base }
    var number = 2
    while true {
      let suffix = " (\(number))"
      let candidate = cut(base, to: 31 - suffix.utf16.count) + suffix
      if !lowercased.contains(candidate.lowercased()) { return candidate }
      number += 1
    }
  }

  private static func trimmed(_ text: String) -> String {
    let isEdge = { (character: Character) in character == "'" || character.isWhitespace }
    return String(text.drop(while: isEdge).reversed().drop(while: isEdge).reversed())
  }

  private static func cut(_ text: String, to units: Int) -> String {
    var text = text
    while text.utf16.count > units { text.removeLast() }
    return text
  }
}
