import ArgumentParser
import BackOffice
import Domain
import Foundation

/// `hotline process …`: how orders move, as data of the office's own.
struct ProcessCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "process", abstract: "How orders move: check, publish and show processes.",
    discussion: """
      A process is a YAML file with states, actions, clocks and rules. To have call states of your own, write the outreach \
      process out, change it, publish it: no code changes.

        hotline process show outreach > outreach.yaml
        hotline process publish outreach.yaml
      """,
    subcommands: [Check.self, Publish.self, List.self, Show.self])

  static func read(_ file: String) throws -> String {
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
      throw Failure(
        .usage,
        Text(
          zh: "\(file)：无法读取；文件名是否正确，是否为 UTF-8？", en: "\(file) cannot be read; is the name right, and is it UTF-8 text?")
      )
    }
    return text
  }

  static func failure(_ error: ProcessError, in file: String) -> Failure {
    let lines = error.problems.map { problem in
      let path = problem.path.isEmpty ? "" : "\(problem.path): "
      return "\(file):\(problem.line): \(path)\(problem.reason); \(problem.suggestion)"
    }
    return Failure(
      Text(
        zh: "流程有 \(lines.count) 处问题\n" + lines.joined(separator: "\n"),
        en: "the process has \(lines.count) problem\(lines.count == 1 ? "" : "s")\n" + lines.joined(separator: "\n")))
  }

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check a process; every problem is named with its line.",
      discussion: "Example:\n  hotline process check outreach.yaml")
    @Argument(help: "A YAML file.", completion: .file(extensions: ["yaml", "yml"])) var file: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let text = try ProcessCommand.read(file)
      do {
        let process = try ProcessCompiler.compile(text, version: 1)
        Workplace(output).console.say(
          Text(
            zh: "\(file)：流程 \(process.key)，\(process.states.count) 个状态，\(process.actions.count) 个动作，没有问题",
            en:
              "\(file): process \(process.key), \(process.states.count) states, \(process.actions.count) actions, no problems"
          ))
      } catch {
        throw ProcessCommand.failure(error, in: file)
      }
    }
  }

  struct Publish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Publish a process: new orders open with it, those that are open stay on theirs.",
      discussion: "Example:\n  hotline process publish outreach.yaml")
    @Argument(help: "A YAML file.", completion: .file(extensions: ["yaml", "yml"])) var file: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let text = try ProcessCommand.read(file)
      let workplace = Workplace(output)
      let (process, isNew) = try await workplace.sitting { session in
        do {
          return try await session.publishProcess(text, at: workplace.now)
        } catch let error as ProcessError {
          throw ProcessCommand.failure(error, in: file)
        }
      }
      workplace.console.say(
        isNew
          ? Text(
            zh: "流程 \(process.key) 第 \(process.version) 版已发布",
            en: "process \(process.key): version \(process.version) is published")
          : Text(
            zh: "流程 \(process.key) 第 \(process.version) 版已是此内容",
            en: "process \(process.key): version \(process.version) says this already"))
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the processes.", discussion: "Example:\n  hotline process list")
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let language = workplace.console.language
        let listing = try Listing(
          title: Text(zh: "流程", en: "processes"),
          columns: [
            ListColumn("key", Text(zh: "流程", en: "process")),
            ListColumn("version", Text(zh: "版本", en: "version"), .integer),
            ListColumn("label", Text(zh: "名称", en: "name")),
            ListColumn("states", Text(zh: "状态", en: "states")),
            ListColumn("actions", Text(zh: "动作", en: "actions"), priority: 1),
          ], options: output, console: workplace.console, zone: .gmt)
        for process in try await session.definitions().all {
          try listing.append([
            .text(process.key.rawValue), .integer(process.version),
            .text(language == .zh ? process.labels.zh : process.labels.en),
            .text(process.states.map(\.key.rawValue).joined(separator: " ")),
            .text(process.actions.map(\.key.rawValue).joined(separator: " ")),
          ])
        }
        try listing.finish()
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write out the YAML of a process.",
      discussion: "Example:\n  hotline process show outreach > outreach.yaml")
    @Argument(help: "The process.") var key: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let yaml = try await workplace.sitting { session in
        guard let found = try await session.processText(ProcessKey(rawValue: key)) else {
          throw OfficeError.noSuchProcess(key, known: try await session.definitions().all.map(\.key.rawValue))
        }
        return found.yaml
      }
      let sink = try ResultSink(path: nil)
      sink.buffer.append(contentsOf: yaml.utf8)
      try sink.finish()
    }
  }
}
