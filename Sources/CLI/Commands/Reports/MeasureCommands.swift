import ArgumentParser
import BackOffice
import Domain
import Foundation
import Reports

/// `hotline measure …`: the figures that reports show.
struct MeasureCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure", abstract: "The figures that reports show: how each is counted, over what.",
    discussion: """
      A measure is counted, or computed from others by a formula. A new one needs no code:

        measure: late-share
        labels: {zh: 逾期占比, en: Share late}
        formula: late / finished
        as: percent
        base: {zh: 本期办结的工单, en: orders finished in the period}
      """,
    subcommands: [List.self, Show.self, Check.self, Publish.self, Retire.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the measures.",
      discussion: """
        The id is what stands under the figure in every report.

        Examples:
          hotline measure list
          hotline measure list --format ndjson
        """)
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let library = try await workplace.sitting { try await $0.reportLibrary() }
      let language = workplace.console.language.ofReports
      let listing = try Listing(
        title: Text(zh: "指标", en: "measures"),
        columns: [
          ListColumn("name", Text(zh: "名称", en: "name"), .code),
          ListColumn("title", Text(zh: "标题", en: "title"), least: 18),
          ListColumn("id", Text(zh: "编号", en: "id"), .code, priority: 3),
          ListColumn("unit", Text(zh: "单位", en: "unit"), .code),
          ListColumn("rule", Text(zh: "计算方法", en: "how it is counted"), priority: 1, least: 20),
          ListColumn("base", Text(zh: "基数", en: "base"), priority: 2),
        ], options: output, console: workplace.console, zone: .gmt)
      for measure in library.measures.values.sorted(by: { $0.key < $1.key }) {
        let formula = measure.formula(in: library.measures)
        try listing.append([
          .code(measure.key.rawValue), .text(formula.name(language)), .code(measure.id), .code(measure.unit.rawValue),
          .text(formula.rule(language)), .text(formula.base?(language)),
        ])
      }
      try listing.finish()
      DefinedFigures.warn(library, workplace.console)
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Write out the YAML of a measure.",
      discussion: "Example:\n  hotline measure show on-time-rate")
    @Argument(help: "The measure.") var name: String
    @OptionGroup var output: OutputOptions

    func run() async throws { try await DefinedFigures.show(.measure, name, Workplace(output)) }
  }

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Check measures; every problem is named with its line.",
      discussion: "Example:\n  hotline measure check mine.yaml --office")
    @Argument(help: "A YAML file.", completion: .file(extensions: ["yaml", "yml"])) var file: String
    @Flag(help: "Beside the measures and reports of the office.") var office = false
    @OptionGroup var output: OutputOptions

    func run() async throws { try await DefinedFigures.check(file, office: office, Workplace(output)) }
  }

  struct Publish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "publish", abstract: "Publish the measures of a file, all or none.",
      discussion: """
        A published measure stands in for a shipped one of the same name, in all reports: its id says so.

        Example:
          hotline measure publish mine.yaml
        """)
    @Argument(help: "A YAML file.", completion: .file(extensions: ["yaml", "yml"])) var file: String
    @OptionGroup var output: OutputOptions

    func run() async throws { try await DefinedFigures.publish(file, Workplace(output)) }
  }

  struct Retire: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "retire", abstract: "Take a measure of the office's own out of force.",
      discussion: "Refused while a report or another measure needs it.\n\nExample:\n  hotline measure retire late-share"
    )
    @Argument(help: "The measure.") var name: String
    @OptionGroup var output: OutputOptions

    func run() async throws { try await DefinedFigures.retire(.measure, name, Workplace(output)) }
  }
}

/// What commands do with the texts of measures and of reports alike.
enum DefinedFigures {
  private static let problems = Text(zh: "定义", en: "the definitions have")

  private static func word(_ kind: DefinitionPublished.Kind) -> Text {
    kind == .measure ? Text(zh: "指标", en: "measure") : Text(zh: "报表", en: "report")
  }

  static func show(_ kind: DefinitionPublished.Kind, _ name: String, _ workplace: Workplace) async throws {
    let library = try await workplace.sitting { try await $0.reportLibrary() }
    if let text = library.texts.first(where: { $0.kind == kind && $0.key == name }) {
      return try DefinitionFile.write(text.yaml)
    }
    if kind == .report, library.reports.contains(where: { $0.key == name }) {
      throw Failure(
        Text(zh: "报表 \(name) 由程序编写，没有 YAML", en: "the report \(name) is written in the program and has no YAML"))
    }
    throw noSuch(kind, name, library.texts.filter { $0.kind == kind }.map(\.key))
  }

