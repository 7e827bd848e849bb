import Domain

/// One cell of a list that a problem is about.
public struct CellPlace: Sendable, Hashable {
  /// The field that the column was read as: `phone`.
  public let field: String
  /// The column's heading as it is written; empty where it has none.
  public let heading: String
  /// As a spreadsheet program calls it: `C17`.
  public let cell: String
  /// The column, from 0.
  let column: Int

  init(field: String, heading: String, column: Int, row: Int) {
    self.field = field
    self.heading = heading
    self.column = column
    cell = "\(ListHeading.letters(column: column))\(row)"
  }
}

extension CellPlace {
  /// The cell that a row was refused for, as the log has it.
  ///
  /// - Parameter headings: by field.
  init?(_ row: BatchRowsRecorded.Row, headings: [String: String]) {
    guard let field = row.field, let cell = row.cell,
      let column = ListHeading.column(letters: cell.filter { $0.isLetter })
    else { return nil }
    self.init(field: field, heading: headings[field] ?? "", column: column, row: row.row)
  }
}

extension CellPlace: CustomStringConvertible {
  /// `电话 (C17)`
  public var description: String { Self.shown(heading: heading, cell: cell) }

  /// The same of what the log kept.
  public static func shown(heading: String?, cell: String) -> String {
    heading.flatMap { $0.isEmpty ? nil : "\($0) (\(cell))" } ?? cell
  }
}

/// Why a row is refused, and by which of its fields where it is one.
struct Rejection: Error {
  let reason: RejectReason
  /// Whose cell is wrong.
  var field: String?
  /// What was probably meant.
  var nearest: String?

  init(_ reason: RejectReason, in field: String? = nil, nearest: String? = nil) {
    self.reason = reason
    self.field = field
    self.nearest = nearest
  }
}

extension ListLayout {
  /// The cell of a field in a row; `nil` where the list has no such column.
  func place(_ field: String?, row: Int) -> CellPlace? {
    field.flatMap { field in
      heading.columns[field].map {
        CellPlace(field: field, heading: heading.headings[$0], column: $0, row: row)
      }
    }
  }
}
