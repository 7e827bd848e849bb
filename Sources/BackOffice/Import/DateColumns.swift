import Spreadsheets
import Synchronization

/// What the date columns of a list say as a whole: one `25/04/2024` settles the order of day and month for every `03/04/2024`,
/// and where every time is 00:00 there are days.
///
/// The whole list is read for it when the first cell in doubt is met, and not before: most lists have none.
final class DateColumns: Sendable {
  private let file: TableFile
  private let sheet: Int
  private let headingRow: Int
  private let columns: [String: Int]
  private let skipsHidden: Bool
  private let found = Mutex<[String: DateSurvey]?>(nil)

  init(_ file: TableFile, _ sheet: Int, below headingRow: Int, columns: [String: Int], skipsHidden: Bool) {
    self.file = file
    self.sheet = sheet
    self.headingRow = headingRow
    self.columns = columns
    self.skipsHidden = skipsHidden
  }

  /// What a field's column says; `nil` where the list has none that is looked at as a whole.
  subscript(field: String) -> DateSurvey? {
    guard columns[field] != nil else { return nil }
    return found.withLock { found in
      let surveys = found ?? survey()
      found = surveys
      return surveys[field]
    }
  }

  private func survey() -> [String: DateSurvey] {
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
    return surveys
  }
}
