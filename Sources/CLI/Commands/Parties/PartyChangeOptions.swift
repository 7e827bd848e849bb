import ArgumentParser
import BackOffice
import Domain
import EventStore
import Foundation

extension PartyCommand {
  /// What every command that changes the book takes.
  struct Change: ParsableArguments, Sendable {
    @Flag(name: .customLong("dry-run"), help: "Show the events that would be appended, and append none.")
    var isRehearsal = false

    @OptionGroup var output: OutputOptions

    /// Changes what the book says of somebody, and shows the events.
    func perform(
      on who: Who, _ wish: @Sendable (Session, PartyID, TimeZone, Date) async throws -> PartyChange
    ) async throws {
      try await perform { session, zone, now in
        let id = try await who.party(session)
        return try await session.change(
          id, try await wish(session, id, zone, now), at: now, isRehearsal: isRehearsal)
      }
    }

    /// Does something with the book, and shows the events.
    func perform(_ body: @Sendable (Session, TimeZone, Date) async throws -> BookOutcome) async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        try show(try await body(session, zone, workplace.now), workplace, zone)
      }
    }

    private func show(_ outcome: BookOutcome, _ workplace: Workplace, _ zone: TimeZone) throws {
      let console = workplace.console
      let listing = try Listing(
        title: Text(zh: "事件", en: "events"), columns: WrittenEvent.columns, options: output, console: console,
        zone: zone)
      for row in WrittenEvent.rows(outcome.appends, outcome.positions) { try listing.append(row) }
      try listing.finish()
      if isRehearsal {
        console.say(Text(zh: "演练：没有写入任何内容。", en: "A rehearsal: nothing was written."))
      } else if outcome.appends.isEmpty {
        console.say(
          Text(zh: "人员 \(outcome.party)：没有变化", en: "party \(outcome.party): nothing to change"))
      } else {
        console.say(Text(zh: "人员 \(outcome.party)", en: "party \(outcome.party)"))
      }
    }
  }
}

/// An event that a command wrote, or would write, as a line of a list.
enum WrittenEvent {
  static let columns = [
    ListColumn("position", Text(zh: "位置", en: "position"), .integer),
    ListColumn("stream", Text(zh: "流", en: "stream"), .code),
    ListColumn("type", Text(zh: "类型", en: "type")),
    ListColumn("occurredAt", Text(zh: "发生时间", en: "occurred"), .instant),
    ListColumn("data", Text(zh: "内容", en: "data"), .json),
    ListColumn("personal", Text(zh: "个人信息", en: "personal"), .json, priority: 1),
  ]

  /// - Parameter positions: where the events lie, in their order; `nil` for a rehearsal.
  static func rows(_ appends: [StreamAppend], _ positions: [Int64]?) -> [[Value]] {
    let events = appends.flatMap { append in append.events.map { (append.stream, $0) } }
    return events.enumerated().map { index, entry in
      let (stream, event) = entry
      return [
        .integer(positions.map { Int($0[index]) }), .code(stream.rawValue), .text(event.type.description),
        .instant(event.occurredAt), .json(event.data), event.personal.map { .json($0.data) } ?? .none,
      ]
    }
  }
}
