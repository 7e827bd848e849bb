import Domain
import FoundationEssentials
import Spreadsheets

/// A report as a workbook to hand on: one sheet a table, each with title, time and origin above a frozen header.
///
/// The same request at the same log position makes the same bytes: the file's own time is that of the last event.
final class ReportWorkbook: ReportSink {
  private let path: String
  private var writer: WorkbookWriter?
  private var stamp: WorkbookStamp?
  private var cover: ReportCover?
  private var clock = ZoneClock(.gmt)
  private var language = ReportLanguage.en
  /// Lines before the first that sums up the whole.
  private var rowCount = 0

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
    stampLater()
  }

  private func stampLater() {
    if let writer, let cover { stamp = WorkbookStamp(writer, cover) }
  }

  func begin(_ sheet: ReportSheet) throws {
    guard let writer, let cover else { return }
    rowCount = 0
    let names = [cover.request.officeTitle, cover.title, sheet.title(language)].filter { !$0.isEmpty }
    try writer.addSheet(
      sheet.title(language), title: names.joined(separator: " · "),
      subtitle: cover.lines + (sheet.notes + [sheet.legend].compactMap(\.self)).map { $0(language) },
      columns: sheet.columns.map { OutputColumn($0.heading(language), Self.kind($0.kind)) },
      options: SheetOptions(frozenColumns: sheet.frozenColumns, isLandscape: !sheet.isUpright))
  }

  func append(_ row: ReportRow) throws {
    let emphasis: Spreadsheets.Emphasis =
      switch row.emphasis {
      case .none: .none
      case .subtotal: .subtotal
      case .total: .total
      case .warning: .warning
      }
    if !row.isSum { rowCount += 1 }
    try writer?.append(row.values.map(cell), emphasis: emphasis)
  }

  func end(_ sheet: ReportSheet) throws {
    guard let writer, rowCount > 0 else { return }
    for chart in sheet.charts {
      let place = { key in sheet.columns.firstIndex { $0.key == key } }
      guard let categories = place(chart.categories) else { continue }
      writer.addChart(
        chart.kind, title: chart.title(language), categories: categories,
        series: chart.series.compactMap(place), rows: 0..<min(rowCount, chart.rowLimit), at: chart.place)
    }
  }

  func finish() throws {
    try stamp?.finish()
    _ = try writer?.finish()
  }

  private func cell(_ value: ReportValue) -> OutputCell {
    switch value {
    case .none: .empty
    case .text(let text), .code(let text): .text(text)
    case .label(let words, _): .text(words(language))
    case .integer(let number): .integer(number)
    case .decimal(let number, let places): .number(CanonicalNumber.rounded(number), decimals: places)
    case .percent(nil), .duration(nil): .text(ReportValue.notApplicable)
    case .percent(let ratio?): .percent(CanonicalNumber.rounded(ratio))
    case .duration(let seconds?): .duration(seconds: seconds)
    case .instant(let date): clock.civil(date).map { .date($0) } ?? .empty
    case .day(let day): CivilDateTime(year: day.year, month: day.month, day: day.day).map { .date($0) } ?? .empty
    }
  }

  private static func kind(_ kind: ReportColumn.Kind) -> OutputColumn.Kind {
    switch kind {
    case .text: .text
    case .code: .code
    case .integer: .integer
    case .decimal: .decimal
    case .percent: .percent
    case .duration: .duration
    case .instant: .dateTime
    case .day: .day
    // The writer shows a whole number in a column of whole numbers with its separators, and all else by its own kind.
    case .mixed: .integer
    }
  }
}
