import ArgumentParser
import BackOffice
import Domain
import Foundation

/// `hotline process …`: how orders move, as data of the office's own.
struct ProcessCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "process", abstract: "How orders move: check, publish, show and draw processes.",
    discussion: """
      A process is a YAML file with states, actions, forms, clocks and rules. To have call states of your own, write the \
      outreach process out, change it, publish it: no code changes.

        hotline process show outreach > outreach.yaml
        hotline process check outreach.yaml
        hotline process publish outreach.yaml
        hotline process diagram outreach
      """,
    subcommands: [Check.self, Publish.self, List.self, Show.self, Diagram.self, Move.self, Rollback.self])

  static let word = Text(zh: "流程", en: "process")
  private static let problems = Text(zh: "流程", en: "the process has")

  static func read(_ file: String) throws -> String { try DefinitionFile.read(file) }

  static func failure(_ error: ProcessError, in file: String) -> Failure {
    DefinitionFile.failure(error, in: file, problems)
  }

  /// The problems of several files; nothing where there are none.
  static func failure(_ errors: [ProcessError?], in files: [String]) -> Failure? {
    let found = zip(files, errors).compactMap { file, error in error.map { (file: file, error: $0) } }
    guard !found.isEmpty else { return nil }
    return DefinitionFile.failure(found, found.count == 1 ? problems : Text(zh: "流程", en: "the processes have"))
  }

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Check processes; every problem is named with its line.",
      discussion: """
        Several files are checked together: they may open orders of one another. With --office they are checked beside what \
        the office has published; without it no database is needed, and only the shipped roles are known.

        Examples:
          hotline process check outreach.yaml
          hotline process check lost.yaml found.yaml --office
        """)
    @Argument(help: "YAML files.", completion: .file(extensions: ["yaml", "yml"])) var files: [String]
    @Flag(help: "Beside the processes, roles, calendars and category trees of the office.") var office = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let texts = try files.map(DefinitionFile.read)
      let workplace = Workplace(output)
      let results =
        office
        ? try await workplace.sitting { try await $0.checkProcesses(texts) }
        : ProcessCompiler.check(texts, among: Self.alone(texts))
      var errors: [ProcessError?] = []
      for (file, result) in zip(files, results) {
        switch result {
        case .failure(let error): errors.append(error)
        case .success(let process):
          errors.append(nil)
          workplace.console.say(Self.praise(process, file))
        }
      }
      guard output.isTable else { return try list(errors, workplace) }
      if let failure = ProcessCommand.failure(errors, in: files) { throw failure }
    }

    /// Without the office, what comes with Hotline is what else there is; a file may stand for one of them.
    private static func alone(_ texts: [String]) -> Surroundings {
      var surroundings = Surroundings.alone
      for case .success(let process) in ProcessCompiler.check(ShippedProcesses.all.map(\.yaml), among: surroundings) {
        surroundings.processes = (surroundings.processes ?? [:]).merging([process.key: process]) { $1 }
      }
      return surroundings
    }

    private static func praise(_ process: Domain.Process, _ file: String) -> Text {
      Text(
        zh: "\(file)：流程 \(process.key)，\(process.states.count) 个状态，\(process.actions.count) 个动作，没有问题",
        en:
          "\(file): process \(process.key), \(process.states.count) states, \(process.actions.count) actions, no problems"
      )
    }

    private func list(_ errors: [ProcessError?], _ workplace: Workplace) throws {
      let listing = try Listing(
        title: Text(zh: "问题", en: "problems"),
        columns: [
          ListColumn("file", Text(zh: "文件", en: "file"), .code),
          ListColumn("line", Text(zh: "行", en: "line"), .integer),
          ListColumn("column", Text(zh: "列", en: "column"), .integer), ListColumn("path", Text(zh: "位置", en: "path")),
          ListColumn("reason", Text(zh: "原因", en: "reason")), ListColumn("wayOut", Text(zh: "办法", en: "way out")),
        ], options: output, console: workplace.console, zone: .gmt)
      for (file, error) in zip(files, errors) {
        for problem in error?.problems ?? [] {
          let inChinese = output.isTable && workplace.console.language == .zh
          let words = [problem.reason, problem.suggestion].map { inChinese ? ProblemWords.chinese($0) : $0 }
          try listing.append(
            [.code(file), .integer(problem.line), .integer(problem.column), .text(problem.path)]
              + words.map { .text($0) })
        }
      }
      try listing.finish()
      if listing.count > 0 { throw ExitStatus.failed }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Write out the YAML of a process.",
      discussion: """
        Examples:
          hotline process show outreach > outreach.yaml
          hotline process show complaint --version 1
        """)
    @Argument(help: "The process.") var key: String
    @Option(help: "An earlier version; else the newest.") var version: Int?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try DefinitionFile.write(
        try await workplace.sitting { session in
          try await session.processText(ProcessKey(rawValue: key), version: version).yaml
        })
    }
  }
}
