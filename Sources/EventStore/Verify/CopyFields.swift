/// Steps through the fields of one message of a binary COPY.
///
///     [header, 19 bytes, before the first row] count (2 bytes)  length (4) value  length (4) value  …
///     the end: FF FF
///
/// Source: PostgreSQL, "COPY", File Formats, Binary Format. The server sends one message a row.
struct CopyFields {
  private var offset: Int

  /// - Returns: `nil` for the mark of the end, and for what is no row of so many columns.
  init?(_ message: Span<UInt8>, isFirst: Bool, columnCount: Int16) {
    offset = isFirst ? 19 : 0
    guard message.count >= offset + 2, message.bigEndian(Int16.self, at: offset) == columnCount else { return nil }
    offset += 2
  }

  /// Where the next value lies; empty for null, `nil` where the message ends too early.
  mutating func next(_ message: Span<UInt8>) -> Range<Int>? {
    guard offset + 4 <= message.count else { return nil }
    let length = Int(message.bigEndian(Int32.self, at: offset))
    let start = offset + 4
    offset = start + max(0, length)
    guard offset <= message.count else { return nil }
    return start..<offset
  }

  /// The next value, of a fixed width; `nil` for null too.
  mutating func next<Number: FixedWidthInteger & BitwiseCopyable>(
    _ message: Span<UInt8>, _ type: Number.Type
  ) -> Number? {
    guard let range = next(message), range.count == MemoryLayout<Number>.size else { return nil }
    return message.bigEndian(type, at: range.lowerBound)
  }
}

extension Span<UInt8> {
  /// The big-endian number at an offset; the caller has checked that it lies inside.
  func bigEndian<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type, at offset: Int) -> Number {
    precondition(offset >= 0 && offset + MemoryLayout<Number>.size <= count)
    return Number(bigEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Number.self))
  }
}

extension [UInt8] {
  /// Appends a stretch of other bytes.
  mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: UnsafeBufferPointer(rebasing: $0[range])) }
  }
}
