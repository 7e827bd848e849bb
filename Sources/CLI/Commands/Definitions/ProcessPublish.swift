import ArgumentParser
import BackOffice
import Domain
import Foundation

extension ProcessCommand {
  struct Publish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "publish",
      abstract: "Publish processes: new orders open with them, open orders stay on their version.",
      discussion: """
        Several files are published together, or none of them. With --shipped the processes that came with this version of \
        Hotline are published: the missing and the newer ones, or those that are named, which replaces a text of your own.

        Examples:
          hotline process publish outreach.yaml
          hotline process publish --shipped
          hotline process publish --shipped complaint
        """)
    @Argument(
      help: "YAML files; with --shipped names of processes.", completion: .file(extensions: ["yaml", "yml"]))
    var files: [String] = []
    @Flag(help: "What came with this version of Hotline.") var shipped = false
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard shipped || !files.isEmpty else { throw ValidationError("name a YAML file, or say --shipped") }
    }

    func run() async throws {
      let texts = shipped ? [] : try files.map(DefinitionFile.read)
      let workplace = Workplace(output)
      let published = try await workplace.sitting { session in
        do {
          return shipped
            ? try await session.publishShipped(files.map(ProcessKey.init(rawValue:)), at: workplace.now)
            : try await session.publishProcesses(texts, at: workplace.now)
        } catch let error as ProcessSetError {
          throw ProcessCommand.failure(error.errors, in: files) ?? error
        }
      }
      for (process, isNew) in published {
        DefinitionFile.say(ProcessCommand.word, process.key.rawValue, process.version, isNew: isNew, workplace.console)
      }
      guard shipped else { return }
      if published.isEmpty {
        workplace.console.say(Text(zh: "没有缺少的或更新的流程", en: "no process is missing or newer"))
      }
    }
  }

  struct Rollback: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rollback", abstract: "Publish an earlier text of a process anew, as its next version.",
      discussion: "Example:\n  hotline process rollback complaint --to 1")
    @Argument(help: "The process.") var key: String
    @Option(help: "The version whose text is wanted.") var to: Int
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let (process, isNew) = try await workplace.sitting { session in
        do {
          return try await session.rollBackProcess(ProcessKey(rawValue: key), to: to, at: workplace.now)
        } catch let error as ProcessSetError {
          throw ProcessCommand.failure(error.errors, in: ["\(key)@\(to)"]) ?? error
        }
      }
      DefinitionFile.say(ProcessCommand.word, process.key.rawValue, process.version, isNew: isNew, workplace.console)
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the processes, or all their versions.",
      discussion: """
        `shipped` says how a process stands to the one that came with this version of Hotline: current, newer (publish \
        --shipped takes it over), own (a text of the office's), missing.

        Examples:
          hotline process list
          hotline process list --versions
        """)
    @Flag(help: "Every version, with when and by whom.") var versions = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let definitions = try await session.definitions()
        if versions {
          try await listVersions(session, definitions, workplace)
        } else {
          try await listNewest(session, definitions, workplace)
        }
      }
    }

    private func listNewest(_ session: Session, _ definitions: Definitions, _ workplace: Workplace) async throws {
      let listing = try Listing(
        title: Text(zh: "流程", en: "processes"),
        columns: [
          ListColumn("key", Text(zh: "流程", en: "process")),
          ListColumn("version", Text(zh: "版本", en: "version"), .integer),
          ListColumn("label", Text(zh: "名称", en: "name")),
          ListColumn("shipped", Text(zh: "自带", en: "shipped")),
          ListColumn("states", Text(zh: "状态", en: "states")),
          ListColumn("actions", Text(zh: "动作", en: "actions"), priority: 1),
        ], options: output, console: workplace.console, zone: .gmt)
      let shipped = try await session.shippedStates()
      let language = workplace.console.language
      for process in definitions.all {
        try listing.append([
          .text(process.key.rawValue), .integer(process.version), .text(process.labels(language)),
          .text(shipped[process.key].map { output.isForPeople ? $0.words(language) : $0.rawValue }),
          .text(process.states.map(\.key.rawValue).joined(separator: " ")),
          .text(process.actions.map(\.key.rawValue).joined(separator: " ")),
        ])
      }
      try listing.finish()
      let newer = shipped.filter { $0.value == .newer || $0.value == .missing }.keys.sorted()
      guard output.isTable, !newer.isEmpty else { return }
      let names = newer.map(\.rawValue).joined(separator: " ")
      workplace.console.say(
        Text(
          zh: "此版本带有更新的流程：\(names)；用 `hotline process publish --shipped` 启用",
          en: "this version brings newer processes: \(names); `hotline process publish --shipped` takes them over"))
    }

    private func listVersions(_ session: Session, _ definitions: Definitions, _ workplace: Workplace) async throws {
      let listing = try Listing(
        title: Text(zh: "流程版本", en: "versions of processes"),
        columns: [
          ListColumn("key", Text(zh: "流程", en: "process")),
          ListColumn("version", Text(zh: "版本", en: "version"), .integer),
          ListColumn("publishedAt", Text(zh: "发布时间", en: "published"), .instant),
          ListColumn("by", Text(zh: "发布人", en: "by")),
          ListColumn("shipped", Text(zh: "自带", en: "shipped"), .flag),
          ListColumn("states", Text(zh: "状态", en: "states"), priority: 1),
        ], options: output, console: workplace.console,
        zone: output.zone(office: definitions.calendar.timeZone))
      for key in definitions.all.map(\.key) {
        for version in try await session.versions(of: .process, key.rawValue) {
          let process = definitions.process(key, version: version.definition.version)
          try listing.append([
            .text(key.rawValue), .integer(version.definition.version), .instant(version.at), .text(version.actor),
            .flag(version.isShipped), .text(process?.states.map(\.key.rawValue).joined(separator: " ")),
          ])
        }
      }
      try listing.finish()
    }
  }
}

extension ShippedState {
  fileprivate func words(_ language: Language) -> String {
    switch self {
    case .current: Text(zh: "一致", en: "current")(language)
    case .newer: Text(zh: "有新版", en: "newer")(language)
    case .own: Text(zh: "自定义", en: "own")(language)
    case .missing: Text(zh: "缺少", en: "missing")(language)
    }
  }
}
