extension ZipArchive {
  /// How far parts may unpack, in bytes: sheets are streamed, the others are kept in memory.
  enum Limit {
    static let sheet: UInt64 = 16 << 30
    static let sharedStrings: UInt64 = 1 << 29
    static let other: UInt64 = 64 << 20
  }

  /// Parses a part to its end; errors in the XML come with the part's name.
  func parse(_ entry: Entry, limit: UInt64, into handler: XMLHandler) throws {
    do {
      try read(entry, limit: limit) { next in
        try XMLReader.parse(into: handler, fill: next)
      }
    } catch let problem as XMLProblem {
      throw error(problem, in: entry)
    }
  }

  private func error(_ problem: XMLProblem, in entry: Entry) -> SpreadsheetError {
    switch problem {
    case .malformed(let line, let reason):
      .broken(
        file, part: Wording(entry.name), reason: Wording(zh: "第 \(line) 行：\(reason)", en: "line \(line): \(reason)"))
    case .bloated: .tooLarge(file, part: Wording(entry.name), reason: .suspicious)
    case .dtd: .dtd(file, part: entry.name)
    case .unexpected(let reason): .broken(file, part: Wording(entry.name), reason: reason)
    }
  }
}
