/// The text of one cell while it is collected: cut at Excel's limit, escapes undone at the end.
///
/// Without the cut, a megabyte used ten thousand times makes ten gigabytes of rows out of one small file.
struct CellText {
  /// The most UTF-16 units that Excel keeps in a cell.
  static let maximumUnits = 32_767
  /// As bytes before decoding, each unit may be an escape of seven (`_x000D_`).
  private static let maximumBytes = maximumUnits * 7

  private(set) var bytes: [UInt8] = []
  /// Whether there was any text element, be it empty.
  private(set) var isPresent = false

  mutating func removeAll() {
    if !bytes.isEmpty { bytes.removeAll(keepingCapacity: true) }
    isPresent = false
  }

  mutating func markPresent() {
    isPresent = true
  }

  mutating func append(_ more: Span<UInt8>) {
    guard bytes.count < Self.maximumBytes else { return }
    unsafe more.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
  }

  /// The text as a person sees it, in UTF-8.
  func finish() -> [UInt8] {
    var result = bytes.contains(UInt8(ascii: "_")) ? Self.unescaped(bytes) : bytes
    // Every unit takes at least one byte, so short texts need no counting.
    if result.count > Self.maximumUnits { result = Self.cut(result) }
    return result
  }

  /// `_x000D_` becomes the character it stands for, pairs of surrogates joined, NUL left out (no database keeps it).
  /// Source: ECMA-376 part 1, 22.9.2.19.
  private static func unescaped(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var units: [UInt16] = []
    var index = 0
    while index < bytes.count {
      if let unit = escape(in: bytes, at: index) {
        if unit != 0 { units.append(unit) }
        index += 7
        continue
      }
      flush(&units, into: &result)
      result.append(bytes[index])
      index += 1
    }
    flush(&units, into: &result)
    return result
  }

  private static func flush(_ units: inout [UInt16], into result: inout [UInt8]) {
    guard !units.isEmpty else { return }
    result.append(contentsOf: String(decoding: units, as: UTF16.self).utf8)
    units.removeAll()
  }

  private static func escape(in bytes: [UInt8], at index: Int) -> UInt16? {
    guard index + 7 <= bytes.count, bytes[index] == UInt8(ascii: "_"), bytes[index + 1] == UInt8(ascii: "x"),
      bytes[index + 6] == UInt8(ascii: "_")
    else { return nil }
    var unit: UInt16 = 0
    for byte in bytes[(index + 2)..<(index + 6)] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }

  /// The first units of a text, never half a surrogate pair.
  static func cut(_ bytes: [UInt8]) -> [UInt8] {
    var units = 0
    var index = 0
    while index < bytes.count {
      let lead = bytes[index]
      units += lead < 0xF0 ? 1 : 2
      if units > maximumUnits { return Array(bytes[..<index]) }
      index += lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    }
    return bytes
  }
}
