import ArgumentParser
import BackOffice
import Domain
import Foundation

/// `hotline category …`: what orders can be about, as trees of topics and contents.
struct CategoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "category", abstract: "What orders can be about: trees of topics and the contents under them.",
    discussion: """
      A category tree is a YAML file. Orders keep the code of their category; its label may change with every version, and \
      what is shown as of an earlier instant keeps the label of its time.

        categories: city
        topics:
          - key: repair
            labels: {zh: 报修, en: Repair}
            unit: works
            process: repair
            children:
              - {key: street-light, labels: {zh: 路灯, en: Street light}}
              - {key: pothole, labels: {zh: 坑洼, en: Pothole}, retired: true}

      A process takes its categories from a tree that it names: `categories: city`.
      """,
    subcommands: [List.self, Show.self, Check.self, Publish.self])

  private static let word = Text(zh: "分类树", en: "category tree")
  private static let problems = Text(zh: "分类树", en: "the category tree has")

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the category trees, or what is in one.",
      discussion: """
        Examples:
          hotline category list
          hotline category list city
          hotline category list city --under repair
          hotline category list city --at 2026-01-01
        """)
    @Argument(help: "A tree; without it, the trees.") var tree: String?
    @Option(help: "Only what can be chosen under this entry.") var under: String?
    @Option(parsing: .unconditional, help: "As it read at that instant.") var at: InstantArgument?
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard tree != nil || under == nil else { throw ValidationError("--under: name the tree, too") }
    }

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let definitions = try await session.definitions()
        guard let tree else { return try listTrees(definitions, workplace) }
        let zone = output.zone(office: definitions.calendar.timeZone)
        let instant = at?.date(in: zone, now: workplace.now) ?? .distantFuture
        guard let found = definitions.categories(CategoriesKey(rawValue: tree), at: instant) else {
          throw OfficeError.definition(
            .noSuchDefinition(.categories, tree, known: definitions.categoryTrees.map(\.key.rawValue)))
        }
        try list(found, workplace)
      }
    }

    private func listTrees(_ definitions: Definitions, _ workplace: Workplace) throws {
      let listing = try Listing(
        title: Text(zh: "分类树", en: "category trees"),
        columns: [
          ListColumn("key", Text(zh: "分类树", en: "tree"), .code),
          ListColumn("version", Text(zh: "版本", en: "version"), .integer),
          ListColumn("label", Text(zh: "名称", en: "name")),
          ListColumn("entries", Text(zh: "条目", en: "entries"), .integer),
          ListColumn("processes", Text(zh: "使用的流程", en: "used by")),
        ], options: output, console: workplace.console, zone: .gmt)
      for tree in definitions.categoryTrees {
        let users = definitions.all.filter { $0.categories == tree.key }.map(\.key.rawValue)
        try listing.append([
          .code(tree.key.rawValue), .integer(tree.version), .text(tree.labels(workplace.console.language)),
          .integer(tree.all.count), .text(users.joined(separator: " ")),
        ])
      }
      try listing.finish()
    }

    private func list(_ tree: CategoryTree, _ workplace: Workplace) throws {
      let listing = try Listing(
        title: Text(zh: "分类", en: "categories"),
        columns: [
          ListColumn("key", Text(zh: "代码", en: "code"), .code), ListColumn("label", Text(zh: "名称", en: "name")),
          ListColumn("topic", Text(zh: "上级", en: "under"), .code),
          ListColumn("level", Text(zh: "层级", en: "level"), .integer),
          ListColumn("unit", Text(zh: "单位", en: "unit"), .code),
          ListColumn("process", Text(zh: "流程", en: "process"), .code),
          ListColumn("retired", Text(zh: "停用", en: "retired"), .flag, priority: 1),
        ], options: output, console: workplace.console, zone: .gmt)
      let entries = under.map { key in
        tree.choices(under: key).map { (node: $0, depth: tree.path(to: $0.key).count - 1) }
      }
      for (node, depth) in entries ?? tree.all {
        let indent = output.isTable ? String(repeating: "  ", count: under == nil ? depth : 0) : ""
        try listing.append([
          .code(node.key), .text((node.labels(workplace.console.language) ?? node.key).indented(indent)),
          .code(tree.path(to: node.key).dropLast().last?.key), .integer(depth + 1),
          .code(tree.unit(for: node.key)?.rawValue), .code(tree.process(for: node.key)?.rawValue),
          .flag(node.isRetired),
        ])
      }
      try listing.finish()
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Write out the YAML of a category tree.",
      discussion: "Example:\n  hotline category show city > city.yaml")
    @Argument(help: "The tree.") var tree: String
    @Option(parsing: .unconditional, help: "As it read at that instant.") var at: InstantArgument?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try DefinitionFile.write(
        try await workplace.sitting { session in
          let definitions = try await session.definitions()
          let zone = output.zone(office: definitions.calendar.timeZone)
          let instant = at?.date(in: zone, now: workplace.now) ?? .distantFuture
          guard let text = try await session.definitionText(.categories, tree, at: instant) else {
            throw OfficeError.definition(
              .noSuchDefinition(.categories, tree, known: definitions.categoryTrees.map(\.key.rawValue)))
          }
          return text
        })
    }
  }

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Check a category tree; every problem is named with its line.",
      discussion: "Example:\n  hotline category check city.yaml")
    @Argument(help: "A YAML file.", completion: .file(extensions: ["yaml", "yml"])) var file: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      do {
        let tree = try CategoryCompiler.compile(try DefinitionFile.read(file), version: 1)
        Workplace(output).console.say(
          Text(
            zh: "\(file)：分类树 \(tree.key)，\(tree.all.count) 个条目，没有问题",
            en: "\(file): category tree \(tree.key), \(tree.all.count) entries, no problems"))
      } catch let error as ProcessError {
        throw DefinitionFile.failure(error, in: file, CategoryCommand.problems)
      }
    }
  }

  struct Publish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "publish", abstract: "Publish a category tree: new orders choose from it.",
      discussion: "Example:\n  hotline category publish city.yaml")
    @Argument(help: "A YAML file.", completion: .file(extensions: ["yaml", "yml"])) var file: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let text = try DefinitionFile.read(file)
      let workplace = Workplace(output)
      let (tree, isNew) = try await workplace.sitting { session in
        do {
          return try await session.publishCategories(text, at: workplace.now)
        } catch let error as ProcessError {
          throw DefinitionFile.failure(error, in: file, CategoryCommand.problems)
        }
      }
      DefinitionFile.say(CategoryCommand.word, tree.key.rawValue, tree.version, isNew: isNew, workplace.console)
    }
  }
}

extension String {
  fileprivate func indented(_ indent: String) -> String { indent + self }
}
