import Glibc

/// An element's name while its callback runs: a local name and the vocabulary it belongs to.
///
/// Vocabularies are matched by namespace: `x15:workbookPr` is not `workbookPr`, and a strict file is the same table.
@safe struct XMLName {
  enum Vocabulary { case sheet, relationships, other }

  let vocabulary: Vocabulary
  private let local: UnsafePointer<CChar>

  /// From expat's `namespace⏎local`, or a bare name outside any namespace.
  init(_ qualified: UnsafePointer<CChar>) {
    for candidate in Self.vocabularies where unsafe strncmp(qualified, candidate.prefix, candidate.length) == 0 {
      vocabulary = candidate.vocabulary
      unsafe local = qualified + candidate.length
      return
    }
    vocabulary = .other
    unsafe local = qualified
  }

  /// Lets `switch` take names apart: `case "row":`.
  static func ~= (pattern: StaticString, name: XMLName) -> Bool {
    unsafe strcmp(name.local, UnsafeRawPointer(pattern.utf8Start).assumingMemoryBound(to: CChar.self)) == 0
  }

  private typealias Candidate = (prefix: String, length: Int, vocabulary: Vocabulary)

  private static let vocabularies: [Candidate] = [
    candidate("http://schemas.openxmlformats.org/spreadsheetml/2006/main", .sheet),
    candidate("http://purl.oclc.org/ooxml/spreadsheetml/main", .sheet),
    candidate("http://schemas.openxmlformats.org/package/2006/relationships", .relationships),
  ]

  private static func candidate(_ namespace: String, _ vocabulary: Vocabulary) -> Candidate {
    (namespace + XMLReader.separator, namespace.utf8.count + 1, vocabulary)
  }
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
    unsafe find { key in
      unsafe strcmp(key, UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)) == 0
    }
  }

  /// The value of an attribute in one of the relationships namespaces, `r:id`.
  subscript(relationship name: String) -> XMLValue? {
    unsafe find { key in
      let key = unsafe String(cString: key)
      return key == "http://schemas.openxmlformats.org/officeDocument/2006/relationships" + XMLReader.separator + name
        || key == "http://purl.oclc.org/ooxml/officeDocument/relationships" + XMLReader.separator + name
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

  static func == (value: XMLValue, text: StaticString) -> Bool {
    unsafe strcmp(value.bytes, UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)) == 0
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
