import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections

/// `hotline part …`: the catalogue of spare parts.
struct PartCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "part", abstract: "The catalogue of spare parts: look them up, mend it, take lists of them out.",
    discussion: """
      A list comes in with `hotline import run parts.xlsx --as parts`. A line of an order that names a part of the catalogue \
      takes its price from it.
      """,
    subcommands: [List.self, Show.self, Add.self, Correct.self, Withdraw.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the parts, by number.",
      discussion: """
        What goes into a workbook can be changed there and taken in again as it is.

        Examples:
          hotline part list --search 电磁阀
          hotline part list --model JSQ-10 --format json
          hotline part list -o parts.xlsx
          hotline import run parts.xlsx --as parts --on-match update
        """)
    @Option(help: "Only those with these words in their number or in what is said of them.") var search: String?
    @Option(help: "Only those that fit this model.") var model: String?
    @Flag(help: "Those that were withdrawn, too.") var withdrawn = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        try await session.catchUp([Parts()])
        var query = PartQuery()
        query.search = search
        query.model = model
        query.withWithdrawn = withdrawn
        let lines = try await session.connection.run { [query] in try Parts.list(query, on: $0) }
        let listing = try Listing(
          title: Text(zh: "备件", en: "parts"), columns: PartLine.columns, options: output, console: workplace.console,
          zone: zone)
        for line in lines { try listing.append(PartLine.row(line)) }
        try listing.finish()
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show a part, also one that was withdrawn.",
      discussion: "Example:\n  hotline part show V-100")
    @Argument(help: "Its number.") var number: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let key = try EntryChange.key(number)
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        _ = try await session.part(key)
        try await session.catchUp([Parts()])
        var query = PartQuery()
        (query.number, query.withWithdrawn) = (key, true)
        let lines = try await session.connection.run { [query] in try Parts.list(query, on: $0) }
        for line in lines {
          try Listing.single(
            PartLine.row(line), columns: PartLine.columns, options: output, console: workplace.console, zone: zone)
        }
      }
    }
  }

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "add", abstract: "Bring a part into the catalogue, or back into it.",
      discussion: """
        Example:
          hotline part add V-100 --name 电磁阀 --model JSQ-10 --model JSQ-12 \\
            --unit 个 --price 35.50
        """)
    @Argument(help: "Its number.") var number: String
    @OptionGroup var fields: Fields
    @OptionGroup var change: EntryChange

    func validate() throws {
      if fields.name == nil { throw ValidationError("say what it is called: --name") }
    }

    func run() async throws {
      let (key, values) = (try EntryChange.key(number), fields.values)
      let console = Workplace(change.output).console
      try await change.perform { session, now in
        let outcome = try await session.addPart(key, values, at: now, isRehearsal: change.isRehearsal)
        if let other = try await session.part(spelledLike: key) {
          console.warn(
            Text(
              zh: "目录中还有 \(other)，只有大小写、全半角或横线不同；若是同一备件，用 `hotline part withdraw \(key)` 撤下",
              en:
                "the catalogue also has \(other), which differs only in width, case or dashes; if it is the same part, take this one out with `hotline part withdraw \(key)`"
            ))
        }
        return outcome
      }
    }
  }

  struct Correct: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "correct", abstract: "Mend what the catalogue says of a part; an empty value takes a field away.",
      discussion: """
        Example:
          hotline part correct V-100 --price 36.00 --remark ""
        """)
    @Argument(help: "Its number.") var number: String
    @OptionGroup var fields: Fields
    @OptionGroup var change: EntryChange

    func validate() throws {
      if fields.values.isEmpty { throw ValidationError("nothing to correct: give --name, --price …") }
    }

    func run() async throws {
      let (key, values) = (try EntryChange.key(number), fields.values)
      try await change.perform { session, now in
        try await session.correctPart(key, values, at: now, isRehearsal: change.isRehearsal)
      }
    }
  }

  struct Withdraw: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "withdraw", abstract: "Take a part out of the catalogue; the lines of orders keep it.",
      discussion: "Example:\n  hotline part withdraw V-100 --reason \"Out of production\"")
    @Argument(help: "Its number.") var number: String
    @Option(help: "Why.") var reason: String?
    @OptionGroup var change: EntryChange

    func run() async throws {
      let (key, reason) = (try EntryChange.key(number), reason)
      try await change.perform { session, now in
        try await session.withdrawPart(key, reason: reason, at: now, isRehearsal: change.isRehearsal)
      }
    }
  }

  /// What can be said of a part.
  struct Fields: ParsableArguments, Sendable {
    @Option(help: "As it is called.") var name: String?
    @Option(help: "A model that it fits; may be given again.") var model: [String] = []
    @Option(help: "What it is counted in.") var unit: String?
    @Option(help: "What one costs, up to two decimals.") var price: String?
    @Option(help: "Its number with the supplier.") var supplierNumber: String?
    @Option(help: "Anything else.") var remark: String?

    var values: [PartField: String] {
      var values: [PartField: String] = [:]
      (values[.name], values[.unit], values[.price]) = (name, unit, price)
      (values[.supplierNumber], values[.remark]) = (supplierNumber, remark)
      if !model.isEmpty { values[.models] = model.joined(separator: "\n") }
      return values
    }
  }
}

/// A part as a line of a list.
enum PartLine {
  static let columns: [ListColumn] = {
    let info = ImportTargetInfo.parts
    return [
      info.column("key", key: "number", .code), info.column("name"), info.column("models", priority: 2),
      info.column("unit", priority: 1), info.column("price", .decimal),
      info.column("supplierNumber", .code, priority: 3),
      info.column("remark", priority: 4), ListColumn("withdrawn", Text(zh: "已撤下", en: "withdrawn"), .flag, priority: 5),
      ListColumn("changedAt", Text(zh: "变更时间", en: "changed"), .instant, priority: 6),
      ListColumn("changedBy", Text(zh: "变更人", en: "changed by"), .code, priority: 6),
    ]
  }()

  static func row(_ line: Parts.Line) -> [Value] {
    let price = line.values[.price].flatMap(Double.init)
    return [
      .code(line.number), .text(line.values[.name]), .text(line.values[.models]), .text(line.values[.unit]),
      price.map { .decimal($0, places: 2) } ?? .none, .code(line.values[.supplierNumber]), .text(line.values[.remark]),
      .flag(!line.isListed), .instant(line.changedAt), .code(line.changedBy),
    ]
  }
}
