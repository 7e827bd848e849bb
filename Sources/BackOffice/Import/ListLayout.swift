import Spreadsheets

/// Where in a file the list is: sheet, heading, columns.
struct ListLayout: Sendable {
  let file: TableFile
  let sheet: Int
  let heading: ListHeading
  /// The columns that are no field, without those to pass over: ours of rejected rows, and hidden ones that were to be
  /// skipped.
  private let otherColumns: [Int]
  private let dateColumns: DateColumns
  /// Visible sheets without the heading, and hidden ones: not looked at further.
  let skippedSheets: [String]

  var sheetName: String { file.sheets[sheet].name }

  /// Finds the list: the visible sheet whose heading matches.
  init(_ request: ImportRequest) throws {
    let file: TableFile
    do {
      file = try TableFile.open(request.path, encoding: request.encoding)
    } catch {
      throw ListProblem.file(error)
    }
    self.file = file
    let known = request.target.info.fields.map(\.name)
    if let unknown = request.columns.keys.filter({ !known.contains($0) }).sorted().first {
      throw ListProblem.noSuchField(unknown, target: request.target.name, known: known)
    }
    let fields = request.fields
    let candidates: [Int]
    if let name = request.sheet {
      let number = Int(name).map { $0 - 1 }
      guard
        let index = file.sheets.firstIndex(where: { $0.name == name })
          ?? number.flatMap({ file.sheets.indices.contains($0) ? $0 : nil })
      else {
        throw ListProblem.noSuchSheet(path: request.path, name: name, sheets: file.sheets.map(\.name))
      }
      candidates = [index]
    } else {
      candidates = file.sheets.indices.filter { !file.sheets[$0].isHidden }
    }
    var found: [(sheet: Int, heading: ListHeading, passedOver: Set<Int>)] = []
    for index in candidates {
      if let (heading, passedOver) = try Self.heading(of: index, in: file, fields: fields, request.hidden) {
        found.append((index, heading, passedOver))
      }
    }
    // A sheet that lacks a required column is the list only where no other has them all.
    let complete = found.filter { $0.heading.missing.isEmpty }
    let matching = complete.isEmpty ? found : complete
    guard let (sheet, match, passedOver) = matching.first else {
      let (info, sheets) = (request.target.info, candidates.map { file.sheets[$0].name })
      let enough: [String] =
        switch request.target {
        case .customers: ["key", "phone"]
        case .articles: ["title", "questions"]
        case .outreach, .survey: ["phone"]
        case .parts: ["key"]
        case .requests: []
        }
      guard enough.isEmpty else {
        throw ListProblem.noHeadingOf(info, path: request.path, sheets: sheets, enough: enough)
      }
      throw ListProblem.noHeading(
        path: request.path, sheets: sheets, wanted: fields.filter(\.required).map { $0.synonyms[0] })
    }
    let name = file.sheets[sheet].name
    guard matching.count == 1 else {
      throw ListProblem.severalSheets(path: request.path, sheets: matching.map { file.sheets[$0.sheet].name })
    }
    let heading = try Self.named(match, request, sheet: name)
    if let ambiguity = heading.ambiguous.first {
      throw ListProblem.ambiguousColumns(
        path: request.path, sheet: name, field: ambiguity.field,
        headings: ambiguity.columns.map { heading.headings[$0] }, columns: ambiguity.columns)
    }
    if case .customers = request.target,
      !(["key", "party"] + RowReader.customerPhones).contains(where: { heading.columns[$0] != nil })
    {
      throw ListProblem.noIdentity(path: request.path, sheet: name, headings: heading.headings.filter { !$0.isEmpty })
    }
    if case .articles = request.target, ["key", "title", "questions"].allSatisfy({ heading.columns[$0] == nil }) {
      throw ListProblem.missingColumns(
        path: request.path, sheet: name, row: heading.row, missing: ["标题"],
        headings: heading.headings.filter { !$0.isEmpty })
    }
    guard heading.missing.isEmpty else {
      throw ListProblem.missingColumns(
        path: request.path, sheet: name, row: heading.row,
        missing: heading.missing.map { field in fields.first { $0.name == field }?.synonyms[0] ?? field },
        headings: heading.headings.filter { !$0.isEmpty })
    }
    self.sheet = sheet
    self.heading = heading
    let fieldColumns = Set(heading.columns.values)
    otherColumns = heading.headings.indices.filter { column in
      !fieldColumns.contains(column) && !passedOver.contains(column) && !heading.headings[column].isEmpty
        && !RejectsWorkbook.addedHeadings.contains(heading.headings[column])
    }
    dateColumns = DateColumns(
      file, sheet, below: heading.row, columns: heading.columns.filter { request.target.dateFields.contains($0.key) },
      skipsHidden: request.hidden == .skip)
    skippedSheets = file.sheets.indices.filter { $0 != sheet }.map { file.sheets[$0].name }
  }

