import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections

/// `hotline view …`: lists of orders by name.
struct ViewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "view", abstract: "Save lists of orders under a name, and share them.",
    discussion: """
      A view keeps conditions, columns and sorting. It is one person's own, or shared with a unit and all below it, or \
      with everybody. `hotline order list --view NAME` shows it.

        hotline view save late-gas --category gas --cell overdue \\
          --columns no,title,unit,dueAt --share gas
        hotline order list --view late-gas
      """,
    subcommands: [Save.self, Publish.self, List.self, Show.self, Retire.self])

  /// The words that a view of orders may use.
  static let vocabulary = SavedView.Vocabulary(
    filters: BoardFilter.names, columns: BoardColumn.allCases.map(\.rawValue),
    sorts: BoardQuery.Sort.allCases.map(\.rawValue))

  static func say(_ view: SavedView, _ outcome: (version: Int, isNew: Bool), _ console: Console) {
    console.say(
      outcome.isNew
        ? Text(
          zh: "视图 \(view.key) 第 \(outcome.version) 版已保存；用 hotline order list --view \(view.key) 查看",
          en: "view \(view.key): version \(outcome.version) is saved; hotline order list --view \(view.key) shows it")
        : Text(
          zh: "视图 \(view.key) 第 \(outcome.version) 版已是此内容",
          en: "view \(view.key): version \(outcome.version) says this already"))
  }

  struct Save: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "save", abstract: "Save the conditions and columns given as a view.",
      discussion: """
        Without --share it is your own. `--staff me` is whoever looks.

        Examples:
          hotline view save mine --staff me --kind open --sort due
          hotline view save late-gas --category gas --cell overdue --share gas \\
            --role dispatcher
          hotline view save all-late --overdue --columns no,title,unit,dueAt \\
            --share all
        """)
    @Argument(help: "Its name: lower-case letters, digits, - and _.") var name: String
    @OptionGroup var filter: BoardFilter
    @Flag(help: "Only overdue orders.") var overdue = false
    @Option(help: ColumnsArgument.help) var columns: ColumnsArgument?
    @Option(help: "Sort by: \(BoardQuery.Sort.allCases.map(\.rawValue).joined(separator: ", ")).") var sort:
      BoardQuery.Sort?
    @Flag(name: .customLong("desc"), help: "The largest first.") var isDescending = false
    @Option(help: "At most so many.") var limit: Int?
    @Option(help: "Share it with a unit and all below it, or with all.") var share: String?
    @Option(name: .customLong("role"), help: "Share it only with those who have this role; may be given again.")
    var roles: [String] = []
    @Option(help: "What Chinese speakers call it.") var labelZh: String?
    @Option(help: "What English speakers call it.") var labelEn: String?
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard ViewKey(rawValue: name).isWellFormed else {
        throw ValidationError("\(name): write lower-case letters, digits, - and _, a letter first")
      }
      if filter.asOf != nil || filter.openedFrom != nil || filter.openedTo != nil {
        throw ValidationError("a view keeps no instants; give --as-of, --opened-from and --opened-to when it is shown")
      }
      if share == nil, !roles.isEmpty { throw ValidationError("--role: it says with whom to --share; give that, too") }
    }

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        try filter.check(try await session.definitions())
        var view = SavedView(key: ViewKey(rawValue: name))
        view.labels = Labels(zh: labelZh, en: labelEn)
        view.filter = filter.conditions.merging(overdue ? ["overdue": "true"] : [:]) { $1 }
        view.columns = columns?.columns.map(\.rawValue) ?? []
        view.sort = sort?.rawValue
        view.isDescending = isDescending
        view.limit = limit
        view.unit = share == "all" ? nil : share.flatMap { UnitKey($0) }
        view.roles = roles.map { RoleKey(rawValue: $0) }
        view.owner = share == nil ? session.actor : nil
        ViewCommand.say(view, try await session.save(view, at: workplace.now), workplace.console)
      }
    }
  }

  struct Publish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "publish",
      abstract: "Publish a view that was written as YAML; every problem is named with its line.",
      discussion: """
        `hotline view show NAME > view.yaml` writes one to change.

        Example:
          hotline view publish view.yaml
        """)
    @Argument(help: "A YAML file.", completion: .file(extensions: ["yaml", "yml"])) var file: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let text = try ProcessCommand.read(file)
      let workplace = Workplace(output)
      let view: SavedView
      do {
        view = try SavedView(yaml: text, ViewCommand.vocabulary)
      } catch {
        throw DefinitionFailure.of(error, Text(zh: "视图", en: "the view"), in: file)
      }
      if view.subject == .orders { _ = try BoardFilter().filled(by: view, actor: "") }
      try await workplace.sitting { session in
        ViewCommand.say(view, try await session.save(view, at: workplace.now), workplace.console)
      }
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the views that you may use.", discussion: "Example:\n  hotline view list")
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let language = workplace.console.language
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let listing = try Listing(
          title: Text(zh: "视图", en: "views"),
          columns: [
            ListColumn("key", Text(zh: "视图", en: "view")), ListColumn("of", Text(zh: "内容", en: "of"), priority: 3),
            ListColumn("label", Text(zh: "名称", en: "name"), priority: 1),
            ListColumn("filter", Text(zh: "条件", en: "conditions")),
            ListColumn("columns", Text(zh: "列", en: "columns"), priority: 2),
            ListColumn("unit", Text(zh: "共享单位", en: "shared with")),
            ListColumn("roles", Text(zh: "角色", en: "roles"), priority: 2),
            ListColumn("owner", Text(zh: "所有者", en: "owner")),
            ListColumn("version", Text(zh: "版本", en: "version"), .integer, priority: 4),
            ListColumn("by", Text(zh: "保存者", en: "saved by"), priority: 5),
            ListColumn("at", Text(zh: "保存于", en: "saved"), .instant, priority: 4),
          ], options: output, console: workplace.console, zone: zone)
        for (view, text) in try await session.views().map({ ($0.view, $0.text) }) {
          let conditions = view.filter.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
          try listing.append([
            .text(view.key.rawValue), .text(view.subject.rawValue),
            .text(language == .zh ? view.labels.zh : view.labels.en), .text(conditions.joined(separator: " ")),
            .text(view.columns.joined(separator: " ")), .text(view.unit?.rawValue),
            .text(view.roles.map(\.rawValue).joined(separator: " ")), .text(view.owner), .integer(text.version),
            .text(text.actor), .instant(text.at),
          ])
        }
        try listing.finish()
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Write out the YAML of a view.",
      discussion: "Example:\n  hotline view show late-gas > view.yaml")
    @Argument(help: "The view.") var name: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let yaml = try await Workplace(output).sitting { session in
        let all = try await session.views()
        guard let found = all.first(where: { $0.text.key == name }) else {
          throw ViewError.noSuchView(name, known: all.map(\.text.key))
        }
        return found.text.body
      }
      let sink = try ResultSink(path: nil)
      sink.buffer.append(contentsOf: yaml.utf8)
      try sink.finish()
    }
  }

  struct Retire: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "retire", abstract: "Take a view away; it can be saved again.",
      discussion: "Example:\n  hotline view retire late-gas")
    @Argument(help: "The view.") var name: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        try await session.retireView(name, at: workplace.now)
        workplace.console.say(Text(zh: "视图 \(name) 已停用", en: "view \(name) is retired"))
      }
    }
  }
}

/// What is wrong with a definition that somebody wrote, by line.
enum DefinitionFailure {
  static func of(_ error: ProcessError, _ what: Text, in file: String) -> Failure {
    let (count, lines) = (error.problems.count, error.lines(in: file))
    return Failure(
      .usage,
      Text(
        zh: "\(what.zh)有 \(count) 处问题\n" + lines.zh,
        en: "\(what.en) has \(count) problem\(count == 1 ? "" : "s")\n" + lines.en))
  }
}
