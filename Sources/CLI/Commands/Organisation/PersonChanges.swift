import ArgumentParser
import BackOffice
import Domain
import Foundation

/// Changing who works here and what they may do.
extension PersonCommand {
  /// Name and numbers, which can be erased.
  struct Card: ParsableArguments, Sendable {
    @Option(help: "What they are called.") var name: String?
    @Option(help: "Where they are rung up.") var phone: String?
    @Option(help: "Where mail reaches them.") var mail: String?

    var card: StaffCard? { StaffCard(name: name, phone: phone, mail: mail) }
  }

  /// From when to when a role holds.
  struct Dates: ParsableArguments, Sendable {
    @Option(parsing: .unconditional, help: "The role holds from this instant on.") var from: InstantArgument?
    @Option(parsing: .unconditional, help: "The role holds until this instant, or the end of this day.")
    var until: InstantArgument?
  }

  /// What they are there.
  struct Place: ParsableArguments, Sendable {
    @Option(help: "What they are there: shift leader, repairer …") var post: String?
    @Option(help: "Their user name on the machines that run hotline.") var login: String?
  }

  private static func say(_ change: OrganisationChange, _ words: Text, _ session: Session, _ workplace: Workplace) {
    UnitCommand.say(change, words, workplace.console)
  }

  struct Join: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "join", abstract: "Somebody begins to work here.",
      discussion: """
        A role is over the person's unit and all below it, or over the one behind the @. The first admin at the top puts \
        rights into force.

        Examples:
          hotline person join chen --unit city --role admin --name 样某 --login chenx
          hotline person join li --unit east --role agent --role dispatcher@city
        """)
    @Argument(help: "Their code, for ever: letters, digits and - _ . @") var code: String
    @Option(help: "Where they work.") var unit: String
    @Option(help: ArgumentHelp("A role, or role@unit; may be given several times.", valueName: "role"))
    var role: [String] = []
    @OptionGroup var place: Place
    @OptionGroup var card: Card
    @OptionGroup var dates: Dates
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let key = try PersonCommand.key(code)
      // `--as outreach` says what an import makes of its rows.
      guard Import.ListOptions.Target(rawValue: code) == nil else { throw OfficeError.organisation(.badCode(code)) }
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let joined = StaffJoined(
          staff: key, unit: try UnitCommand.key(unit), post: place.post, login: place.login, card: card.card)
        let roles = try role.map { typed in
          let (role, unit) = try PersonCommand.role(typed)
          return RoleOffer(
            role: role, unit: unit, from: dates.from?.date(in: zone, now: workplace.now),
            until: dates.until?.dueDate(in: zone, now: workplace.now))
        }
        let change = try await session.join(joined, roles: roles, at: workplace.now)
        PersonCommand.say(change, Text(zh: "\(key) 已入职 \(unit)", en: "\(key) works at \(unit)"), session, workplace)
      }
    }
  }

  struct Set: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "set", abstract: "Correct somebody's name, numbers, post or login; an empty value takes it away.",
      discussion: "Example:\n  hotline person set li --phone 02155550101 --post 班长")
    @Argument(help: "Their code.") var code: String
    @OptionGroup var place: Place
    @OptionGroup var card: Card
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let key = try PersonCommand.key(code)
      try await workplace.sitting { session in
        let correction = StaffCorrected(post: place.post, login: place.login, card: card.card)
        let change = try await session.correct(key, correction, at: workplace.now)
        PersonCommand.say(change, Text(zh: "\(key) 的资料已更正", en: "\(key) is corrected"), session, workplace)
      }
    }
  }

  struct Move: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "move", abstract: "Somebody goes to another unit; roles stay where they were granted.",
      discussion: "Example:\n  hotline person move li --to west")
    @Argument(help: "Their code.") var code: String
    @Option(help: ArgumentHelp("Where they work now.", valueName: "unit")) var to: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let key = try PersonCommand.key(code)
      try await workplace.sitting { session in
        let change = try await session.moveStaff(key, to: try UnitCommand.key(to), at: workplace.now)
        PersonCommand.say(change, Text(zh: "\(key) 调到 \(to)", en: "\(key) works at \(to)"), session, workplace)
      }
    }
  }

  struct Leave: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "leave", abstract: "Somebody ceases to work here; all their roles end then, what they did stays.",
      discussion: "Example:\n  hotline person leave li --on 2026-12-31")
    @Argument(help: "Their code.") var code: String
    @Option(parsing: .unconditional, help: "The last day, or an instant; now where not given.") var on: InstantArgument?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let key = try PersonCommand.key(code)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let day = on?.dueDate(in: zone, now: workplace.now) ?? workplace.now
        let change = try await session.leave(key, on: day, at: workplace.now)
        PersonCommand.say(change, Text(zh: "\(key) 已离职", en: "\(key) has left"), session, workplace)
      }
    }
  }

  struct Return: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "return", abstract: "Somebody who left comes back, without their former roles.",
      discussion: "Example:\n  hotline person return li --unit east")
    @Argument(help: "Their code.") var code: String
    @Option(help: "Where they work now; where they were, if not given.") var unit: String?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let key = try PersonCommand.key(code)
      try await workplace.sitting { session in
        let unit = try unit.map { try UnitCommand.key($0) } ?? PersonCommand.member(code, session.organisation).unit
        let change = try await session.comeBack(key, to: unit, at: workplace.now)
        PersonCommand.say(change, Text(zh: "\(key) 已复职", en: "\(key) is back"), session, workplace)
      }
    }
  }

  struct Grant: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "grant", abstract: "Give somebody a role over a unit and all below it.",
      discussion: """
        Examples:
          hotline person grant li dispatcher --unit east
          hotline person grant li supervisor --unit east --until 2026-12-31
        """)
    @Argument(help: "Their code.") var code: String
    @Argument(help: "The role.") var role: String
    @Option(help: "Over which unit; that of the person where not given.") var unit: String?
    @OptionGroup var dates: Dates
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let key = try PersonCommand.key(code)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let named = try PersonCommand.role(role)
        let over = try unit.map { try UnitCommand.key($0) } ?? named.unit
        let place = try over ?? PersonCommand.member(code, session.organisation).unit
        let granted = RoleGranted(
          role: named.role, unit: place, from: dates.from?.date(in: zone, now: workplace.now),
          until: dates.until?.dueDate(in: zone, now: workplace.now))
        let change = try await session.grant(granted, to: key, at: workplace.now)
        PersonCommand.say(
          change, Text(zh: "\(key) 在 \(place) 担任 \(named.role)", en: "\(key) holds \(named.role) over \(place)"),
          session, workplace)
      }
    }
  }

  struct Revoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "revoke", abstract: "Take a role from somebody; it is gone with their next command.",
      discussion: "Example:\n  hotline person revoke li dispatcher --unit east")
    @Argument(help: "Their code.") var code: String
    @Argument(help: "The role.") var role: String
    @Option(help: "Over which unit; that of the person where not given.") var unit: String?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let key = try PersonCommand.key(code)
      try await workplace.sitting { session in
        let named = try PersonCommand.role(role)
        let over = try unit.map { try UnitCommand.key($0) } ?? named.unit
        let place = try over ?? PersonCommand.member(code, session.organisation).unit
        let change = try await session.revoke(named.role, over: place, from: key, at: workplace.now)
        PersonCommand.say(
          change,
          Text(zh: "\(key) 不再在 \(place) 担任 \(named.role)", en: "\(key) holds \(named.role) over \(place) no more"),
          session, workplace)
      }
    }
  }

  struct Duty: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "duty", abstract: "Go on or off duty, or step out; for others with the right to.",
      discussion: """
        Examples:
          hotline person duty on
          hotline person duty away --person li --note "lunch"
        """)
    @Argument(help: "on, off or away.") var state: Domain.Duty
    @Option(help: ArgumentHelp("Who; yourself where not given.", valueName: "code")) var person: String?
    @Option(help: "Why.") var note: String?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let key = try PersonCommand.key(person ?? session.actor)
        let change = try await session.setDuty(state, note: note, of: key, at: workplace.now)
        PersonCommand.say(
          change, Text(zh: "\(key)：\(state.words(.zh))", en: "\(key) is \(state.rawValue)"), session, workplace)
      }
    }
  }

  struct Forget: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "forget",
      abstract: "Erase somebody's name and numbers for ever; what they did stays under their code.",
      discussion: "Example:\n  hotline person forget li --reason retention-expired --yes")
    @Argument(help: "Their code.") var code: String
    @Option(
      help: "Why: erasure-request, consent-withdrawn, retention-expired, recorded-in-error or unlawful.")
    var reason: Forgotten.Reason
    @Flag(help: "Do it; without, it only tells what it would do.") var yes = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let key = try PersonCommand.key(code)
      try await workplace.sitting { session in
        let staff = try PersonCommand.member(code, session.organisation)
        guard yes else {
          throw Failure(
            .usage,
            Text(
              zh: "将永久删除 \(staff.key) 的姓名和电话；确认请加 --yes",
              en: "this erases the name and the numbers of \(staff.key) for ever; add --yes to do it"))
        }
        let count = try await session.forgetStaff(key, because: Forgotten(reason: reason), at: workplace.now)
        workplace.console.say(
          Text(zh: "\(count) 个事件中的个人信息已删除", en: "what is personal in \(counted(count, "event", "events")) is erased"))
      }
    }
  }
}
