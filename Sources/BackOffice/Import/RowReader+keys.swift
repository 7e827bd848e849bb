import Domain
import Spreadsheets

extension RowReader {
  /// What tells the row from others, or what it names by such a code: refused where digits of it are lost, and without what
  /// nobody can see.
  func code(_ field: String, of row: TableRow) throws(Rejection) -> String? {
    if let problem = layout.cell(field, of: row).keyProblem { throw Rejection(RejectReason(problem), in: field) }
    let key = text(field, of: row).map(KeyText.visible)
    return key == "" ? nil : key
  }
}
