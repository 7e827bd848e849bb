import CPostgres

/// Takes the rows of a `copy … from stdin`; lent by `Connection.copyIn`, sends 64 KiB at a time.
///
/// Text format: columns between tabs, rows end in a newline, null is `\N`, backslash escapes ("COPY", File Formats).
/// Binary format: a header of 19 bytes, per row a 16-bit column count and per column a 32-bit length and the value, -1
/// for null, and 0xFFFF at the end; header and end are added by the writer.
@safe public struct CopyWriter: ~Copyable {
  private let connection: OpaquePointer
  private let isBinary: Bool
  private let interrupter: Interrupter
  private var buffer: [UInt8] = []
  /// Bytes of the caller's own, which bring header and end themselves.
  private var hasBytes = false
  private var hasHeader = false

  init(_ connection: OpaquePointer, isBinary: Bool, interrupter: Interrupter) {
    unsafe self.connection = connection
    self.isBinary = isBinary
    self.interrupter = interrupter
    buffer.reserveCapacity(80 << 10)
  }

  /// Sends bytes that are already in the format of the copy; not to be mixed with rows in a binary copy.
  public mutating func write(_ bytes: [UInt8]) throws(PostgresError) {
    buffer += bytes
    hasBytes = true
    try sendWhenFull()
  }

  /// Sends one row of a text copy; nil is null.
  public mutating func row(text columns: [String?]) throws(PostgresError) {
    guard !isBinary else { throw Self.mismatch("binary") }
    for (index, column) in columns.enumerated() {
      if index > 0 { buffer.append(UInt8(ascii: "\t")) }
      guard let column else {
        buffer += [UInt8(ascii: "\\"), UInt8(ascii: "N")]
        continue
      }
      for byte in column.utf8 { append(escaped: byte) }
    }
    buffer.append(UInt8(ascii: "\n"))
    try sendWhenFull()
  }

  /// Sends one row of a binary copy; the types must be exactly those of the columns, as nothing is converted.
  public mutating func row<each Value: PostgresValue>(_ value: repeat each Value) throws(PostgresError) {
    guard isBinary else { throw Self.mismatch("text") }
    appendHeader()
    let countAt = buffer.count
    var count: Int16 = 0
    buffer.append(bigEndian: count)
    repeat try append(each value, &count)
    buffer[countAt] = UInt8(truncatingIfNeeded: count >> 8)
    buffer[countAt + 1] = UInt8(truncatingIfNeeded: count)
    try sendWhenFull()
  }

  private mutating func append<Value: PostgresValue>(_ value: Value, _ count: inout Int16) throws(PostgresError) {
    count += 1
    let lengthAt = buffer.count
    buffer.append(bigEndian: Int32(-1))
    guard !value.isNull else { return }
    try value.encode(into: &buffer)
    buffer.put(bigEndian: Int32(clamping: buffer.count - lengthAt - 4), at: lengthAt)
  }

  private mutating func appendHeader() {
    guard !hasHeader else { return }
    hasHeader = true
    // "PGCOPY\n\377\r\n\0", no flags, no extension.
    buffer += [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00] + [UInt8](repeating: 0, count: 8)
  }

  private mutating func append(escaped byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\\"): buffer += [UInt8(ascii: "\\"), byte]
    case UInt8(ascii: "\t"): buffer += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
    case UInt8(ascii: "\n"): buffer += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
    case UInt8(ascii: "\r"): buffer += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
    default: buffer.append(byte)
    }
  }

  private mutating func sendWhenFull() throws(PostgresError) {
    if buffer.count >= 64 << 10 { try send() }
  }

  private mutating func send() throws(PostgresError) {
    guard !interrupter.isRequested else { throw .cancelled }
    let code = unsafe buffer.withUnsafeBytes { bytes in
      unsafe PQputCopyData(
        connection, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(clamping: bytes.count))
    }
    guard code == 1 else { throw PostgresError(sqlState: "08006", message: "the connection was lost during the copy") }
    buffer.removeAll(keepingCapacity: true)
  }

  mutating func finish() throws(PostgresError) {
    if isBinary && !hasBytes {
      appendHeader()
      buffer.append(bigEndian: Int16(-1))
    }
    if !buffer.isEmpty { try send() }
  }

  private static func mismatch(_ format: String) -> PostgresError {
    PostgresError(sqlState: "55000", message: "the copy is in \(format) format, the row is not")
  }
}
