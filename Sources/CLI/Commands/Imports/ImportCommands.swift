import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections

/// `hotline import …`: the clerk's commands.
struct Import: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take lists in, look at what became of their rows, take an import back.",
    subcommands: [
      Check.self, Run.self, List.self, Show.self, Undo.self, Targets.self, MapCommand.self,
    ])

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Check a list as an import would; nothing is written.",
      discussion: """
        --as says what the rows become; `hotline import targets` lists what there is. It shows how each column is read, \
        with its first values, and what would become of the rows; --diff lists what would change of known customers.

        Examples:
          hotline import check fixtures/outreach-list.xlsx --as outreach \\
            --campaign spring --hidden include
          hotline import check city.csv --as requests \\
            --map fixtures/boston-311.map.yaml --format json
          hotline import check customers.xlsx --as customers --on-match update \\
            --diff --format ndjson
        """)
    @OptionGroup var list: ListOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
      try await ImportErrand(list, output, isCheck: true).run()
    }
  }

  struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "run",
      abstract: "Take a list in: the whole of it is checked first, rejected rows go to a workbook to correct.",
      discussion: """
        At a terminal it shows how the columns are read and asks; elsewhere it only says so. Stopped half-way and run \
        again, it goes on; run again after that, it adds nothing. Exit code 3 says that rows were rejected, 75 that \
        another import is running. --as says what the rows become (`hotline import targets`); given twice, it also says \
        who acts.

        Examples:
          hotline import run fixtures/outreach-list.xlsx --as outreach \\
            --campaign spring --hidden include
          hotline import run city.csv --as requests --map fixtures/boston-311.map.yaml
          hotline import run customers.xlsx --as customers --on-match update \\
            --column phone="联系方式2" --save-map gas-customers
          hotline import run next.xlsx --map gas-customers --on-match append
        """)
    @OptionGroup var list: ListOptions
    @Flag(name: [.customShort("y"), .customLong("yes")], help: "Do not ask whether the columns are read right.")
    var isConfirmed = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
      try await ImportErrand(list, output, isCheck: false, isConfirmed: isConfirmed).run()
    }
  }
}

/// One check or run of an import, from what was typed to what is shown.
struct ImportErrand {
  private let list: Import.ListOptions
  private let output: OutputOptions
  private let isCheck: Bool
  private let isConfirmed: Bool
  private let office: Workplace
  private var console: Console { office.console }

  init(_ list: Import.ListOptions, _ output: OutputOptions, isCheck: Bool, isConfirmed: Bool = false) {
    self.list = list
    self.output = output
    self.isCheck = isCheck
    self.isConfirmed = isConfirmed
    office = Workplace(output)
  }

  func run() async throws {
    let target = try list.target(output.actors)
    guard target != .units else { return try await runUnits() }
    let fileMap = try list.fileMap()
    // Whatever is wrong with the words is said before anything is opened.
    if list.map == nil || fileMap != nil { _ = try list.request(target, fileMap) }
    let progress = ImportProgressLine(console)
    let (summary, zone) = try await office.sitting { session in
      defer { progress.finish() }
      let map = try await keptMap(session) ?? fileMap
      let (request, mapping) = try answered(try list.request(target, map), session)
      try show(mapping, request)
      if !isCheck { try await save(request, mapping, session) }
      var summary =
        isCheck
        ? try await session.checkList(request) { progress.show($0) }
        : try await imported(request, session, progress)
      let columns = try await PartyColumns.allowed(session)
      summary.changes = summary.changes.map { ChangeLine.seen($0, where: columns) }
      return (summary, output.zone(office: try await session.definitions().calendar.timeZone))
    }
    try ImportReport(summary, isCheck: isCheck, console).show(output, changesOnly: list.diff, zone: zone)
  }

  /// Whoever stops it is told how much is in: after a signal nobody reads the error.
  private func imported(
    _ request: ImportRequest, _ session: Session, _ progress: ImportProgressLine
  ) async throws -> ImportSummary {
    do {
      return try await session.importList(request, at: office.now) { progress.show($0) }
    } catch {
      progress.finish()
      if Task.isCancelled, let problem = error as? ListProblem { console.say(Explanation.list(problem)) }
      throw error
    }
  }

  private func keptMap(_ session: Session) async throws -> ImportMap? {
    guard let name = list.map, try list.fileMap() == nil else { return nil }
    do {
      return try await session.importMap(name)
    } catch let problem as ImportMapProblem {
      throw Failure(Text(zh: "映射 \(name)：\(problem)", en: "map \(name): \(problem)"))
    }
  }

  private func runUnits() async throws {
    try list.checkUnits()
    let summary = try await office.sitting { session in
      try await session.importUnits(list.file, at: office.now, isRehearsal: isCheck)
    }
    try OrganisationReport.show(summary, list.file, isCheck, output, office)
  }

  /// How the columns are read; where that can be understood in two ways, somebody at the terminal is asked.
  private func answered(
    _ first: ImportRequest, _ session: Session
  ) throws -> (request: ImportRequest, mapping: ListMapping) {
    var request = first
    while true {
      do {
        return (request, try session.mapping(of: request))
      } catch let problem as ListProblem {
        guard let (field, column) = try ask(problem) else { throw problem }
        request.columns[field] = column
      }
    }
  }

  private func ask(_ problem: ListProblem) throws -> (field: String, column: String)? {
    guard case .ambiguousColumns(_, let sheet, let field, let headings, let columns) = problem,
      Question.canBeAsked(console)
    else { return nil }
    let letters = columns.map(ListMapping.letters)
    for (heading, letter) in zip(headings, letters) { console.say("  \(letter)  \(heading)") }
    let answer = try Question.ask(
      Text(zh: "\(sheet)：哪一列是 \(field)？（写列号）", en: "\(sheet): which column is the \(field)? (its letter)"), console)
    guard let typed = answer?.trimmingCharacters(in: .whitespaces), !typed.isEmpty else { return nil }
    // The letters of a column as they are; a heading only where it says which.
    if letters.contains(typed.uppercased()) {
      let index = letters.firstIndex(of: typed.uppercased()) ?? 0
      let isAlone = headings.filter { $0 == headings[index] }.count == 1
      return (field, isAlone ? headings[index] : letters[index])
    }
    return (field, typed)
  }

  private func show(_ mapping: ListMapping, _ request: ImportRequest) throws {
    let asks = !isCheck && !isConfirmed && Question.canBeAsked(console)
    ImportMappingLines(mapping, request.target.info, console).say(inFull: isCheck || asks)
    guard asks else { return }
    let question = Text(zh: "按以上方式导入 \(request.path)？", en: "Take \(request.path) in like this?")
    guard try Confirmation.ask(question, option: "--yes", console) else {
      console.say(Text(zh: "没有导入任何内容。", en: "Nothing was taken in."))
      throw ExitStatus.failed
    }
  }

  private func save(_ request: ImportRequest, _ mapping: ListMapping, _ session: Session) async throws {
    guard let name = list.savedMap else { return }
    var map = request.map
    if map == nil || !request.columns.isEmpty {
      // A map of a table of history says more than its columns: it is kept as it is.
      if case .requests(let own) = request.target {
        map = own
      } else {
        map = try ImportMap(yaml: ImportMap.yaml(target: request.target.name, columns: mapping.named))
      }
    }
    guard let map else { return }
    let (version, isNew) = try await session.saveImportMap(name, map, at: office.now)
    DefinitionFile.say(Text(zh: "映射", en: "map"), name, version, isNew: isNew, console)
  }
}
