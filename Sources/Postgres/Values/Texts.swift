// The protocols document what these conformances are.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

import Glibc

// text, json, bytea: the bytes as they are (jsonb: a version byte 1 in front).

extension String: PostgresValue {
  public static var typeID: UInt32 { TypeID.text }
  public static var arrayTypeID: UInt32 { TypeID.textArray }
  /// Every type whose binary form is its text.
  public static func accepts(_ typeID: UInt32) -> Bool {
    switch typeID {
    case TypeID.text, TypeID.varchar, TypeID.bpchar, TypeID.name, TypeID.char, TypeID.unknown, TypeID.json,
      TypeID.jsonb:
      true
    default: false
    }
  }

  /// PostgreSQL's text cannot hold NUL; it is refused, not cut off.
  public func encode(into bytes: inout [UInt8]) throws(PostgresError) {
    var text = self
    // Where every byte of every event passes: memchr looks at a row of bytes at once, a loop over them at one.
    let isStorable = text.withUTF8 { utf8 in
      if let start = utf8.baseAddress, unsafe memchr(start, 0, utf8.count) != nil { return false }
      unsafe bytes.append(contentsOf: utf8)
      return true
    }
    guard isStorable else {
      throw PostgresError(
        sqlState: "22021", message: "a text holds a NUL character, which PostgreSQL cannot store",
        hint: "Remove it first.")
    }
  }

  public static func decode(_ bytes: Span<UInt8>, typeID: UInt32) throws(PostgresError) -> String {
    guard typeID == TypeID.jsonb else { return try decode(utf8: bytes) }
    guard bytes.count > 0, bytes[0] == 1 else { throw .malformed("jsonb of version 1", bytes.count) }
    return try decode(utf8: bytes.extracting(1...))
  }

  private static func decode(utf8 bytes: Span<UInt8>) throws(PostgresError) -> String {
    do {
      // Not `String(validating:as:)`: it is generic, and looks up its types for every text.
      return String(copying: try UTF8Span(validating: bytes))
    } catch {
      throw .malformed("UTF-8 text", bytes.count)
    }
  }
}

/// JSON as text, not parsed: bound as `json` (PostgreSQL makes `jsonb` of it on assignment), decoded from `json` and `jsonb`.
public struct JSONText: Sendable, Hashable, PostgresValue {
  /// The JSON itself.
  public var text: String

  /// Takes the text as it is; the server refuses what is no JSON (SQLSTATE 22P02).
  public init(_ text: String) {
    self.text = text
  }

  public static var typeID: UInt32 { TypeID.json }
  public static var arrayTypeID: UInt32 { TypeID.jsonArray }
  /// `json` and `jsonb`.
  public static func accepts(_ typeID: UInt32) -> Bool { typeID == TypeID.json || typeID == TypeID.jsonb }

  public func encode(into bytes: inout [UInt8]) throws(PostgresError) { try text.encode(into: &bytes) }

  public static func decode(_ bytes: Span<UInt8>, typeID: UInt32) throws(PostgresError) -> JSONText {
    JSONText(try String.decode(bytes, typeID: typeID))
  }
}

/// No value of its own: `[UInt8]` is `bytea`.
extension UInt8: PostgresElement {
  public static var arrayTypeID: UInt32 { TypeID.bytea }
  public static var nestedArrayTypeID: UInt32 { TypeID.byteaArray }
  public static func acceptsArray(_ typeID: UInt32) -> Bool { typeID == TypeID.bytea }
  public static func encode(array: [UInt8], into bytes: inout [UInt8]) { bytes += array }
  public static func decode(array bytes: Span<UInt8>, typeID: UInt32) -> [UInt8] { bytes.array }
}
