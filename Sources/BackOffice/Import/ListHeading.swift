import FoundationEssentials
import Spreadsheets

/// The heading of a list, and which column is which field, after what the clerk said of it.
struct ListHeading: Sendable {
  /// A field that several columns could be.
  struct Ambiguity: Sendable {
    let field: String
    let columns: [Int]
  }

  /// The heading's row.
  let row: Int
  /// The row from which on there is data.
  let firstDataRow: Int
  /// Every cell of the heading as written, by column.
  let headings: [String]
  /// The column of each field.
  private(set) var columns: [String: Int]
  /// Fields that several columns could be.
  private(set) var ambiguous: [Ambiguity]
  /// Required fields without a column.
  private(set) var missing: [String]

  init(_ match: HeaderMatch) {
    row = match.row
    firstDataRow = match.firstDataRow
    headings = match.headings
    columns = match.columns
    ambiguous = match.ambiguous.map { Ambiguity(field: $0.field, columns: $0.columns) }
    missing = match.missing
  }

  /// Headings that are no field, in their order.
  var unmatched: [String] {
    let known = Set(columns.values)
    return headings.indices.filter { !known.contains($0) && !headings[$0].isEmpty }.map { headings[$0] }
  }

  /// Takes a column for a field, whatever its heading means elsewhere.
  ///
  /// - Parameter named: a heading, or the letters of a column.
  /// - Returns: the columns that could be meant; one where it was taken.
  mutating func take(_ named: String, for field: String) -> [Int] {
    let wanted = Header.normalise(named)
    var found = headings.indices.filter { !headings[$0].isEmpty && Header.normalise(headings[$0]) == wanted }
    if found.isEmpty, let column = Self.column(letters: named), headings.indices.contains(column) { found = [column] }
    if found.count == 1 { take(column: found[0], for: field) }
    return found
  }

  /// Takes a column called `id` for the book's own numbering where nothing else stands in it: our own lists are headed so.
  mutating func takePartyIDs(below rows: [TableRow]) {
    guard columns["party"] == nil, let column = headings.firstIndex(where: { Header.normalise($0) == "id" }) else {
      return
    }
    let cells = rows.filter { $0.number > row && !$0[column].isBlank }.map { $0[column] }
    guard !cells.isEmpty, cells.allSatisfy({ UUID(uuidString: $0.shown) != nil }) else { return }
    take(column: column, for: "party")
  }

  private mutating func take(column: Int, for field: String) {
    for (other, place) in columns where place == column { columns[other] = nil }
    columns[field] = column
    missing.removeAll { $0 == field }
    var left: [Ambiguity] = []
    for question in ambiguous where question.field != field {
      let places = question.columns.filter { $0 != column }
      if places.count == 1 { columns[question.field] = places[0] }
      if places.count > 1 { left.append(Ambiguity(field: question.field, columns: places)) }
    }
    ambiguous = left
  }

  /// `A` is 0, `AB` is 27.
  static func column(letters: String) -> Int? {
    guard (1...3).contains(letters.utf8.count), letters.utf8.allSatisfy({ (65...90).contains($0) }) else { return nil }
    return letters.utf8.reduce(0) { $0 * 26 + Int($1 - 64) } - 1
  }

  /// 0 is `A`, 27 is `AB`.
  static func letters(column: Int) -> String {
    var letters = ""
    var rest = column + 1
    while rest > 0 {
      letters = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + letters
      rest = (rest - 1) / 26
    }
    return letters
  }
}
