import ArgumentParser
import BackOffice
import Domain
import Foundation

/// The tree as a workbook.
extension UnitCommand {
  struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "export", abstract: "Write the tree out as a list that can be changed and imported again.",
      discussion: "Example:\n  hotline unit export -o units.xlsx")
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let organisation = try await session.currentOrganisation()
        let listing = try Listing(
          title: Text(zh: "单位", en: "units"),
          columns: [
            ListColumn("code", Text(zh: "代码", en: "code"), .code), ListColumn("name", Text(zh: "名称", en: "name")),
            ListColumn("parent", Text(zh: "上级", en: "parent"), .code),
            ListColumn("kind", Text(zh: "类型", en: "kind")), ListColumn("phone", Text(zh: "电话", en: "phone"), .code),
            ListColumn("head", Text(zh: "负责人", en: "head"), .code),
            ListColumn("calendar", Text(zh: "日历", en: "calendar"), .code),
          ], options: output, console: workplace.console, zone: .gmt)
        for node in organisation.tree.units where !node.isClosed {
          try listing.append([
            .code(node.unit.rawValue), .text(node.name), .code(node.parent?.rawValue), .text(node.kind),
            .code(node.phone), .code(node.head), .code(node.calendar),
          ])
        }
        try listing.finish()
      }
    }
  }

  struct ImportUnits: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "import", abstract: "Take a list of units in: the whole of it is checked first.",
      discussion: """
        Columns: code, name, parent, kind, phone, head, calendar (代码、名称、上级、类型、电话、负责人、日历); only code is needed. \
        A column that is not there changes nothing, an empty cell takes away. Rows may stand in any order. Taking the same \
        list in again changes nothing.

        Examples:
          hotline unit export -o units.xlsx
          hotline unit import units.xlsx --dry-run
        """)
    @Argument(help: "The list: .xlsx or .csv.", completion: .file(extensions: ["xlsx", "csv"])) var file: String
    @Flag(name: .customLong("dry-run"), help: "Check it and tell what it would change.") var isRehearsal = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let summary = try await workplace.sitting { session in
        try await session.importUnits(file, at: workplace.now, isRehearsal: isRehearsal)
      }
      try OrganisationReport.show(summary, file, isRehearsal, output, workplace)
    }
  }
}

/// What came of a list of units or people.
enum OrganisationReport {
  static func show(
    _ summary: OrganisationListSummary, _ file: String, _ isRehearsal: Bool, _ output: OutputOptions,
    _ workplace: Workplace
  ) throws {
    guard summary.problems.isEmpty else {
      let language = workplace.console.language
      for problem in summary.problems {
        let words = Explanation.organisation(problem.refusal).message
        workplace.console.say(
          Text(zh: "\(file)：第 \(problem.row) 行：\(words.zh)", en: "\(file): row \(problem.row): \(words.en)")(language))
      }
      let count = summary.problems.count
      throw Failure(
        .usage,
        Text(
          zh: "\(file)：\(count) 行有问题，没有写入任何内容",
          en: "\(file): \(count) \(count == 1 ? "row is" : "rows are") wrong; nothing was written"))
    }
    let events = summary.events.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    try Listing.single(
      [
        .integer(summary.rows), .integer(summary.changed), .text(events.isEmpty ? nil : events.joined(separator: ", ")),
        .flag(isRehearsal),
      ],
      columns: [
        ListColumn("rows", Text(zh: "行数", en: "rows"), .integer),
        ListColumn("changed", Text(zh: "变更", en: "changed"), .integer),
        ListColumn("events", Text(zh: "事件", en: "events")), ListColumn("dryRun", Text(zh: "演练", en: "dry run"), .flag),
      ], options: output, console: workplace.console, zone: .gmt)
  }
}
