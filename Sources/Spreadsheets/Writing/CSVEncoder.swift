/// Rows as csv by RFC 4180: commas, CRLF, quotes where needed. Pure; `CSVWriter` puts the bytes in a file.
///
/// Dates are ISO (`2024-03-01`, `2024-03-01 09:30:00`), ratios plain numbers, lengths of time
/// in seconds, booleans TRUE and FALSE: for machines.
public struct CSVEncoder: Sendable {
  /// Whether text that a spreadsheet would run as a formula (`=cmd|…`, `@SUM`, also `+86…` and `-1`) gets an apostrophe in
  /// front (CWE-1236). Off for machines, since it changes what was stored.
  public var guardsFormulas: Bool

  /// Makes an encoder.
  public init(guardsFormulas: Bool = false) {
    self.guardsFormulas = guardsFormulas
  }

  /// The mark by which Excel knows UTF-8; at the very start, if at all.
  public static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Appends one record with its line end. A record of nothing but one empty cell is written `""`, so that it is no blank line.
  public func append(_ row: [OutputCell], to bytes: inout [UInt8]) {
    let start = bytes.count
    for (index, cell) in row.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(cell, to: &bytes)
    }
    if bytes.count == start { bytes += [UInt8(ascii: "\""), UInt8(ascii: "\"")] }
    bytes += [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
  }

  private func append(_ cell: OutputCell, to bytes: inout [UInt8]) {
    switch cell {
    case .empty, .percent(nil), .duration(nil): break
    case .text(let text): append(text, to: &bytes)
    case .integer(let value): bytes += String(value).utf8
    case .number(let value, let decimals), .measured(let value, let decimals, _):
      bytes += Self.fixed(value, max(0, min(decimals, 9))).utf8
    case .percent(let value?): bytes += Self.shortest(value).utf8
    case .duration(let seconds?): bytes += String(seconds).utf8
    case .date(let date): bytes += date.description.utf8
    case .boolean(let value): bytes += (value ? "TRUE" : "FALSE").utf8
    }
  }

  private func append(_ text: String, to bytes: inout [UInt8]) {
    let isFormula = guardsFormulas && (text.utf8.first.map { "=+-@\t\r".utf8.contains($0) } ?? false)
    // Readers disagree on blanks at the ends of a field without quotes (libcsv strips them).
    let isQuoted =
      text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
      || text.utf8.first == 0x20 || text.utf8.last == 0x20 || text.utf8.first == 0x09 || text.utf8.last == 0x09
    guard isQuoted else {
      if isFormula { bytes.append(UInt8(ascii: "'")) }
      bytes += text.utf8
      return
    }
    bytes.append(UInt8(ascii: "\""))
    if isFormula { bytes.append(UInt8(ascii: "'")) }
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// With a set number of decimals, half away from zero; empty when it is not finite.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite else { return "" }
    var power = 1
    for _ in 0..<decimals { power *= 10 }
    let scaled = (value.magnitude * Double(power)).rounded()
    // Beyond 2^53 a double has no decimals to show.
    guard scaled < 9_007_199_254_740_992 else { return shortest(value) }
    let whole = Int(scaled)
    let sign = value < 0 && whole != 0 ? "-" : ""
    guard decimals > 0 else { return sign + String(whole) }
    let fraction = String(whole % power)
    return sign + String(whole / power) + "." + String(repeating: "0", count: decimals - fraction.utf8.count) + fraction
  }

  private static func shortest(_ value: Double) -> String {
    guard value.isFinite else { return "" }
    if value == value.rounded(), value.magnitude < 9_007_199_254_740_992 { return String(Int(value)) }
    return "\(value)"
  }
}
