import EventStore
import Spreadsheets

/// The checksum over the cells of a report: what every cell holds and where, whatever the file looks like.
///
///     cells of a sheet   row , column , kind value ⏎       t5:abcde   n12   n666666666667e-12   d2026-11-01 08:00:00   b1
///     sheet              SHA-256 over its cells, row by row
///     checksum           SHA-256 over   length : name sheet   of all sheets, by name
///
/// Rows and columns are as the format calls them: `7,B` in a workbook. Empty cells do not count, so a file that was only
/// renamed, restyled or saved again by another program keeps its checksum.
public final class CellDigest {
  private var sheets: [String: [UInt8]] = [:]
  private var open: (name: String, digest: Holder)?
  private var buffer: [UInt8] = []

  /// The running digest cannot be copied; a tuple holds it only behind a reference.
  private final class Holder {
    var running = SHA256Digest.Running()
  }

  /// Over nothing yet.
  public init() {}

  /// Adds the next cell; a sheet's cells come together, row by row.
  public func add(sheet: String, row: Int, column: some StringProtocol, _ cell: Cell) {
    if cell == .empty { return }
    if open?.name != sheet {
      endSheet()
      open = (sheet, Holder())
    }
    buffer.append(contentsOf: String(row).utf8)
    buffer.append(UInt8(ascii: ","))
    buffer.append(contentsOf: column.utf8)
    buffer.append(UInt8(ascii: ","))
    Self.append(cell, to: &buffer)
    buffer.append(UInt8(ascii: "\n"))
    if buffer.count > 1 << 16 { flush() }
  }

  /// The checksum in 64 hexadecimal digits; the digest is used up.
  public func finish() -> String {
    endSheet()
    var all: [UInt8] = []
    for (name, digest) in sheets.sorted(by: { $0.key < $1.key }) {
      all += "\(name.utf8.count):\(name)".utf8
      all += digest
    }
    return SHA256Digest.hex(SHA256Digest.of(all))
  }

  private func flush() {
    open?.digest.running.update(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  private func endSheet() {
    guard let open else { return }
    flush()
    sheets[open.name] = open.digest.running.finish()
    self.open = nil
  }

  /// What two cells have in common that say the same.
  static func append(_ cell: Cell, to bytes: inout [UInt8]) {
    switch cell {
    case .empty: break
    case .text(let text):
      bytes.append(contentsOf: "t\(text.utf8.count):".utf8)
      bytes.append(contentsOf: text.utf8)
    case .number(let number, _): bytes.append(contentsOf: "n\(CanonicalNumber.text(number))".utf8)
    case .date(let date):
      // With or without a time of day: the same number in the file.
      let parts = [date.month, date.day, date.hour, date.minute, date.second].map(String.init)
      bytes.append(contentsOf: "d\(date.year)-\(parts.joined(separator: "-"))".utf8)
    case .boolean(let value): bytes.append(contentsOf: (value ? "b1" : "b0").utf8)
    case .error(let code): bytes.append(contentsOf: "e\(code)".utf8)
    case .noCachedValue: bytes.append(UInt8(ascii: "f"))
    }
  }

  /// Whether two cells say the same.
  static func areSame(_ a: Cell, _ b: Cell) -> Bool {
    if a == b { return true }
    var (left, right): ([UInt8], [UInt8]) = ([], [])
    append(a, to: &left)
    append(b, to: &right)
    return left == right
  }
}

/// Columns as Excel names them.
enum ColumnName {
  /// `A`, `Z`, `AA`; from 0.
  static func of(_ column: Int) -> String {
    if column < names.count { return names[column] }
    return of(column / 26 - 1) + names[column % 26]
  }

  private static let names = (0..<26).map { String(UnicodeScalar(UInt8(ascii: "A") + UInt8($0))) }
}
