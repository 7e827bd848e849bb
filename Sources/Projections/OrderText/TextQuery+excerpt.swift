extension TextQuery {
  /// Where the words typed stand in a text, in order, none over another.
  public func marks(in text: String) -> [Range<String.Index>] {
    var marks: [Range<String.Index>] = []
    var index = text.startIndex
    var isInWord = false
    while index < text.endIndex {
      // Words of letters are found by their beginning only, as the index finds them.
      let found = words.filter { !isInWord || !Self.isLatin($0.first) }
      if let end = found.compactMap({ Self.end(of: $0, in: text, at: index) }).max() {
        marks.append(index..<end)
        index = end
      } else {
        index = text.index(after: index)
      }
      isInWord = Self.isLatin(text[text.index(before: index)])
    }
    return marks
  }

  /// The words around the first place that holds something of what was typed, on one line; `nil` where there is none.
  ///
  /// - Parameter width: characters before and behind it.
  public func excerpt(of text: String, width: Int) -> String? {
    guard let first = marks(in: text).first else { return nil }
    let start = text.index(first.lowerBound, offsetBy: -width, limitedBy: text.startIndex) ?? text.startIndex
    let end = text.index(first.upperBound, offsetBy: width, limitedBy: text.endIndex) ?? text.endIndex
    let piece = text[start..<end].split(whereSeparator: \.isNewline).joined(separator: " ")
    return (start > text.startIndex ? "…" : "") + piece + (end < text.endIndex ? "…" : "")
  }

  private static func isLatin(_ character: Character?) -> Bool {
    guard let character else { return false }
    return (character.isLetter || character.isNumber) && !TextTerms.standsTogether(character)
  }

  private static func end(of word: String, in text: String, at index: String.Index) -> String.Index? {
    var index = index
    for character in word {
      guard index < text.endIndex, TextTerms.folded(text[index]) == character else { return nil }
      index = text.index(after: index)
    }
    return index
  }
}
