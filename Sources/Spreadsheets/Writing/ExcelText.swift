/// Text as a cell of a workbook can hold it.
enum ExcelText {
  /// What Excel takes in one cell, in UTF-16 units.
  static let limit = 32_767

  /// The text, cut at the limit between characters, and with what XML cannot carry replaced.
  ///
  /// - NUL would end the C string, and U+FFFE and U+FFFF are no XML: all become U+FFFD.
  /// - `_x0041_` written as text would be read back as `A` (ECMA-376 22.9.2.19), so its `_` is escaped.
  static func prepared(_ text: String) -> (text: String, isCut: Bool) {
    if isPlain(text) { return (text, false) }
    var result = String.UnicodeScalarView()
    var units = 0
    for character in text {
      units += character.utf16.count
      if units > limit { return (escaped(String(result)), true) }
      for scalar in character.unicodeScalars {
        result.append(scalar == "\0" || scalar.value == 0xFFFE || scalar.value == 0xFFFF ? "\u{FFFD}" : scalar)
      }
    }
    return (escaped(String(result)), false)
  }

  /// Prepared text as a reader gives it back.
  static func read(_ prepared: String) -> String {
    var bytes = Array(prepared.utf8)
    let escape = Array("_x005F_".utf8)
    guard bytes.contains(0x5F), let first = bytes.firstRange(of: escape) else { return prepared }
    var start = first.lowerBound
    while let found = bytes[start...].firstRange(of: escape) {
      bytes.replaceSubrange(found, with: [0x5F])
      start = found.lowerBound + 1
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isPlain(_ text: String) -> Bool {
    if text.utf8.count > limit { return false }
    var last: UInt8 = 0
    for byte in text.utf8 {
      // U+FFFE and U+FFFF start with EF BF.
      if byte == 0 || (byte == 0x78 && last == 0x5F) || (byte == 0xBF && last == 0xEF) { return false }
      last = byte
    }
    return true
  }

  private static func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    let source = Array(text.utf8)
    for (index, byte) in source.enumerated() {
      bytes.append(byte)
      if byte == 0x5F, looksEscaped(source, at: index) { bytes += Array("x005F_".utf8) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// `_xHHHH_`.
  private static func looksEscaped(_ bytes: [UInt8], at start: Int) -> Bool {
    guard start + 6 < bytes.count, bytes[start + 1] == 0x78, bytes[start + 6] == 0x5F else { return false }
    return bytes[start + 2..<start + 6].allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x46).contains($0) || (0x61...0x66).contains($0)
    }
  }
}
