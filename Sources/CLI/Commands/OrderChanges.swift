import ArgumentParser
import BackOffice
import Domain
import EventStore
import Foundation

extension OrderCommand {
  struct Assign: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give an order to a unit.",
      discussion: """
        Example:
          hotline order assign 10000012 --unit repairs --staff chen
        """)
    @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
    @Option(help: "The unit that gets it.") var unit: String
    @Option(help: "The member of staff.") var staff: String?
    @OptionGroup var change: ChangeOptions

    func run() async throws {
      guard let unit = UnitKey(unit) else { throw ValidationError("--unit is empty") }
      try await change.perform(.assign(main: unit, staff: staff), on: no)
    }
  }

  struct Act: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Do an action of the order's process.",
      discussion: """
        A wrong or impossible action is answered with those that are possible.

        Examples:
          hotline order act 10000012 dispatch --unit repairs
          hotline order act 10000012 finish --set result="Valve replaced"
          hotline order act 10000012 close --dry-run
        """)
    @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
    @Argument(help: "The action: dispatch, sign, finish, close …") var action: String
    @Option(help: "The unit that gets it, where the action assigns.") var unit: String?
    @Option(name: .customLong("set"), help: ArgumentHelp("A field of the action.", valueName: "name=text"))
    var fields: [String] = []
    @Option(help: "The same as --set note=TEXT.") var note: String?
    @OptionGroup var change: ChangeOptions

    func run() async throws {
      var words: [String: String] = [:]
      for field in fields {
        let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { throw ValidationError("--set \(field): write name=text") }
        words[String(parts[0])] = String(parts[1])
      }
      if let note { words["note"] = note }
      let command = Domain.OrderCommand.act(
        ActionKey(rawValue: action), main: unit.flatMap { UnitKey($0) }, words: words)
      try await change.perform(command, on: no)
    }
  }

  struct AddNote: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "note", abstract: "Write something down on an order.",
      discussion: """
        Example:
          hotline order note 10000012 "Caller rang again, asks for the evening"
        """)
    @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
    @Argument(help: "What to write down.") var text: String
    @OptionGroup var change: ChangeOptions

    func run() async throws { try await change.perform(.note(text), on: no) }
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

/// What every command that changes an order takes.
struct ChangeOptions: ParsableArguments, Sendable {
  @Flag(name: .customLong("dry-run"), help: "Show the events that would be appended, and append none.")
  var isRehearsal = false

  @OptionGroup var output: OutputOptions

  /// Does a command on an order and shows the events.
  func perform(_ command: Domain.OrderCommand, on no: OrderNumber) async throws {
    try await perform(on: no) { _, _ in command }
  }

  /// The same for a command that names an instant.
  func perform(
    on no: OrderNumber, _ command: @Sendable (_ zone: TimeZone, _ now: Date) -> Domain.OrderCommand
  ) async throws {
    let workplace = Workplace(output)
    try await workplace.sitting { session in
      let zone = output.zone(office: try await session.definitions().calendar.timeZone)
      let outcome = try await session.perform(
        command(zone, workplace.now), on: no, at: workplace.now, isRehearsal: isRehearsal)
      try show(outcome, workplace, zone)
    }
  }

  /// Shows what was appended, or would be.
  func show(_ outcome: Outcome, _ workplace: Workplace, _ zone: TimeZone) throws {
    let events = outcome.appends.flatMap { append in append.events.map { (append.stream, $0) } }
    let listing = try Listing(
      title: Text(zh: "事件", en: "events"),
      columns: [
        ListColumn("position", Text(zh: "位置", en: "position"), .integer),
        ListColumn("stream", Text(zh: "流", en: "stream"), .code),
        ListColumn("type", Text(zh: "类型", en: "type")),
        ListColumn("occurredAt", Text(zh: "发生时间", en: "occurred"), .instant),
        ListColumn("data", Text(zh: "内容", en: "data"), .json),
        ListColumn("personal", Text(zh: "个人信息", en: "personal"), .json, priority: 1),
      ], options: output, console: workplace.console, zone: zone)
    for (index, (stream, event)) in events.enumerated() {
      try listing.append([
        .integer(outcome.positions.map { Int($0[index]) }), .code(stream.rawValue), .text(event.type.description),
        .instant(event.occurredAt), .json(event.data), event.personal.map { .json($0.data) } ?? .none,
      ])
    }
    try listing.finish()
    let console = workplace.console
    if isRehearsal {
      console.say(Text(zh: "演练：没有写入任何内容。", en: "A rehearsal: nothing was written."))
    } else if events.isEmpty {
      console.say(Text(zh: "工单 \(outcome.no)：没有变化", en: "order \(outcome.no): nothing to change"))
    } else {
      console.say(Text(zh: "工单 \(outcome.no)", en: "order \(outcome.no)"))
    }
  }
}
