import Foundation
import Reports
import Spreadsheets

/// One table of a report as a listing: words, sums and bars for people, codes and no sums for scripts.
final class ReportListing: ReportSink {
  /// Lines that wait for their bars; a longer table streams without.
  private static let pictureLimit = 1_000
  private static let barWidth = 20
  /// Columns of the terminal that a label keeps.
  private static let labelWidth = 16

  private let options: OutputOptions
  private let console: Console
  private let isForPeople: Bool
  private var cover: ReportCover?
  private var text: ReportText?
  private var sheet: ReportSheet?
  private var rows: [ReportRow] = []
  private var listing: Listing?

  init(_ options: OutputOptions, _ console: Console, isForPeople: Bool) {
    self.options = options
    self.console = console
    self.isForPeople = isForPeople
  }

  func begin(_ cover: ReportCover) {
    self.cover = cover
    text = ReportText(cover.request)
  }

  func begin(_ sheet: ReportSheet) throws {
    self.sheet = sheet
    rows = []
    if !isForPeople { try open(sheet, bars: nil) }
  }

  func append(_ row: ReportRow) throws {
    if isForPeople, listing == nil {
      rows.append(row)
      if rows.count > Self.pictureLimit { try flush(bars: nil) }
    } else if isForPeople {
      try show(row)
    } else if !row.isSum {
      try listing?.append(row.values.map(\.forScripts))
    }
  }

  func end(_ sheet: ReportSheet) throws {
    var plots: [ReportPlot] = []
    if isForPeople, listing == nil, let text {
      plots = sheet.charts.compactMap { ReportPlot($0, of: sheet, rows, text) }
      try flush(bars: Bars(plots, rows, width: Self.barWidth))
    }
    try listing?.finish()
    sayLines(plots)
    sayFigures(of: sheet)
  }

  func finish() {}

  private func open(_ sheet: ReportSheet, bars: Bars?) throws {
    guard let cover else { return }
    let language = cover.request.language
    let title = cover.request.definition.title
    let unit = sheet.unit.map { Words(zh: "单位：\($0.zh)", en: "counted in: \($0.en)") }
    let bar = bars.map { bars in
      let of = bars.name.map { Text(zh: "：\($0)", en: ": \($0)") } ?? Text(zh: "", en: "")
      return ListColumn("bar", Text(zh: "图示\(of.zh)", en: "bar\(of.en)"), .code, priority: 9)
    }
    let labels = max(1, sheet.frozenColumns)
    listing = try Listing(
      title: Text(zh: "\(title.zh) · \(sheet.title.zh)", en: "\(title.en) · \(sheet.title.en)"),
      columns: sheet.columns.enumerated().map { Self.column($1, isLabel: $0 < labels) } + [bar].compactMap(\.self),
      options: options, console: console, zone: cover.request.zone,
      notes: [cover.title] + cover.lines + ([unit].compactMap(\.self) + sheet.notes).map { $0(language) })
  }

  private func flush(bars: Bars?) throws {
    guard let sheet else { return }
    try open(sheet, bars: bars)
    for (line, row) in rows.enumerated() { try show(row, bar: bars.map { $0.texts[line] }) }
    rows = []
  }

  /// - Parameter bar: where the table has a column of bars.
  private func show(_ row: ReportRow, bar: String? = nil) throws {
    guard let text, let sheet else { return }
    var values = zip(row.values, sheet.columns).map { value, column -> Value in
      switch value {
      case .none: return .none
      case .instant(let date): return column.kind == .deadline ? .deadline(date) : .instant(date)
      default:
        let word = text.word(beside: value, in: column).map { " " + $0 } ?? ""
        return .text(text(value, in: column) + word)
      }
    }
    if let bar { values.append(.code(bar)) }
    if row.isSum { try listing?.append(total: values) } else { try listing?.append(values) }
  }

