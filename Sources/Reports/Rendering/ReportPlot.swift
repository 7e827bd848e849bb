import Spreadsheets

/// What a picture of a table shows: the same numbers, ready to be drawn in any format.
public struct ReportPlot: Sendable {
  /// One line, or the bars of one colour.
  public struct Series: Sendable {
    /// What it is called.
    public let name: String
    /// One value a point; `nil` where there is nothing to draw.
    public let values: [Double?]
    /// The values as people read them.
    public let texts: [String]
  }

  /// Its form.
  public let kind: ChartKind
  /// What it shows.
  public let title: String
  /// The names of the points.
  public let points: [String]
  /// At least one; a pie has one.
  public let series: [Series]
  /// The lines of the table that are the points, where they are lines.
  public let lines: [Int]?
  /// What the values are.
  let measure: ReportColumn.Kind
  /// Whether the points are days: who sees some of their names knows the others.
  let isOverDays: Bool

  /// Makes a picture of a table; `nil` where there is nothing to draw.
  public init?(_ chart: ReportChart, of sheet: ReportSheet, _ rows: [ReportRow], _ text: ReportText) {
    let picture = chart.drawn(of: rows.map(\.emphasis), in: sheet) { rows[$0].values[$1].number }
    guard let picture, let first = picture.columns.first else { return nil }
    let (lines, drawn) = (picture.lines, picture.columns)
    func name(_ line: Int) -> String { text(rows[line].values[picture.names], in: sheet.columns[picture.names]) }
    func series(_ name: String, _ cells: [(ReportValue, ReportColumn)]) -> Series {
      Series(name: name, values: cells.map(\.0.number), texts: cells.map { text($0.0, in: $0.1) })
    }
    kind = chart.kind(points: chart.direction == .byColumn ? lines.count : drawn.count)
    title = chart.title(text.language, of: rows.map(\.emphasis), in: sheet, picture, name)
    measure = sheet.columns[first].kind
    isOverDays = chart.direction == .byColumn && sheet.columns[picture.names].kind == .day
    var all: [Series]
    switch chart.direction {
    case .byColumn:
      points = lines.map(name)
      self.lines = lines
      all = drawn.map { column in
        series(
          sheet.columns[column].fullHeading(text.language),
          lines.map { (rows[$0].values[column], sheet.columns[column]) })
      }
    case .byRow:
      // What is above all of them is in the title.
      let shared = chart.shared(picture, in: sheet, text.language)
      points = drawn.map { column in
        let words = [sheet.columns[column].group, sheet.columns[column].heading].compactMap { $0?(text.language) }
        return words.filter { !$0.isEmpty && !shared.contains($0) }.joined(separator: " · ")
      }
      self.lines = nil
      all = lines.map { line in series(name(line), drawn.map { (rows[line].values[$0], sheet.columns[$0]) }) }
    }
    if chart.kind == .pie { all = Array(all.prefix(1)) }
    self.series = all
  }

  /// The least and the greatest that the axis has to show; of stacked bars their sums. 0 is among them, but for lines that
  /// vary by less than a sixth of their height: there, as in a workbook, the axis begins near the least. That of ratios begins
  /// at 0 and ends at 100 %, or earlier where none is over a fifth.
  var range: (low: Double, high: Double) {
    var values = series.flatMap { $0.values.compactMap(\.self) }
    if kind == .stackedBar || kind == .stackedColumn {
      values = points.indices.map { point in series.reduce(0) { $0 + max(0, $1.values[point] ?? 0) } }
    }
    let (least, greatest) = (values.min() ?? 0, values.max() ?? 0)
    if measure == .percent { return (min(0, least), ChartAxis.endsAtWhole(greatest) ? 1 : max(0, greatest)) }
    if kind == .line, least > 0, greatest > least, greatest - least < greatest / 6 { return (least, greatest) }
    return (min(0, least), max(0, greatest))
  }

  /// Round numbers along the axis, from the first below the values to the first above.
  var ticks: [Double] {
    let (low, high) = range
    let isCount = measure == .integer || measure == .mixed
    let rough = max((high - low) / 5, isCount ? 1 : high - low <= 0 ? 1 : 0)
    var unit = 1.0
    while unit * 10 <= rough { unit *= 10 }
    while unit > rough { unit /= 10 }
    let decimal = [1, 2, 5, 10].map { $0 * unit }.first { $0 >= rough * 0.999 } ?? unit * 10
    let step = measure == .duration ? ChartAxis.step(ofSeconds: rough) : decimal
    // 0.3 / 0.1 is not quite 3.
    let (first, last) = ((low / step + 1e-9).rounded(.down), (high / step - 1e-9).rounded(.up))
    let (from, to) = (first, max(last, first + 1))
    return (Int(from)...Int(to)).map { Double($0) * step }
  }
}
