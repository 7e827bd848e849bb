import ArgumentParser
import Foundation
import Spreadsheets

extension SheetCommand {
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Show what is read of a file: kind, sheets, heading, columns, first rows, and what is hidden.",
      discussion: """
        The whole file is read. The encoding and delimiter of a csv are found, not known: look at the first rows, and name \
        another with --encoding where they are wrong. The fields are those of common headings; an import looks for its own.
        As csv or workbook: one line a column.

        Examples:
          hotline sheet show list.xlsx
          hotline sheet show list.csv --encoding windows-1252 --rows 3
          hotline sheet show list.xlsx --sheet 2 --format json
        """)
    @OptionGroup var list: FileOptions
    @Option(help: "How many of the first rows to show.") var rows = 6
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard (0...1_000).contains(rows) else { throw ValidationError("--rows \(rows): write 0 to 1000") }
    }

    func run() async throws { try show() }

    /// Nothing of it waits; as a function that could, the compiler's optimiser falls over it (Swift 6.3.1).
    private func show() throws {
      let console = Console(output)
      let file = try list.open()
      let chosen = try list.chosen(in: file)
      // Only what is looked at is read: of the others there is the name.
      var surveys: [Int: SheetSurvey] = [:]
      for sheet in chosen {
        surveys[sheet] = try SheetCommand.explained {
          try file.survey(sheet, keeping: max(rows, 3), isCancelled: { Task.isCancelled })
        }
      }
      let portrait = FilePortrait(file: file, surveys: surveys, rowCount: rows)
      let target = try output.target()
      switch target.shape {
      case .format(.json), .format(.ndjson):
        let sink = try ResultSink(path: target.path)
        sink.buffer = Array(portrait.json(isPretty: target.shape == .format(.json)).utf8)
        try sink.finish()
      case .format(.csv), .format(.html), .workbook: try portrait.listColumns(output, console)
      case .format(.table):
        try portrait.draw(on: try ResultSink(path: target.path), isFile: target.path != nil, console)
      }
    }
  }
}

/// A file as it was read, ready to be shown.
struct FilePortrait {
  let file: TableFile
  /// By sheet; those that were not looked at are missing.
  let surveys: [Int: SheetSurvey]
  /// How many of the first rows to show.
  let rowCount: Int

  /// In the order of their tabs.
  var looked: [(sheet: SheetInfo, survey: SheetSurvey)] {
    file.sheets.indices.compactMap { index in surveys[index].map { (file.sheets[index], $0) } }
  }

  /// What a column is taken for: a field's name, several where it could be more, nil where it is none.
  static func field(of column: Int, in survey: SheetSurvey) -> String? {
    guard let heading = survey.heading else { return nil }
    if let field = heading.columns.first(where: { $0.value == column })?.key { return field }
    return heading.ambiguous.first { $0.columns.contains(column) }.map { $0.field + "?" }
  }

  static func heading(of column: Int, in survey: SheetSurvey) -> String {
    guard let headings = survey.heading?.headings, headings.indices.contains(column) else { return "" }
    return headings[column]
  }

  /// `text 300 · number 2`, the most frequent first.
  static func contents(_ column: ColumnSurvey, _ language: Language) -> String {
    column.counts.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }.map { type, count in
      let digits = type == .text && column.digitTextCount > 0
      let note = Text(zh: "（纯数字 \(grouped(column.digitTextCount))）", en: " (digits \(grouped(column.digitTextCount)))")
      return "\(type.words(language)) \(grouped(count))" + (digits ? note(language) : "")
    }.joined(separator: " · ")
  }

  /// One line a column, for a csv or a workbook.
  func listColumns(_ output: OutputOptions, _ console: Console) throws {
    var columns = [
      ListColumn("sheet", Text(zh: "工作表", en: "sheet")), ListColumn("column", Text(zh: "列", en: "column"), .code),
      ListColumn("heading", Text(zh: "表头", en: "heading")), ListColumn("field", Text(zh: "字段", en: "field")),
      ListColumn("hidden", Text(zh: "隐藏", en: "hidden"), .flag),
    ]
    columns += CellType.allCases.map { ListColumn($0.rawValue, $0.words, .integer) }
    columns.append(ListColumn("format", Text(zh: "数字格式", en: "number format"), .code))
    let listing = try Listing(
      title: Text(zh: "列", en: "columns"), columns: columns, options: output, console: console, zone: .gmt)
    for (sheet, survey) in looked {
      for (index, column) in survey.columns.enumerated() {
        var row: [Value] = [
          .text(sheet.name), .code(columnName(index)), .text(Self.heading(of: index, in: survey)),
          .text(Self.field(of: index, in: survey)), .flag(survey.info.hiddenColumns.contains(index)),
        ]
        row += CellType.allCases.map { .integer(column.counts[$0] ?? 0) }
        try listing.append(row + [.code(column.formats.isEmpty ? nil : column.formats.joined(separator: " | "))])
      }
    }
    try listing.finish()
  }
}

extension CellType {
  var words: Text {
    switch self {
    case .text: Text(zh: "文本", en: "text")
    case .number: Text(zh: "数字", en: "number")
    case .date: Text(zh: "日期", en: "date")
    case .boolean: Text(zh: "真假", en: "true or false")
    case .error: Text(zh: "错误", en: "error")
    case .noCachedValue: Text(zh: "未保存的公式结果", en: "formula without result")
    }
  }
}
