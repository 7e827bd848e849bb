import Domain
import FoundationEssentials
import Spreadsheets

/// A report as a workbook to hand on: one sheet a table, each with title, time and origin above a frozen header, and the
/// definitions of its figures on the last.
///
/// The same request at the same log position makes the same bytes: the file's own time is that of the last event.
final class ReportWorkbook: ReportSink {
  /// Lines that a picture can be drawn over; further ones are only written.
  private static let chartLimit = 10_000

  private let path: String
  private var writer: WorkbookWriter?
  private var stamp: WorkbookStamp?
  private var cover: ReportCover?
  private var clock = ZoneClock(.gmt)
  private var language = ReportLanguage.en
  private var hasCharts = false
  /// The lines that a picture can be drawn over.
  private var rows: [ReportRow] = []

  init(path: String) { self.path = path }

  func begin(_ cover: ReportCover) throws {
    self.cover = cover
    clock = ZoneClock(cover.request.zone)
    language = cover.request.language
    let created = cover.basis.recordedAt?.timeIntervalSince1970.rounded(.down) ?? 0
    writer = try WorkbookWriter(
      path,
      properties: WorkbookProperties(
        title: cover.title, subject: cover.lines.first ?? "", author: cover.request.program,
        company: cover.request.officeTitle, comments: cover.lines.joined(separator: "\n"),
        createdUnixSeconds: Int(created)))
    stamp = writer.map { WorkbookStamp($0, cover) }
  }

  func begin(_ sheet: ReportSheet) throws {
    guard let cover else { return }
    rows = []
    hasCharts = !sheet.charts.isEmpty
    let unit = sheet.unit.map { Words(zh: "单位：\($0.zh)", en: "Counted in: \($0.en)") }
    let words = [unit].compactMap(\.self) + sheet.notes + [sheet.legend].compactMap(\.self)
    let headed = sheet.headingsOfPoints
    var figures: [String] = []
    for formula in sheet.columns.filter({ headed.contains($0.key) }).compactMap(\.formula) {
      let words = "\(formula.name(language)): \(formula.id)"
      if !figures.contains(words) { figures.append(words) }
    }
    try addSheet(
      sheet.title(language),
      subtitle: cover.lines + words.map { $0(language) } + (figures.isEmpty ? [] : [figures.joined(separator: " · ")]),
      columns: sheet.columns.map { column in
        OutputColumn(
          column.heading(language), Self.kind(column.kind), widthHint: Self.width(column.kind),
          group: column.group?(language),
          note: headed.contains(column.key) ? nil : column.formula?.id,
          isSigned: column.isSigned,
          bands: column.bands.map { OutputBand($0, language) })
      }, frozenColumns: sheet.frozenColumns,
      isLandscape: !sheet.isUpright)
  }

  func append(_ row: ReportRow) throws {
    let emphasis: Spreadsheets.Emphasis =
      switch row.emphasis {
      case .none, .single, .rest: .none
      case .subtotal: .subtotal
      case .total: .total
      case .warning: .warning
      }
    if hasCharts, rows.count < Self.chartLimit { rows.append(row) }
    try writer?.append(row.values.map(cell), emphasis: emphasis)
  }

  func end(_ sheet: ReportSheet) throws {
    guard let writer, let cover else { return }
    let emphases = rows.map(\.emphasis)
    func number(_ line: Int, _ column: Int) -> Double? {
      rows[line].values[column].number.flatMap { $0.isFinite ? $0 : nil }
    }
    for chart in sheet.charts {
      guard let drawn = chart.drawn(of: emphases, in: sheet, number), let first = drawn.columns.first else { continue }
      let shown = drawn.columns.map { column in drawn.lines.map { number($0, column) } }
      let title = chart.title(language, of: emphases, in: sheet, drawn) { line in
        ReportText(cover.request)(rows[line].values[drawn.names], in: sheet.columns[drawn.names])
      }
      var kind = chart.kind(points: chart.direction == .byColumn ? drawn.lines.count : drawn.columns.count)
      // Spreadsheets draw a line down to 0 where `n/a` stands; a column there is none.
      if kind == .line, shown.contains(where: { $0.contains(nil) }) { kind = .column }
      let spans = shown.compactMap { numbers in
        let known = numbers.compactMap(\.self)
        return known.min().flatMap { least in known.max().map { least...$0 } }
      }
      writer.addChart(
        kind, title: title, categories: drawn.names, series: drawn.columns, direction: chart.direction,
        rows: Self.blocks(drawn.lines), at: chart.place,
        axis: ChartAxis(sheet.columns[first].kind, kind, spans))
    }
  }

