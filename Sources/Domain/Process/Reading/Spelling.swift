/// Finds the word somebody meant.
package enum Spelling {
  /// The nearest of `words`, if it is near enough to be a slip of the finger: at most one slip in three letters,
  /// in either case.
  package static func nearest(to typed: String, in words: [String]) -> String? {
    let letters = Array(typed.lowercased())
    var best: (word: String, slips: Int)?
    for word in words {
      let slips = slips(from: letters, to: Array(word.lowercased()))
      if slips <= max(1, min(letters.count, word.count) / 3), slips < best?.slips ?? .max { best = (word, slips) }
    }
    return best?.word
  }

  /// The few of `words` that somebody may have meant, the nearest first: up to one slip in two letters, or a part of the word,
  /// in either case.
  package static func near(_ typed: String, in words: [String], limit: Int = 3) -> [String] {
    let letters = Array(typed.lowercased())
    let found = words.compactMap { word -> (word: String, slips: Int)? in
      let slips = slips(from: letters, to: Array(word.lowercased()))
      if letters.count > 1, word.lowercased().contains(typed.lowercased()) { return (word, min(slips, 1)) }
      return slips <= max(1, min(letters.count, word.count) / 2) ? (word, slips) : nil
    }
    return found.sorted { ($0.slips, $0.word) < ($1.slips, $1.word) }.prefix(limit).map(\.word)
  }

  /// What to write instead of a name that is none of `names`, in Chinese and in English: the few that look like it, then what
  /// there is, at most 25 or by the command that lists them; `nil` where there is nothing.
  package static func instead(of typed: String, in names: [String], list: String? = nil) -> (zh: String, en: String)? {
    guard !names.isEmpty else { return nil }
    let near = near(typed, in: names)
    let (some, rest) = (names.prefix(25), names.count > 25 ? " …" : "")
    let zh = list.map { "用 \($0) 查看全部" } ?? "现有：\(some.joined(separator: "、"))\(rest)"
    let en = list.map { "\($0) lists them" } ?? "there are \(some.joined(separator: ", "))\(rest)"
    guard !near.isEmpty else { return (zh, en) }
    return ("是否指 \(near.joined(separator: "、"))？（\(zh)）", "did you mean \(near.joined(separator: " or "))? (\(en))")
  }

  /// What to say about a word that is not among `words`.
  package static func advice(for typed: String, in words: [String]) -> String {
    if let advice = fullWidthAdvice(for: typed) { return advice }
    if let word = nearest(to: typed, in: words) { return "did you mean `\(word)`?" }
    return words.isEmpty ? "there are none; leave it out" : "use one of \(words.joined(separator: ", "))"
  }

  /// What to say about punctuation typed with a Chinese keyboard, if there is any.
  static func fullWidthAdvice(for text: some StringProtocol) -> String? {
    guard text.contains(where: { "：，".contains($0) }) else { return nil }
    return "write `: ` and `, ` instead of the full-width `：` and `，`"
  }

  /// Letters added, dropped, changed, or swapped with a neighbour (optimal string alignment).
  private static func slips(from a: [Character], to b: [Character]) -> Int {
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var cost = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, rows[i - 1][j - 1] + 1) }
        row.append(cost)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
