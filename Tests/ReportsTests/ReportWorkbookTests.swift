import Domain
import FoundationEssentials
import Reports
import Spreadsheets
import Testing

struct ReportWorkbookTests {
  @Test(arguments: ReportLanguage.allCases)
  func theWorkbookReadsBackWithTheNumbersOfTheTables(language: ReportLanguage) async throws {
    let log = try await SmallLog(Fact.some(120, seed: 60))
    let folder = try await Scratch()
    let requests = [
      try monthly(log, from: .newYork(2015, 3, 1), to: .newYork(2015, 4, 1), language: language),
      try overdue(log, asOf: .newYork(2015, 4, 1), language: language),
    ]
    for request in requests {
      let name = "\(request.definition.key).xlsx"
      let summary = try await request.write(to: folder.file(name), on: log.connection)
      let tables = try await request.tables(on: log.connection)
      let file = try TableFile.open(folder.file(name))
      #expect(file.sheets.map(\.name) == tables.map { $0.sheet.title(language) })
      for (index, table) in tables.enumerated() {
        var rows: [TableRow] = []
        try file.readRows(of: index) {
          rows.append($0)
          return true
        }
        let headings = table.sheet.columns.map { Cell.text($0.heading(language)) }
        let header = try #require(rows.firstIndex { $0.cells == headings })
        let top = rows[..<header].map { $0[0].shown }.joined(separator: "\n")
        for said in [
          request.definition.title(language), "2015-04-01 00:00", "UTC-04:00", "America/New_York",
          "\(summary.basis.position)", "hotline test",
        ] {
          #expect(top.contains(said))
        }
        // March began in winter time.
        #expect(top.contains("2015-03-01 00:00 (UTC-05:00)") == (request.definition.key == "monthly"))
        let data = rows[(header + 1)...]
        #expect(data.count == table.rows.count)
        for (row, line) in zip(data, table.rows) {
          for (column, value) in line.values.enumerated() { try expect(row[column], shows: value, language, log.zone) }
        }
      }
    }
  }

  @Test func theSamePositionAndParametersMakeTheSameBytes() async throws {
    let log = try await SmallLog(Fact.some(60, seed: 70))
    let folder = try await Scratch()
    for request in [
      try monthly(log, from: .newYork(2015, 3, 1), to: .newYork(2015, 4, 1), language: .zh),
      try overdue(log, asOf: .newYork(2015, 4, 1), language: .zh),
    ] {
      _ = try await request.write(to: folder.file("first.xlsx"), on: log.connection)
      _ = try await request.write(to: folder.file("second.xlsx"), on: log.connection)
      let bytes = try folder.bytes("first.xlsx")
      #expect(try bytes == folder.bytes("second.xlsx"))
      // The zip's own times could be the same by luck. Those of its first entry, at 10 to 13, are 1980-01-01 00:00.
      #expect(Array(bytes[10..<14]) == [0, 0, 0x21, 0])
    }
  }

  @Test func aRefusedReportLeavesNoFile() async throws {
    let log = try await SmallLog([])
    let folder = try await Scratch()
    let definition = try ReportCatalog.named("overdue")
    let asked = try request(definition, log, asOf: .newYork(2015, 4, 1), scope: .init(unit: "nobody"))
    await #expect(throws: ReportError.self) {
      try await asked.write(to: folder.file("report.xlsx"), on: log.connection)
    }
    #expect(try folder.names().isEmpty)
  }

  private func expect(_ cell: Cell, shows value: ReportValue, _ language: ReportLanguage, _ zone: TimeZone) throws {
    switch (value, cell) {
    case (.none, .empty): break
    case (.text(let text), .text(let read)), (.code(let text), .text(let read)): #expect(read == text)
    case (.label(let words, _), .text(let read)): #expect(read == words(language))
    case (.integer(let number), .number(let read, _)): #expect(read == Double(number))
    case (.decimal(let number, _), .number(let read, _)): #expect(abs(read - number) < 1e-9)
    case (.percent(let ratio?), .number(let read, let format)):
      #expect(abs(read - ratio) < 1e-9)
      #expect(format == "0.00%")
    case (.percent(nil), .text(let read)): #expect(read == "n/a")
    case (.instant(let date), .date(let read)):
      let calendar = OfficeCalendar(timeZone: zone)
      let day = try #require(CivilDay(year: read.year, month: read.month, day: read.day))
      let second = read.hour * 3600 + read.minute * 60 + read.second
      // By the wall clock: the hour that comes twice is the first.
      #expect(abs(calendar.instant(of: day, secondOfDay: second).timeIntervalSince(date)) < 1)
    case (.day(let day), .date(let read)):
      #expect([day.year, day.month, day.day] == [read.year, read.month, read.day])
    default: Issue.record("\(value) reads back as \(cell)")
    }
  }
}
