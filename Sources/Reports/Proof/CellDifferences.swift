import Spreadsheets

/// Where two files of the same make do not say the same.
public struct CellDifferences: Sendable, Equatable {
  /// A cell that differs.
  public struct Difference: Sendable, Equatable {
    /// The sheet.
    public let sheet: String
    /// Where on it: `B7` in a workbook, `3.onTime` in a document.
    public let address: String
    /// What the file says; `nil` for nothing.
    public let found: String?
    /// What the log says.
    public let expected: String?
  }

  /// How many differ.
  public private(set) var count = 0
  /// The first of them, as many as were asked for.
  public private(set) var first: [Difference] = []
  private let limit: Int

  /// Holds a file against another one, cell by cell; a sheet of each is in memory.
  public init(_ file: ReportFile, against other: ReportFile, limit: Int) throws {
    self.limit = limit
    for sheet in other.sheets + file.sheets.filter({ !other.sheets.contains($0) }) {
      var found: [Int: [(column: String, cell: Cell)]] = [:]
      try file.rows(of: sheet) { found[$0.number] = $0.cells }
      try other.rows(of: sheet) { row in
        let cells = found.removeValue(forKey: row.number) ?? []
        compare(cells, row.cells, row.number, sheet, file.format)
      }
      // What only the file has.
      for (number, cells) in found.sorted(by: { $0.key < $1.key }) { compare(cells, [], number, sheet, file.format) }
    }
  }

  private mutating func compare(
    _ found: [(column: String, cell: Cell)], _ expected: [(column: String, cell: Cell)], _ row: Int, _ sheet: String,
    _ format: ReportFile.Format
  ) {
    let right = Dictionary(expected.map { ($0.column, $0.cell) }) { first, _ in first }
    let left = Dictionary(found.map { ($0.column, $0.cell) }) { first, _ in first }
    for column in expected.map(\.column) + found.map(\.column).filter({ right[$0] == nil }) {
      let (was, should) = (left[column] ?? .empty, right[column] ?? .empty)
      guard !CellDigest.areSame(was, should) else { continue }
      count += 1
      guard first.count < limit else { continue }
      let address = format == .json ? "\(row).\(column)" : "\(column)\(row)"
      first.append(
        Difference(
          sheet: sheet, address: address, found: was == .empty ? nil : was.shown,
          expected: should == .empty ? nil : should.shown))
    }
  }
}
