import Yams

/// A YAML text parsed with its line numbers, duplicate keys included.
///
/// Yams gives up at the first duplicate key. So that all problems are found at once, such a key gets an invisible mark
/// in front and the text is parsed again; `YAMLReader` takes the mark off and reports the key.
package struct YAMLSource {
  /// The document.
  package let root: Place
  private let lines: [[Unicode.Scalar]]

  /// A private-use character that YAML allows in a plain word.
  private static let duplicateMark: Unicode.Scalar = "\u{E000}"
  /// Far above any real process; bounds what parsing again may cost.
  private static let longest = 65_536
  private static let mostDuplicates = 20

  /// Parses; throws the one problem that made it impossible.
  init(_ yaml: String) throws(Unreadable) {
    guard yaml.utf8.count <= Self.longest else {
      throw Unreadable(line: 1, column: 1, reason: "longer than 64 KiB", suggestion: "a process is a page or two")
    }
    var text = yaml
    // Editors on Windows write it; libyaml, told the encoding, takes it for a word.
    if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    var duplicates = 0
    while true {
      do {
        // The encoding is named because the default asks the environment.
        let node = try Parser(yaml: text, encoding: .utf8).singleRoot()
        guard let node, let mark = node.mark else {
          throw Unreadable(line: 1, column: 1, reason: "the document is empty", suggestion: "write `process: …` first")
        }
        root = Place(path: "", mark: mark, node: node)
        lines = Self.lines(of: text)
        return
      } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
        duplicates += 1
        guard duplicates <= Self.mostDuplicates, let marked = Self.markKey(at: context.mark, in: text) else {
          throw Unreadable(
            line: context.mark.line, column: context.mark.column,
            reason: "\(keys.map { "`\($0)`" }.joined(separator: ", ")) written twice", suggestion: "keep one of them")
        }
        text = marked
      } catch let unreadable as Unreadable {
        throw unreadable
      } catch {
        throw Unreadable(error, in: text)
      }
    }
  }

  /// The key as written.
  static func key(_ key: String) -> String {
    String(String.UnicodeScalarView(key.unicodeScalars.drop { $0 == duplicateMark }))
  }

  /// Where the mark stands in the text as it came.
  func column(of mark: Mark) -> Int {
    guard lines.indices.contains(mark.line - 1) else { return mark.column }
    return mark.column - lines[mark.line - 1].prefix(mark.column - 1).count { $0 == Self.duplicateMark }
  }

  private static func markKey(at mark: Mark, in text: String) -> String? {
    var lines = lines(of: text)
    guard lines.indices.contains(mark.line - 1) else { return nil }
    var column = mark.column - 1
    guard lines[mark.line - 1].indices.contains(column) else { return nil }
    switch lines[mark.line - 1][column] {
    case "\"", "'": column += 1
    case "!", "&", "*", "?": return nil
    default: break
    }
    lines[mark.line - 1].insert(duplicateMark, at: column)
    var changed = String.UnicodeScalarView()
    for line in lines { changed.append(contentsOf: line) }
    return String(changed)
  }

  /// Lines with their ends, as libyaml counts them.
  private static func lines(of text: String) -> [[Unicode.Scalar]] {
    var lines: [[Unicode.Scalar]] = [[]]
    var afterReturn = false
    for scalar in text.unicodeScalars {
      if afterReturn, scalar != "\n" { lines.append([]) }
      afterReturn = scalar == "\r"
      lines[lines.count - 1].append(scalar)
      if ["\n", "\u{85}", "\u{2028}", "\u{2029}"].contains(scalar) { lines.append([]) }
    }
    return lines
  }

  /// What is wrong with a text that is no YAML.
  struct Unreadable: Error {
    let line: Int
    let column: Int
    let reason: String
    let suggestion: String
  }
}

extension YAMLSource.Unreadable {
  fileprivate init(_ error: any Error, in text: String) {
    let (mark, problem): (Mark?, String)
    switch error as? YamlError {
    case .scanner(_, let text, let place, _), .parser(_, let text, let place, _), .composer(_, let text, let place, _):
      (mark, problem) = (place, text)
    case .reader(let text, _, _, _): (mark, problem) = (nil, text)
    default: (mark, problem) = (nil, "\(error)")
    }
    line = mark?.line ?? 1
    column = mark?.column ?? 1
    reason = "not YAML: \(problem)"
    // libyaml often notices on the line after.
    let nearby = text.split(separator: "\n", omittingEmptySubsequences: false).prefix(line).suffix(2)
    suggestion =
      nearby.compactMap { Spelling.fullWidthAdvice(for: $0) }.first
      ?? "look at indentation, brackets and quotes on this line and the one before"
  }
}
