import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections

extension PartyCommand {
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the people and organisations in the book.",
      discussion: """
        Whoever is merged into somebody else stands under that one, unless --merged is given.

        Examples:
          hotline party list --limit 20
          hotline party list --search "Sample Street" -o people.xlsx
          hotline party list --category business --product fibre
          hotline party list --mark blocked --service consult
          hotline party list --manager chen --columns id,name,numbers
          hotline party list --view key-accounts -o accounts.xlsx
        """)
    @Option(help: "Only those with this in their name, address or a number.") var search: String?
    @Option(help: "Only the one with this customer number.") var customerNumber: String?
    @Option(help: "Only persons, or only organisations.") var kind: PartyRegistered.Kind?
    @Option(help: "Only customers of this category.") var category: String?
    @Option(help: "Only customers with this product.") var product: String?
    @Option(help: "Only customers of this area.") var area: String?
    @Option(help: "Only those with this mark: vip, blocked, free or manager.") var mark: PartyMark.Kind?
    @Option(help: "With --mark: only where it concerns this service, as the key of a process.") var service: String?
    @Option(help: "Only those whom this member of the staff looks after.") var manager: String?
    @Flag(name: .customLong("merged"), help: "Also those who are merged into others.") var withMerged = false
    @Option(parsing: .unconditional, help: "Marks as they hold at this instant.") var asOf: InstantArgument?
    @Option(help: "At most so many.") var limit: Int?
    @OptionGroup var columns: ColumnOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if let limit, limit < 1 { throw ValidationError("--limit \(limit): write 1 or more") }
      if service != nil, mark == nil { throw ValidationError("--service: say which mark; give --mark too") }
    }

    func run() async throws {
      try await PartyCommand.list(columns, output) { zone, now in
        var query = PartyQuery(asOf: asOf?.date(in: zone, now: now) ?? now)
        query.search = search
        query.customerNumber = customerNumber
        query.kind = kind
        query.category = category
        query.product = product
        query.area = area
        query.mark = mark
        query.service = service
        query.manager = manager
        query.withMerged = withMerged
        query.limit = limit
        return query
      }
    }
  }

  struct Find: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "find", abstract: "Find who has a number or a name, whatever way it is written.",
      discussion: """
        A telephone or fax number in any spelling, a mail address, a customer number, or two letters of a name or more. \
        Everybody who shares it is listed; whoever is merged stands under the one it leads to.

        Examples:
          hotline party find "139 0000 1234"
          hotline party find 021-55550100
          hotline party find C-10023
          hotline party find "sample street school" --limit 20
        """)
    @Argument(help: "The number, address or name.") var number: String
    @Option(help: "At most so many.") var limit: Int?
    @OptionGroup var columns: ColumnOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if let limit, limit < 1 { throw ValidationError("--limit \(limit): write 1 or more") }
    }

    func run() async throws {
      if number.count(where: { !$0.isWhitespace }) == 1 {
        let console = Workplace(output).console
        let line = Text(
          zh: "按姓名查找至少要写两个字；这里只按号码查找", en: "a name is found by two letters or more; this looks for a number only")
        console.note(line(console.language))
      }
      try await PartyCommand.list(columns, output) { zone, now in
        var query = PartyQuery(asOf: now)
        query.reachedAt = try Self.spelling(number)
        query.customerNumberInstead = number.trimmingCharacters(in: .whitespacesAndNewlines)
        query.nameInstead = query.customerNumberInstead
        query.limit = limit
        return query
      }
    }

    /// The one spelling of a number; of what is none, itself without capitals, as mail addresses are stored.
    private static func spelling(_ typed: String) throws -> String {
      do {
        let words = try Session.contact(.phone, typed, label: nil)
        return words.extension.map { "\(words.value)#\($0)" } ?? words.value
      } catch {
        return typed.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
      }
    }
  }

  fileprivate static func list(
    _ columns: ColumnOptions, _ output: OutputOptions, _ asked: (TimeZone, Date) throws -> PartyQuery
  ) async throws {
    let workplace = Workplace(output)
    try await workplace.sitting { session in
      let definitions = try await session.definitions()
      let zone = output.zone(office: definitions.calendar.timeZone)
      try await session.catchUpShowingProgress([Parties(), OrderBoard()], workplace.console)
      var wanted = try asked(zone, workplace.now)
      wanted.sight = session.sight(definitions)
      if let allowed = try await PartyColumns.allowed(session) {
        // Whoever does not see names learns nothing by asking for one.
        if !allowed.contains("name") { wanted.nameInstead = nil }
        wanted.searched = wanted.searched.filter { allowed.contains($0.rawValue) }
      }
      let chosen = try await columns.chosen(session)
      // On paper or a terminal what fits is enough; a program gets all of it.
      let keys = chosen.keys ?? (output.isTable ? PartyLine.tableKeys : nil)
      let (console, query) = (workplace.console, try chosen.filled(wanted))
      try await session.connection.run { connection in
        let listing = try Listing(
          title: Text(zh: "人员", en: "people"), columns: PartyLine.columns(keys), options: output, console: console,
          zone: zone, picksColumns: true)
        try Parties.list(query, on: connection) { line in
          try listing.append(
            output.isTable ? PartyLine.row(line, keys, in: console.language) : PartyLine.row(line, keys))
        }
        try listing.finish()
      }
    }
  }
}

extension PartyRegistered.Kind: ExpressibleByArgument {
  /// For help, and for the refusal of anything else.
  public static var allValueStrings: [String] { ["person", "organisation"] }
}
extension PartyMark.Kind: ExpressibleByArgument {}
extension ContactPoint.Kind: ExpressibleByArgument {}
