import ArgumentParser
import BackOffice
import Domain
import Foundation

/// `hotline person …`: who works here, and what they may do.
struct PersonCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "person", abstract: "Who works here, where, and with which roles.",
    discussion: """
      Rights are not enforced until somebody holds the role admin at the top of the office; from then on every command asks \
      who acts: --as, else HOTLINE_USER, else whoever has your login.

        hotline person join chen --unit city --role admin --name 样某 --login chenx
        hotline person join li --unit east --role agent --role dispatcher@east
        hotline person whoami --as li
      """,
    subcommands: [
      WhoAmI.self, List.self, Show.self, Join.self, Set.self, Move.self, Leave.self, Return.self, Grant.self,
      Revoke.self, Duty.self, Export.self, ImportStaff.self, Forget.self,
    ])

  /// A member of staff named on the command line.
  static func key(_ typed: String) throws -> StaffKey {
    guard let key = StaffKey(typed) else { throw OfficeError.organisation(.badCode(typed)) }
    return key
  }

  /// `dispatcher` or `dispatcher@east`.
  static func role(_ typed: String) throws -> (role: RoleKey, unit: UnitKey?) {
    let parts = typed.split(separator: "@", maxSplits: 1).map(String.init)
    guard let role = parts.first, !role.isEmpty else {
      throw ValidationError("--role \(typed): write a role, or role@unit")
    }
    return (RoleKey(rawValue: role), try parts.count > 1 ? UnitCommand.key(parts[1]) : nil)
  }

  /// A person on this side of the words of the organisation.
  static func member(_ typed: String, _ organisation: Organisation) throws -> Staff {
    do throws(OrganisationRefusal) {
      return try organisation.member(typed)
    } catch {
      throw OfficeError.organisation(error)
    }
  }

  /// Says whether anything is enforced, where nothing is.
  static func hintAtGovernance(_ session: Session, _ console: Console) {
    if !session.access.isEnforced { sayUngoverned(console) }
  }

  static func sayUngoverned(_ console: Console) {
    console.say(
      Text(
        zh: "权限尚未启用：谁都可以做任何操作；在顶层授予某人 admin 后启用",
        en: "rights are not enforced yet: everybody may do everything, until somebody holds admin at the top"))
  }

  struct WhoAmI: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "whoami", abstract: "Show who you are to the office, and what you may do where.",
      discussion: "Example:\n  hotline person whoami --format json")
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let access = session.access
        let rights = Right.allCases.filter(access.allowsSomewhere).map(\.rawValue)
        let roles = access.held.map { PersonLine.words($0.grant, zone) }
        try Listing.single(
          [
            .code(access.actor), .text(access.staff?.card?.name), .code(access.unit?.rawValue),
            output.isTable ? .text(roles.isEmpty ? nil : roles.joined(separator: ", ")) : .json(jsonArray(roles)),
            output.isTable ? .text(rights.joined(separator: ", ")) : .json(jsonArray(rights)),
            .flag(access.isEnforced),
          ],
          columns: [
            ListColumn("code", Text(zh: "代码", en: "code"), .code), ListColumn("name", Text(zh: "姓名", en: "name")),
            ListColumn("unit", Text(zh: "单位", en: "unit"), .code),
            ListColumn("roles", Text(zh: "角色", en: "roles"), .json),
            ListColumn("rights", Text(zh: "权限", en: "rights"), .json),
            ListColumn("enforced", Text(zh: "权限启用", en: "rights enforced"), .flag),
          ], options: output, console: workplace.console, zone: zone)
        PersonCommand.hintAtGovernance(session, workplace.console)
      }
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the people.",
      discussion: """
        Examples:
          hotline person list --unit east
          hotline person list --role dispatcher --duty on
          hotline person list --left -o people.xlsx
        """)
    @Option(help: "Only those of this unit and all below it.") var unit: String?
    @Option(help: "Only those who hold this role somewhere.") var role: String?
    @Option(help: "Only those on duty, off duty or away: on, off, away.") var duty: Domain.Duty?
    @Flag(help: "Also those who left.") var left = false
    @Option(parsing: .unconditional, help: "As of this instant.") var asOf: InstantArgument?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let instant = asOf?.date(in: zone, now: workplace.now) ?? workplace.now
        let organisation = try await session.currentOrganisation(asOf: instant)
        let below = try unit.map { try UnitCommand.key($0) }
        if let below { try UnitLine.known(below, organisation) }
        let scope = session.access.scope(of: .staffRead)
        let listing = try Listing(
          title: Text(zh: "人员", en: "people"), columns: PersonLine.columns, options: output,
          console: workplace.console, zone: zone)
        for staff in organisation.everybody where scope.contains(staff.unit) {
          guard left || staff.isHere(at: instant), duty.map({ staff.duty == $0 }) ?? true,
            below.map({ organisation.tree.contains(staff.unit, in: $0) }) ?? true,
            role.map({ name in staff.grants(at: instant).contains { $0.role.rawValue == name } }) ?? true
          else { continue }
          try listing.append(
            PersonLine.row(staff, at: instant, zone, output.isForPeople ? workplace.console.language : nil))
        }
        try listing.finish()
        PersonCommand.hintAtGovernance(session, workplace.console)
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show one of the people, and every role they hold or held.",
      discussion: "Example:\n  hotline person show chen")
    @Argument(help: "Their code.") var code: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let staff = try PersonCommand.member(code, session.organisation)
        if staff.key.rawValue != session.actor { try session.require(.staffRead, on: staff.unit) }
        let past = staff.grants.filter { !$0.holds(at: workplace.now) || !staff.isHere(at: workplace.now) }
          .map { PersonLine.words($0, zone) }
        try Listing.single(
          PersonLine.row(
            staff, at: workplace.now, zone, output.isForPeople ? workplace.console.language : nil) + [
              output.isTable ? .text(past.isEmpty ? nil : past.joined(separator: ", ")) : .json(jsonArray(past))
            ],
          columns: PersonLine.columns + [
            ListColumn("otherRoles", Text(zh: "过去和将来的角色", en: "past and coming roles"), .json)
          ],
          options: output, console: workplace.console, zone: zone)
      }
    }
  }
}

