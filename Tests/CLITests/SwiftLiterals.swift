import Foundation

/// The string literals of Swift sources, with a gap where something is interpolated: what a program says of problems is
/// compared with its translations by these.
struct SwiftLiterals {
  struct Literal: Hashable {
    let text: String
    let file: String
  }

  static let gap = "\u{1}"

  private let file: String
  private let text: [UInt8]
  private var next = 0

  private init(file: String, text: Data) {
    self.file = file
    self.text = [UInt8](text)
  }

  /// All literals below a folder of the package, and those within the parentheses behind one of `calls`.
  static func of(_ folder: String, calls: Set<String>) throws -> (all: Set<Literal>, called: Set<Literal>) {
    let root = (0..<3).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    let files = FileManager.default.enumerator(at: root.appending(path: folder), includingPropertiesForKeys: nil)
    var (all, called): (Set<Literal>, Set<Literal>) = ([], [])
    for case let url as URL in files ?? .init() where url.pathExtension == "swift" {
      var source = SwiftLiterals(file: url.lastPathComponent, text: try Data(contentsOf: url))
      source.read(calls, &all, &called)
    }
    return (all, called)
  }

  private mutating func read(_ calls: Set<String>, _ all: inout Set<Literal>, _ called: inout Set<Literal>) {
    // Whether each open parenthesis belongs to a call that is looked for.
    var open: [Bool] = []
    var word: [UInt8] = []
    while next < text.count {
      if starts("//") {
        next = text[next...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
      } else if starts("\"") {
        let literal = Literal(text: literal(), file: file)
        all.insert(literal)
        if open.contains(true) { called.insert(literal) }
      } else {
        let sign = text[next]
        next += 1
        if sign == UInt8(ascii: "(") { open.append(calls.contains(String(decoding: word, as: UTF8.self))) }
        if sign == UInt8(ascii: ")") { _ = open.popLast() }
        if (UInt8(ascii: "A")...UInt8(ascii: "z")).contains(sign) { word.append(sign) } else { word = [] }
      }
    }
  }

  /// From its first quotation mark to behind its last.
  private mutating func literal() -> String {
    let quotes = starts("\"\"\"") ? "\"\"\"" : "\""
    next += quotes.utf8.count
    var said: [UInt8] = []
    while next < text.count, !starts(quotes) {
      guard starts("\\") else {
        said.append(text[next])
        next += 1
        continue
      }
      next += 2
      switch text[next - 1] {
      case UInt8(ascii: "("):
        skipInterpolation()
        said += Self.gap.utf8
      case UInt8(ascii: "n"): said.append(UInt8(ascii: "\n"))
      case UInt8(ascii: "\n"): while starts(" ") { next += 1 }
      case let sign: said.append(sign)
      }
    }
    next += quotes.utf8.count
    guard quotes.count > 1 else { return String(decoding: said, as: UTF8.self) }
    return String(decoding: said, as: UTF8.self).split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      .joined(separator: "\n")
  }

  private mutating func skipInterpolation() {
    var depth = 1
    while depth > 0, next < text.count {
      if starts("\"") {
        _ = literal()
        continue
      }
      if starts("(") { depth += 1 }
      if starts(")") { depth -= 1 }
      next += 1
    }
  }

  private func starts(_ sign: String) -> Bool { text[next...].starts(with: sign.utf8) }
}
