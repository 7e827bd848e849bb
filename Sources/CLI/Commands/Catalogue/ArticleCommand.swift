import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections

/// `hotline article …`: the knowledge base.
struct ArticleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "article", abstract: "The knowledge base: find an answer, write it, publish it.",
    discussion: """
      What is written is a draft until somebody publishes it; each publication is a version that stays readable. A list \
      comes in with `hotline import run faq.xlsx --as articles`.
      """,
    subcommands: [Search.self, List.self, Show.self, Draft.self, Publish.self, Withdraw.self])

  struct Search: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "search", abstract: "Find the published articles that hold today.",
      discussion: """
        All words must stand in an article; a fragment of a word will do. Those come first in whose title or questions the \
        first one stands.

        Examples:
          hotline article search 异味
          hotline article search valve leak --category gas
        """)
    @Argument(help: "The words.") var words: [String]
    @Option(help: "Only articles of this product base or subject, and of those below it.") var category: String?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let search = words.joined(separator: " ")
      let workplace = Workplace(output)
      try await ArticleCommand.list(output, workplace, title: Text(zh: "知识", en: "articles"), found: search) { today in
        var query = ArticleQuery()
        (query.search, query.heldOn) = (search, today)
        return (query, category)
      }
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the articles by key, with their newest text: drafts, too.",
      discussion: """
        What goes into a workbook can be changed there and taken in again as it is.

        Examples:
          hotline article list --category gas
          hotline article list --withdrawn --format json
          hotline article list -o faq.xlsx
          hotline import run faq.xlsx --as articles --on-match update --publish
        """)
    @Option(help: "Only articles of this product base or subject, and of those below it.") var category: String?
    @Option(help: "Only those with these words in their newest text.") var search: String?
    @Flag(help: "Withdrawn ones, too.") var withdrawn = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await ArticleCommand.list(output, workplace, title: Text(zh: "知识", en: "articles")) { _ in
        var query = ArticleQuery()
        (query.search, query.withWithdrawn) = (search, withdrawn)
        return (query, category)
      }
    }
  }

  fileprivate static func list(
    _ output: OutputOptions, _ workplace: Workplace, title: Text, found: String? = nil,
    _ asked: (_ today: String) -> (ArticleQuery, category: String?)
  ) async throws {
    try await workplace.sitting { session in
      let definitions = try await session.definitions()
      let zone = output.zone(office: definitions.calendar.timeZone)
      try await session.catchUp([Articles()])
      let office = OfficeCalendar(timeZone: definitions.calendar.timeZone)
      var (query, category) = asked(CivilDay(day: office.day(of: workplace.now)).iso)
      query.categories = category.map(definitions.categoryCodes(under:))
      let lines = try await session.connection.run { [query] in try Articles.list(query, on: $0) }
      let isTable = output.isTable
      let listing = try Listing(
        title: title, columns: ArticleLine.columns(isTable: isTable), options: output, console: workplace.console,
        zone: zone)
      let language = workplace.console.language
      for line in lines { try listing.append(ArticleLine.row(line, isTable: isTable, found: found, language)) }
      try listing.finish()
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show an article and its versions: who wrote and published each, and when.",
      discussion: """
        The published text; the newest one of what was never published, or was withdrawn.

        Examples:
          hotline article show gas-smell
          hotline article show gas-smell --version 2 --format json
        """)
    @Argument(help: "Its key.") var key: String
    @Option(help: "The text of this version.") var version: Int?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let key = try EntryChange.key(key)
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let page = try ArticlePage(try await session.article(key), version: version)
        try Listing.single(
          page.row(output, workplace.console.language), columns: ArticlePage.columns(isTable: output.isTable),
          options: output,
          console: workplace.console, zone: zone)
        guard output.isTable, version == nil else { return }
        workplace.console.say("")
        let listing = try Listing(
          title: Text(zh: "版本", en: "versions"), columns: ArticlePage.versionColumns, options: output,
          console: workplace.console, zone: zone)
        for row in page.versionRows { try listing.append(row) }
        try listing.finish()
      }
    }
  }
}
