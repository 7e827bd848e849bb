import ArgumentParser
import BackOffice
import Domain
import Foundation

extension PartyCommand {
  struct Merge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "merge", abstract: "Say that somebody is the same as somebody else.",
      discussion: """
        The first leads to the second from now on: its numbers find that one, its orders and contacts stand there. Nothing is \
        copied, so `hotline party split` takes it back as if it had never been.

        Example:
          hotline party merge 13900005678 --into 13900001234
        """)
    @OptionGroup var who: Who
    @Option(help: ArgumentHelp("Who stays: an id or a number.", valueName: "who")) var into: String
    @OptionGroup var change: Change

    func run() async throws {
      try await change.perform(on: who) { session, _, _, _ in .merge(into: try await PartyCommand.party(into, session))
      }
    }
  }

  struct Split: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "split", abstract: "Take a merge back.",
      discussion: """
        Give the id of whoever was merged, as `hotline party show` has it, or a number that was its own.

        Example:
          hotline party split 13900005678
        """)
    @OptionGroup var who: Who
    @OptionGroup var change: Change

    func run() async throws {
      try await change.perform { session, _, now in
        try await session.change(
          try await session.member(who.typed), .split, at: now, isRehearsal: change.isRehearsal)
      }
    }
  }

  struct Relate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "relate", abstract: "Say that somebody has to do with somebody else.",
      discussion: """
        The relation is a code that says what the first is to the second; both cards show it.

        Examples:
          hotline party relate 13900001234 --to C-10023 --relation employee
          hotline party relate 13900001234 --to 13900005678 --relation 家属
        """)
    @OptionGroup var who: Who
    @Option(help: ArgumentHelp("The other one: an id or a number.", valueName: "who")) var to: String
    @Option(help: "What it is to the other: tenant, employee, parent …") var relation: String
    @OptionGroup var change: Change

    func run() async throws {
      try await change.perform(on: who) { session, _, _, _ in
        .relate(PartyRelated(other: try await PartyCommand.party(to, session), relation: relation))
      }
    }
  }

  struct Unrelate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "unrelate", abstract: "Say that somebody has nothing to do with somebody else any more.",
      discussion: """
        Example:
          hotline party unrelate 13900001234 --to C-10023 --relation employee
        """)
    @OptionGroup var who: Who
    @Option(help: ArgumentHelp("The other one: an id or a number.", valueName: "who")) var to: String
    @Option(help: "Which relation ended.") var relation: String
    @OptionGroup var change: Change

    func run() async throws {
      try await change.perform(on: who) { session, _, _, _ in
        .unrelate(PartyRelated(other: try await PartyCommand.party(to, session), relation: relation))
      }
    }
  }
}
