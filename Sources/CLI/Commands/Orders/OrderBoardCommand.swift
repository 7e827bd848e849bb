import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections

extension OrderCommand {
  struct Board: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "board", abstract: "The board: what every unit has on its desk, now or as of any instant.",
      discussion: """
        Open orders are unsigned (a unit has them and its accept clock runs), running or returned (given back, and nobody \
        has touched them since); of all these some are due today, some overdue. Each number is a list:

        Examples:
          hotline order board
          hotline order board --unit repairs --as-of 2015-04-01
          hotline order board --cell repairs/overdue
          hotline order list --unit repairs --cell overdue
        """)
    @OptionGroup var filter: BoardFilter
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let console = workplace.console
      try await workplace.sitting { session in
        let definitions = try await session.definitions()
        try filter.check(definitions)
        let zone = output.zone(office: definitions.calendar.timeZone)
        let query = filter.query(in: zone, now: workplace.now, for: session, definitions)
        try await session.catchUpShowingProgress(filter.models, console)
        if let cell = filter.cell?.cell {
          var query = query
          query.sort = .due
          return try await OrderListing(cell.words, definitions, output, console).show(query, in: session)
        }
        let lines = try await session.desk(query)
        var clock = WallClock(zone: zone)
        let time = clock.text(query.asOf, .minute)
        let listing = try Listing(
          title: Text(zh: "单位", en: "units"), columns: DeskWords.columns, options: output, console: console,
          zone: zone,
          notes: [
            Text(zh: "截至 \(time)（\(zone.identifier)）", en: "as of \(time) \(zone.identifier)")(console.language)
          ])
        let words = DeskWords(isForPeople: output.isForPeople, console.language)
        for line in lines { try listing.append(words.row(line)) }
        if let total = words.total(lines) { try listing.append(total: total) }
        try listing.finish()
      }
    }
  }
}
