/// One row of a table as it stands in the file.
public struct TableRow: Sendable, Equatable {
  /// From 1, as Excel shows it; in a csv the record's number, blank records counted and a `sep=` line not.
  public let number: Int
  /// Hidden by hand, by a filter, or by a height of zero. Always false in a csv.
  public let isHidden: Bool
  /// By column from 0, gaps filled with `.empty`, trailing empty cells left off.
  public let cells: [Cell]

  /// A row as given; `cells` may be empty.
  public init(number: Int, isHidden: Bool = false, cells: [Cell]) {
    self.number = number
    self.isHidden = isHidden
    self.cells = cells
  }

  /// The cell of a column from 0, `.empty` beyond the last.
  public subscript(column: Int) -> Cell {
    cells.indices.contains(column) ? cells[column] : .empty
  }

  /// Whether a person would see nothing in the row.
  public var isBlank: Bool { cells.allSatisfy(\.isBlank) }
}
