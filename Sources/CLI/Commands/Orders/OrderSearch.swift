import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections

extension OrderCommand {
  struct Search: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "search",
      abstract: "Find orders by the words in them: titles, addresses, what was said, noted and answered.",
      discussion: """
        All words must be there, each as it is written; of words of letters the beginning is enough, Chinese is found \
        anywhere. The newest order comes first. What was forgotten is not found.

        Examples:
          hotline order search 漏水
          hotline order search "gas stairwell" --unit repairs --kind open
          hotline order search 路灯 --limit 200 -o found.xlsx
        """)
    @Argument(help: "The words.") var words: [String]
    @OptionGroup var filter: BoardFilter
    @Option(help: "At most so many.") var limit = 50
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if limit < 1 { throw ValidationError("--limit \(limit): write 1 or more") }
    }

    func run() async throws {
      let workplace = Workplace(output)
      let console = workplace.console
      let typed = words.joined(separator: " ")
      guard let text = TextQuery(typed) else { throw Failure.nothingToSearch(typed) }
      try await workplace.sitting { session in
        let definitions = try await session.definitions()
        try filter.check(definitions)
        let zone = output.zone(office: definitions.calendar.timeZone)
        var query = filter.query(in: zone, now: workplace.now, for: session, definitions)
        query.limit = limit
        try await session.catchUpShowingProgress([OrderBoard(), OrderTexts()], console)
        let hits = try await session.search(text, query)
        let words = BoardWords(definitions, output, console.language, keys: Self.shown)
        let marks: @Sendable (String) -> [Range<String.Index>] = { text.marks(in: $0) }
        let found = [
          ListColumn("field", Text(zh: "位于", en: "in"), priority: 4),
          ListColumn("excerpt", Text(zh: "内容", en: "words"), marks: marks),
        ]
        let listing = try Listing(
          title: Text(zh: "工单", en: "orders"),
          columns: words.columns.map { $0.key == "title" ? $0.marking(marks) : $0 } + found, options: output,
          console: console, zone: zone)
        for hit in hits {
          let field = hit.field.map { output.isForPeople ? EventWords.field($0)(console.language) : $0 }
          try listing.append(words.row(hit.row) + [.text(field), .text(hit.excerpt)])
        }
        try listing.finish()
        if hits.count == limit {
          console.say(
            Text(
              zh: "只显示最新的 \(limit) 个；--limit 可以显示更多", en: "the newest \(limit) only; --limit shows more"))
        }
      }
    }

    private static let shown: [BoardColumn] = [.no, .title, .state, .unit, .openedAt, .dueAt, .overdue]
  }
}
