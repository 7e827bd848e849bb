import Foundation

/// Numbers and keys that people type, as they are compared: `Ａ-１`, `A–1` and `a-1` are one to whoever reads them.
public enum KeyText {
  /// NFKC, Word's dashes as the hyphen of a keyboard, nothing that cannot be seen, and Latin letters as small ones. What is
  /// stored stays as it was written.
  ///
  /// `FoldedKey` of the read models says the same in SQL, whatever the server's locale is.
  public static func folded(_ key: String) -> String {
    let isASCII = key.utf8.allSatisfy { $0 < 0x80 }
    if isASCII, !key.utf8.contains(where: isCapital) { return key }
    let normal = isASCII ? key : normalized(key)
    return String(decoding: normal.utf8.map { isCapital($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
  }

  /// A key as it is worth storing: what nobody can see is gone, and no blanks stand around it. Dashes and wide letters stay.
  public static func visible(_ key: String) -> String {
    var text = key
    if !key.utf8.allSatisfy({ $0 < 0x80 }) {
      var scalars = String.UnicodeScalarView()
      for scalar in key.unicodeScalars where !isInvisible(scalar) {
        scalars.append(noBreakSpaces.contains(scalar.value) ? " " : scalar)
      }
      text = String(scalars)
    }
    guard let start = text.firstIndex(where: { !$0.isWhitespace }),
      let end = text.lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(text[start...end])
  }

  private static func normalized(_ key: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in key.precomposedStringWithCompatibilityMapping.unicodeScalars where !isInvisible(scalar) {
      scalars.append(isDash(scalar) ? "-" : scalar)
    }
    return String(scalars)
  }

  private static let noBreakSpaces: Set<UInt32> = [0xA0, 0x2007, 0x202F]

  /// Hyphen, no-break hyphen, figure, en, em and bar dash, and minus.
  private static func isDash(_ scalar: Unicode.Scalar) -> Bool {
    (0x2010...0x2015).contains(scalar.value) || scalar.value == 0x2212
  }

  /// What programs leave in a text and no screen shows: soft hyphens, zero-width spaces and joiners, marks of direction, the
  /// mark at the beginning of a file, selectors of a letter's picture.
  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xAD, 0x180E, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0x2066...0x2069, 0xFE0E, 0xFE0F, 0xFEFF: true
    default: false
    }
  }

  private static func isCapital(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
}
