import ArgumentParser
import BackOffice
import Domain
import Foundation

extension OrderCommand {
  struct Link: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "link", abstract: "Say that an order has to do with another one; both tell of it.",
      discussion: """
        Examples:
          hotline order link 10000012 10000020
          hotline order link 10000020 10000012 --relation parent
        """)
    @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
    @Argument(help: "The other's number.", transform: OrderNumber.init(parsing:)) var other: OrderNumber
    @Option(help: "What the other is to it: related, parent, child, or a relation of a process.") var relation =
      "related"
    @OptionGroup var change: ChangeOptions

    func run() async throws {
      let relation = RelationKey(rawValue: relation)
      guard relation.isWellFormed else {
        throw ValidationError("--relation \(relation): write letters a-z, digits and -, as related")
      }
      try await change.perform(.link(other, relation), on: no)
    }
  }

  struct Unlink: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "unlink", abstract: "End a link between two orders.",
      discussion: """
        Examples:
          hotline order unlink 10000012 10000020
          hotline order unlink 10000020 10000012 --relation parent
        """)
    @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
    @Argument(help: "The other's number.", transform: OrderNumber.init(parsing:)) var other: OrderNumber
    @Option(help: "Only this relation; without it, all between the two.") var relation: String?
    @OptionGroup var change: ChangeOptions

    func run() async throws {
      try await change.perform(.unlink(other, relation.map { RelationKey(rawValue: $0) }), on: no)
    }
  }

  struct Repeat: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "repeat", abstract: "Note that the matter of an order was reported once more.",
      discussion: """
        Example:
          hotline order repeat 10000012 --channel phone \\
            --text "It leaks again at night"
        """)
    @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
    @Option(help: "How it came in.") var channel: String?
    @Option(help: "What was said.") var text: String?
    @OptionGroup var change: ChangeOptions

    func run() async throws { try await change.perform(.reportRepeat(channel: channel, text: text), on: no) }
  }
}
