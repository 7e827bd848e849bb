import Foundation

/// Numbers and keys that people type, as they are compared: `Ａ-１`, `A-1` and `a-1` are one to whoever reads them.
public enum KeyText {
  /// NFKC, and Latin letters as small ones. What is stored stays as it was written.
  ///
  /// SQL says the same as `lower(normalize(key, nfkc) collate "C")`, whatever the server's locale is.
  public static func folded(_ key: String) -> String {
    let isPlain = key.utf8.allSatisfy { $0 < 0x80 && !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    guard !isPlain else { return key }
    let normal = key.utf8.allSatisfy { $0 < 0x80 } ? key : key.precomposedStringWithCompatibilityMapping
    let bytes = normal.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
    return String(decoding: bytes, as: UTF8.self)
  }
}
