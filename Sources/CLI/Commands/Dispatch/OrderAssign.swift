import ArgumentParser
import BackOffice
import Domain
import Foundation

extension OrderCommand {
  struct Assign: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "assign", abstract: "Give orders to a unit, which answers for them from then on.",
      discussion: """
        Examples:
          hotline order assign 10000012 --unit repairs --staff chen
          hotline order assign 10000012 --unit roads \\
            --reason "The pipe is under the road"
          hotline order assign --where 'state=working unit=repairs' --unit roads --yes
        """)
    @Argument(help: "The orders' numbers.", transform: OrderNumber.init(parsing:)) var numbers: [OrderNumber] = []
    @Option(help: "The unit that gets it.") var unit: String
    @Option(help: "The member of staff.") var staff: String?
    @Option(help: "Why.") var reason: String?
    @OptionGroup var many: WhereOptions
    @OptionGroup var change: ChangeOptions

    func validate() throws {
      if numbers.isEmpty == many.filters.isEmpty {
        throw ValidationError("which orders? write their numbers, or --where 'state=new'")
      }
    }

    func run() async throws {
      guard let unit = UnitKey(unit) else { throw ValidationError("--unit is empty") }
      let command = Domain.OrderCommand.assign(main: unit, staff: staff, reason: reason)
      if numbers.count == 1 { return try await change.perform(command, on: numbers[0]) }
      try await many.run(command, on: numbers, Text(zh: "派给 \(unit)", en: "assign to \(unit)"), change)
    }
  }

  struct Assist: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "assist", abstract: "Have another unit help with an order, for a time of its own; or end its help.",
      discussion: """
        Examples:
          hotline order assist 10000012 --unit survey --for 2wd \\
            --task "Measure the street"
          hotline order assist 10000012 --unit survey --end --note "Measured"
          hotline order assist 10000012 --unit survey --release
        """)
    @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
    @Option(help: "The unit that helps; never the one that answers for the order.") var unit: String
    @Option(name: .customLong("for"), help: "The time it has: 4h, 2d, 3wd.") var budget: Budget?
    @Option(help: "What it is to do.") var task: String?
    @Flag(name: .customLong("end"), help: "It did its part.") var isDone = false
    @Flag(name: .customLong("release"), help: "It is asked no longer.") var isReleased = false
    @Option(help: "What it did, or why it need not.") var note: String?
    @OptionGroup var change: ChangeOptions

    func validate() throws {
      if isDone, isReleased { throw ValidationError("--end or --release, not both") }
      if isDone || isReleased, budget != nil || task != nil {
        throw ValidationError("--for and --task are for a help that begins")
      }
    }

    func run() async throws {
      guard let unit = UnitKey(unit) else { throw ValidationError("--unit is empty") }
      try await change.perform(
        isDone || isReleased
          ? .endAssist(unit, isDone ? .done : .released, note: note) : .assist(unit, budget: budget, task: task),
        on: no)
    }
  }
}

extension Budget: ExpressibleByArgument {}