  /// The heading with the columns that were named.
  private static func named(_ match: ListHeading, _ request: ImportRequest, sheet: String) throws -> ListHeading {
    var heading = match
    var taken: [Int: String] = [:]
    for (field, named) in request.namedColumns.sorted(by: { $0.key < $1.key }) where named != "-" {
      let found = heading.take(named, for: field)
      if found.isEmpty, !request.target.info.needsMap {
        throw ListProblem.noSuchColumn(
          path: request.path, sheet: sheet, field: field, named: named,
          headings: heading.headings.filter { !$0.isEmpty })
      }
      if found.count > 1 {
        throw ListProblem.ambiguousColumns(
          path: request.path, sheet: sheet, field: field, headings: found.map { heading.headings[$0] }, columns: found)
      }
      guard let column = found.first else { continue }
      if let other = taken.updateValue(field, forKey: column) {
        throw ListProblem.sameColumn(
          path: request.path, sheet: sheet, fields: [other, field], heading: heading.headings[column], column: column)
      }
    }
    return heading
  }

  private static func heading(
    of sheet: Int, in file: TableFile, fields: [HeaderField], _ hidden: HiddenPolicy?
  ) throws -> (ListHeading, passedOver: Set<Int>)? {
    var first: [TableRow] = []
    let passedOver: Set<Int>
    do {
      // The file says which columns are hidden before its rows.
      let info = try file.readRows(of: sheet) { row in
        first.append(row)
        return first.count < Header.searchDepth + 20
      }
      passedOver = hidden == .skip ? Set(info.hiddenColumns) : []
    } catch let error as SpreadsheetError {
      throw ListProblem.file(error)
    }
    if !passedOver.isEmpty {
      first = first.map { row in
        let cells = row.cells.indices.map { passedOver.contains($0) ? Cell.empty : row.cells[$0] }
        return TableRow(number: row.number, isHidden: row.isHidden, cells: cells)
      }
    }
    guard let match = Header.find(in: first, fields: fields) else { return nil }
    var heading = ListHeading(match)
    if fields.contains(where: { $0.name == "party" }) { heading.takePartyIDs(below: first) }
    return (heading, passedOver)
  }

  /// The order of day, month and year in a date column, where its cells settle one that can be read in several ways.
  func dateOrder(of field: String) -> DateOrder? { dateColumns[field]?.order }

  /// Whether no cell of a date column tells a time of day other than 00:00: it holds days.
  func holdsDays(_ field: String) -> Bool { dateColumns[field]?.tellsTimes == false }

  /// The cell of a field in a row; empty where the list has no such column.
  func cell(_ field: String, of row: TableRow) -> Cell {
    heading.columns[field].map { row[$0] } ?? .empty
  }

  /// The cells of the columns that are no field, by heading.
  func otherCells(of row: TableRow) -> [String: String] {
    var others: [String: String] = [:]
    for column in otherColumns where !row[column].isBlank {
      others[heading.headings[column]] = row[column].shown
    }
    return others
  }

  /// Whether a column that is kept under its own heading holds what is left of a formula.
  func keepsFailedFormula(_ row: TableRow) -> Bool { otherColumns.contains { row[$0].isFailedFormula } }

  /// The headings that are no field: kept with an order under their own names, not read of a customer.
  var unreadHeadings: [String] { otherColumns.map { heading.headings[$0] } }
}
