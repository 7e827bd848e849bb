import Spreadsheets
import Synchronization

/// What the date columns of a list say of the order of day, month and year: one `25/04/2024` settles every `03/04/2024`.
///
/// The whole list is read for it when the first date in doubt is met, and not before: most lists have none.
final class DateOrders: Sendable {
  private let file: TableFile
  private let sheet: Int
  private let headingRow: Int
  private let columns: [String: Int]
  private let skipsHidden: Bool
  private let found = Mutex<[String: DateOrder]?>(nil)

  init(_ file: TableFile, _ sheet: Int, below headingRow: Int, columns: [String: Int], skipsHidden: Bool) {
    self.file = file
    self.sheet = sheet
    self.headingRow = headingRow
    self.columns = columns
    self.skipsHidden = skipsHidden
  }

  /// The order of a field's column; `nil` where its cells do not settle one.
  subscript(field: String) -> DateOrder? {
    found.withLock { found in
      let orders = found ?? survey()
      found = orders
      return orders[field]
    }
  }

  private func survey() -> [String: DateOrder] {
    var surveys = columns.mapValues { _ in DateSurvey() }
    do {
      try file.readRows(of: sheet) { row in
        guard row.number > headingRow, !(row.isHidden && skipsHidden) else { return true }
        for (field, column) in columns { surveys[field]?.add(row[column]) }
        return true
      }
    } catch {
      // Whoever reads the rows themselves meets the same, and tells it.
      return [:]
    }
    return surveys.compactMapValues(\.order)
  }
}
