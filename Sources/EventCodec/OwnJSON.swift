/// Reads JSON in exactly the form that ``EventCodec`` writes: the keys in order, no blanks, no key that is not asked for.
///
///     var json = OwnJSON(#"{"main":"PWDx","staff":"chen"}"#)
///     try json.begin()
///     let event = OrderAssigned(main: try json.unit("main"), staff: try json.text(ifThere: "staff"))
///     try json.end()
///
/// Anything else is ``Unexpected``, which is no fault: the caller asks Foundation, which knows all of JSON and takes ten
/// times as long. So whatever this reads, Foundation would have read the same.
struct OwnJSON {
  /// Not what we write. Foundation decides.
  struct Unexpected: Error {}

  private let bytes: [UInt8]
  private var at = 0
  /// Nothing of the object or list was read yet, so no comma is due.
  private var isFirst = true

  init(_ text: String) { bytes = Array(text.utf8) }

  // MARK: Structure

  /// The start of an object.
  mutating func begin() throws(Unexpected) { try open(UInt8(ascii: "{")) }

  /// The end of the object, and of the text.
  mutating func end() throws(Unexpected) {
    try close(UInt8(ascii: "}"))
    try finish()
  }

  /// The end of the text.
  func finish() throws(Unexpected) {
    guard at == bytes.count else { throw Unexpected() }
  }

  /// A list, whose elements the body reads one by one.
  mutating func list<Element>(
    _ element: (inout OwnJSON) throws(Unexpected) -> Element
  ) throws(Unexpected) -> [Element] {
    var elements: [Element] = []
    try open(UInt8(ascii: "["))
    while !isAt(UInt8(ascii: "]")) {
      if !isFirst { try expect(UInt8(ascii: ",")) }
      elements.append(try element(&self))
      isFirst = false
    }
    try close(UInt8(ascii: "]"))
    return elements
  }

  /// An object inside another one, whose members the body reads.
  mutating func object<Value>(
    _ body: (inout OwnJSON) throws(Unexpected) -> Value
  ) throws(Unexpected) -> Value {
    try begin()
    let value = try body(&self)
    try close(UInt8(ascii: "}"))
    return value
  }

  /// An object of texts under any keys.
  mutating func texts() throws(Unexpected) -> [String: String] {
    var texts: [String: String] = [:]
    try begin()
    while !isAt(UInt8(ascii: "}")) {
      if !isFirst { try expect(UInt8(ascii: ",")) }
      let key = try text()
      try expect(UInt8(ascii: ":"))
      guard texts.updateValue(try text(), forKey: key) == nil else { throw Unexpected() }
      isFirst = false
    }
    try close(UInt8(ascii: "}"))
    return texts
  }

  /// Whether the next key is this one; it is read then.
  mutating func has(_ key: String) -> Bool {
    let key = key.utf8
    let start = isFirst ? at : at + 1
    let end = start + key.count + 3
    guard end <= bytes.count, isFirst || bytes[at] == UInt8(ascii: ","), bytes[start] == UInt8(ascii: "\""),
      bytes[end - 2] == UInt8(ascii: "\""), bytes[end - 1] == UInt8(ascii: ":")
    else { return false }
    var index = start + 1
    for byte in key {
      guard bytes[index] == byte else { return false }
      index += 1
    }
    at = end
    isFirst = false
    return true
  }

  /// The next key, which must be this one.
  mutating func key(_ key: String) throws(Unexpected) {
    guard has(key) else { throw Unexpected() }
  }

  private mutating func open(_ bracket: UInt8) throws(Unexpected) {
    try expect(bracket)
    isFirst = true
  }

  private mutating func close(_ bracket: UInt8) throws(Unexpected) {
    try expect(bracket)
    isFirst = false
  }

  private func isAt(_ byte: UInt8) -> Bool { at < bytes.count && bytes[at] == byte }

  private mutating func expect(_ byte: UInt8) throws(Unexpected) {
    guard isAt(byte) else { throw Unexpected() }
    at += 1
  }

  // MARK: Values

  /// A text.
  mutating func text() throws(Unexpected) -> String {
    try expect(UInt8(ascii: "\""))
    let start = at
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "\""):
        at += 1
        return String(decoding: bytes[start..<at - 1], as: UTF8.self)
      case UInt8(ascii: "\\"): return try escapedText(from: start)
      // JSON has no raw control character in a text.
      case 0..<0x20: throw Unexpected()
      default: at += 1
      }
    }
    throw Unexpected()
  }

  /// A text with characters that are written in two, such as `\n`. The six of `\u000b` are rare: Foundation's.
  private mutating func escapedText(from start: Int) throws(Unexpected) -> String {
    var text = Array(bytes[start..<at])
    while at + 1 < bytes.count {
      let byte = bytes[at]
      at += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        text.append(try Self.meaning(of: bytes[at]))
        at += 1
      case 0..<0x20: throw Unexpected()
      default: text.append(byte)
      }
    }
    guard isAt(UInt8(ascii: "\"")) else { throw Unexpected() }
    at += 1
    return String(decoding: text, as: UTF8.self)
  }

  private static func meaning(of escaped: UInt8) throws(Unexpected) -> UInt8 {
    switch escaped {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): escaped
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: throw Unexpected()
    }
  }

  /// Yes or no.
  mutating func flag() throws(Unexpected) -> Bool {
    for (word, value) in [("true", true), ("false", false)] where bytes[at...].starts(with: word.utf8) {
      at += word.utf8.count
      return value
    }
    throw Unexpected()
  }

  /// A whole number from 0, of at most 18 digits.
  mutating func number() throws(Unexpected) -> Int {
    let start = at
    var value = 0
    while at < bytes.count, case UInt8(ascii: "0")...UInt8(ascii: "9") = bytes[at], at - start < 18 {
      value = value * 10 + Int(bytes[at] - UInt8(ascii: "0"))
      at += 1
    }
    // A further digit, a fraction or an exponent is caught by what must follow a value.
    guard at > start, at == start + 1 || bytes[start] != UInt8(ascii: "0") else { throw Unexpected() }
    return value
  }
}
