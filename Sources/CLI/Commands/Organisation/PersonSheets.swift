import ArgumentParser
import BackOffice
import Domain
import Foundation

/// The people as a list: written out, changed and taken in again.
extension PersonCommand {
  struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "export", abstract: "Write the people out as a list that can be changed and imported again.",
      discussion: "Example:\n  hotline person export -o people.xlsx")
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let scope = session.access.scope(of: .staffRead)
        let listing = try Listing(
          title: Text(zh: "人员", en: "people"),
          columns: [
            ListColumn("code", Text(zh: "代码", en: "code"), .code), ListColumn("name", Text(zh: "姓名", en: "name")),
            ListColumn("unit", Text(zh: "单位", en: "unit"), .code), ListColumn("post", Text(zh: "岗位", en: "post")),
            ListColumn("login", Text(zh: "登录名", en: "login"), .code),
            ListColumn("phone", Text(zh: "电话", en: "phone"), .code),
            ListColumn("mail", Text(zh: "邮箱", en: "mail"), .code),
            ListColumn("roles", Text(zh: "角色", en: "roles")),
          ], options: output, console: workplace.console, zone: .gmt)
        for staff in session.organisation.everybody where staff.isHere(at: workplace.now) && scope.contains(staff.unit)
        {
          let roles = staff.grants(at: workplace.now).map { "\($0.role)@\($0.unit)" }
          try listing.append([
            .code(staff.key.rawValue), .text(staff.card?.name), .code(staff.unit.rawValue), .text(staff.post),
            .code(staff.login), .code(staff.card?.phone), .code(staff.card?.mail),
            .text(roles.isEmpty ? nil : roles.joined(separator: " ")),
          ])
        }
        try listing.finish()
      }
    }
  }

  struct ImportStaff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "import", abstract: "Take a list of people in: the whole of it is checked first.",
      discussion: """
        Columns: code, unit (both needed), name, post, login, phone, mail, roles as "agent dispatcher@city" (工号、单位、姓名、岗位、\
        登录名、电话、邮箱、角色). Whoever is not in the list stays as they are. Taking the same list in again changes nothing.

        Example:
          hotline person import people.xlsx --dry-run
        """)
    @Argument(help: "The list: .xlsx or .csv.", completion: .file(extensions: ["xlsx", "csv"])) var file: String
    @Flag(name: .customLong("dry-run"), help: "Check it and tell what it would change.") var isRehearsal = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let summary = try await workplace.sitting { session in
        try await session.importStaff(file, at: workplace.now, isRehearsal: isRehearsal)
      }
      try OrganisationReport.show(summary, file, isRehearsal, output, workplace)
    }
  }
}
