/// What separates the fields of a csv.
enum Delimiter {
  private static let candidates: [UInt8] = Array(",;\t|".utf8)
  private static let lineCount = 200

  /// The delimiter of a text, and how many bytes a `sep=;` line at its start takes.
  ///
  /// Found by counting each candidate outside quotes in the first 200 lines: the one that most lines have equally often,
  /// and of those the one they have most. A comma for a text of one column.
  static func find(in head: [UInt8]) -> (delimiter: UInt8, skip: Int) {
    if let declared = declaration(head) { return declared }
    var best = (delimiter: candidates[0], lines: 0, count: 0)
    for (candidate, counts) in zip(candidates, counts(in: head)) {
      var lines: [Int: Int] = [:]
      for count in counts where count > 0 { lines[count, default: 0] += 1 }
      guard let steady = lines.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { continue }
      if (steady.value, steady.key) > (best.lines, best.count) { best = (candidate, steady.value, steady.key) }
    }
    return (best.delimiter, 0)
  }

  /// Excel's own first line: `sep=;`, the delimiter by name, not counted as a row.
  private static func declaration(_ head: [UInt8]) -> (delimiter: UInt8, skip: Int)? {
    let line = Array(head.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") })
    let text = line.filter { $0 != UInt8(ascii: "\"") }
    guard text.count == 5, text.prefix(4).map({ $0 | 0x20 }).elementsEqual("sep=".utf8.map { $0 | 0x20 }) else {
      return nil
    }
    var skip = line.count
    if skip < head.count, head[skip] == UInt8(ascii: "\r") { skip += 1 }
    if skip < head.count, head[skip] == UInt8(ascii: "\n") { skip += 1 }
    return (text[4], skip)
  }

  /// How often each candidate stands in each line that is not blank.
  private static func counts(in head: [UInt8]) -> [[Int]] {
    var result = candidates.map { _ in [Int]() }
    var line = candidates.map { _ in 0 }
    var isQuoted = false
    var isBlank = true
    for byte in head {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      guard !isQuoted else { continue }
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        if !isBlank {
          for index in line.indices { result[index].append(line[index]) }
          guard result[0].count < lineCount else { return result }
        }
        line = candidates.map { _ in 0 }
        isBlank = true
      } else {
        isBlank = false
        if let index = candidates.firstIndex(of: byte) { line[index] += 1 }
      }
    }
    if !isBlank { for index in line.indices { result[index].append(line[index]) } }
    return result
  }
}
