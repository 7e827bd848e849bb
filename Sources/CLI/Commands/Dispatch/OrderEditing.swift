import ArgumentParser
import BackOffice
import Domain
import Foundation

extension OrderCommand {
  struct Edit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "edit", abstract: "Change what is recorded of an order; old and new values stay in its history.",
      discussion: """
        An empty value takes it away. --set changes a field of the form.

        Examples:
          hotline order edit 10000012 --title "Gas smell, 3rd floor" --priority urgent
          hotline order edit 10000012 --set floor=3 --reason "Misheard"
          hotline order edit 10000012 --area ""
        """)
    @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
    @Option(help: "One line.") var title: String?
    @Option(help: "Where it is.") var address: String?
    @Option(help: "What was said.") var text: String?
    @Option(help: "What it is about.") var category: String?
    @Option(help: "low, normal, high or urgent.") var priority: String?
    @Option(help: "Where it lies, as a code of the region table.") var area: String?
    @Option(help: "Only named readers see its words: true or false.") var secret: String?
    @Option(name: .customLong("set"), help: ArgumentHelp("A field of the form.", valueName: "name=value"))
    var fields: [String] = []
    @Option(help: "Why.") var reason: String?
    @OptionGroup var change: ChangeOptions

    func validate() throws {
      let codes = [category, priority, area, secret].compactMap(\.self)
      if codes.isEmpty, title == nil, address == nil, text == nil, fields.isEmpty {
        throw ValidationError("what is to change? give --title, --address, --category, --priority, --set …")
      }
      for field in fields where !field.dropFirst().contains("=") {
        throw ValidationError("--set \(field): write name=value")
      }
    }

    func run() async throws {
      let codes = ["category": category, "priority": priority, "area": area, "secret": secret].compactMapValues(\.self)
      let words = ["title": title, "address": address, "text": text].compactMapValues(\.self)
      let pairs = fields.map {
        $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      }
      let form = Dictionary(pairs.map { ($0[0], $0[1]) }) { $1 }
      try await change.run { session, workplace, _ in
        try await session.edit(
          no, OrderEdit(codes: codes, words: words, reason: reason), form: form, at: workplace.now,
          isRehearsal: change.isRehearsal)
      }
    }
  }

  struct Reclassify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "reclassify",
      abstract: "Say what orders are about after all; reports count them there from then on.",
      discussion: """
        Examples:
          hotline order reclassify 10000012 --category noise/night \\
            --reason "After eleven at night"
          hotline order reclassify --where category=misc --category noise \\
            --reason "List of 2027" --yes
        """)
    @Argument(help: "The orders' numbers.", transform: OrderNumber.init(parsing:)) var numbers: [OrderNumber] = []
    @Option(help: "The category.") var category: String
    @Option(help: "Why.") var reason: String
    @OptionGroup var many: WhereOptions
    @OptionGroup var change: ChangeOptions

    func validate() throws {
      if numbers.isEmpty == many.filters.isEmpty {
        throw ValidationError("which orders? write their numbers, or --where 'category=misc'")
      }
    }

    func run() async throws {
      let command = Domain.OrderCommand.edit(OrderEdit(codes: ["category": category], reason: reason))
      if numbers.count == 1 { return try await change.perform(command, on: numbers[0]) }
      try await many.run(command, on: numbers, Text(zh: "改为 \(category)", en: "reclassify as \(category)"), change)
    }
  }
}
