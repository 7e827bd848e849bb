import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections
import Spreadsheets

/// `hotline import …`: the clerk's commands.
struct Import: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take lists in, look at what became of their rows, take an import back.",
    subcommands: [Check.self, Run.self, List.self, Show.self, Undo.self])

  /// What both the check and the run are told.
  struct ListOptions: ParsableArguments {
    @Argument(help: "The list: .xlsx, .xlsm or .csv.", completion: .file(extensions: ["xlsx", "xlsm", "csv"]))
    var file: String

    @Option(
      name: .customLong("as"), help: "What the rows become: outreach (people to call) or requests (a table of history)."
    )
    var target: Target

    @Option(help: "The campaign of an outreach list.")
    var campaign: String?

    @Option(help: "How a table's columns are read: a YAML file.", completion: .file(extensions: ["yaml", "yml"]))
    var map: String?

    @Option(help: "What to do with hidden rows and columns; demanded when there are any.")
    var hidden: HiddenPolicy?

    @Option(help: "The sheet, where several could be meant.")
    var sheet: String?

    @Option(help: ArgumentHelp("Area code of local numbers, as 0871.", valueName: "code"))
    var areaCode: String?

    @Option(help: "Encoding of a csv, where the guess is wrong: UTF-8, GB18030 …")
    var encoding: String?

    @Option(help: "The unit that gets the orders.")
    var unit: String?

    @Option(
      help: ArgumentHelp("Where the rejected rows go; else FILE.rejects.xlsx beside the list.", valueName: "file"))
    var rejects: String?

    enum Target: String, ExpressibleByArgument, CaseIterable { case outreach, requests }

    func request() throws -> ImportRequest {
      var request = ImportRequest(path: file, target: try importTarget())
      request.hidden = hidden
      request.sheet = sheet
      request.unit = unit.flatMap { UnitKey($0) }
      request.rejectsPath = rejects
      if let areaCode {
        guard PhoneCleaner.isAreaCode(areaCode) else {
          throw ValidationError("--area-code \(areaCode) is no area code; write one like 0871 or 010")
        }
        request.areaCode = areaCode
      }
      if let encoding {
        guard let known = TextEncoding(encoding) else {
          throw ValidationError("--encoding \(encoding) is not known; write UTF-8, GB18030, UTF-16LE …")
        }
        request.encoding = known
      }
      return request
    }

    private func importTarget() throws -> ImportTarget {
      switch target {
      case .outreach:
        guard let campaign, !campaign.isEmpty else { throw ValidationError("an outreach list needs --campaign NAME") }
        guard map == nil else { throw ValidationError("--map is for --as requests; an outreach list needs none") }
        return .outreach(campaign: campaign)
      case .requests:
        guard let map else { throw ValidationError("a table of history needs --map FILE.yaml") }
        guard campaign == nil else { throw ValidationError("--campaign is for --as outreach") }
        guard let text = try? String(contentsOfFile: map, encoding: .utf8) else {
          throw ValidationError("--map \(map) cannot be read; is the name right, and is it UTF-8 text?")
        }
        do {
          return .requests(try ImportMap(yaml: text))
        } catch {
          throw ValidationError("\(map): \(error)")
        }
      }
    }
  }

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check a list as an import would; nothing is written.",
      discussion: """
        Examples:
          hotline import check fixtures/outreach-list.xlsx --as outreach --campaign spring --hidden include
          hotline import check city.csv --as requests --map fixtures/boston-311.map.yaml --format json
        """)
    @OptionGroup var list: ListOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let office = Workplace(output)
      let request = try list.request()
      let progress = ImportProgressLine(office.console)
      let summary = try await office.sitting { session in
        defer { progress.finish() }
        return try await session.checkList(request) { progress.show($0) }
      }
      try ImportReport(summary, isCheck: true, office.console).show(output)
    }
  }

  struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take a list in: the whole of it is checked first, rejected rows go to a workbook to correct.",
      discussion: """
        Stopped half-way and run again, it goes on; run again after that, it adds nothing.
        Exit code 3 says that rows were rejected, 75 that another import is running.

        Examples:
          hotline import run fixtures/outreach-list.xlsx --as outreach --campaign spring --hidden include
          hotline import run city.csv --as requests --map fixtures/boston-311.map.yaml
        """)
    @OptionGroup var list: ListOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let office = Workplace(output)
      let request = try list.request()
      let progress = ImportProgressLine(office.console)
      let summary = try await office.sitting { session in
        defer { progress.finish() }
        return try await session.importList(request, at: office.now) { progress.show($0) }
      }
      try ImportReport(summary, isCheck: false, office.console).show(output)
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the imports, the newest first.",
      discussion: """
        Example:
          hotline import list --format json
        """)
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let office = Workplace(output)
      try await office.sitting { session in
        try await session.catchUp([Batches()])
        let lines = try await session.connection.run { try Batches.list(on: $0) }
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let listing = try Listing(
          title: Text(zh: "导入", en: "imports"), columns: BatchLine.columns, options: output, console: office.console,
          zone: zone)
        for line in lines { try listing.append(BatchLine.row(line, isTable: output.isTable)) }
        try listing.finish()
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show an import, or what became of each of its rows.",
      discussion: """
        BATCH is the id that `import run` and `import list` print, or the beginning of it.

        Examples:
          hotline import show 3f2a --rows --format ndjson
          hotline import show 3f2a --rows --outcome rejected
        """)
    @Argument(help: "The import.") var batch: String
    @Flag(help: "Every row.") var rows = false
    @Option(help: "Only rows of this outcome.") var outcome: RowOutcome?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let office = Workplace(output)
      try await office.sitting { session in
        let line = try await session.batch(batch)
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        guard rows || outcome != nil else {
          return try Listing.single(
            BatchLine.row(line, isTable: output.isTable), columns: BatchLine.columns, options: output,
            console: office.console, zone: zone)
        }
        try await session.catchUp([Parties(), OrderBoard()])
        try await showRows(of: line, session, office, zone)
      }
    }

    private func showRows(of line: Batches.Line, _ session: Session, _ office: Workplace, _ zone: TimeZone) async throws
    {
      let columns = [
        ListColumn("sheet", Text(zh: "工作表", en: "sheet"), priority: 1),
        ListColumn("row", Text(zh: "行", en: "row"), .integer),
        ListColumn("outcome", Text(zh: "结果", en: "outcome")),
        ListColumn("reason", Text(zh: "原因", en: "reason")),
        ListColumn("number", Text(zh: "号码", en: "number"), .code),
        ListColumn("extension", Text(zh: "分机", en: "extension"), .code),
        ListColumn("order", Text(zh: "工单", en: "order"), .code),
        ListColumn("sameAs", Text(zh: "同行", en: "same as row"), .integer, priority: 2),
      ]
      let (options, console, wanted) = (output, office.console, outcome)
      try await session.connection.run { connection in
        let listing = try Listing(
          title: Text(zh: "行", en: "rows"), columns: columns, options: options, console: console, zone: zone)
        try Batches.rows(of: line.id, on: connection) { row in
          guard wanted == nil || wanted == row.outcome else { return }
          try listing.append([
            .text(line.sheet), .integer(row.row), .text(row.outcome.rawValue), .text(row.reason), .code(row.number),
            .code(row.extension), .code(row.order?.description), .integer(row.sameAs),
          ])
        }
        try listing.finish()
      }
    }
  }

  struct Undo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take an import back; orders that somebody has worked on are listed and left.",
      discussion: """
        Nothing is deleted: the orders are withdrawn by further events. Importing the same file again brings them back.

        Example:
          hotline import undo 3f2a
        """)
    @Argument(help: "The import.") var batch: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let office = Workplace(output)
      let progress = ImportProgressLine(office.console)
      let summary = try await office.sitting { session in
        defer { progress.finish() }
        let line = try await session.batch(batch)
        return try await session.undoImport(line.id, at: office.now) { progress.show(.writing(rows: $0, of: $1)) }
      }
      let left = summary.left.map(\.description)
      try Listing.single(
        [
          .code(output.isTable ? shortID(summary.batch) : summary.batch.uuidString.lowercased()),
          .integer(summary.withdrawn), .integer(left.count),
          output.isTable ? .text(left.isEmpty ? nil : left.joined(separator: " ")) : .json(jsonArray(left)),
        ],
        columns: [
          ListColumn("batch", Text(zh: "批次", en: "batch"), .code),
          ListColumn("withdrawn", Text(zh: "收回工单", en: "orders withdrawn"), .integer),
          ListColumn("left", Text(zh: "已处理而保留", en: "worked on and left"), .integer),
          ListColumn("leftOrders", Text(zh: "保留的工单", en: "orders left"), .json),
        ], options: output, console: office.console, zone: .gmt)
    }
  }
}

extension HiddenPolicy: ExpressibleByArgument {}
extension RowOutcome: ExpressibleByArgument {}

/// Strings as a JSON array.
func jsonArray(_ texts: [String]) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = .withoutEscapingSlashes
  // Strings always encode.
  return (try? encoder.encode(texts)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
}