  static func check(_ file: String, office: Bool, _ workplace: Workplace) async throws {
    let text = try DefinitionFile.read(file)
    var texts: [DefinitionText] = []
    if office {
      texts = try await workplace.sitting { session in
        do {
          let texts = try await session.reportLibrary().check(text, called: file)
          warn(of: try await session.absences(in: text, called: file), in: file, workplace.console)
          return texts
        } catch {
          throw failure(error, file)
        }
      }
    } else {
      do throws(ProcessError) {
        texts = try ReportLibrary.shipped.check(text, called: file)
      } catch {
        throw DefinitionFile.failure(error, in: file, problems)
      }
    }
    for text in texts {
      let what = word(text.kind)
      workplace.console.say(
        Text(zh: "\(file)：\(what.zh) \(text.key)，没有问题", en: "\(file): \(what.en) \(text.key), no problems"))
    }
  }

  /// What a file names and the office does not have yet.
  private static func warn(of absences: [ProcessError.Problem], in file: String, _ console: Console) {
    for problem in absences {
      console.warn(Text("\(file):\(problem.line): \(problem.path): \(problem.reason); \(problem.suggestion)"))
    }
  }

  static func publish(_ file: String, _ workplace: Workplace) async throws {
    let text = try DefinitionFile.read(file)
    let (results, absences) = try await workplace.sitting { session in
      do {
        return try await session.publishReports(text, called: file, at: workplace.now)
      } catch {
        throw failure(error, file)
      }
    }
    warn(of: absences, in: file, workplace.console)
    for (text, version, isNew) in results {
      DefinitionFile.say(word(text.kind), text.key, version, isNew: isNew, workplace.console)
    }
  }

  static func retire(_ kind: DefinitionPublished.Kind, _ name: String, _ workplace: Workplace) async throws {
    try await workplace.sitting { session in
      do {
        try await session.retireReport(kind, name, at: workplace.now)
      } catch {
        throw failure(error, name)
      }
    }
    let what = word(kind)
    workplace.console.say(Text(zh: "\(what.zh) \(name) 已停用", en: "\(what.en) \(name) is retired"))
  }

  /// Says which published texts do not hold any more.
  static func warn(_ library: ReportLibrary, _ console: Console) {
    for (text, error) in library.broken {
      let reason = error.problems.first?.words ?? Text("")
      let what = word(text.kind)
      console.say(
        Text(
          zh: "\(what.zh) \(text.key) 不再成立：\(reason.zh)",
          en: "\(what.en) \(text.key) does not hold any more: \(reason.en)"))
    }
  }

  private static func failure(_ error: any Error, _ file: String) -> any Error {
    switch error {
    case let error as ProcessError: return DefinitionFile.failure(error, in: file, problems)
    case let error as ReportDefinitionError:
      switch error {
      case .breaks(let broken):
        let lines = broken.map { "\($0.key): \($0.reason)" }.joined(separator: "\n")
        return Failure(
          Text(
            zh: "有的定义将不再成立；请一并修改或先停用：\n\(lines)",
            en: "others would not hold any more; change them with it, or retire them:\n\(lines)"))
      case .notPublished(let kind, let key, let known): return noSuch(kind, key, known)
      case .comesWithHotline(let kind, let key, let isText):
        let what = word(kind)
        let command = kind == .measure ? "measure" : "report"
        guard isText else {
          return Failure(
            Text(
              zh: "\(what.zh) \(key) 由程序编写，不能停用，也不能替换；另取名称发布自己的\(what.zh)",
              en:
                "the \(what.en) \(key) is written in the program: it cannot be retired or replaced; publish one of your own under another name"
            ))
        }
        return Failure(
          Text(
            zh:
              "\(what.zh) \(key) 随 Hotline 提供，不能停用；要替换它，请发布同名的\(what.zh)：hotline \(command) show \(key) > FILE.yaml，修改后 hotline \(command) publish FILE.yaml",
            en:
              "the \(what.en) \(key) comes with Hotline and cannot be retired; to replace it, publish one of that name: hotline \(command) show \(key) > FILE.yaml, change it, hotline \(command) publish FILE.yaml"
          ))
      }
    default: return error
    }
  }

  private static func noSuch(_ kind: DefinitionPublished.Kind, _ key: String, _ known: [String]) -> Failure {
    let what = word(kind)
    return Failure(
      .unknown(
        Text(zh: "没有\(what.zh) \(key)", en: "there is no \(what.en) \(key)"), key, in: known,
        none: Text(zh: "本单位尚未发布", en: "the office has published none")))
  }
}
