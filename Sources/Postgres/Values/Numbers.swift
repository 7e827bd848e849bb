// The protocols document what these conformances are.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

// boolean, smallint, integer, bigint, double precision: fixed width, big-endian.

extension Bool: PostgresValue {
  public static var typeID: UInt32 { TypeID.bool }
  public static var arrayTypeID: UInt32 { TypeID.boolArray }

  public func encode(into bytes: inout [UInt8]) { bytes.append(self ? 1 : 0) }

  public static func decode(_ bytes: Span<UInt8>, typeID: UInt32) throws(PostgresError) -> Bool {
    guard bytes.count == 1 else { throw .malformed("boolean", bytes.count) }
    return bytes[0] != 0
  }
}

extension Int16: PostgresValue {
  public static var typeID: UInt32 { TypeID.int2 }
  public static var arrayTypeID: UInt32 { TypeID.int2Array }

  public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: self) }

  public static func decode(_ bytes: Span<UInt8>, typeID: UInt32) throws(PostgresError) -> Int16 {
    guard bytes.count == 2 else { throw .malformed("smallint", bytes.count) }
    return bytes.integer(Int16.self)
  }
}

extension Int32: PostgresValue {
  public static var typeID: UInt32 { TypeID.int4 }
  public static var arrayTypeID: UInt32 { TypeID.int4Array }
  /// Also smallint, which always fits.
  public static func accepts(_ typeID: UInt32) -> Bool { typeID == TypeID.int4 || typeID == TypeID.int2 }

  public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: self) }

  public static func decode(_ bytes: Span<UInt8>, typeID: UInt32) throws(PostgresError) -> Int32 {
    switch bytes.count {
    case 4: return bytes.integer(Int32.self)
    case 2: return Int32(bytes.integer(Int16.self))
    default: throw .malformed("integer", bytes.count)
    }
  }
}

extension Int64: PostgresValue {
  public static var typeID: UInt32 { TypeID.int8 }
  public static var arrayTypeID: UInt32 { TypeID.int8Array }
  /// Also smallint, integer and oid, which always fit.
  public static func accepts(_ typeID: UInt32) -> Bool {
    typeID == TypeID.int8 || typeID == TypeID.int4 || typeID == TypeID.int2 || typeID == TypeID.oid
  }

  public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: self) }

  public static func decode(_ bytes: Span<UInt8>, typeID: UInt32) throws(PostgresError) -> Int64 {
    switch bytes.count {
    case 8: return bytes.integer(Int64.self)
    case 4: return typeID == TypeID.oid ? Int64(bytes.integer(UInt32.self)) : Int64(bytes.integer(Int32.self))
    case 2: return Int64(bytes.integer(Int16.self))
    default: throw .malformed("bigint", bytes.count)
    }
  }
}

extension Int: PostgresValue {
  public static var typeID: UInt32 { TypeID.int8 }
  public static var arrayTypeID: UInt32 { TypeID.int8Array }
  /// As `Int64`.
  public static func accepts(_ typeID: UInt32) -> Bool { Int64.accepts(typeID) }

  public func encode(into bytes: inout [UInt8]) { Int64(self).encode(into: &bytes) }

  public static func decode(_ bytes: Span<UInt8>, typeID: UInt32) throws(PostgresError) -> Int {
    Int(try Int64.decode(bytes, typeID: typeID))
  }
}

extension Double: PostgresValue {
  public static var typeID: UInt32 { TypeID.float8 }
  public static var arrayTypeID: UInt32 { TypeID.float8Array }
  /// Also real. `numeric` is refused: cast it to `double precision` or `text` in the statement, and see what is lost.
  public static func accepts(_ typeID: UInt32) -> Bool { typeID == TypeID.float8 || typeID == TypeID.float4 }

  public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: bitPattern) }

  public static func decode(_ bytes: Span<UInt8>, typeID: UInt32) throws(PostgresError) -> Double {
    switch bytes.count {
    case 8: return Double(bitPattern: bytes.integer(UInt64.self))
    case 4: return Double(Float(bitPattern: bytes.integer(UInt32.self)))
    default: throw .malformed("double precision", bytes.count)
    }
  }
}
