import ArgumentParser
import BackOffice
import Domain
import Foundation

/// `hotline region …`: which unit answers for which area.
struct RegionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "region",
    abstract: "Which unit answers for which area: by address, or by the area code of a telephone.",
    discussion: """
      A region table is a YAML file. The longest fitting beginning decides; an address that fits nowhere has to be looked at \
      by a person.

        regions: city
        areas:
          pudong: {labels: {zh: 浦东}, addresses: [上海市浦东新区, 浦东], unit: pudong-office}
          suzhou: {phones: ["0512"], unit: suzhou-office}
      """,
    subcommands: [List.self, Find.self, Show.self, Check.self, Publish.self])

  private static let word = Text(zh: "区域表", en: "region table")
  private static let problems = Text(zh: "区域表", en: "the region table has")

  private static let columns = [
    ListColumn("table", Text(zh: "区域表", en: "table"), .code), ListColumn("area", Text(zh: "区域", en: "area"), .code),
    ListColumn("label", Text(zh: "名称", en: "name")), ListColumn("unit", Text(zh: "单位", en: "unit"), .code),
    ListColumn("addresses", Text(zh: "地址开头", en: "addresses")),
    ListColumn("phones", Text(zh: "区号", en: "phones"), priority: 1),
  ]

  private static func row(_ area: RegionTable.Area, _ table: RegionTable, _ language: Language) -> [Value] {
    [
      .code(table.key.rawValue), .code(area.key), .text(area.labels(language)), .code(area.unit.rawValue),
      .text(area.addresses.joined(separator: " ")), .text(area.phones.joined(separator: " ")),
    ]
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the areas and their units.", discussion: "Example:\n  hotline region list")
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let listing = try Listing(
          title: Text(zh: "区域", en: "areas"), columns: RegionCommand.columns, options: output,
          console: workplace.console, zone: .gmt)
        for table in try await session.definitions().regionTables {
          for area in table.areas { try listing.append(RegionCommand.row(area, table, workplace.console.language)) }
        }
        try listing.finish()
      }
    }
  }

  struct Find: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "find", abstract: "Say which area an address or a telephone lies in; ends with 1 where none fits.",
      discussion: """
        Examples:
          hotline region find 上海市浦东新区张江路1号
          hotline region find --phone 0512-6543210
        """)
    @Argument(help: "An address.") var address: String?
    @Option(help: "A telephone number.") var phone: String?
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard (address == nil) != (phone == nil) else { throw ValidationError("give an address, or --phone") }
    }

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        for table in try await session.definitions().regionTables {
          let found = address.map { table.area(forAddress: $0) } ?? phone.flatMap { table.area(forPhone: $0) }
          guard let found else { continue }
          return try Listing.single(
            RegionCommand.row(found, table, workplace.console.language), columns: RegionCommand.columns,
            options: output, console: workplace.console, zone: .gmt)
        }
        throw Failure(
          Text(
            zh: "不在任何区域内；请人工指定单位，或在区域表中补充",
            en: "that lies in no area; choose a unit by hand, or add it to the region table"))
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Write out the YAML of a region table.",
      discussion: "Example:\n  hotline region show city > city.yaml")
    @Argument(help: "The table.") var table: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try DefinitionFile.write(
        try await workplace.sitting { session in
          guard let text = try await session.definitionText(.regions, table) else {
            let known = try await session.definitions().regionTables.map(\.key.rawValue)
            throw OfficeError.definition(.noSuchDefinition(.regions, table, known: known))
          }
          return text
        })
    }
  }

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Check a region table; every problem is named with its line.",
      discussion: "Example:\n  hotline region check city.yaml")
    @Argument(help: "A YAML file.", completion: .file(extensions: ["yaml", "yml"])) var file: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      do {
        let table = try RegionCompiler.compile(try DefinitionFile.read(file), version: 1)
        Workplace(output).console.say(
          Text(
            zh: "\(file)：区域表 \(table.key)，\(table.areas.count) 个区域，没有问题",
            en: "\(file): region table \(table.key), \(table.areas.count) areas, no problems"))
      } catch let error as ProcessError {
        throw DefinitionFile.failure(error, in: file, RegionCommand.problems)
      }
    }
  }

  struct Publish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "publish", abstract: "Publish a region table.",
      discussion: "Example:\n  hotline region publish city.yaml")
    @Argument(help: "A YAML file.", completion: .file(extensions: ["yaml", "yml"])) var file: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let text = try DefinitionFile.read(file)
      let workplace = Workplace(output)
      let (table, isNew) = try await workplace.sitting { session in
        do {
          return try await session.publishRegions(text, at: workplace.now)
        } catch let error as ProcessError {
          throw DefinitionFile.failure(error, in: file, RegionCommand.problems)
        }
      }
      DefinitionFile.say(RegionCommand.word, table.key.rawValue, table.version, isNew: isNew, workplace.console)
    }
  }
}
