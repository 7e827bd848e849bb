import Foundation

/// A field that a caller looks for in a table's heading.
public struct HeaderField: Sendable, Hashable {
  /// The caller's own name for it, which is a synonym too.
  public let name: String
  /// Headings that mean it, in any spelling that `Header.normalise` makes equal: 电话, 手机号, Phone.
  public let synonyms: [String]
  /// Whether a table without it is of no use; `HeaderMatch.missing` lists those.
  public let required: Bool

  /// A field by its name and what people call it.
  public init(name: String, synonyms: [String], required: Bool = false) {
    self.name = name
    self.synonyms = synonyms
    self.required = required
  }
}

/// Where a table's heading stands and which column is which.
public struct HeaderMatch: Sendable, Equatable {
  /// A field that several columns could be: a question for a person, never guessed.
  public struct Ambiguity: Sendable, Equatable {
    /// The field's name.
    public let field: String
    /// From 0, ascending, at least two.
    public let columns: [Int]
  }

  /// The heading's row, as `TableRow.number`.
  public let row: Int
  /// The column from 0 of each field that has exactly one.
  public let columns: [String: Int]
  /// Every cell of the heading as written, by column.
  public let headings: [String]
  /// Headings that are no field, as written, in their order.
  public let unmatched: [String]
  /// Fields that several columns match; they are not in `columns`.
  public let ambiguous: [Ambiguity]
  /// Required fields that no column matches, in the order of the fields.
  public let missing: [String]
  /// The row number from which on there is data; the rows between it and the heading are blank.
  public let firstDataRow: Int
}

/// Finding the heading below titles and notes.
public enum Header {
  /// How many rows from the top are looked at.
  public static let searchDepth = 20

  /// The first row in the first 20 that looks like a heading and is followed by data, `nil` when there is none.
  ///
  /// A heading has at least two cells that are fields (one, if there is only one field); the next filled row must not
  /// look like a heading itself, and have a value below one of the fields. A heading with nothing below it counts, if
  /// the rows end there. Pass some rows more than 20 when there may be blank ones below the heading.
  public static func find(in firstRows: [TableRow], fields: [HeaderField]) -> HeaderMatch? {
    let names = FieldNames(fields)
    let needed = min(2, fields.count)
    let found = firstRows.map { names.matches(in: $0) }
    for (index, row) in firstRows.prefix(searchDepth).enumerated() {
      let matches = found[index]
      guard !matches.isEmpty, matches.count >= needed else { continue }
      let next = firstRows[(index + 1)...].firstIndex { !$0.isBlank }
      if let next {
        let isHeading = found[next].count >= max(1, needed)
        guard !isHeading, matches.keys.contains(where: { !firstRows[next][$0].isBlank }) else { continue }
      }
      let firstDataRow = next.map { firstRows[$0].number } ?? row.number + 1
      return match(row, matches, firstDataRow: firstDataRow, fields: fields)
    }
    return nil
  }

  /// A heading as it is compared: NFKC, lower case, without white space, `*`, colons and remarks such as `(必填)`.
  public static func normalise(_ heading: String) -> String {
    let folded = heading.precomposedStringWithCompatibilityMapping.lowercased()
    var kept = String(
      String.UnicodeScalarView(
        folded.unicodeScalars.filter { scalar in
          !scalar.properties.isWhitespace && !ignored.contains(scalar) && scalar.properties.generalCategory != .format
        }))
    for remark in remarks where kept.hasSuffix(remark) || kept.hasPrefix(remark) {
      kept = kept.hasSuffix(remark) ? String(kept.dropLast(remark.count)) : String(kept.dropFirst(remark.count))
    }
    return kept
  }

  private static let ignored: Set<Unicode.Scalar> = ["*", ":", "\u{FE55}"]
  private static let remarks = ["(必填)", "(必填项)", "(选填)", "(可选)", "[必填]", "[选填]", "(required)", "(optional)"]

  /// A row taken for the heading, whatever it says.
  static func match(_ row: TableRow, _ fields: [HeaderField], firstDataRow: Int) -> HeaderMatch {
    match(row, FieldNames(fields).matches(in: row), firstDataRow: firstDataRow, fields: fields)
  }

  private static func match(
    _ row: TableRow, _ matches: [Int: String], firstDataRow: Int, fields: [HeaderField]
  ) -> HeaderMatch {
    let byField = Dictionary(grouping: matches.keys.sorted()) { matches[$0, default: ""] }
    let headings = row.cells.map(\.shown)
    return HeaderMatch(
      row: row.number,
      columns: byField.compactMapValues { $0.count == 1 ? $0.first : nil },
      headings: headings,
      unmatched: row.cells.indices.filter { matches[$0] == nil && !row[$0].isBlank }.map { headings[$0] },
      ambiguous: fields.compactMap { field in
        byField[field.name].flatMap { $0.count > 1 ? .init(field: field.name, columns: $0) : nil }
      },
      missing: fields.filter { $0.required && byField[$0.name] == nil }.map(\.name),
      firstDataRow: firstDataRow)
  }
}

/// Which normalised heading means which field; of two fields with one synonym, the first.
private struct FieldNames {
  private var fields: [String: String] = [:]
  private let names: Set<String>

  init(_ all: [HeaderField]) {
    names = Set(all.map(\.name))
    for field in all {
      for synonym in [field.name] + field.synonyms {
        let key = Header.normalise(synonym)
        if !key.isEmpty, fields[key] == nil { fields[key] = field.name }
      }
    }
  }

  /// The fields of a row's cells, by column.
  func matches(in row: TableRow) -> [Int: String] {
    var result: [Int: String] = [:]
    for (column, cell) in row.cells.enumerated() {
      if case .text(let heading) = cell, let field = field(of: Header.normalise(heading)) { result[column] = field }
    }
    return result
  }

  /// A numbered heading is the field's own at 1, and at 2 that of a field so named: 电话1 is phone, 电话2 phone2.
  private func field(of heading: String) -> String? {
    if let field = fields[heading] { return field }
    guard let digit = heading.last, ("1"..."9").contains(digit), let field = fields[String(heading.dropLast())] else {
      return nil
    }
    if digit == "1" { return names.contains(field + "1") ? field + "1" : field }
    return names.contains(field + String(digit)) ? field + String(digit) : nil
  }
}
