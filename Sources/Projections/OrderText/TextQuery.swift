/// What somebody looks for in the words of orders: all of the words typed, each of them as it stands.
///
///     漏水 kitchen   finds   "Kitchenette: 厨房漏水"
///
/// Words are found by their beginning; a single Chinese character too, which may find much.
public struct TextQuery: Sendable, Equatable {
  /// What was typed, without blanks around it.
  public let text: String
  /// The words typed, as they are compared: to mark what was found.
  public let words: [String]
  /// As PostgreSQL's `tsquery` is written.
  let tsquery: String

  /// `nil` where there is nothing to look for in what was typed: no letter, digit or character.
  public init?(_ typed: String) {
    let pieces = typed.split(whereSeparator: \.isWhitespace)
    let parts = pieces.compactMap { Self.phrase(TextTerms(String($0)).terms) }
    guard !parts.isEmpty else { return nil }
    text = pieces.joined(separator: " ")
    words = pieces.map { String($0.map(TextTerms.folded)) }
    tsquery = parts.joined(separator: " & ")
  }

  /// Terms that stand one after the other; `nil` for none.
  private static func phrase(_ terms: [TextTerms.Term]) -> String? {
    // The last character of a run stands in a pair already, unless it is the whole run.
    let asked = terms.enumerated().filter { index, term in
      guard term.isOpen, term.text.count == 1, index > 0 else { return true }
      let before = terms[index - 1]
      return before.isOpen || before.text.last != term.text.last || before.place != term.place - 1
    }.map(\.element)
    var phrase = ""
    var place = 0
    for (index, term) in asked.enumerated() {
      if index > 0 { phrase += " <\(term.place - place)> " }
      phrase += TextTerms.quoted(term.text)
      if term.isOpen, index == asked.count - 1 { phrase += ":*" }
      place = term.place
    }
    return phrase.isEmpty ? nil : "(\(phrase))"
  }
}
