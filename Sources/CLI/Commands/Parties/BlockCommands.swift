import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections

/// `hotline block …`: who is not served or called, by service.
struct BlockCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "block",
    abstract: "The blacklist and the do-not-call list: who is barred from which service, until when.",
    discussion: """
      A block bars a number or person from one service (the key of a process) or, without --service, from all. order open \
      refuses a blocked caller, campaigns never call one, mailings never write to one. A number that is nobody's comes into the \
      book without a name. Every change is in hotline party history.

        hotline block add 13900001234 --service outreach --note "do not call"
        hotline block list --service outreach
        hotline block remove 13900001234 --service outreach
      """,
    subcommands: [List.self, Add.self, Change.self, Remove.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List who is blocked, the newest first; or ask for one number.",
      discussion: """
        Examples:
          hotline block list
          hotline block list 13900001234
          hotline block list --service consult --past -o blocked.xlsx
        """)
    @Argument(help: "Only this number or person.") var who: String?
    @Option(help: "Only what concerns this service.") var service: String?
    @Flag(help: "Also what has expired.") var past = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let listing = try Listing(
          title: Text(zh: "黑名单", en: "blocks"),
          columns: [
            ListColumn("party", Text(zh: "人员", en: "person"), .code, priority: 2),
            ListColumn("name", Text(zh: "姓名", en: "name")),
            ListColumn("numbers", Text(zh: "号码", en: "numbers"), .code),
            ListColumn("service", Text(zh: "服务", en: "service")),
            ListColumn("since", Text(zh: "自", en: "since"), .instant, priority: 4),
            ListColumn("until", Text(zh: "到期", en: "until"), .instant),
            ListColumn("holds", Text(zh: "有效", en: "in force"), .flag, priority: past ? 0 : 3),
            ListColumn("note", Text(zh: "备注", en: "note"), priority: 1),
          ], options: output, console: workplace.console, zone: zone)
        for block in try await session.blocks(of: who, service: service, withPast: past, at: workplace.now) {
          let isPast = block.until.map { $0 <= workplace.now } ?? false
          try listing.append([
            output.id(block.party), .text(block.name), .code(block.numbers.joined(separator: " ")),
            .text(block.service ?? (output.isForPeople ? Text(zh: "全部", en: "all")(workplace.console.language) : nil)),
            .instant(block.since), .instant(block.until), .flag(!isPast), .text(block.note),
          ])
        }
        try listing.finish()
      }
    }
  }

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "add", abstract: "Block a number or person.",
      discussion: """
        Once more it changes what is given: without --note the note stays (--note "" takes it away), without --until the block \
        is for ever.

        Examples:
          hotline block add 13900001234 --service outreach
          hotline block add 021-55550100 --until +30d --note "rings every night"
        """)
    @OptionGroup var block: BlockOptions
    func run() async throws { try await block.perform() }
  }

  struct Change: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "change", abstract: "Change a block: until when, and why; what is not given stays.",
      discussion: "Example:\n  hotline block change 13900001234 --service outreach --until 2027-01-31")
    @OptionGroup var block: BlockOptions
    func run() async throws { try await block.perform(onlyKnown: true) }
  }

  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "remove", abstract: "End a block of everybody who has the number.",
      discussion: "Example:\n  hotline block remove 13900001234 --service outreach --note \"asked to be called again\"")
    @Argument(help: "A number or person.") var who: String
    @Option(help: "The service; without it the block from all services.") var service: String?
    @Option(help: "Why.") var note: String?
    @Flag(name: .customLong("dry-run"), help: "Show the events that would be appended, and append none.")
    var isRehearsal = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
      try await BlockCommand.perform(output, isRehearsal) { session, _, now in
        try await session.unblock(who, service: service, note: note, at: now, isRehearsal: isRehearsal)
      }
    }
  }

  struct BlockOptions: ParsableArguments, Sendable {
    @Argument(help: "A number or person.") var who: String
    @Option(help: "The service, as the key of a process; without it all of them.") var service: String?
    @Option(parsing: .unconditional, help: "When it stops; a day without a time means its end.")
    var until: InstantArgument?
    @Option(help: "Why.") var note: String?
    @Flag(name: .customLong("dry-run"), help: "Show the events that would be appended, and append none.")
    var isRehearsal = false
    @OptionGroup var output: OutputOptions

    func perform(onlyKnown: Bool = false) async throws {
      try await BlockCommand.perform(output, isRehearsal) { session, zone, now in
        var end = until?.dueDate(in: zone, now: now)
        if onlyKnown {
          let known = try await session.blocks(of: who, service: service, withPast: true, at: now)
          guard let block = known.first(where: { $0.service == service }) else {
            throw Failure(
              Text(
                zh: "\(who) 没有这样的限制；用 hotline block add 添加",
                en: "\(who) has no such block; add one with hotline block add"))
          }
          // What is not said stays; one that is over does not begin anew by a note alone.
          end = end ?? block.until
        }
        return try await session.block(who, service: service, until: end, note: note, at: now, isRehearsal: isRehearsal)
      }
    }
  }

  fileprivate static func perform(
    _ output: OutputOptions, _ isRehearsal: Bool,
    _ body: @Sendable (Session, TimeZone, Date) async throws -> BlockOutcome
  ) async throws {
    let workplace = Workplace(output)
    try await workplace.sitting { session in
      let zone = output.zone(office: try await session.definitions().calendar.timeZone)
      let outcome = try await body(session, zone, workplace.now)
      let listing = try Listing(
        title: Text(zh: "事件", en: "events"), columns: WrittenEvent.columns, options: output,
        console: workplace.console, zone: zone)
      for row in WrittenEvent.rows(outcome.appends, outcome.positions) { try listing.append(row) }
      try listing.finish()
      if isRehearsal {
        workplace.console.say(Text(zh: "演练：没有写入任何内容。", en: "A rehearsal: nothing was written."))
      } else if outcome.appends.isEmpty {
        workplace.console.say(Text(zh: "没有变化", en: "nothing to change"))
      } else if outcome.isNew {
        workplace.console.say(
          Text(zh: "人员册中没有此号码，已无名登记", en: "the number was nobody's; it is in the book without a name"))
      }
    }
  }
}
