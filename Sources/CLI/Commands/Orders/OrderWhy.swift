import ArgumentParser
import BackOffice
import Domain
import Foundation

extension OrderCommand {
  struct Why: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "why", abstract: "Explain how an order's due time came to be.",
      discussion: """
        Example:
          hotline order why 10000012
        """)
    @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
    @Option(parsing: .unconditional, help: "As of this instant.") var asOf: InstantArgument?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let office = try await session.definitions().calendar.timeZone
        let zone = output.zone(office: office)
        let instant = asOf?.date(in: zone, now: workplace.now) ?? workplace.now
        let loaded = try await session.load(no, asOf: instant)
        let story = DueStory(loaded, asOf: instant, zone: zone, workplace.console.language)
        guard output.isTable else {
          return try Listing.single(
            story.values, columns: DueStory.columns, options: output, console: workplace.console, zone: zone)
        }
        let sink = try ResultSink(path: nil)
        sink.buffer.append(contentsOf: (story.lines.joined(separator: "\n") + "\n").utf8)
        try sink.finish()
      }
    }
  }
}
