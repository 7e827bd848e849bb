import Glibc

/// Numbers between bytes, doubles and what a person sees.
enum NumberText {
  /// A number as Excel's General shows it in a wide column, padded where the format is made of zeros.
  ///
  /// Fifteen significant digits, as Excel has: 0.1 + 0.2 is shown as 0.3.
  static func shown(_ value: Double, format: String?) -> String {
    guard value.isFinite else { return "\(value)" }
    guard value == value.rounded(.towardZero), abs(value) < 1e18 else { return significant(value) }
    let digits = String(Int64(value.magnitude))
    return (value < 0 ? "-" : "") + (format.flatMap { padded(digits, by: $0) } ?? digits)
  }

  /// What a format of zeros makes of a whole number: `00000000000`, `[$-804]000000`, `0000-0000000`; `nil` for a format
  /// that does more, as decimals or thousands.
  private static func padded(_ digits: String, by format: String) -> String? {
    // Most formats of numbers, and a bomb's of two thousand zeros.
    guard format.utf8.count <= 255 else { return nil }
    var pattern: [UInt8] = []
    var isQuoted = false
    var isEscaped = false
    var isBracketed = false
    for byte in format.utf8 {
      if isEscaped || isQuoted && byte != UInt8(ascii: "\"") {
        if separators.contains(byte) { pattern.append(byte) }
        isEscaped = false
      } else if isBracketed {
        isBracketed = byte != UInt8(ascii: "]")
      } else {
        switch byte {
        case UInt8(ascii: "\""): isQuoted.toggle()
        case UInt8(ascii: "\\"): isEscaped = true
        case UInt8(ascii: "["): isBracketed = true
        case UInt8(ascii: "0"), UInt8(ascii: "#"): pattern.append(byte)
        case _ where separators.contains(byte): pattern.append(byte)
        case UInt8(ascii: ";"), UInt8(ascii: "@"): return filled(pattern, with: digits)
        default: return nil
        }
      }
    }
    return filled(pattern, with: digits)
  }

  private static let separators = Array("-() ".utf8)

  /// Digits into the places of a pattern from the right; what has no place stands before the first one.
  private static func filled(_ pattern: [UInt8], with digits: String) -> String? {
    guard let first = pattern.firstIndex(where: { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: "#") }),
      pattern.contains(UInt8(ascii: "0"))
    else { return nil }
    var left = Array(digits.utf8)
    var result: [UInt8] = []
    for (index, place) in pattern.enumerated().reversed() {
      switch place {
      case UInt8(ascii: "0"), UInt8(ascii: "#"):
        if let digit = left.popLast() {
          result.append(digit)
        } else if place == UInt8(ascii: "0") {
          result.append(place)
        }
        if index == first { result += left.reversed() }
      default: result.append(place)
      }
    }
    return String(decoding: result.reversed(), as: UTF8.self)
  }

  /// A decimal number as XML Schema writes it, `nil` when the bytes are anything else.
  ///
  /// Up to 15 digits with a small power of ten is exact in one division (both are exact doubles); the rest goes the
  /// slow way. A sheet holds millions of these.
  static func parse(_ bytes: [UInt8]) -> Double? {
    var index = 0
    let negative = bytes.first == UInt8(ascii: "-")
    if negative { index = 1 }
    var mantissa = 0
    var digitCount = 0
    var decimals = 0
    var sawPoint = false
    while index < bytes.count {
      let byte = bytes[index]
      if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
        digitCount += 1
        if sawPoint { decimals += 1 }
        guard digitCount <= 15 else { return parseSlowly(bytes) }
        mantissa = mantissa * 10 + Int(byte - UInt8(ascii: "0"))
      } else if byte == UInt8(ascii: "."), !sawPoint {
        sawPoint = true
      } else {
        return parseSlowly(bytes)
      }
      index += 1
    }
    guard digitCount > 0 else { return nil }
    let value = Double(mantissa) / powersOfTen[decimals]
    return negative ? -value : value
  }

  /// A whole number without a sign, of at most nine digits.
  static func index(_ bytes: [UInt8]) -> Int? {
    guard !bytes.isEmpty, bytes.count <= 9 else { return nil }
    var value = 0
    for byte in bytes {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return value
  }

  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]

  private static func parseSlowly(_ bytes: [UInt8]) -> Double? {
    var digits = bytes[...]
    while let last = digits.last, isSpace(last) { digits.removeLast() }
    digits = digits.drop(while: isSpace)
    // Swift would read "nan", "inf" and "0x1p3" too.
    guard digits.allSatisfy({ "0123456789.+-eE".utf8.contains($0) }),
      let value = Double(String(decoding: digits, as: UTF8.self)), value.isFinite
    else { return nil }
    return value
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  private static func significant(_ value: Double) -> String {
    // Fifteen digits read back to 0.3 and print as "0.3", where all seventeen would print 0.30000000000000004.
    var buffer = [CChar](repeating: 0, count: 40)
    let length = unsafe withVaList([value]) { arguments in
      unsafe vsnprintf(&buffer, buffer.count, "%.15g", arguments)
    }
    return String(decoding: buffer.prefix(Int(max(0, length))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
