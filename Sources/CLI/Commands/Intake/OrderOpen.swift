import ArgumentParser
import BackOffice
import Domain
import EventStore
import Foundation

extension OrderCommand {
  struct Open: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "open", abstract: "Open an order; on a terminal, ask for what is missing.",
      discussion: """
        At a terminal it asks for what the process needs and was not given; without any option, for everything. `<` goes back, \
        `q` gives up. Elsewhere it never asks, and names all that is missing at once. Before it opens, it tells the caller's \
        last four contacts and the orders that this may be about; --append-to adds to one of them instead.

        With --dispatch it also goes out at once: to --unit, else to the unit of the caller's area, else to that of the \
        category; where none is known it waits for the dispatch room, like an order without a unit.

        --json takes one object, an array, or an object a line; the keys are the options without dashes, form is an object.

        Examples:
          hotline order open
          hotline order open --process complaint --title "Gas smell in the stairwell" \\
            --category gas --phone 13900001234 --unit repairs --dispatch
          hotline order open --process repair --title "Boiler cold" --set device=B-20 \\
            --address "1 Sample Street" --dispatch
          hotline order open --process complaint --title "Message of the night" \\
            --category noise --recording message.wav
          hotline order open --append-to 10000012 --text "Rang again, still no heating"
          hotline order open --json letters.ndjson --format ndjson
        """)
    @OptionGroup var said: IntakeOptions
    @Option(help: ArgumentHelp("Add to this order instead: it was reported once more.", valueName: "number"))
    var appendTo: String?
    @Flag(name: .customLong("new"), help: "Open it whatever it may be about; do not ask.") var insists = false
    @Flag(help: "Open nothing where an order may be about the same (exit status 5).") var refuseDuplicates = false
    @Option(help: "How many days ago an order may have been finished to count as similar.") var within = 30
    @Flag(help: "Ask for nothing, even at a terminal.") var noInput = false
    @Option(
      name: .customLong("json"),
      help: ArgumentHelp("Take orders from a file, or from - for standard input.", valueName: "file"))
    var file: String?
    @OptionGroup var change: ChangeOptions

    func validate() throws {
      try said.check()
      if within < 0 { throw ValidationError("--within \(within): write 0 or more days") }
      if insists, refuseDuplicates {
        throw ValidationError("--new and --refuse-duplicates are opposites; leave one out")
      }
      if file != nil, !said.isEmpty || appendTo != nil {
        throw ValidationError("--json: each order says for itself; leave the other options out")
      }
      if let appendTo, OrderNumber(appendTo) == nil { _ = try Self.number(appendTo) }
    }

    func run() async throws {
      if let file { return try await IntakeRun(file: file, refuses: refuseDuplicates, within, change).run() }
      let workplace = Workplace(change.output)
      try await workplace.sitting { session in
        let definitions = try await session.definitions()
        let zone = change.output.zone(office: definitions.calendar.timeZone)
        var new = try said.order(in: zone, workplace)
        if let appendTo { return try await append(new, to: try Self.number(appendTo), session, workplace, zone) }
        let asks = !noInput && Question.canBeAsked(workplace.console)
        if asks {
          var dialog = IntakeDialog(definitions, workplace.console, asksAll: said.isEmpty)
          new = try dialog.complete(new)
        }
        try await settle(new, asks: asks, session, workplace, zone)
      }
    }

    /// Tells what is known, asks what is to become of it where somebody can answer, and opens.
    private func settle(
      _ said: NewOrder, asks: Bool, _ session: Session, _ workplace: Workplace, _ zone: TimeZone
    ) async throws {
      let console = workplace.console
      guard !said.process.isEmpty else { throw IntakeOptions.noProcess(try await session.definitions()) }
      var new = said
      let findings = try await session.findings(for: new, within: within, at: workplace.now)
      let told = IntakeWords(findings, new, try await session.definitions(), zone, console)
      told.tell()
      if asks, !insists {
        let dialog = IntakeDialog(try await session.definitions(), console, asksAll: false)
        switch try dialog.decide(findings, new) {
        case .open(let otherName): new.otherName = otherName
        case .append(let no): return try await append(new, to: no, session, workplace, zone)
        }
      }
      if refuseDuplicates, let first = findings.similar.first {
        throw IntakeWords.similar(first, findings.similar.count)
      }
      let outcome = try await session.open(new, at: workplace.now, isRehearsal: change.isRehearsal)
      try change.show(outcome, workplace, zone)
      told.tellWhere(outcome, new)
    }

    private func append(
      _ new: NewOrder, to no: OrderNumber, _ session: Session, _ workplace: Workplace, _ zone: TimeZone
    ) async throws {
      let outcome = try await session.reportAgain(new, on: no, at: workplace.now, isRehearsal: change.isRehearsal)
      try change.show(outcome, workplace, zone)
    }

    private static func number(_ typed: String) throws -> OrderNumber {
      do throws(OrderNumberError) {
        return try OrderNumber(parsing: typed)
      } catch {
        throw ValidationError("--append-to: \(error.description)")
      }
    }
  }
}
