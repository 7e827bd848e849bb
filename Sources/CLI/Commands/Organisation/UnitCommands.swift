import ArgumentParser
import BackOffice
import Domain
import Foundation

/// `hotline unit …`: the organisation tree.
struct UnitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unit", abstract: "The organisation: its units, in a tree.",
    discussion: """
      The first unit is the top of the office; every other one stands below another. Rights reach from a unit down. Once \
      there is a top, work goes to units of the tree only.

        hotline unit add city --name 市政热线中心
        hotline unit add east --parent city --name 东区
        hotline unit add east.repairs --parent east --name 东区维修队 --phone 12345
        hotline unit tree
      """,
    subcommands: [
      Tree.self, List.self, Show.self, Add.self, Move.self, Rename.self, Set.self, Close.self, Reopen.self,
      Export.self, ImportUnits.self,
    ])

  /// A unit named on the command line.
  static func key(_ typed: String) throws -> UnitKey {
    guard let key = UnitKey(typed) else { throw ValidationError("'\(typed)' is no code of a unit") }
    return key
  }

  /// Says what a change came to.
  static func say(_ change: OrganisationChange, _ words: Text, _ console: Console) {
    guard !change.isEmpty else {
      return console.say(Text(zh: "没有变化：已是如此", en: "nothing to change: it is so already"))
    }
    console.say(words)
    if change.movedOrders > 0 {
      console.say(
        Text(zh: "移交工单 \(change.movedOrders) 件", en: "\(counted(change.movedOrders, "order", "orders")) handed over"))
    }
  }

  struct Tree: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "tree", abstract: "Draw the tree.",
      discussion: """
        Units that a list named and nobody placed hang directly below the top, marked with "?".

        Examples:
          hotline unit tree
          hotline unit tree --unit east --as-of 2026-01-01
        """)
    @Option(help: "Only this unit and all below it.") var unit: String?
    @Option(parsing: .unconditional, help: "The tree as of this instant.") var asOf: InstantArgument?
    @Flag(help: "Closed units, too.") var closed = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let instant = asOf?.date(in: zone, now: workplace.now) ?? workplace.now
        let organisation = try await session.currentOrganisation(asOf: instant)
        let wanted = try unit.map { try UnitCommand.key($0) }
        if let wanted { try UnitLine.known(wanted, organisation) }
        guard output.isTable else {
          return try UnitLine.list(
            UnitLine.chosen(below: wanted, closed, organisation), organisation, at: instant, output, workplace, zone)
        }
        let drawing = UnitDrawing(organisation, at: instant, showsClosed: closed)
        let sink = try ResultSink(path: nil)
        for line in drawing.lines(below: wanted, width: workplace.console.width) {
          sink.buffer.append(contentsOf: (line + "\n").utf8)
        }
        try sink.finish()
        if organisation.tree.count == 0 {
          workplace.console.say(
            Text(
              zh: "还没有单位；用 `hotline unit add 代码 --name 名称` 建立顶层",
              en: "there are no units yet; set up the top with `hotline unit add CODE --name NAME`"))
        }
      }
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the units in the order of the tree.",
      discussion: """
        place and last are the numbers by which lists find a unit and all below it.

        Examples:
          hotline unit list --format json
          hotline unit list --unit east -o east.xlsx
        """)
    @Option(help: "Only this unit and all below it.") var unit: String?
    @Option(parsing: .unconditional, help: "As of this instant.") var asOf: InstantArgument?
    @Flag(help: "Closed units, too.") var closed = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let instant = asOf?.date(in: zone, now: workplace.now) ?? workplace.now
        let organisation = try await session.currentOrganisation(asOf: instant)
        let wanted = try unit.map { try UnitCommand.key($0) }
        if let wanted { try UnitLine.known(wanted, organisation) }
        try UnitLine.list(
          UnitLine.chosen(below: wanted, closed, organisation), organisation, at: instant, output, workplace, zone)
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show a unit: its place, its phone, its people.",
      discussion: "Example:\n  hotline unit show east.repairs")
    @Argument(help: "The unit.") var code: String
    @Option(parsing: .unconditional, help: "As of this instant.") var asOf: InstantArgument?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let instant = asOf?.date(in: zone, now: workplace.now) ?? workplace.now
        let organisation = try await session.currentOrganisation(asOf: instant)
        let node = try UnitLine.known(try UnitCommand.key(code), organisation)
        let path = organisation.tree.path(to: node.unit).map(\.rawValue)
        let people = organisation.staff(in: node.unit, at: instant).map(\.key.rawValue)
        let columns =
          UnitLine.columns + [
            ListColumn("path", Text(zh: "路径", en: "path"), .json),
            ListColumn("staff", Text(zh: "人员", en: "people"), .json),
          ]
        let row =
          UnitLine.row(node, organisation, at: instant) + [
            output.isTable ? .text(path.joined(separator: " / ")) : .json(jsonArray(path)),
            output.isTable
              ? .text(people.isEmpty ? nil : people.joined(separator: ", ")) : .json(jsonArray(people)),
          ]
        try Listing.single(row, columns: columns, options: output, console: workplace.console, zone: zone)
      }
    }
  }
}
