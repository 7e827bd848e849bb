import Foundation
import Spreadsheets

/// Rows as a workbook to hand on: the title and notes above a frozen header, times as the office's wall clock shows them.
final class WorkbookRows: RowWriter {
  private let columns: [ListColumn]
  private let writer: WorkbookWriter
  private let language: Language
  private var clock: WallClock
  /// Texts that were cut, known after `finish`.
  private(set) var cutTextCount = 0

  init(title: Text, columns: [ListColumn], path: String, language: Language, zone: TimeZone, notes: [String]) throws {
    self.columns = columns
    self.language = language
    clock = WallClock(zone: zone)
    let name = title(language).prefix(1).uppercased() + title(language).dropFirst()
    writer = try Self.writing {
      () throws(WriteError) in
      try WorkbookWriter(path, properties: WorkbookProperties(title: name, createdUnixSeconds: 0))
    }
    // A workbook's time has no zone of its own: say which one it is.
    let zoneNote = Text(zh: "时区：\(zone.identifier)", en: "times in \(zone.identifier)")(language)
    let writer = writer
    try Self.writing { () throws(WriteError) in
      try writer.addSheet(
        name, title: name, subtitle: notes + (columns.contains { $0.kind == .instant } ? [zoneNote] : []),
        columns: columns.map { OutputColumn($0.heading(language), Self.kind($0.kind)) },
        options: SheetOptions(pageFoot: (notes.first.map { [$0] } ?? []).joined()))
    }
  }

  func append(_ row: [Value]) throws {
    let isOverdue = columns.contains { $0.style?(row) == .overdue }
    let cells = row.map { cell($0) }
    try Self.writing { () throws(WriteError) in try writer.append(cells, emphasis: isOverdue ? .warning : .none) }
  }

  func finish() throws {
    try Self.writing { () throws(WriteError) in cutTextCount = try writer.finish().cutTextCount }
  }

  private static func writing<R>(_ body: () throws(WriteError) -> R) throws(Failure) -> R {
    do {
      return try body()
    } catch {
      throw Explanation.write(error)
    }
  }

  private func cell(_ value: Value) -> OutputCell {
    switch value {
    case .none: return .empty
    case .text(let text), .code(let text), .json(let text): return .text(text)
    case .integer(let number): return .integer(number)
    case .decimal(let number, let places): return .number(number, decimals: places)
    case .flag(let flag): return .text(ValueText.word(flag, language))
    case .instant(let date), .deadline(let date):
      let (day, second, _) = clock.wall(date)
      let civil = CivilDateTime(
        year: day.year, month: day.month, day: day.day, hour: second / 3600, minute: second / 60 % 60,
        second: second % 60, hasTime: true)
      return civil.map { .date($0) } ?? .empty
    }
  }

  private static func kind(_ kind: ListColumn.Kind) -> OutputColumn.Kind {
    switch kind {
    case .text, .json, .flag: .text
    case .code: .code
    case .integer: .integer
    case .decimal: .decimal
    case .instant: .dateTime
    }
  }
}
