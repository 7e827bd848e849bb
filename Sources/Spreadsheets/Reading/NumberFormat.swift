/// How a cell's number is meant: a plain number, or a date counted in days.
enum NumberFormat: Sendable, Equatable {
  case general
  /// The code as in the file or, for a built-in format, as in ECMA-376 part 1, 18.8.30.
  case number(code: String)
  case date(showsTime: Bool)

  /// A built-in format; codes from 27 to 36 and 50 to 58 are dates in Chinese, Japanese and Korean Excel, and are not
  /// written into the file.
  init(builtIn id: Int) {
    switch id {
    case 14...17, 27...31, 36, 50...54, 57, 58: self = .date(showsTime: false)
    case 18...22, 32...35, 45, 47, 55, 56: self = .date(showsTime: true)
    default: self = Self.builtInCodes[id].map { .number(code: $0) } ?? .general
    }
  }

  /// A format from its code, by the section for positive numbers.
  ///
  /// Elapsed time (`[h]:mm`) is a number: thirty hours are not a day in January 1900.
  init(code: String) {
    // Excel takes 255 characters; what is longer is no format, and not worth keeping.
    guard code.utf8.count <= 2_048 else {
      self = .general
      return
    }
    let scanned = Scan(code)
    if scanned.isElapsed {
      self = .number(code: code)
    } else if scanned.hasDate || scanned.hasTime {
      self = .date(showsTime: scanned.hasTime)
    } else {
      self = scanned.isGeneral ? .general : .number(code: code)
    }
  }

  private static let builtInCodes = [
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)",
    46: "[h]:mm:ss", 48: "##0.0E+0", 49: "@",
  ]
}

/// The letters of a format code that stand for parts of a date, with everything quoted left out.
private struct Scan {
  var hasDate = false
  var hasTime = false
  var isElapsed = false
  var isGeneral = false

  init(_ code: String) {
    let bytes = Array(code.utf8)
    var index = 0
    var letters: [UInt8] = []
    var monthsOrMinutes = false
    section: while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: ";"): break section
      case UInt8(ascii: "\""):
        index += 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") { index += 1 }
      case UInt8(ascii: "\\"), UInt8(ascii: "_"), UInt8(ascii: "*"): index += 1  // the next character is literal
      case UInt8(ascii: "["):
        let end = bytes[index...].firstIndex(of: UInt8(ascii: "]")) ?? bytes.count
        let inside = bytes[(index + 1)..<max(index + 1, end)].map { $0 | 0x20 }
        if let first = inside.first, "hms".utf8.contains(first), inside.allSatisfy({ $0 == first }) { isElapsed = true }
        index = end
      default:
        let letter = byte | 0x20
        if letter >= UInt8(ascii: "a"), letter <= UInt8(ascii: "z") { letters.append(letter) }
        switch letter {
        case UInt8(ascii: "y"), UInt8(ascii: "d"): hasDate = true
        case UInt8(ascii: "e"):
          // "0.00E+00" is a power of ten; "e年" a year of an era.
          let next = index + 1 < bytes.count ? bytes[index + 1] : 0
          if next != UInt8(ascii: "+"), next != UInt8(ascii: "-") { hasDate = true }
        case UInt8(ascii: "a"):
          // "aaaa" is 星期五; "AM/PM" has one only.
          if bytes[index...].prefix(3).allSatisfy({ $0 | 0x20 == letter }), index + 2 < bytes.count { hasDate = true }
        case UInt8(ascii: "h"), UInt8(ascii: "s"): hasTime = true
        case UInt8(ascii: "m"): monthsOrMinutes = true
        default: break
        }
      }
      index += 1
    }
    isGeneral = letters.starts(with: "general".utf8)
    if isGeneral {
      hasDate = false
      hasTime = false
      monthsOrMinutes = false
    }
    if monthsOrMinutes, !hasTime { hasDate = true }
  }
}
