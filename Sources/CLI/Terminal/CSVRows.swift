import Foundation

/// Rows as RFC 4180: UTF-8 without a byte order mark, CRLF, a header of keys, quotes only where they are needed.
final class CSVRows: RowWriter {
  private let columnCount: Int
  private let guardsFormulas: Bool
  private let sink: ResultSink
  private var clock: WallClock

  /// - Parameter guardsFormulas: text that a spreadsheet would run as a formula gets an apostrophe in front (CWE-1236).
  init(columns: [ListColumn], sink: ResultSink, zone: TimeZone, guardsFormulas: Bool = false) throws {
    self.guardsFormulas = guardsFormulas
    columnCount = columns.count
    self.sink = sink
    clock = WallClock(zone: zone)
    try append(columns.map { .text($0.key) })
  }

  func append(_ row: [Value]) throws {
    // A lone empty field would be an empty line, which readers skip.
    if columnCount == 1, row == [.none] || row == [.text("")] { sink.buffer.append(contentsOf: "\"\"".utf8) }
    var isFirst = true
    for value in row {
      if !isFirst { sink.buffer.append(UInt8(ascii: ",")) }
      isFirst = false
      append(value)
    }
    sink.buffer.append(contentsOf: "\r\n".utf8)
    try sink.flushIfFull()
  }

  func finish() throws { try sink.finish() }

  private func append(_ value: Value) {
    switch value {
    case .none: break
    case .text(let text), .code(let text), .json(let text):
      let isFormula = guardsFormulas && (text.utf8.first.map { "=+-@\t\r".utf8.contains($0) } ?? false)
      Self.appendField(isFormula ? "'" + text : text, to: &sink.buffer)
    case .integer(let number): ValueBytes.append(number, to: &sink.buffer)
    case .decimal(let number, let places): ValueBytes.append(number, places: places, to: &sink.buffer)
    case .instant(let date), .deadline(let date): clock.append(date, .iso, to: &sink.buffer)
    case .flag(let flag): ValueBytes.append(flag, to: &sink.buffer)
    }
  }

  static func appendField(_ text: String, to bytes: inout [UInt8]) {
    guard text.utf8.contains(where: needsQuotes) else {
      bytes.append(contentsOf: text.utf8)
      return
    }
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func needsQuotes(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}
