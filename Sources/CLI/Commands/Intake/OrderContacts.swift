import ArgumentParser
import BackOffice
import Domain
import Foundation

extension OrderCommand {
  struct Contacts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "contacts", abstract: "Show the numbers to dial: of whoever asked, and of the department.",
      discussion: """
        The number that was given for a later answer comes first, then those of the book, then those of the unit that has \
        the order and of those that help.

        Examples:
          hotline order contacts 10000012
          hotline order contacts --phone 13900001234 --format json
        """)
    @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber?
    @Option(help: "The numbers of whoever has this one, without an order.") var phone: String?
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if (no == nil) == (phone == nil) { throw ValidationError("give an order's number or --phone, one of them") }
    }

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let numbers =
          if let no { try await session.numbersToDial(about: no) } else {
            try await session.numbersToDial(of: try await PartyCommand.party(phone ?? "", session))
          }
        let listing = try Listing(
          title: Text(zh: "号码", en: "numbers"),
          columns: [
            ListColumn("role", Text(zh: "对象", en: "who")),
            ListColumn("name", Text(zh: "名称", en: "name")),
            ListColumn("number", Text(zh: "号码", en: "number"), .code),
            ListColumn("extension", Text(zh: "分机", en: "extension"), .code),
            ListColumn("label", Text(zh: "标注", en: "label"), priority: 1),
            ListColumn("key", Text(zh: "编号", en: "id"), .code, priority: 2),
          ], options: output, console: workplace.console, zone: zone)
        for number in numbers {
          try listing.append([
            .text(output.isTable ? Self.word(number.role)(workplace.console.language) : number.role.rawValue),
            .text(number.name), .code(number.number), .code(number.extension), .text(number.label), .code(number.key),
          ])
        }
        try listing.finish()
      }
    }

    private static func word(_ role: NumberToDial.Role) -> Text {
      switch role {
      case .inquirer: Text(zh: "咨询人", en: "inquirer")
      case .department: Text(zh: "主办单位", en: "department")
      case .assistant: Text(zh: "协办单位", en: "helps")
      }
    }
  }
}