  func finish() throws -> WriteSummary? {
    if let cover, !cover.request.definition.formulas.isEmpty { try addDefinitions(cover) }
    try stamp?.finish()
    return try writer?.finish()
  }

  private func addSheet(
    _ name: String, subtitle: [String], columns: [OutputColumn], frozenColumns: Int = 0, isLandscape: Bool = true
  ) throws {
    guard let writer, let cover else { return }
    let names = [cover.request.officeTitle, cover.title, name].filter { !$0.isEmpty }
    try writer.addSheet(
      name, title: names.joined(separator: " · "), subtitle: subtitle, columns: columns,
      options: SheetOptions(
        frozenColumns: frozenColumns, isLandscape: isLandscape,
        pageHead: [cover.request.officeTitle, cover.title].filter { !$0.isEmpty }.joined(separator: " · "),
        pageFoot: cover.foot))
  }

  private func addDefinitions(_ cover: ReportCover) throws {
    try addSheet(
      Self.definitions(language), subtitle: cover.lines,
      columns: ReportFormula.headings.map { OutputColumn($0(language), widthHint: 20) })
    for formula in cover.request.definition.formulas {
      try writer?.append(formula.texts(language).map { $0.isEmpty ? .empty : .text($0) })
    }
  }

  static let definitions = Words(zh: "指标定义", en: "Definitions")

  /// Neighbouring lines together.
  static func blocks(_ lines: [Int]) -> [Range<Int>] {
    var blocks: [Range<Int>] = []
    for line in lines {
      if let last = blocks.last, last.upperBound == line {
        blocks[blocks.count - 1] = last.lowerBound..<(line + 1)
      } else {
        blocks.append(line..<(line + 1))
      }
    }
    return blocks
  }

  private func cell(_ value: ReportValue) -> OutputCell {
    switch value {
    case .none: .empty
    case .text(let text), .code(let text): .text(text)
    case .label(let words, _): .text(words(language))
    case .integer(let number): .integer(number)
    case .decimal(let number, let places): .number(CanonicalNumber.rounded(number), decimals: places)
    case .percent(nil), .points(nil), .duration(nil): .text(ReportValue.notApplicable)
    case .points(let points?):
      .measured(CanonicalNumber.rounded(points * 100), decimals: 2, unit: ReportValue.pointsUnit(language))
    case .percent(let ratio?): .percent(CanonicalNumber.rounded(ratio))
    case .duration(let seconds?): .duration(seconds: seconds)
    case .instant(let date): clock.civil(date).map { .date($0) } ?? .empty
    case .day(let day): CivilDateTime(year: day.year, month: day.month, day: day.day).map { .date($0) } ?? .empty
    }
  }

  /// What its values take at the least: known before them, it tells how wide the title may be.
  private static func width(_ kind: ReportColumn.Kind) -> Int {
    switch kind {
    case .text, .code: 12
    case .instant, .deadline: 16
    case .day, .duration: 10
    case .integer, .decimal, .percent, .points, .mixed: 8
    }
  }

  private static func kind(_ kind: ReportColumn.Kind) -> OutputColumn.Kind {
    switch kind {
    case .text: .text
    case .code: .code
    case .integer: .integer
    case .decimal, .points: .decimal
    case .percent: .percent
    case .duration: .duration
    case .instant, .deadline: .dateTime
    case .day: .day
    // The writer shows a whole number in a column of whole numbers with its separators, and all else by its own kind.
    case .mixed: .integer
    }
  }
}

extension OutputBand {
  fileprivate init(_ band: ReportBand, _ language: ReportLanguage) {
    let tone: Tone =
      switch band.tone {
      case .good: .good
      case .fair: .fair
      case .poor: .poor
      }
    self.init(from: band.from, below: band.below, tone: tone, word: band.word(language))
  }
}

extension ReportFormula {
  /// The headings of a list of definitions.
  static let headings = [
    Words(zh: "编号", en: "Id"), Words(zh: "指标", en: "Figure"), Words(zh: "计算方法", en: "How it is counted"),
    Words(zh: "统计基数", en: "Base"), Words(zh: "基数为零时", en: "Where the base is empty"),
  ]

  /// One text for each of the headings.
  func texts(_ language: ReportLanguage) -> [String] {
    [id, name(language), rule(language), base?(language) ?? "", whenEmpty?(language) ?? ""]
  }
}

extension ReportSheet {
  /// The columns whose headings name the points of a picture, and so can carry no small note.
  var headingsOfPoints: Set<String> { Set(charts.filter { $0.direction == .byRow }.flatMap(\.series)) }
}
