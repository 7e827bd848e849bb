import ArgumentParser
import BackOffice
import Domain
import EventStore
import Foundation

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
    try await run { session, workplace, zone in
      try await session.perform(command(zone, workplace.now), on: no, at: workplace.now, isRehearsal: isRehearsal)
    }
  }

  /// Does something at a session and shows the events.
  func run(_ body: @Sendable (Session, Workplace, TimeZone) async throws -> Outcome) async throws {
    let workplace = Workplace(output)
    try await workplace.sitting { session in
      let zone = output.zone(office: try await session.definitions().calendar.timeZone)
      try show(try await body(session, workplace, zone), workplace, zone)
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
    for other in outcome.unfollowed { console.warn(Self.unfollowed(other, zone)) }
  }

  /// What was to follow and did not.
  static func unfollowed(_ other: Outcome.Unfollowed, _ zone: TimeZone) -> Text {
    let reason = Explanation.refused(other.no, other.refusal, zone).message
    return Text(
      zh: "没有随之对工单 \(other.no) 做 \(other.action)：\(reason.zh)",
      en: "\(other.action) did not follow for order \(other.no): \(reason.en)")
  }
}
