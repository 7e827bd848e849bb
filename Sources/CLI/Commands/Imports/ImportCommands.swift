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

    @Option(help: "How 03/04/2024 is meant, where the column does not tell: dmy, mdy or ymd (24-03-04).")
    var dates: DateOrder?

    @Option(help: "Encoding of a csv, where the guess is wrong: UTF-8, GB18030 …")
    var encoding: String?

    @Option(help: "The unit that gets the orders.")
    var unit: String?

    @Option(
      help: ArgumentHelp("Where the rejected rows go; else FILE.rejects.xlsx beside the list.", valueName: "file"))
    var rejects: String?

    enum Target: String, ExpressibleByArgument, CaseIterable { case outreach, requests }

    /// - Parameter words: what stands behind `--as`: what the rows become, and perhaps who acts.
    func request(as words: [String]) throws -> ImportRequest {
      var request = ImportRequest(path: file, target: try importTarget(words.compactMap(Target.init)))
      request.hidden = hidden
      request.dates = dates
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

    private func importTarget(_ targets: [Target]) throws -> ImportTarget {
      guard let target = targets.first, targets.count == 1 else {
        throw ValidationError(
          "say what the rows become: --as outreach (people to call) or --as requests (a table of history)")
      }
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
        --as says what the rows become: outreach (people to call) or requests (a table of history).

        Examples:
          hotline import check fixtures/outreach-list.xlsx --as outreach \\
            --campaign spring --hidden include
          hotline import check city.csv --as requests \\
            --map fixtures/boston-311.map.yaml --format json
        """)
    @OptionGroup var list: ListOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let office = Workplace(output)
      let request = try list.request(as: output.actors)
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
        --as says what the rows become: outreach (people to call) or requests (a table of history); given twice, it also \
        says who acts.

        Examples:
          hotline import run fixtures/outreach-list.xlsx --as outreach \\
            --campaign spring --hidden include
          hotline import run city.csv --as requests --map fixtures/boston-311.map.yaml
        """)
    @OptionGroup var list: ListOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let office = Workplace(output)
      let request = try list.request(as: output.actors)
      let progress = ImportProgressLine(office.console)
      let summary = try await office.sitting { session in
        defer { progress.finish() }
        return try await session.importList(request, at: office.now) { progress.show($0) }
      }
      try ImportReport(summary, isCheck: false, office.console).show(output)
    }
  }
}

extension DateOrder: ExpressibleByArgument {}
extension HiddenPolicy: ExpressibleByArgument {}
extension RowOutcome: ExpressibleByArgument {}
