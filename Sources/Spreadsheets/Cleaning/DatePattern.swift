/// How the dates of a column are written, in a small part of Unicode's date patterns (UTS #35), which decides and is strict.
///
///     MM/dd/yyyy hh:mm:ss a      03/04/2024 09:30:00 PM
///     yyyy年M月d日                2024年3月4日
///
/// `yyyy`; `M` and `d` take one or two digits, `MM` and `dd` two; so do `H` (0-23), `h` (1-12, wants `a`), `mm`, `ss`;
/// `a` is AM, PM, 上午 or 下午. Letters of other meaning are refused; text in `'…'` and all else stands for itself.
public struct DatePattern: Sendable, Hashable {
  private enum Piece: Hashable {
    case number(Field, fewest: Int, most: Int)
    case halfDay
    case literal(UInt8)
  }

  private enum Field: Int {
    case year, month, day, hour, hour12, minute, second
  }

  private let pieces: [Piece]
  private let hasTime: Bool

  /// Why a pattern cannot be used.
  public enum Problem: Error, Sendable, Hashable, CustomStringConvertible {
    /// A letter, or a number of them, that is not of the subset.
    case unknown(letters: String)
    /// The pattern gives no full date.
    case incomplete
    /// `h` without `a`, or `a` without `h`: morning or evening cannot be told.
    case halfDay
    /// A letter stands twice.
    case twice(letters: String)

    /// The reason and the way out.
    public var description: String {
      switch self {
      case .unknown(let letters):
        "'\(letters)' is no date field; use yyyy, M, MM, d, dd, H, HH, h, hh, m, mm, s, ss, a, and '…' around text"
      case .incomplete: "the pattern needs yyyy, M or MM, and d or dd"
      case .halfDay: "the pattern needs h and a together, or H alone"
      case .twice(let letters): "'\(letters)' stands for a field the pattern already has"
      }
    }
  }

  /// Reads a pattern.
  public init(_ pattern: String) throws(Problem) {
    var pieces: [Piece] = []
    var rest = Array(pattern.utf8)[...]
    while let byte = rest.first {
      guard Self.isLetter(byte) || byte == UInt8(ascii: "'") else {
        pieces.append(.literal(byte))
        rest.removeFirst()
        continue
      }
      let letters = rest.prefix { $0 == byte }
      if byte == UInt8(ascii: "'") {
        rest.removeFirst()
        let quoted = rest.prefix { $0 != byte }
        // Two quotes are one that is meant.
        pieces += (quoted.isEmpty ? [byte] : Array(quoted)).map(Piece.literal)
        rest = rest.dropFirst(quoted.count + 1)
        continue
      }
      rest = rest.dropFirst(letters.count)
      let text = String(decoding: letters, as: UTF8.self)
      let piece = try Self.piece(text)
      guard !pieces.contains(where: { Self.meansTheSame($0, piece) }) else { throw .twice(letters: text) }
      pieces.append(piece)
    }
    func has(_ field: Field) -> Bool {
      pieces.contains { if case .number(field, _, _) = $0 { true } else { false } }
    }
    guard has(.year), has(.month), has(.day) else { throw .incomplete }
    guard has(.hour12) == pieces.contains(.halfDay), !has(.hour) || !has(.hour12) else { throw .halfDay }
    guard has(.hour) || has(.hour12) || !(has(.minute) || has(.second)) else { throw .incomplete }
    self.pieces = pieces
    hasTime = has(.hour) || has(.hour12)
  }

  private static func piece(_ letters: String) throws(Problem) -> Piece {
    switch letters {
    case "yyyy": .number(.year, fewest: 4, most: 4)
    case "M": .number(.month, fewest: 1, most: 2)
    case "MM": .number(.month, fewest: 2, most: 2)
    case "d": .number(.day, fewest: 1, most: 2)
    case "dd": .number(.day, fewest: 2, most: 2)
    case "H": .number(.hour, fewest: 1, most: 2)
    case "HH": .number(.hour, fewest: 2, most: 2)
    case "h": .number(.hour12, fewest: 1, most: 2)
    case "hh": .number(.hour12, fewest: 2, most: 2)
    case "m": .number(.minute, fewest: 1, most: 2)
    case "mm": .number(.minute, fewest: 2, most: 2)
    case "s": .number(.second, fewest: 1, most: 2)
    case "ss": .number(.second, fewest: 2, most: 2)
    case "a": .halfDay
    default: throw .unknown(letters: letters)
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }

  private static func meansTheSame(_ one: Piece, _ other: Piece) -> Bool {
    switch (one, other) {
    case (.number(let one, _, _), .number(let other, _, _)): one == other
    case (.halfDay, .halfDay): true
    default: false
    }
  }
}

extension DatePattern {
  /// The moment a text stands for; `nil` when it is not written so, or no such moment is on the calendar or the clock.
  ///
  /// One pass over the bytes, no allocation.
  func date(_ text: Span<UInt8>) -> CivilDateTime? {
    var values: (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) = (0, 0, 0, 0, 0, 0)
    var half: Int?
    var at = 0
    for piece in pieces {
      switch piece {
      case .literal(let byte):
        guard at < text.count, text[at] == byte else { return nil }
        at += 1
      case .halfDay:
        guard let (hours, length) = Self.halfDay(text, at) else { return nil }
        half = hours
        at += length
      case .number(let field, let fewest, let most):
        let start = at
        var value = 0
        while at < text.count, at - start < most, text[at] >= 0x30, text[at] <= 0x39 {
          value = value * 10 + Int(text[at] - 0x30)
          at += 1
        }
        guard at - start >= fewest else { return nil }
        switch field {
        case .year: values.year = value
        case .month: values.month = value
        case .day: values.day = value
        case .hour: values.hour = value
        case .hour12:
          guard (1...12).contains(value) else { return nil }
          values.hour = value % 12
        case .minute: values.minute = value
        case .second: values.second = value
        }
      }
    }
    guard at == text.count else { return nil }
    return CivilDateTime(
      year: values.year, month: values.month, day: values.day, hour: values.hour + (half ?? 0), minute: values.minute,
      second: values.second, hasTime: hasTime)
  }

  /// The hours to add, and the bytes taken.
  private static func halfDay(_ text: Span<UInt8>, _ at: Int) -> (hours: Int, length: Int)? {
    if at + 1 < text.count, text[at + 1] | 0x20 == UInt8(ascii: "m") {
      switch text[at] | 0x20 {
      case UInt8(ascii: "a"): return (0, 2)
      case UInt8(ascii: "p"): return (12, 2)
      default: return nil
      }
    }
    // 上 is E4 B8 8A, 下 is E4 B8 8B, 午 is E5 8D 88.
    guard at + 5 < text.count, text[at] == 0xE4, text[at + 1] == 0xB8, text[at + 3] == 0xE5, text[at + 4] == 0x8D,
      text[at + 5] == 0x88
    else { return nil }
    switch text[at + 2] {
    case 0x8A: return (0, 6)
    case 0x8B: return (12, 6)
    default: return nil
    }
  }
}
