/// The terms of a text by which it is found: words of letters that stand apart, pairs of characters that do not.
///
/// Chinese has no blanks between words, so each character makes a term with the next one, and the last of a run stands
/// alone: a query of two characters is one term, one of a single character is the beginning of a term.
///
///     厨房漏水, Unit B2   →   厨房@1 房漏@2 漏水@3 水@4 unit@5 b2@6
///
/// Letters are compared in lower case, full-width forms as their half-width ones.
public struct TextTerms: Sendable, Equatable {
  /// A term and where it stands, counted from 1: a character each for those that stand together, one for a whole word.
  public struct Term: Sendable, Hashable {
    /// As it is compared.
    public let text: String
    /// Its place in the text.
    public let place: Int
    /// More may follow in the text that is looked for: the last character of a run, a word of a query.
    let isOpen: Bool
  }

  /// In the order of the text.
  public private(set) var terms: [Term] = []
  /// The place after the last term; 1 for a text without terms.
  private(set) var end = 1

  /// A text of at most so many characters; what is longer is cut, as a server's index holds no more places.
  static let longest = 4000

  /// The terms of a text.
  public init(_ text: String) {
    var word = ""
    var last: Character?
    for character in text.prefix(Self.longest) {
      let folded = Self.folded(character)
      if Self.standsTogether(folded) {
        endWord(&word)
        if let before = last { add("\(before)\(folded)") }
        last = folded
        continue
      }
      endRun(&last)
      if folded.isLetter || folded.isNumber { word.append(folded) } else { endWord(&word) }
    }
    endRun(&last)
    endWord(&word)
  }

  private mutating func add(_ text: String, isOpen: Bool = false) {
    terms.append(Term(text: text, place: end, isOpen: isOpen))
    end += 1
  }

  private mutating func endRun(_ last: inout Character?) {
    if let character = last { add(String(character), isOpen: true) }
    last = nil
  }

  private mutating func endWord(_ word: inout String) {
    // No index holds a longer term than 2 KB; nobody types one.
    if !word.isEmpty { add(String(word.prefix(100)), isOpen: true) }
    word = ""
  }

  /// In lower case, and half as wide where it has such a form.
  static func folded(_ character: Character) -> Character {
    if let ascii = character.asciiValue {
      return (0x41...0x5A).contains(ascii) ? Character(UnicodeScalar(ascii + 0x20)) : character
    }
    guard character.unicodeScalars.count == 1, let scalar = character.unicodeScalars.first else {
      return character.lowercased().first ?? character
    }
    // Halfwidth and Fullwidth Forms: U+FF01…FF5E are ASCII moved by 0xFEE0.
    if (0xFF01...0xFF5E).contains(scalar.value), let narrow = UnicodeScalar(scalar.value - 0xFEE0) {
      return folded(Character(narrow))
    }
    return character.lowercased().first ?? character
  }

  /// Characters that are written without blanks between words: Han, kana, Hangul.
  static func standsTogether(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first?.value, scalar >= 0x2E80 else { return false }
    switch scalar {
    case 0x2E80...0x2FDF, 0x3005...0x3007, 0x3021...0x3029, 0x3040...0x30FF, 0x3100...0x312F, 0x31A0...0x31BF,
      0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA960...0xA97F, 0xAC00...0xD7FF, 0xF900...0xFAFF,
      0x20000...0x3FFFF:
      return true
    default: return false
    }
  }
}

extension TextTerms {
  /// The terms of several texts one after the other, a place apart so that nothing is found across two of them.
  ///
  /// As PostgreSQL's `||` puts two of them together, so that it makes no difference when which text was learned.
  public static func vector(of texts: [String]) -> String {
    var parts: [String] = []
    var base = 0
    for text in texts {
      let terms = TextTerms(text)
      for term in terms.terms { parts.append("\(quoted(term.text)):\(min(base + term.place + 1, 16_383))") }
      if let last = terms.terms.last { base += last.place + 1 }
    }
    return parts.joined(separator: " ")
  }

  /// A term as the text form of tsvector and tsquery has it.
  static func quoted(_ term: String) -> String {
    var quoted = "'"
    for character in term {
      if character == "'" || character == "\\" { quoted.append(character) }
      quoted.append(character)
    }
    return quoted + "'"
  }
}
