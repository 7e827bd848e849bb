import Glibc

/// An element's name while its callback runs: a local name and the vocabulary it belongs to.
///
/// Vocabularies are matched by namespace: `x15:workbookPr` is not `workbookPr`, and a strict file is the same table.
@safe struct XMLName {
  enum Vocabulary { case sheet, relationships, other }

  let vocabulary: Vocabulary
  private let local: UnsafePointer<CChar>

  init(_ vocabulary: Vocabulary, _ local: UnsafePointer<CChar>) {
    self.vocabulary = vocabulary
    unsafe self.local = unsafe local
  }

  /// Lets `switch` take names apart: `case "row":`.
  static func ~= (pattern: StaticString, name: XMLName) -> Bool {
    unsafe name.local.equals(pattern)
  }
}

/// Takes expat's `namespace⏎local` apart, or a bare name outside any namespace.
///
/// expat writes the local name behind the namespace, into memory that belongs to the namespace's declaration: while none
/// comes or goes, the same address is the same namespace, and fifty bytes need no second look. There are millions.
@safe struct XMLVocabularies {
  private var address: UnsafePointer<CChar>?
  private var vocabulary = XMLName.Vocabulary.other
  private var length = 0

  mutating func name(_ qualified: UnsafePointer<CChar>) -> XMLName {
    if unsafe address != qualified {
      (vocabulary, length) = unsafe Self.vocabulary(of: qualified)
      // What is in no namespace lies anywhere.
      unsafe address = length > 0 ? qualified : nil
    }
    return unsafe XMLName(vocabulary, qualified + length)
  }

  /// A declaration came or went.
  mutating func forget() {
    unsafe address = nil
  }

  private static func vocabulary(of qualified: UnsafePointer<CChar>) -> (XMLName.Vocabulary, length: Int) {
    for (start, vocabulary) in known where unsafe qualified.hasStart(start) {
      return (vocabulary, start.utf8CodeUnitCount)
    }
    return (.other, 0)
  }

  private static let known: [(StaticString, XMLName.Vocabulary)] = [
    ("http://schemas.openxmlformats.org/spreadsheetml/2006/main\n", .sheet),
    ("http://purl.oclc.org/ooxml/spreadsheetml/main\n", .sheet),
    ("http://schemas.openxmlformats.org/package/2006/relationships\n", .relationships),
  ]
}

/// An element's attributes while its callback runs.
@safe struct XMLAttributes {
  /// expat's list: name, value, name, value, NULL.
  private let pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>

  init(_ pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>) {
    unsafe self.pairs = unsafe pairs
  }

  /// The value of an attribute without a namespace.
  subscript(name: StaticString) -> XMLValue? {
    unsafe find { unsafe $0.equals(name) }
  }

  /// The value of `r:id`, by either of its namespaces.
  var relationshipID: XMLValue? {
    unsafe find { key in
      unsafe key.equals("http://schemas.openxmlformats.org/officeDocument/2006/relationships\nid")
        || key.equals("http://purl.oclc.org/ooxml/officeDocument/relationships\nid")
    }
  }

  private func find(_ isWanted: (UnsafePointer<CChar>) -> Bool) -> XMLValue? {
    var index = 0
    while let key = unsafe pairs[index], let value = unsafe pairs[index + 1] {
      if unsafe isWanted(key) { return unsafe XMLValue(value) }
      index += 2
    }
    return nil
  }
}

/// An attribute's value while its callback runs.
@safe struct XMLValue {
  private let bytes: UnsafePointer<CChar>

  init(_ bytes: UnsafePointer<CChar>) {
    unsafe self.bytes = unsafe bytes
  }

  /// A copy that may be kept.
  var string: String { unsafe String(cString: bytes) }

  /// The first characters, for a message.
  var start: String { String(string.prefix(40)) }

  /// A length that is written as nothing: `0`, `0.0`.
  var isZero: Bool {
    unsafe bytes[0] != 0 && strspn(bytes, "0.") == strlen(bytes)
  }

  /// A non-negative integer of at most nine digits, `nil` for anything else.
  var integer: Int? {
    let (value, end) = number(from: 0)
    guard end > 0, unsafe bytes[end] == 0 else { return nil }
    return value
  }

  /// XML Schema's boolean; anything else is false.
  var isTrue: Bool { self == "1" || self == "true" }

  /// The row and the column, both from 0, of a reference such as `AB12`; `nil` for anything else.
  var reference: (row: Int, column: Int)? {
    var index = 0
    var column = 0
    while true {
      let letter = unsafe UInt8(bitPattern: bytes[index]) & 0xDF
      guard letter >= UInt8(ascii: "A"), letter <= UInt8(ascii: "Z"), index < 3 else { break }
      column = column * 26 + Int(letter - UInt8(ascii: "A")) + 1
      index += 1
    }
    guard index > 0 else { return nil }
    let (row, end) = number(from: index)
    guard end > index, row > 0, unsafe bytes[end] == 0 else { return nil }
    return (row - 1, column - 1)
  }

  /// Lets `switch` take values apart.
  static func ~= (pattern: StaticString, value: XMLValue) -> Bool {
    value == pattern
  }

  static func == (value: XMLValue, text: StaticString) -> Bool {
    unsafe value.bytes.equals(text)
  }

  private func number(from start: Int) -> (value: Int, end: Int) {
    var index = start
    var value = 0
    while index < start + 9 {
      let digit = unsafe bytes[index]
      guard digit >= 0x30, digit <= 0x39 else { break }
      value = value * 10 + Int(digit - 0x30)
      index += 1
    }
    return (value, index)
  }
}

extension UnsafePointer<CChar> {
  /// Whether a C string is this one; most differ in the first byte, and there are millions.
  @inline(__always) fileprivate func equals(_ text: StaticString) -> Bool {
    let other = unsafe UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
    return unsafe self[0] == other[0] && strcmp(self, other) == 0
  }

  /// Whether a C string begins so.
  fileprivate func hasStart(_ start: StaticString) -> Bool {
    let other = unsafe UnsafeRawPointer(start.utf8Start).assumingMemoryBound(to: CChar.self)
    return unsafe strncmp(self, other, start.utf8CodeUnitCount) == 0
  }
}
