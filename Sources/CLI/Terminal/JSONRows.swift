import Foundation

/// Rows as JSON objects: one array, one object a line (NDJSON), or a single object.
final class JSONRows: RowWriter {
  enum Layout { case array, lines, single }

  private let layout: Layout
  private let sink: ResultSink
  /// `"key":`, written once for all rows.
  private let keys: [[UInt8]]
  private var clock: WallClock
  private var isEmpty = true

  init(_ layout: Layout, columns: [ListColumn], sink: ResultSink, zone: TimeZone) {
    self.layout = layout
    self.sink = sink
    clock = WallClock(zone: zone)
    keys = columns.map { column in
      var key: [UInt8] = []
      Self.appendString(column.key, to: &key)
      key.append(UInt8(ascii: ":"))
      return key
    }
  }

  func append(_ row: [Value]) throws {
    if layout == .array { sink.buffer.append(contentsOf: (isEmpty ? "[\n" : ",\n").utf8) }
    isEmpty = false
    var open = UInt8(ascii: "{")
    for (key, value) in zip(keys, row) {
      sink.buffer.append(open)
      open = UInt8(ascii: ",")
      sink.buffer.append(contentsOf: key)
      Self.append(value, &clock, to: &sink.buffer)
    }
    sink.buffer.append(UInt8(ascii: "}"))
    if layout != .array { sink.buffer.append(UInt8(ascii: "\n")) }
    try sink.flushIfFull()
  }

  func finish() throws {
    if layout == .array { sink.buffer.append(contentsOf: (isEmpty ? "[]\n" : "\n]\n").utf8) }
    try sink.finish()
  }

  /// One value as JSON.
  static func append(_ value: Value, _ clock: inout WallClock, to bytes: inout [UInt8]) {
    switch value {
    case .none: bytes.append(contentsOf: "null".utf8)
    case .text(let text), .code(let text): appendString(text, to: &bytes)
    case .integer(let number): ValueBytes.append(number, to: &bytes)
    case .decimal(let number, let places):
      // JSON has no infinity and no NaN (RFC 8259, 6).
      if !ValueBytes.append(number, places: places, to: &bytes) { bytes.append(contentsOf: "null".utf8) }
    case .instant(let date), .deadline(let date):
      bytes.append(UInt8(ascii: "\""))
      clock.append(date, .iso, to: &bytes)
      bytes.append(UInt8(ascii: "\""))
    case .flag(let flag): ValueBytes.append(flag, to: &bytes)
    case .json(let json): bytes.append(contentsOf: json.utf8)
    }
  }

  /// A string in quotes; only what RFC 8259, 7 demands is escaped.
  static func appendString(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    if text.utf8.contains(where: needsEscape) {
      for byte in text.utf8 { appendEscaped(byte, to: &bytes) }
    } else {
      bytes.append(contentsOf: text.utf8)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private static func appendEscaped(_ byte: UInt8, to bytes: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""): bytes.append(contentsOf: #"\""#.utf8)
    case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
    case UInt8(ascii: "\n"): bytes.append(contentsOf: #"\n"#.utf8)
    case UInt8(ascii: "\r"): bytes.append(contentsOf: #"\r"#.utf8)
    case UInt8(ascii: "\t"): bytes.append(contentsOf: #"\t"#.utf8)
    case 0..<0x20:
      let hex = Array("0123456789abcdef".utf8)
      bytes.append(contentsOf: #"\u00"#.utf8)
      bytes.append(hex[Int(byte >> 4)])
      bytes.append(hex[Int(byte & 15)])
    default: bytes.append(byte)
    }
  }
}
