import Spreadsheets

/// How the columns of a list are read: what a clerk looks at before anything is written.
public struct ListMapping: Sendable {
  /// One column of the list.
  public struct Column: Sendable {
    /// Its letters, as the spreadsheet program has them.
    public let letters: String
    /// Its heading as written.
    public let heading: String
    /// The field that it is read as; `nil` for none.
    public let field: String?
    /// The first different values below the heading, at most three.
    public let samples: [String]
  }

  /// The sheet.
  public let sheet: String
  /// The row of the heading.
  public let headingRow: Int
  /// The columns that have a heading, from left to right.
  public let columns: [Column]
  /// Whether columns that are no field are kept with the orders under their own headings.
  public let keepsOthers: Bool

  /// Field → heading, to be kept as a map.
  public var named: [String: String] {
    Dictionary(columns.compactMap { column in column.field.map { ($0, column.heading) } }) { first, _ in first }
  }

  /// What a spreadsheet program calls a column that counts from 0.
  public static func letters(column: Int) -> String { ListHeading.letters(column: column) }

  init(_ request: ImportRequest) throws {
    let layout = try ListLayout(request)
    var rows: [TableRow] = []
    do {
      _ = try layout.file.readRows(of: layout.sheet) { row in
        if row.number >= layout.heading.firstDataRow, !row.isBlank { rows.append(row) }
        return rows.count < 20
      }
    } catch let error as SpreadsheetError {
      throw ListProblem.file(error)
    }
    sheet = layout.sheetName
    headingRow = layout.heading.row
    switch request.target {
    case .outreach, .survey: keepsOthers = true
    case .requests, .customers, .parts, .articles: keepsOthers = false
    }
    let fields = Dictionary(layout.heading.columns.map { ($0.value, $0.key) }) { first, _ in first }
    let headings = layout.heading.headings
    columns = headings.indices.filter { !headings[$0].isEmpty && !RejectsWorkbook.addedHeadings.contains(headings[$0]) }
      .map { column in
        var samples: [String] = []
        for row in rows where samples.count < 3 && !row[column].isBlank {
          let shown = row[column].shown.split(whereSeparator: \.isNewline).joined(separator: " ")
          if !samples.contains(shown) { samples.append(shown) }
        }
        return Column(
          letters: ListHeading.letters(column: column), heading: headings[column], field: fields[column],
          samples: samples)
      }
  }
}
