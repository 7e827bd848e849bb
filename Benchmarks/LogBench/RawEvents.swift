import Foundation

/// Events as the server gets them, encoded before the clock starts: what is measured is the server and the wire alone.
struct RawEvents {
  /// PostgreSQL's numbers of the column types, in the order of the table, and of their arrays.
  static let columns: [(name: String, array: UInt32, element: UInt32)] = [
    ("position", 1016, 20), ("id", 2951, 2950), ("stream_no", 1016, 20), ("version", 1007, 23), ("type_no", 1005, 21),
    ("schema", 1005, 21), ("occurred_at", 1185, 1184), ("recorded_at", 1185, 1184), ("cause", 2951, 2950),
    ("correlation", 2951, 2950), ("batch", 2951, 2950), ("actor", 1009, 25), ("personal_hash", 1001, 17),
    ("hash", 1001, 17), ("data", 199, 114),
  ]
  static let columnList = columns.map(\.name).joined(separator: ", ")

  /// The fields of one event in the order of the columns; nil is null.
  private let rows: [[[UInt8]?]]

  /// Events like those of ``SampleEvents``, ten to a stream.
  ///
  /// - Parameter hasRandomIDs: ids all over the index (version 4), not in the order of time as ours.
  init(_ count: Int, hasRandomIDs: Bool = false) {
    let perStream = 10
    rows = (0..<count).map { index in
      let event = SampleEvents.event(index)
      let id = hasRandomIDs ? UUID() : event.id
      let instant = Int64(810_000_000_000_000 + index).bigEndianBytes
      return [
        Int64(index + 1).bigEndianBytes, withUnsafeBytesOf(id), Int64(index / perStream + 1).bigEndianBytes,
        Int32(index % perStream + 1).bigEndianBytes, Int16(1).bigEndianBytes, Int16(1).bigEndianBytes, instant, instant,
        nil, withUnsafeBytesOf(event.id), nil, Array(SampleEvents.actor.utf8), nil,
        (0..<32).map { UInt8(truncatingIfNeeded: index &* 31 &+ $0 &* 7) }, Array(event.data.utf8),
      ]
    }
  }

  /// A stretch as a binary COPY sends it (COPY, "Binary Format").
  func copyBytes(_ range: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] =
      [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00] + [UInt8](repeating: 0, count: 8)
    for row in rows[range] {
      bytes += Int16(row.count).bigEndianBytes
      for field in row { bytes.append(sized: field) }
    }
    return bytes + Int16(-1).bigEndianBytes
  }

  /// A stretch as one binary array a column.
  func arrays(_ range: Range<Int>) -> [[UInt8]] {
    Self.columns.indices.map { column in
      var bytes = Int32(1).bigEndianBytes + Int32(1).bigEndianBytes + Self.columns[column].element.bigEndianBytes
      bytes += Int32(range.count).bigEndianBytes + Int32(1).bigEndianBytes
      for row in rows[range] { bytes.append(sized: row[column]) }
      return bytes
    }
  }

  /// One event's fields.
  subscript(index: Int) -> [[UInt8]?] { rows[index] }
}

private func withUnsafeBytesOf(_ id: UUID) -> [UInt8] {
  unsafe withUnsafeBytes(of: id.uuid) { unsafe Array($0) }
}

extension FixedWidthInteger {
  var bigEndianBytes: [UInt8] { unsafe withUnsafeBytes(of: bigEndian) { unsafe Array($0) } }
}

extension [UInt8] {
  fileprivate mutating func append(sized field: [UInt8]?) {
    self += Int32(field?.count ?? -1).bigEndianBytes
    if let field { self += field }
  }
}
