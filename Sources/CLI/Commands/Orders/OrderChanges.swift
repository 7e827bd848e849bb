import ArgumentParser
import BackOffice
import Domain
import EventStore
import Foundation

extension OrderCommand {
  struct AddNote: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "note", abstract: "Write something down on an order.",
      discussion: """
        Examples:
          hotline order note 10000012 "Caller rang again, asks for the evening"
          hotline order note 10000012 --internal "Do not tell the neighbour"
        """)
    @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
    @Argument(help: "What to write down.") var text: String
    @Flag(name: .customLong("internal"), help: "For the office only.") var isInternal = false
    @Flag(name: .customLong("shared"), help: "It may be told to the caller.") var isShared = false
    @OptionGroup var change: ChangeOptions

    func validate() throws {
      if isInternal, isShared { throw ValidationError("--internal and --shared: a note is one or the other") }
    }

    func run() async throws {
      let visibility: OrderNoted.Visibility? = isInternal ? .internal : isShared ? .shared : nil
      try await change.perform(.note(text, visibility: visibility), on: no)
    }
  }
}

extension OrderCommand {
  struct Reminder: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "remind", abstract: "Have whoever has an order reminded of it, should it be unfinished then.",
      discussion: """
        Example:
          hotline order remind 10000013 --at 2026-12-01T09:00
        """)
    @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
    @Option(parsing: .unconditional, help: "When: 2026-12-01T09:00, +2h …") var at: InstantArgument
    @OptionGroup var change: ChangeOptions

    func run() async throws {
      try await change.perform(on: no) { zone, now in .remind(at: at.date(in: zone, now: now)) }
    }
  }
}
