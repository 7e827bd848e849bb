import Spreadsheets

/// Where two files of the same make do not say the same.
///
/// Sheets are held against those of their name, or of their content where one was renamed; lines against those that read alike
/// at their words, so that a line that was put in, or another order, moves none of the others.
public struct CellDifferences: Sendable, Equatable {
  /// Something that differs.
  public struct Difference: Sendable, Equatable {
    /// What it is about.
    public enum Kind: String, Sendable {
      /// A cell says something else.
      case cell
      /// A line that the log knows nothing of, or one that is not there.
      case rowAdded = "row-added"
      case rowMissing = "row-missing"
      /// Lines stand in another order.
      case rowsMoved = "rows-moved"
      /// A sheet of the log's has another name, is not there, or is none of the log's.
      case sheetRenamed = "sheet-renamed"
      case sheetMissing = "sheet-missing"
      case sheetAdded = "sheet-added"
    }

    /// What it is about.
    public let kind: Kind
    /// The sheet, by its name in the file where it is there.
    public let sheet: String
    /// Where on it: `B7` in a workbook, `3.onTime` in a document; `7:7` for a line; `nil` for a sheet.
    public let address: String?
    /// What the file says; `nil` for nothing. A line by its cells.
    public let found: String?
    /// What the log says.
    public let expected: String?
    /// A formula stands in the file that nobody has computed: it says nothing.
    public var isFormula = false
  }

  /// How many differ.
  public private(set) var count = 0
  /// The first of them, as many as were asked for.
  public private(set) var first: [Difference] = []
  /// So many of all are about cells.
  public private(set) var cellCount = 0
  private let limit: Int

  /// Holds a file against another one; a sheet of each is in memory.
  public init(_ file: ReportFile, against other: ReportFile, limit: Int) throws {
    self.limit = limit
    var missing = other.sheets.filter { !file.sheets.contains($0) }
    var added = file.sheets.filter { !other.sheets.contains($0) }
    for sheet in other.sheets {
      let expected = try other.lines(of: sheet)
      var name = file.sheets.contains(sheet) ? sheet : nil
      if name == nil, let renamed = try added.first(where: { Self.areAlike(try file.lines(of: $0), expected) }) {
        add(Difference(kind: .sheetRenamed, sheet: renamed, address: nil, found: renamed, expected: sheet))
        missing.removeAll { $0 == sheet }
        added.removeAll { $0 == renamed }
        name = renamed
      }
      guard let name else { continue }
      compare(try file.lines(of: name), expected, name, file.format)
    }
    for sheet in missing {
      add(Difference(kind: .sheetMissing, sheet: sheet, address: nil, found: nil, expected: sheet))
    }
    for sheet in added { add(Difference(kind: .sheetAdded, sheet: sheet, address: nil, found: sheet, expected: nil)) }
  }

  private mutating func add(_ difference: Difference) {
    count += 1
    if difference.kind == .cell { cellCount += 1 }
    if first.count < limit { first.append(difference) }
  }

  private mutating func compare(
    _ found: [ReportFile.Row], _ expected: [ReportFile.Row], _ sheet: String, _ format: ReportFile.Format
  ) {
    let pairing = RowPairing(found, expected, format)
    for (index, row) in expected.enumerated() {
      if let place = pairing.places[index] {
        compare(found[place], row, sheet, format)
      } else {
        add(
          Difference(
            kind: .rowMissing, sheet: sheet, address: "\(row.number):\(row.number)", found: nil, expected: row.shown))
      }
    }
    for index in pairing.added {
      let row = found[index]
      add(
        Difference(
          kind: .rowAdded, sheet: sheet, address: "\(row.number):\(row.number)", found: row.shown, expected: nil))
    }
    if pairing.movedCount > 0 {
      add(
        Difference(
          kind: .rowsMoved, sheet: sheet, address: nil, found: String(pairing.movedCount), expected: nil))
    }
  }

  private mutating func compare(
    _ found: ReportFile.Row, _ expected: ReportFile.Row, _ sheet: String, _ format: ReportFile.Format
  ) {
    let right = Dictionary(expected.cells.map { ($0.column, $0.cell) }) { first, _ in first }
    let left = Dictionary(found.cells.map { ($0.column, $0.cell) }) { first, _ in first }
    for column in expected.cells.map(\.column) + found.cells.map(\.column).filter({ right[$0] == nil }) {
      let (was, should) = (left[column] ?? .empty, right[column] ?? .empty)
      guard !CellDigest.areSame(was, should) else { continue }
      add(
        Difference(
          kind: .cell, sheet: sheet,
          address: format == .json ? "\(found.number).\(column)" : "\(column)\(found.number)",
          found: was == .empty || was == .noCachedValue ? nil : was.shown,
          expected: should == .empty ? nil : should.shown, isFormula: was == .noCachedValue))
    }
  }

  /// Whether two sheets are one under two names: at least half of their lines are the same.
  private static func areAlike(_ a: [ReportFile.Row], _ b: [ReportFile.Row]) -> Bool {
    let mine = Set(a.map(\.shown))
    let same = b.count { mine.contains($0.shown) }
    return same > 0 && same * 2 >= max(a.count, b.count)
  }
}

extension ReportFile {
  /// All rows of a sheet that hold something.
  fileprivate func lines(of sheet: String) throws -> [Row] {
    var lines: [Row] = []
    try rows(of: sheet) { lines.append($0) }
    return lines
  }
}

extension ReportFile.Row {
  /// What it says, for people.
  fileprivate var shown: String {
    cells.map { $0.cell == .noCachedValue ? "=" : $0.cell.shown }.joined(separator: " · ")
  }
}