/// One of the people as a line of a list.
enum PersonLine {
  static let columns = [
    ListColumn("code", Text(zh: "代码", en: "code"), .code), ListColumn("name", Text(zh: "姓名", en: "name")),
    ListColumn("unit", Text(zh: "单位", en: "unit"), .code), ListColumn("post", Text(zh: "岗位", en: "post"), priority: 2),
    ListColumn("roles", Text(zh: "角色", en: "roles")), ListColumn("duty", Text(zh: "值班", en: "duty")),
    ListColumn("login", Text(zh: "登录名", en: "login"), .code, priority: 4),
    ListColumn("phone", Text(zh: "电话", en: "phone"), .code, priority: 1),
    ListColumn("mail", Text(zh: "邮箱", en: "mail"), .code, priority: 5),
    ListColumn("joinedAt", Text(zh: "入职", en: "joined"), .instant, priority: 3),
    ListColumn("leftAt", Text(zh: "离职", en: "left"), .instant, priority: 3),
  ]

  /// - Parameter language: `nil` for scripts.
  static func row(_ staff: Staff, at instant: Date, _ zone: TimeZone, _ language: Language?) -> [Value] {
    let roles = staff.grants(at: instant).map { words($0, zone) }
    return [
      .code(staff.key.rawValue), .text(staff.card?.name), .code(staff.unit.rawValue), .text(staff.post),
      .text(roles.isEmpty ? nil : roles.joined(separator: " ")),
      .text(language.map { staff.duty.words($0) } ?? staff.duty.rawValue), .code(staff.login),
      .code(staff.card?.phone), .code(staff.card?.mail), .instant(staff.joinedAt), .instant(staff.leftAt),
    ]
  }

  /// `dispatcher@east`, with the end where there is one: `agent@east (…2026-12-01)`.
  static func words(_ grant: Grant, _ zone: TimeZone) -> String {
    var clock = WallClock(zone: zone)
    let end = grant.until.map { "(…\(clock.text($0, .minute)))" } ?? ""
    return "\(grant.role)@\(grant.unit)\(end)"
  }
}

extension Domain.Duty: ExpressibleByArgument {
  /// What people call it.
  func words(_ language: Language) -> String {
    let text =
      switch self {
      case .on: Text(zh: "在岗", en: "on")
      case .off: Text(zh: "离岗", en: "off")
      case .away: Text(zh: "暂离", en: "away")
      }
    return text(language)
  }
}
