import Postgres

/// A hash is stored as `bytea`.
extension ChainHash: PostgresValue {
  static var typeID: UInt32 { [UInt8].typeID }
  static var arrayTypeID: UInt32 { [[UInt8]].typeID }
  static func accepts(_ typeID: UInt32) -> Bool { [UInt8].accepts(typeID) }

  func encode(into bytes: inout [UInt8]) { bytes.append(self) }

  static func decode(_ bytes: Span<UInt8>, typeID: UInt32) throws(PostgresError) -> ChainHash {
    guard let hash = ChainHash(bytes) else {
      throw PostgresError(sqlState: "22P03", message: "\(bytes.count) bytes are no hash")
    }
    return hash
  }
}
