import Foundation
import Reports

/// One table of a report as a listing: words and sums for people, codes and no sums for scripts.
final class ReportListing: ReportSink {
  private let options: OutputOptions
  private let console: Console
  private let isForPeople: Bool
  private var cover: ReportCover?
  private var listing: Listing?

  init(_ options: OutputOptions, _ console: Console, isForPeople: Bool) {
    self.options = options
    self.console = console
    self.isForPeople = isForPeople
  }

  func begin(_ cover: ReportCover) { self.cover = cover }

  func begin(_ sheet: ReportSheet) throws {
    guard let cover else { return }
    let language = cover.request.language
    let title = cover.request.definition.title
    listing = try Listing(
      title: Text(zh: "\(title.zh) · \(sheet.title.zh)", en: "\(title.en) · \(sheet.title.en)"),
      columns: sheet.columns.map(Self.column), options: options, console: console, zone: cover.request.zone,
      notes: [cover.title] + cover.lines + sheet.notes.map { $0(language) })
  }

  func append(_ row: ReportRow) throws {
    guard let language = cover?.request.language, isForPeople || !row.isSum else { return }
    try listing?.append(row.values.map { isForPeople ? $0.forPeople(language) : $0.forScripts })
  }

  func end(_ sheet: ReportSheet) throws { try listing?.finish() }

  func finish() {}

  private static func column(_ column: ReportColumn) -> ListColumn {
    let heading = Text(zh: column.heading.zh, en: column.heading.en)
    return switch column.kind {
    case .text: ListColumn(column.key, heading)
    case .code, .day: ListColumn(column.key, heading, .code)
    case .integer: ListColumn(column.key, heading, .integer)
    case .decimal, .percent, .duration, .mixed: ListColumn(column.key, heading, .decimal)
    case .instant: ListColumn(column.key, heading, .instant)
    }
  }
}

extension ReportValue {
  /// Codes, ratios as numbers from 0 to 1, nothing for a ratio of nothing.
  var forScripts: Value {
    switch self {
    case .none, .percent(nil), .duration(nil): .none
    case .text(let text): .text(text)
    case .label(_, let code): .code(code)
    case .code(let code): .code(code)
    case .integer(let number): .integer(number)
    case .decimal(let number, let places): .decimal(number, places: places)
    case .percent(let ratio?): .decimal(ratio, places: 4)
    case .duration(let seconds?): .integer(seconds)
    case .instant(let date): .instant(date)
    case .day(let day): .code(day.iso)
    }
  }

  func forPeople(_ language: ReportLanguage) -> Value {
    switch self {
    case .label(let words, _): .text(words(language))
    case .percent(nil), .duration(nil): .text(Self.notApplicable)
    case .percent(let ratio?): .text(Self.percentage(ratio))
    default: forScripts
    }
  }

  /// `66.7%`
  private static func percentage(_ ratio: Double) -> String {
    var bytes: [UInt8] = []
    ValueBytes.append(ratio * 100, places: 1, to: &bytes)
    return String(decoding: bytes, as: UTF8.self) + "%"
  }
}