  /// Lines over time, one below the other: `受理  ▁▂▃▅▇  8–61`.
  private func sayLines(_ plots: [ReportPlot]) {
    for plot in plots where plot.kind == .line && plot.points.count > 1 {
      console.say(plot.title)
      let names = plot.series.map { cut($0.name, within: 24) }
      let widest = names.map { displayWidth($0) }.max() ?? 0
      for (name, series) in zip(names, plot.series) {
        let known = series.values.enumerated().filter { $0.element != nil }
        let ends = [
          known.min { ($0.element ?? 0) < ($1.element ?? 0) }, known.max { ($0.element ?? 0) < ($1.element ?? 0) },
        ]
        let tail = ends.compactMap { $0.map { series.texts[$0.offset] } }.joined(separator: "–")
        let room = min(60, console.width - widest - displayWidth(tail) - 6)
        let pad = String(repeating: " ", count: widest - displayWidth(name))
        console.say("  \(name)\(pad)  \(SparkBar.line(series.values, width: room))  \(tail)")
      }
    }
  }

  /// The definitions that the figures are counted by.
  private func sayFigures(of sheet: ReportSheet) {
    guard isForPeople, let language = text?.language else { return }
    let figures = sheet.columns.compactMap { column in
      column.formula.map { "\(column.fullHeading(language)) \($0.id)" }
    }
    guard !figures.isEmpty else { return }
    let line = Text(zh: "指标：\(figures.joined(separator: "，"))", en: "figures: \(figures.joined(separator: ", "))")
    console.note(line(console.language))
  }

  private func cut(_ text: String, within width: Int) -> String {
    displayWidth(text) > width ? CLI.cut(text, to: width) : text
  }

  /// What the lines are about stays longest, and then the totals; figures go from the right.
  private static func column(_ column: ReportColumn, isLabel: Bool) -> ListColumn {
    let heading = Text(zh: column.fullHeading(.zh), en: column.fullHeading(.en))
    let kind: ListColumn.Kind =
      switch column.kind {
      case .text: .text
      case .code, .day: .code
      case .integer: .integer
      case .decimal, .percent, .points, .duration, .mixed: .decimal
      case .instant, .deadline: .instant
      }
    return ListColumn(
      column.key, heading, kind, priority: isLabel ? 0 : column.isTotal ? 1 : 2,
      least: isLabel ? labelWidth : ListColumn.comfortable)
  }
}

extension ReportListing {
  /// A bar beside each line that a picture of bars draws.
  private struct Bars {
    /// What they are of, where it is one figure.
    let name: String?
    /// One a line of the table; empty where the picture has none.
    let texts: [String]

    /// From the first picture with bars, `nil` where there is none: the sum of stacked series, else the first one.
    init?(_ plots: [ReportPlot], _ rows: [ReportRow], width: Int) {
      guard let plot = plots.first(where: { $0.kind != .line && $0.lines != nil }), let lines = plot.lines else {
        return nil
      }
      let isStacked = plot.kind == .stackedBar || plot.kind == .stackedColumn
      let drawn = isStacked ? plot.series : Array(plot.series.prefix(1))
      let values = plot.points.indices.map { point in drawn.reduce(0) { $0 + max(0, $1.values[point] ?? 0) } }
      // Of a pie the share of the whole, of bars the share of the longest.
      let whole = plot.kind == .pie ? values.reduce(0, +) : values.max() ?? 0
      var texts = rows.map { _ in "" }
      for (line, value) in zip(lines, values) {
        texts[line] = SparkBar.bar(whole > 0 ? value / whole : 0, width: width)
      }
      self.texts = texts
      name = drawn.count == 1 ? drawn[0].name : nil
    }
  }
}

extension ReportValue {
  /// Codes, ratios as numbers from 0 to 1 and their differences in percentage points, as the column's key says, lengths of time in seconds, nothing for a ratio of nothing.
  var forScripts: Value {
    switch self {
    case .none, .percent(nil), .points(nil), .duration(nil): .none
    case .text(let text): .text(text)
    case .label(_, let code): .code(code)
    case .code(let code): .code(code)
    case .integer(let number): .integer(number)
    case .decimal(let number, let places): .decimal(number, places: places)
    case .percent(let ratio?): .decimal(ratio, places: 4)
    case .points(let points?): .decimal(points * 100, places: 2)
    case .duration(let seconds?): .integer(seconds)
    case .instant(let date): .instant(date)
    case .day(let day): .code(day.iso)
    }
  }
}
