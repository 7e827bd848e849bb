import ArgumentParser
import BackOffice
import Domain
import EventStore
import Foundation

extension OrderCommand {
  struct Open: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Open an order.",
      discussion: """
        Examples:
          hotline order open --process complaint --title "Gas smell in the stairwell" \\
            --category gas --unit repairs --phone 13900001234
          hotline order open --process request --title "Street light out" \\
            --due 2026-12-01 --dry-run
        """)
    @Option(help: "The process: complaint, request …") var process: String
    @Option(help: "One line.") var title: String?
    @Option(help: "What it is about.") var category: String?
    @Option(help: "How it came in: phone, web, letter …") var channel = "phone"
    @Option(help: "Its number in another system.") var key: String?
    @Option(help: "Where it is.") var address: String?
    @Option(help: "What was said.") var text: String?
    @Option(parsing: .unconditional, help: "When it was promised; a day without a time means its end.")
    var due: InstantArgument?
    @Option(parsing: .unconditional, help: "Remind whoever has it at this instant, should it be unfinished.")
    var remind: InstantArgument?
    @Option(help: "The unit that gets it.") var unit: String?
    @Option(help: "The caller's number.") var phone: String?
    @Option(help: "The caller's name, with --phone.") var name: String?
    @Option(parsing: .unconditional, help: "When it came in, if not now.") var openedAt: InstantArgument?
    @OptionGroup var change: ChangeOptions

    func validate() throws {
      guard name == nil || phone != nil else {
        throw ValidationError("--name: a caller is known by a number; give --phone too")
      }
    }

    func run() async throws {
      let workplace = Workplace(change.output)
      try await workplace.sitting { session in
        let zone = change.output.zone(office: try await session.definitions().calendar.timeZone)
        let openedAt = openedAt?.date(in: zone, now: workplace.now)
        if let openedAt, openedAt > workplace.now { throw Self.notYet(openedAt, zone) }
        var order = NewOrder(process: process)
        order.title = title
        order.category = category
        order.channel = channel
        order.key = key
        order.address = address
        order.text = text
        order.promise = due?.dueDate(in: zone, now: workplace.now)
        order.remindAt = remind?.date(in: zone, now: workplace.now)
        order.unit = unit.flatMap { UnitKey($0) }
        order.phone = phone
        order.name = name
        order.openedAt = openedAt
        let outcome = try await session.open(order, at: workplace.now, isRehearsal: change.isRehearsal)
        try change.show(outcome, workplace, zone)
      }
    }

    private static func notYet(_ instant: Date, _ zone: TimeZone) -> Failure {
      var clock = WallClock(zone: zone)
      let words = clock.text(instant, .minute)
      return Failure(
        .usage,
        Text(
          zh: "--opened-at：\(words) 还没有到；工单只能在现在或以前受理，期限请用 --due",
          en: "--opened-at: \(words) is yet to come; an order came in now or before. When it is due, --due says"))
    }
  }

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
