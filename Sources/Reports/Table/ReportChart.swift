import Spreadsheets

/// A picture of some columns of a table: of the same numbers, so that table and picture cannot differ.
public struct ReportChart: Sendable {
  /// Its form; a pie shows the first of its series.
  public let kind: ChartKind
  /// What it shows.
  public let title: Words
  /// The key of the column that names the lines.
  public let categories: String
  /// The keys of the columns that are drawn.
  public let series: [String]
  /// What one series is.
  public let direction: ChartDirection
  /// At most so many lines of the table, from the first: a picture of a hundred bars shows nothing. Sums are never drawn.
  public let rowLimit: Int
  /// Right of the table or under it.
  public let place: ChartPlace

  /// Makes a picture.
  public init(
    kind: ChartKind, title: Words, categories: String, series: [String], direction: ChartDirection = .byColumn,
    rowLimit: Int = 40, place: ChartPlace = .below
  ) {
    self.kind = kind
    self.title = title
    self.categories = categories
    self.series = series
    self.direction = direction
    self.rowLimit = rowLimit
    self.place = place
  }
}

extension ReportChart {
  /// What of a table is drawn, as places in it.
  struct Drawn {
    /// The column that names the lines.
    let names: Int
    let lines: [Int]
    let columns: [Int]
  }

  /// What is drawn: all but the series that have no value, or 0, everywhere, and the slices of a pie that are none; a legend
  /// would name what nobody finds in the picture. `nil` where nothing is left.
  func drawn(
    of emphases: [ReportRow.Emphasis], in sheet: ReportSheet, _ value: (_ line: Int, _ column: Int) -> Double?
  ) -> Drawn? {
    guard let names = names(of: emphases, in: sheet) else { return nil }
    var lines = lines(of: emphases)
    var columns = series.compactMap { key in sheet.columns.firstIndex { $0.key == key } }
    func says(_ line: Int, _ column: Int) -> Bool { value(line, column).map { $0 != 0 } ?? false }
    switch direction {
    case .byColumn:
      if kind == .pie { columns = Array(columns.prefix(1)) }
      columns = columns.filter { column in lines.contains { says($0, column) } }
      if kind == .pie { lines = lines.filter { line in columns.contains { says(line, $0) } } }
    case .byRow: lines = lines.filter { line in columns.contains { says(line, $0) } }
    }
    return lines.isEmpty || columns.isEmpty ? nil : Drawn(names: names, lines: lines, columns: columns)
  }

  /// The form that it has with so many points: a line of one or two is no line.
  func kind(points: Int) -> ChartKind { kind == .line && points < 3 ? .column : kind }

  /// The lines that are drawn, as places in the table: its subtotals where it has some, with the lines that need
  /// none and the one of all others, else what is no sum.
  func lines(of emphases: [ReportRow.Emphasis]) -> [Int] { Array(offered(by: emphases).prefix(rowLimit)) }

  /// The words above all the columns that are drawn: of one column both its group and its heading.
  func shared(_ drawn: Drawn, in sheet: ReportSheet, _ language: ReportLanguage) -> [String] {
    let columns = drawn.columns.map { sheet.columns[$0] }
    return [columns.map { $0.group?(language) ?? "" }, columns.map { $0.heading(language) }].compactMap { words in
      Set(words).count == 1 ? words.first.flatMap { $0.isEmpty ? nil : $0 } : nil
    }
  }

  /// What it shows: with what all its series are of, and of one also which, as there is no legend; and of how many lines only
  /// the first are in it.
  func title(
    _ language: ReportLanguage, of emphases: [ReportRow.Emphasis], in sheet: ReportSheet, _ drawn: Drawn,
    _ name: (_ line: Int) -> String
  ) -> String {
    var one = shared(drawn, in: sheet, language)
    if direction == .byRow, drawn.lines.count == 1 { one.append(name(drawn.lines[0])) }
    let own = title(language)
    let unsaid = one.filter { !own.lowercased().contains($0.lowercased()) }
    let title = ([own] + unsaid).joined(separator: " · ")
    // The first lines are not a part of themselves and all else.
    let count = offered(by: emphases).count { emphases[$0] != .rest }
    guard count > rowLimit else { return title }
    let part = Words(zh: "（前 \(rowLimit) 项，共 \(count) 项）", en: " (first \(rowLimit) of \(count))")
    return title + part(language)
  }

  /// All lines that could be drawn.
  private func offered(by emphases: [ReportRow.Emphasis]) -> [Int] {
    let hasSubtotals = emphases.contains(.subtotal)
    return emphases.indices.filter { line in
      switch emphases[line] {
      case .subtotal, .single, .rest: true
      case .none, .warning: !hasSubtotals
      case .total: false
      }
    }
  }

  /// The column that names the lines that are drawn: of subtotals the first, as the others only say that they are sums.
  func names(of emphases: [ReportRow.Emphasis], in sheet: ReportSheet) -> Int? {
    emphases.contains(.subtotal) ? 0 : sheet.columns.firstIndex { $0.key == categories }
  }
}
