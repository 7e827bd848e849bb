import Foundation

/// The text of a seal, to be mailed, printed, and typed in again.
///
///     HOTLINE LOG SEAL 1
///
///     events     4711
///     position   4711
///     recorded   2026-11-02T16:20:11.123456Z
///     hash       9f86d081 884c7d65 9a2feaa0 c55ad015
///                a3bf4f1b 2b0b822c d15d6c15 b0f00a08
///     sealed     2026-11-02T16:30:00Z
///     key        c55ad015 a3bf4f1b 2b0b822c d15d6c15
///     signature  … 128 hexadecimal digits in four lines …
///
///     END OF SEAL
///
/// Reading, spaces and letter case do not count, nor does what stands before and after, nor marks of quoting ("> ") at the
/// beginning of lines. A value goes on until the next field.
extension LogSeal {
  private static let title = "HOTLINE LOG SEAL"
  private static let end = "END OF SEAL"
  private static let fields: Set<String> = [
    "events", "position", "recorded", "hash", "sealed", "key", "signature",
  ]

  /// The text.
  public var text: String {
    """
    \(Self.title) 1

    events     \(events)
    position   \(position)
    recorded   \(SealInstant.text(recordedAt))
    hash       \(Self.grouped(hash))
    sealed     \(SealInstant.text(sealedAt))
    key        \(Self.grouped(key))
    signature  \(Self.grouped(signature))

    \(Self.end)

    """
  }

  /// Eight digits a group, four groups a line.
  public static func grouped(_ bytes: [UInt8]) -> String {
    let digits = Array(SHA256Digest.hex(bytes))
    let groups = stride(from: 0, to: digits.count, by: 8).map { String(digits[$0..<min($0 + 8, digits.count)]) }
    return stride(from: 0, to: groups.count, by: 4).map {
      groups[$0..<min($0 + 4, groups.count)].joined(separator: " ")
    }
    .joined(separator: "\n" + String(repeating: " ", count: 11))
  }

  /// Reads the first seal in a text.
  public init(text: String) throws(SealError) {
    let lines = text.split(whereSeparator: \.isNewline).map(Self.words)
    let title = Self.title.lowercased().split(separator: " ").map(String.init)
    guard let first = lines.firstIndex(where: { $0.starts(with: title) }) else { throw .noSeal }
    let kind = lines[first].dropFirst(title.count).joined(separator: " ")
    guard kind == "1" else { throw .newer(kind) }
    let end = Self.end.lowercased().split(separator: " ").map(String.init)
    guard let last = lines[first...].firstIndex(of: end) else { throw .malformed(field: "last line, \(Self.end),") }

    var values: [String: String] = [:]
    var field: String?
    for line in lines[(first + 1)..<last] {
      var rest = line[...]
      if let word = rest.first, Self.fields.contains(word) {
        guard values[word] == nil else { throw .malformed(field: word) }
        (field, values[word]) = (word, "")
        rest = rest.dropFirst()
      }
      if let field { values[field, default: ""] += rest.joined() }
    }
    func value<Value>(_ field: String, _ read: (String) -> Value?) throws(SealError) -> Value {
      guard let value = values[field].flatMap(read) else { throw .malformed(field: field) }
      return value
    }
    let position = try value("position") { Int64($0) }
    guard try value("events", { Int64($0) }) == position, position > 0 else { throw .malformed(field: "events") }
    self.init(
      position: position, hash: try value("hash") { Self.bytes($0, 32) },
      recordedAt: try value("recorded", SealInstant.read), sealedAt: try value("sealed", SealInstant.read),
      key: try value("key") { Self.bytes($0, 16) }, signature: try value("signature") { Self.bytes($0, 64) })
  }

  private static func words(_ line: Substring) -> [String] {
    line.drop { $0 == ">" || $0.isWhitespace || $0 == "\u{FEFF}" }.lowercased()
      .split(whereSeparator: \.isWhitespace).map(String.init)
  }

  private static func bytes(_ digits: String, _ count: Int) -> [UInt8]? {
    let values = digits.compactMap(\.hexDigitValue)
    guard values.count == digits.count, values.count == 2 * count else { return nil }
    return (0..<count).map { UInt8(values[2 * $0] * 16 + values[2 * $0 + 1]) }
  }
}

/// An instant as a seal writes it: `2026-11-02T16:20:11Z`, with six digits behind the seconds where they are not whole.
enum SealInstant {
  static func text(_ instant: Date) -> String {
    let microseconds = instant.microsecondsSince1970
    let fraction = ((microseconds % 1_000_000) + 1_000_000) % 1_000_000
    let whole = Date(timeIntervalSince1970: Double((microseconds - fraction) / 1_000_000)).formatted(.iso8601)
    guard fraction > 0 else { return whole }
    let digits = String(fraction)
    return "\(whole.dropLast()).\(String(repeating: "0", count: 6 - digits.count))\(digits)Z"
  }

  /// In either letter case; `nil` for what is spelt otherwise.
  static func read(_ text: String) -> Date? {
    let parts = text.uppercased().dropLast().split(separator: ".", omittingEmptySubsequences: false)
    guard text.uppercased().hasSuffix("Z"), let first = parts.first, parts.count <= 2,
      let whole = try? Date("\(first)Z", strategy: .iso8601)
    else { return nil }
    guard parts.count == 2 else { return whole }
    guard parts[1].count == 6, let fraction = Int64(parts[1]) else { return nil }
    return Date(microsecondsSince1970: whole.microsecondsSince1970 + fraction)
  }
}
