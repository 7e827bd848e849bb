import ArgumentParser
import BackOffice
import Domain
import Foundation

extension PartyCommand {
  struct Mark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "mark",
      abstract: "Treat somebody otherwise: as a VIP, blocked, free of charge, with an account manager.",
      discussion: """
        blocked and free concern one service (the key of a process) or, without --service, all; a mark can expire by itself. \
        Setting one again changes it; every change is in the history with its time.

        Examples:
          hotline party mark 13900001234 vip
          hotline party mark 13900001234 blocked --service consult --until +30d \\
            --note "rings every night"
          hotline party mark 13900001234 free --until 2026-12-31
          hotline party mark C-10023 manager --manager chen
        """)
    @OptionGroup var who: Who
    @Argument(help: "vip, blocked, free or manager.") var mark: PartyMark.Kind
    @Option(help: "The service that it is about, as the key of a process.") var service: String?
    @Option(parsing: .unconditional, help: "When it stops; a day without a time means its end.")
    var until: InstantArgument?
    @Option(help: "With manager: who, as a code of the staff.") var manager: String?
    @Option(help: "Why.") var note: String?
    @OptionGroup var change: Change

    func validate() throws {
      if (mark == .manager) != (manager != nil) {
        throw ValidationError(
          mark == .manager ? "manager: say who with --manager CODE" : "--manager belongs to the mark manager alone")
      }
    }

    func run() async throws {
      try await change.perform(on: who) { _, _, zone, now in
        .mark(
          PartyMarked(
            mark, service: service, until: until?.dueDate(in: zone, now: now), manager: manager, note: note))
      }
    }
  }

  struct Unmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "unmark", abstract: "Treat somebody like others again.",
      discussion: """
        Examples:
          hotline party unmark 13900001234 vip
          hotline party unmark 13900001234 blocked --service consult
        """)
    @OptionGroup var who: Who
    @Argument(help: "vip, blocked, free or manager.") var mark: PartyMark.Kind
    @Option(help: "The service that the mark is about.") var service: String?
    @Option(help: "Why.") var note: String?
    @OptionGroup var change: Change

    func run() async throws {
      try await change.perform(on: who) { _, _, _, _ in .unmark(mark, service: service, note: note) }
    }
  }
}
