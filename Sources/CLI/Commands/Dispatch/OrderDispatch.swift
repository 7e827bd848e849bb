import ArgumentParser
import BackOffice
import Domain
import Foundation

extension OrderCommand {
  struct Dispatch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "dispatch",
      abstract: "Send orders to a unit by the action of their process, or to the unit of their area.",
      discussion: """
        The area is the one recorded, else found by the address or the caller's number in the region tables (hotline \
        region). An order that none of them knows is refused and stays where it is (exit status 3): order list --unit - \
        shows what waits for a person.

        Examples:
          hotline order dispatch 10000012 --by-area
          hotline order dispatch 10000012 10000020 --unit repairs
          hotline order dispatch --where 'state=new process=repair' --by-area --yes
        """)
    @Argument(help: "The orders' numbers.", transform: OrderNumber.init(parsing:)) var numbers: [OrderNumber] = []
    @Option(help: "The unit that gets them.") var unit: String?
    @Flag(name: .customLong("by-area"), help: "Each to the unit of its area.") var isByArea = false
    @Option(help: "A remark for the unit.") var note: String?
    @OptionGroup var many: WhereOptions
    @OptionGroup var change: ChangeOptions

    func validate() throws {
      if numbers.isEmpty == many.filters.isEmpty {
        throw ValidationError("which orders? write their numbers, or --where 'state=new'")
      }
      if (unit == nil) != isByArea { throw ValidationError("where to? --unit or --by-area") }
    }

    func run() async throws {
      let unit = unit.flatMap { UnitKey($0) }
      let words = note.map { ["note": $0] } ?? [:]
      if numbers.count == 1 {
        return try await change.run { session, workplace, _ in
          try await session.dispatch(
            numbers[0], to: unit, words: words, at: workplace.now, isRehearsal: change.isRehearsal)
        }
      }
      let what = unit.map { Text(zh: "派给 \($0)", en: "dispatch to \($0)") } ?? Text(zh: "按区域派单", en: "dispatch by area")
      try await many.run(on: numbers, what, change) { session, workplace, no, bulk in
        try await session.dispatch(
          no, to: unit, words: words, at: workplace.now, isRehearsal: change.isRehearsal, bulk: bulk)
      }
    }
  }
}
