import Domain

/// The documents of a file that holds measures and reports, each behind a line `---`.
struct DefinitionDocuments {
  /// One of them.
  struct Document {
    /// As it was written.
    let text: String
    /// The same with an empty line for each line before it, so that problems are told by the line of the file.
    let padded: String
    /// Its first line, from 1.
    let line: Int
  }

  /// In the order written; empty ones are left out.
  let documents: [Document]

  init(_ file: String) {
    var found: [Document] = []
    var lines: [Substring] = []
    var first = 0
    let all = file.split(separator: "\n", omittingEmptySubsequences: false)
    func close() {
      guard
        lines.contains(where: { line in
          let trimmed = line.drop(while: \.isWhitespace)
          return !trimmed.isEmpty && !trimmed.hasPrefix("#")
        })
      else { return }
      let body = lines.drop { $0.allSatisfy(\.isWhitespace) }
      let text = body.joined(separator: "\n")
      found.append(
        Document(
          text: text.hasSuffix("\n") ? text : text + "\n",
          padded: String(repeating: "\n", count: first) + lines.joined(separator: "\n"),
          line: first + lines.count - body.count + 1))
    }
    for (index, line) in all.enumerated() {
      if line == "---" || line == "---\r" {
        close()
        lines = []
        first = index + 1
      } else {
        lines.append(line)
      }
    }
    close()
    documents = found
  }
}
