// The protocols document what these conformances are.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

extension Optional: PostgresElement where Wrapped: PostgresValue {}

/// Nil is SQL null.
extension Optional: PostgresValue where Wrapped: PostgresValue {
  public static var typeID: UInt32 { Wrapped.typeID }
  public static var arrayTypeID: UInt32 { Wrapped.arrayTypeID }
  public static func accepts(_ typeID: UInt32) -> Bool { Wrapped.accepts(typeID) }
  public static func acceptsArray(_ typeID: UInt32) -> Bool { Wrapped.acceptsArray(typeID) }
  public static var null: Wrapped?? { .some(nil) }
  public var isNull: Bool { self?.isNull ?? true }

  public func encode(into bytes: inout [UInt8]) throws(PostgresError) {
    try self?.encode(into: &bytes)
  }

  public static func decode(_ bytes: Span<UInt8>, typeID: UInt32) throws(PostgresError) -> Wrapped? {
    try Wrapped.decode(bytes, typeID: typeID)
  }
}
