// The protocols document what these conformances are.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

// The binary array (array_send in utils/adt/arrayfuncs.c), all integers big-endian 32-bit:
//
//     dimensions  hasNull  elementType  [ count  lowerBound ]      then per element   byteCount  bytes…
//     1           0 or 1   20           [ 3      1          ]                         8          0000000000000007
//
// An empty array has 0 dimensions and no bracket; a null element has byteCount -1.

extension Array: PostgresElement where Element: PostgresElement {}

extension Array: PostgresValue where Element: PostgresElement {
  public static var typeID: UInt32 { Element.arrayTypeID }
  public static var arrayTypeID: UInt32 { Element.nestedArrayTypeID }
  public static func accepts(_ typeID: UInt32) -> Bool { Element.acceptsArray(typeID) }

  public func encode(into bytes: inout [UInt8]) throws(PostgresError) {
    try Element.encode(array: self, into: &bytes)
  }

  public static func decode(_ bytes: Span<UInt8>, typeID: UInt32) throws(PostgresError) -> [Element] {
    try Element.decode(array: bytes, typeID: typeID)
  }
}

extension PostgresElement {
  public static var nestedArrayTypeID: UInt32 { 0 }
}

extension PostgresValue {
  public static func acceptsArray(_ typeID: UInt32) -> Bool {
    guard let element = elementType(ofArray: typeID) else { return false }
    return accepts(element)
  }

  // Inlinable: a loop over values of another module's type is ten times slower where the compiler does not see it.
  @inlinable
  public static func encode(array: [Self], into bytes: inout [UInt8]) throws(PostgresError) {
    guard arrayTypeID != 0 else {
      throw PostgresError(
        sqlState: "0A000", message: "arrays of arrays are not supported", hint: "Bind them one level deep.")
    }
    guard !array.isEmpty else {
      bytes.append(bigEndian: Int32(0))
      bytes.append(bigEndian: Int32(0))
      bytes.append(bigEndian: typeID)
      return
    }
    let wanted = bytes.count + 20 + array.count * 12
    // At least twice the size: the arrays of a statement follow one another in the same bytes.
    if wanted > bytes.capacity { bytes.reserveCapacity(Swift.max(wanted, 2 * bytes.capacity)) }
    bytes.append(bigEndian: Int32(1))
    bytes.append(bigEndian: Int32(array.contains(where: \.isNull) ? 1 : 0))
    bytes.append(bigEndian: typeID)
    bytes.append(bigEndian: Int32(clamping: array.count))
    bytes.append(bigEndian: Int32(1))
    for element in array {
      let lengthAt = bytes.count
      bytes.append(bigEndian: Int32(-1))
      guard !element.isNull else { continue }
      try element.encode(into: &bytes)
      bytes.put(bigEndian: Int32(clamping: bytes.count - lengthAt - 4), at: lengthAt)
    }
  }

  public static func decode(array bytes: Span<UInt8>, typeID: UInt32) throws(PostgresError) -> [Self] {
    guard bytes.count >= 12 else { throw .malformed("array", bytes.count) }
    let dimensions = bytes.integer(Int32.self)
    if dimensions == 0 { return [] }
    guard dimensions == 1, bytes.count >= 20 else {
      throw PostgresError(sqlState: "0A000", message: "an array has \(dimensions) dimensions; only 1 is supported")
    }
    let elementType = bytes.integer(UInt32.self, at: 8)
    let count = Int(bytes.integer(Int32.self, at: 12))
    // Each element has at least its length: a lying count cannot make us reserve more than was sent.
    guard count >= 0, count <= (bytes.count - 20) / 4 else { throw .malformed("array", bytes.count) }
    var elements: [Self] = []
    elements.reserveCapacity(count)
    var offset = 20
    for _ in 0..<count {
      guard offset + 4 <= bytes.count else { throw .malformed("array", bytes.count) }
      let length = Int(bytes.integer(Int32.self, at: offset))
      offset += 4
      if length < 0 {
        guard let null else {
          throw PostgresError(sqlState: "22004", message: "an element is null; decode it as [\(Self.self)?]")
        }
        elements.append(null)
      } else {
        guard length <= bytes.count - offset else { throw .malformed("array", bytes.count) }
        elements.append(try decode(bytes.extracting(offset..<offset + length), typeID: elementType))
        offset += length
      }
    }
    return elements
  }
}

private func elementType(ofArray typeID: UInt32) -> UInt32? {
  switch typeID {
  case TypeID.boolArray: TypeID.bool
  case TypeID.byteaArray: TypeID.bytea
  case TypeID.nameArray: TypeID.name
  case TypeID.int2Array: TypeID.int2
  case TypeID.int4Array: TypeID.int4
  case TypeID.int8Array: TypeID.int8
  case TypeID.textArray: TypeID.text
  case TypeID.varcharArray: TypeID.varchar
  case TypeID.bpcharArray: TypeID.bpchar
  case TypeID.float4Array: TypeID.float4
  case TypeID.float8Array: TypeID.float8
  case TypeID.timestamptzArray: TypeID.timestamptz
  case TypeID.uuidArray: TypeID.uuid
  case TypeID.jsonArray: TypeID.json
  case TypeID.jsonbArray: TypeID.jsonb
  default: nil
  }
}
