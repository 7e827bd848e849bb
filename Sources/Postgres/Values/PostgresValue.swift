/// A value PostgreSQL and Swift both know, sent and received in PostgreSQL's binary format.
///
/// The layouts are those of the server's `…send`/`…recv` functions (src/backend/utils/adt): integers big-endian, text
/// as UTF-8, times as microseconds since 2000-01-01 UTC.
public protocol PostgresValue: PostgresElement {
  /// The type the bind is declared with.
  static var typeID: UInt32 { get }
  /// Whether a column of this type can be decoded.
  static func accepts(_ typeID: UInt32) -> Bool
  /// True for SQL null.
  var isNull: Bool { get }
  /// What SQL null decodes to; nil when the type has no place for it.
  static var null: Self? { get }
  /// Appends the binary form; throws for what PostgreSQL cannot hold.
  func encode(into bytes: inout [UInt8]) throws(PostgresError)
  /// Reads the binary form; `typeID` is one that `accepts` let through.
  static func decode(_ bytes: Span<UInt8>, typeID: UInt32) throws(PostgresError) -> Self
}

/// What `Array` needs to know of its elements; every `PostgresValue` is one, and so is `UInt8`, whose array is `bytea`.
public protocol PostgresElement: Sendable {
  /// The type of an array of these; 0 when there is none.
  static var arrayTypeID: UInt32 { get }
  /// The type of an array of arrays of these: only `[[UInt8]]`, which is `bytea[]`, has one; else 0.
  static var nestedArrayTypeID: UInt32 { get }
  /// Whether a column of this type decodes to an array of these.
  static func acceptsArray(_ typeID: UInt32) -> Bool
  /// Appends the binary form of the whole array.
  static func encode(array: [Self], into bytes: inout [UInt8]) throws(PostgresError)
  /// Reads the binary form of the whole array.
  static func decode(array bytes: Span<UInt8>, typeID: UInt32) throws(PostgresError) -> [Self]
}

extension PostgresValue {
  /// Only the type itself.
  public static func accepts(_ typeID: UInt32) -> Bool { typeID == Self.typeID }
  /// Never null.
  public var isNull: Bool { false }
  /// No place for null.
  public static var null: Self? { nil }
}

/// The types of `pg_type` that Hotline speaks; their numbers never change.
enum TypeID {
  static let bool: UInt32 = 16
  static let bytea: UInt32 = 17
  static let char: UInt32 = 18
  static let name: UInt32 = 19
  static let int8: UInt32 = 20
  static let int2: UInt32 = 21
  static let int4: UInt32 = 23
  static let text: UInt32 = 25
  static let oid: UInt32 = 26
  static let json: UInt32 = 114
  static let float4: UInt32 = 700
  static let float8: UInt32 = 701
  static let unknown: UInt32 = 705
  static let bpchar: UInt32 = 1042
  static let varchar: UInt32 = 1043
  static let timestamptz: UInt32 = 1184
  static let uuid: UInt32 = 2950
  static let jsonb: UInt32 = 3802

  static let boolArray: UInt32 = 1000
  static let byteaArray: UInt32 = 1001
  static let nameArray: UInt32 = 1003
  static let int2Array: UInt32 = 1005
  static let int4Array: UInt32 = 1007
  static let textArray: UInt32 = 1009
  static let bpcharArray: UInt32 = 1014
  static let varcharArray: UInt32 = 1015
  static let int8Array: UInt32 = 1016
  static let float4Array: UInt32 = 1021
  static let float8Array: UInt32 = 1022
  static let timestamptzArray: UInt32 = 1185
  static let jsonArray: UInt32 = 199
  static let uuidArray: UInt32 = 2951
  static let jsonbArray: UInt32 = 3807

  /// A name for messages.
  static func name(of typeID: UInt32) -> String {
    names[typeID] ?? "type \(typeID)"
  }

  private static let names: [UInt32: String] = [
    bool: "boolean", bytea: "bytea", char: "\"char\"", name: "name", int8: "bigint", int2: "smallint", int4: "integer",
    text: "text", oid: "oid", json: "json", float4: "real", float8: "double precision", bpchar: "char(n)",
    varchar: "varchar", timestamptz: "timestamptz", uuid: "uuid", jsonb: "jsonb", 1082: "date", 1083: "time",
    1114: "timestamp without time zone", 1186: "interval", 1700: "numeric", 2278: "void", boolArray: "boolean[]",
    byteaArray: "bytea[]", int2Array: "smallint[]", int4Array: "integer[]", textArray: "text[]", int8Array: "bigint[]",
    float8Array: "double precision[]", timestamptzArray: "timestamptz[]", uuidArray: "uuid[]", 1182: "date[]",
    1231: "numeric[]",
  ]
}

extension PostgresError {
  static func malformed(_ what: String, _ byteCount: Int) -> PostgresError {
    PostgresError(sqlState: "22P03", message: "\(byteCount) bytes are no \(what)")
  }
}

extension [UInt8] {
  @inlinable
  mutating func append(bigEndian value: some FixedWidthInteger) {
    unsafe Swift.withUnsafeBytes(of: value.bigEndian) { unsafe append(contentsOf: $0) }
  }

  /// Overwrites four bytes: a length known only once its value is written.
  @inlinable
  mutating func put(bigEndian value: Int32, at index: Int) {
    let bits = UInt32(bitPattern: value)
    self[index] = UInt8(truncatingIfNeeded: bits >> 24)
    self[index + 1] = UInt8(truncatingIfNeeded: bits >> 16)
    self[index + 2] = UInt8(truncatingIfNeeded: bits >> 8)
    self[index + 3] = UInt8(truncatingIfNeeded: bits)
  }
}

extension Span<UInt8> {
  /// The big-endian integer at a byte offset; the caller has checked that it lies inside.
  func integer<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type, at offset: Int = 0) -> Value {
    precondition(offset >= 0 && offset + MemoryLayout<Value>.size <= count)
    return Value(bigEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Value.self))
  }

  var array: [UInt8] {
    unsafe withUnsafeBufferPointer { unsafe [UInt8]($0) }
  }
}
