import ArgumentParser
import BackOffice
import Domain
import Foundation

/// Changing the organisation tree.
extension UnitCommand {
  /// What can be said of a unit.
  struct Details: ParsableArguments, Sendable {
    @Option(help: "Where it is rung up.") var phone: String?
    @Option(help: ArgumentHelp("Who heads it.", valueName: "person")) var head: String?
    @Option(help: "What it is: department, outlet …") var kind: String?

    func change(of unit: UnitKey, name: String? = nil) -> UnitChanged {
      UnitChanged(unit: unit, name: name, phone: phone, head: head, kind: kind)
    }
  }

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "add", abstract: "Set a unit up; the first is the top of the office.",
      discussion: """
        A unit that a list has named already gets its place in the tree by this.

        Examples:
          hotline unit add city --name 市政热线中心
          hotline unit add east --parent city --name 东区 --phone 12345
        """)
    @Argument(help: "Its code, for ever.") var code: String
    @Option(help: ArgumentHelp("The unit above.", valueName: "unit")) var parent: String?
    @Option(help: "Its name in words.") var name: String?
    @OptionGroup var details: Details
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let unit = try UnitCommand.key(code)
      let change = try await workplace.sitting { session in
        try await session.addUnit(
          unit, below: try parent.map { try UnitCommand.key($0) }, name: name, change: details.change(of: unit),
          at: workplace.now)
      }
      UnitCommand.say(change, Text(zh: "单位 \(unit) 已建立", en: "unit \(unit) is set up"), workplace.console)
    }
  }

  struct Move: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "move", abstract: "Move a unit, with all below it; rights follow, past reports keep the old place.",
      discussion: "Example:\n  hotline unit move east.repairs --to west")
    @Argument(help: "The unit.") var code: String
    @Option(help: ArgumentHelp("The unit above from now on.", valueName: "unit")) var to: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let (unit, parent) = (try UnitCommand.key(code), try UnitCommand.key(to))
      let change = try await workplace.sitting { session in
        try await session.moveUnit(unit, below: parent, at: workplace.now)
      }
      UnitCommand.say(
        change, Text(zh: "单位 \(unit) 现在 \(parent) 之下", en: "unit \(unit) is below \(parent) now"), workplace.console)
    }
  }

  struct Rename: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rename", abstract: "Give a unit another name; its code stays.",
      discussion: "Example:\n  hotline unit rename east 东城区")
    @Argument(help: "The unit.") var code: String
    @Argument(help: "Its name in words.") var name: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let unit = try UnitCommand.key(code)
      let change = try await workplace.sitting { session in
        try await session.setUnit(UnitChanged(unit: unit, name: name), at: workplace.now)
      }
      UnitCommand.say(
        change, Text(zh: "单位 \(unit) 更名为 \(name)", en: "unit \(unit) is called \(name)"), workplace.console)
    }
  }

  struct Set: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "set", abstract: "Change a unit's phone, head, kind or calendar; an empty value takes it away.",
      discussion: """
        Examples:
          hotline unit set east --phone 12345 --head chen
          hotline unit set east.night --calendar always
        """)
    @Argument(help: "The unit.") var code: String
    @OptionGroup var details: Details
    @Option(help: ArgumentHelp("The calendar it works by; empty for that of the unit above.", valueName: "key"))
    var calendar: String?
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if details.phone == nil, details.head == nil, details.kind == nil, calendar == nil {
        throw ValidationError("say what to change: --phone, --head, --kind or --calendar")
      }
    }

    func run() async throws {
      let workplace = Workplace(output)
      let unit = try UnitCommand.key(code)
      try await workplace.sitting { session in
        var change = try await session.setUnit(details.change(of: unit), at: workplace.now)
        if let calendar {
          let set = try await session.setCalendar(calendar.isEmpty ? nil : calendar, of: unit, at: workplace.now)
          if change.isEmpty { change = set }
        }
        UnitCommand.say(change, Text(zh: "单位 \(unit) 已更新", en: "unit \(unit) is changed"), workplace.console)
      }
    }
  }

  struct Close: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "close", abstract: "Close a unit; its open orders and people go to another one.",
      discussion: """
        What it did stays as it was. A unit with units below it is not closed: move or close them first.

        Example:
          hotline unit close east.repairs --into east
        """)
    @Argument(help: "The unit.") var code: String
    @Option(help: ArgumentHelp("Who takes over its open orders and its people.", valueName: "unit")) var into: String?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let unit = try UnitCommand.key(code)
      let change = try await workplace.sitting { session in
        try await session.closeUnit(unit, into: try into.map { try UnitCommand.key($0) }, at: workplace.now)
      }
      UnitCommand.say(change, Text(zh: "单位 \(unit) 已停用", en: "unit \(unit) is closed"), workplace.console)
    }
  }

  struct Reopen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "reopen", abstract: "Open a closed unit again.",
      discussion: "Example:\n  hotline unit reopen east.repairs")
    @Argument(help: "The unit.") var code: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let unit = try UnitCommand.key(code)
      let change = try await workplace.sitting { session in
        try await session.reopenUnit(unit, at: workplace.now)
      }
      UnitCommand.say(change, Text(zh: "单位 \(unit) 已恢复", en: "unit \(unit) is open again"), workplace.console)
    }
  }
}
