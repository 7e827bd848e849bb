import ArgumentParser
import BackOffice
import Domain
import Foundation

extension OrderCommand {
  struct Line: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "line", abstract: "Parts, work and fees on an order.",
      subcommands: [Add.self, TakeOff.self, List.self])

    struct Add: AsyncParsableCommand {
      static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Put a part, work or a fee on an order.",
        discussion: """
          A part of the catalogue (`hotline part list`) brings its price, where none is given.

          Examples:
            hotline order line add 10000012 --kind part --item V-100 --quantity 2 \\
              --price 35.50
            hotline order line add 10000012 --kind labour --item L-20 --quantity 1.5 \\
              --price 80
          """)
      @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
      @Option(help: "part, labour or fee.") var kind: OrderLineAdded.Kind
      @Option(help: "The part's or work's code.") var item: String
      @Option(help: "How many: 2, or 1.5 hours; up to three decimals.") var quantity: String
      @Option(help: "The price of one, up to two decimals.") var price: String?
      @OptionGroup var change: ChangeOptions

      func validate() throws {
        if fixedPoint(quantity, decimals: 3) == nil { throw ValidationError("--quantity \(quantity): write it as 1.5") }
        if let price, fixedPoint(price, decimals: 2) == nil {
          throw ValidationError("--price \(price): write it as 35.50")
        }
      }

      func run() async throws {
        try await change.run { session, workplace, _ in
          var hundredths = price.flatMap { fixedPoint($0, decimals: 2) }
          if kind == .part {
            let (part, nearest) = try await session.part(ofLine: item)
            hundredths = hundredths ?? part?.values[.price].flatMap { fixedPoint($0, decimals: 2) }
            if let nearest {
              // No refusal: orders have parts that no catalogue knew.
              workplace.console.warn(
                Text(
                  zh: "备件目录中没有 \(item)；是否为 \(nearest)？",
                  en: "the catalogue has no part \(item); did you mean \(nearest)?"))
            }
          }
          return try await session.perform(
            .addLine(
              kind, item: item, quantityThousandths: fixedPoint(quantity, decimals: 3) ?? 0,
              unitPriceHundredths: hundredths), on: no, at: workplace.now, isRehearsal: change.isRehearsal)
        }
      }
    }

    struct TakeOff: AsyncParsableCommand {
      static let configuration = CommandConfiguration(
        commandName: "void", abstract: "Take a line off an order.",
        discussion: """
          Example:
            hotline order line void 10000012 1 --reason "Another valve"
          """)
      @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
      @Argument(help: "The line's number.") var line: Int
      @Option(help: "Why.") var reason: String?
      @OptionGroup var change: ChangeOptions

      func run() async throws { try await change.perform(.voidLine(line, reason: reason), on: no) }
    }

    struct List: AsyncParsableCommand {
      static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the parts, work and fees of an order.",
        discussion: """
          Example:
            hotline order line list 10000012 --format json
          """)
      @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
      @OptionGroup var output: OutputOptions

      func run() async throws {
        let workplace = Workplace(output)
        try await workplace.sitting { session in
          let loaded = try await session.load(no)
          let listing = try Listing(
            title: Text(zh: "明细", en: "lines"),
            columns: [
              ListColumn("line", Text(zh: "行", en: "line"), .integer),
              ListColumn("kind", Text(zh: "种类", en: "kind")), ListColumn("item", Text(zh: "编码", en: "item"), .code),
              ListColumn("quantity", Text(zh: "数量", en: "quantity"), .decimal),
              ListColumn("price", Text(zh: "单价", en: "price"), .decimal),
              ListColumn("amount", Text(zh: "金额", en: "amount"), .decimal),
              ListColumn("voided", Text(zh: "已作废", en: "voided"), .flag),
              ListColumn("name", Text(zh: "名称", en: "name"), priority: 1),
            ], options: output, console: workplace.console,
            zone: output.zone(office: loaded.definitions.calendar.timeZone))
          let names = try await session.partNames(
            loaded.order.lines.filter { $0.added.kind == .part }.map(\.added.item))
          for line in loaded.order.lines {
            let added = line.added
            let quantity = Double(added.quantityThousandths) / 1000
            let price = added.unitPriceHundredths.map { Double($0) / 100 }
            try listing.append([
              .integer(added.line),
              .text(output.isForPeople ? added.kind.words(workplace.console.language) : added.kind.rawValue),
              .code(added.item), .decimal(quantity, places: 3),
              price.map { .decimal($0, places: 2) } ?? .none, price.map { .decimal($0 * quantity, places: 2) } ?? .none,
              .flag(line.isVoided), .text(added.kind == .part ? names[added.item] : nil),
            ])
          }
          try listing.finish()
        }
      }
    }
  }
}

extension OrderLineAdded.Kind: ExpressibleByArgument {}

/// A decimal number as a whole number of its smallest part: "1.5" with three decimals is 1500; `nil` for anything else.
private func fixedPoint(_ text: String, decimals: Int) -> Int? {
  let parts = text.split(separator: ".", omittingEmptySubsequences: false)
  guard (1...2).contains(parts.count), !parts[0].isEmpty, parts[0].count <= 9,
    parts.allSatisfy({ $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } })
  else { return nil }
  let fraction = parts.count == 2 ? String(parts[1]) : ""
  guard fraction.count <= decimals else { return nil }
  return Int(parts[0] + fraction + String(repeating: "0", count: decimals - fraction.count))
}

extension OrderLineAdded.Kind {
  /// What was used up.
  fileprivate func words(_ language: Language) -> String {
    let text =
      switch self {
      case .part: Text(zh: "备件", en: "part")
      case .labour: Text(zh: "工时", en: "labour")
      case .fee: Text(zh: "费用", en: "fee")
      }
    return text(language)
  }
}
