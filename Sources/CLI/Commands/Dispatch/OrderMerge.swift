import ArgumentParser
import BackOffice
import Domain
import Foundation

extension OrderCommand {
  struct Merge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "merge", abstract: "Merge orders about the same matter into one; only that one goes on.",
      discussion: """
        The merged ones keep their numbers and histories, stop their clocks, and come out again with unmerge. Duplicates are \
        one step deep.

        Examples:
          hotline order merge 10000020 --into 10000012
          hotline order merge 10000020 10000038 --into 10000012 --reason "Same leak"
        """)
    @Argument(help: "The numbers of the duplicates.", transform: OrderNumber.init(parsing:)) var numbers: [OrderNumber]
    @Option(help: "The order that goes on.", transform: OrderNumber.init(parsing:)) var into: OrderNumber
    @Option(help: "Why.") var reason: String?
    @OptionGroup var change: ChangeOptions

    func validate() throws {
      if numbers.isEmpty { throw ValidationError("which orders? write the numbers of the duplicates") }
    }

    func run() async throws {
      if numbers.count == 1 {
        return try await change.run { session, workplace, _ in
          try await session.merge(
            numbers[0], into: into, reason: reason, at: workplace.now, isRehearsal: change.isRehearsal)
        }
      }
      let workplace = Workplace(change.output)
      try await workplace.sitting { session in
        let zone = change.output.zone(office: try await session.definitions().calendar.timeZone)
        try await OrderBulk(change: change, session: session, workplace: workplace, zone: zone).run(numbers) {
          no, bulk in
          try await session.merge(
            no, into: into, reason: reason, at: workplace.now, isRehearsal: change.isRehearsal, bulk: bulk)
        }
      }
    }
  }

  struct Unmerge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "unmerge", abstract: "Take an order out of the one it was merged into, to where it was before.",
      discussion: """
        Example:
          hotline order unmerge 10000020 --reason "Another leak after all"
        """)
    @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
    @Option(help: "Why.") var reason: String?
    @OptionGroup var change: ChangeOptions

    func run() async throws { try await change.perform(.unmerge(reason: reason), on: no) }
  }

  struct Split: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "split", abstract: "Open another order for a part of what one is about.",
      discussion: """
        It is for the same person, goes its own way, and both are linked. Merging it again, or undo, takes it back.

        Examples:
          hotline order split 10000012 --title "The lamp is out, too" --category lamp
          hotline order split 10000012 --title "Refund" --process request \\
            --unit billing
        """)
    @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
    @Option(help: "One line.") var title: String
    @Option(help: "What it is about; as the order where not given.") var category: String?
    @Option(help: "The process; as the order where not given.") var process: String?
    @Option(help: "What was said.") var text: String?
    @Option(help: "The unit that gets it.") var unit: String?
    @OptionGroup var change: ChangeOptions

    func run() async throws {
      var part = OrderPart(title: title)
      part.category = category
      part.process = process.map { ProcessKey(rawValue: $0) }
      part.text = text
      part.unit = unit.flatMap { UnitKey($0) }
      let split = part
      try await change.run { session, workplace, _ in
        try await session.split(no, into: split, at: workplace.now, isRehearsal: change.isRehearsal)
      }
    }
  }
}
