import ArgumentParser
import BackOffice
import EventStore
import Foundation
import Projections

/// `hotline event …`: the auditor's commands.
struct EventCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "event", abstract: "Read the log itself.", subcommands: [List.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List events in the order of the log; search it by who, when and what.",
      discussion: """
        --from and --to go by when the log learned of an event, which is what an audit asks; all conditions must hold. \
        The list is printed or handed on as a workbook with -o log.xlsx.

        Examples:
          hotline event list --since 1000 --limit 20
          hotline event list --stream order-10000012 --format ndjson
          hotline event list --by clerk.chen --from 2026-11-01 --to 2026-12-01 \\
            -o november.xlsx
          hotline event list --type party.forgotten
          hotline event list --type order --from -1d
        """)
    @Option(help: "Only events of a stream, as order-10000012.") var stream: String?
    @Option(name: .customLong("by"), help: "Only events of this person or job.") var actor: String?
    @Option(
      help: ArgumentHelp("Only events of this type, or whose type begins so: order.moved, order.", valueName: "name"))
    var type: String?
    @Option(parsing: .unconditional, help: "Only what was recorded at this instant or later.") var from:
      InstantArgument?
    @Option(parsing: .unconditional, help: "Only what was recorded before this instant.") var to: InstantArgument?
    @Option(help: ArgumentHelp("Only events after this position.", valueName: "pos")) var since: Int64 = 0
    @Option(help: "At most so many.") var limit: Int?
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if let limit, limit < 1 { throw ValidationError("--limit \(limit): write 1 or more") }
      if since < 0 { throw ValidationError("--since \(since): write 0 or more") }
    }

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let query = try query(in: zone, now: workplace.now)
        let listing = try Listing(
          title: Text(zh: "事件", en: "events"), columns: EventLine.columns, options: output,
          console: workplace.console, zone: zone, notes: notes(query, zone, workplace.console.language))
        var search = try await session.connection.run { try LogSearch(query, on: $0) }
        if search == nil { try await hint(session, workplace.console) }
        var left = limit ?? Int.max
        while left > 0, let current = search {
          let size = min(1000, left)
          let (next, page) = try await session.connection.run { connection in
            var search = current
            let page = try search.next(size, on: connection)
            return (search, page)
          }
          guard !page.isEmpty else { break }
          let shown = try await session.visible(page).prefix(left)
          for event in shown { try listing.append(EventLine.row(event)) }
          search = next
          left -= shown.count
        }
        try listing.finish()
      }
    }

    private func query(in zone: TimeZone, now: Date) throws -> LogQuery {
      var query = LogQuery()
      query.stream = stream.map { StreamName($0) }
      query.actor = actor
      query.type = type
      query.recordedFrom = from?.date(in: zone, now: now)
      query.recordedUntil = to?.date(in: zone, now: now)
      query.after = since
      if let from = query.recordedFrom, let to = query.recordedUntil, from >= to {
        throw ValidationError("--from lies at or after --to; nothing can be between them")
      }
      return query
    }

    /// What was asked, for the paper that the list may be printed on.
    private func notes(_ query: LogQuery, _ zone: TimeZone, _ language: Language) -> [String] {
      var clock = WallClock(zone: zone)
      let parts: [(Text, String?)] = [
        (Text(zh: "流", en: "stream"), stream), (Text(zh: "操作人", en: "by"), actor),
        (Text(zh: "类型", en: "type"), type),
        (Text(zh: "记录自", en: "recorded from"), query.recordedFrom.map { clock.text($0, .minute) }),
        (Text(zh: "记录至", en: "recorded before"), query.recordedUntil.map { clock.text($0, .minute) }),
      ]
      let words = parts.compactMap { name, value in value.map { "\(name(language)) \($0)" } }
      return words.isEmpty ? [] : [words.joined(separator: Text(zh: "，", en: ", ")(language))]
    }

    /// An empty list would hide a slip of the pen.
    private func hint(_ session: Session, _ console: Console) async throws {
      guard let type else { return }
      let known = try await session.connection.run { try LogSearch.typeNames(on: $0) }
      guard !known.contains(where: { type == $0 || $0.hasPrefix(type + ".") || type.hasPrefix($0 + ".v") }) else {
        return
      }
      console.say(
        .unknown(
          Text(zh: "没有类型为 \(type) 的事件", en: "no event is of type \(type)"), type, in: known))
    }
  }
}

/// An event as a line of a list.
enum EventLine {
  static let columns = [
    ListColumn("position", Text(zh: "位置", en: "position"), .integer),
    ListColumn("stream", Text(zh: "流", en: "stream"), .code),
    ListColumn("version", Text(zh: "版本", en: "version"), .integer, priority: 2),
    ListColumn("type", Text(zh: "类型", en: "type")),
    ListColumn("occurredAt", Text(zh: "发生时间", en: "occurred"), .instant),
    ListColumn("recordedAt", Text(zh: "记录时间", en: "recorded"), .instant, priority: 3),
    ListColumn("actor", Text(zh: "操作人", en: "by")),
    ListColumn("id", Text(zh: "标识", en: "id"), .code, priority: 9),
    ListColumn("cause", Text(zh: "起因", en: "cause"), .code, priority: 8),
    ListColumn("correlation", Text(zh: "关联", en: "correlation"), .code, priority: 8),
    ListColumn("batch", Text(zh: "批次", en: "batch"), .code, priority: 7),
    ListColumn("subject", Text(zh: "对象", en: "subject"), .code, priority: 7),
    ListColumn("data", Text(zh: "内容", en: "data"), .json, priority: 1),
    ListColumn("personal", Text(zh: "个人信息", en: "personal"), .json, priority: 4),
    ListColumn("erased", Text(zh: "已遗忘", en: "erased"), .flag, priority: 6),
  ]

  static func row(_ event: RecordedEvent) -> [Value] {
    func id(_ id: UUID?) -> Value { .code(id?.uuidString.lowercased()) }
    return [
      .integer(Int(event.position)), .code(event.stream.rawValue), .integer(event.version),
      .text(event.type.description), .instant(event.occurredAt), .instant(event.recordedAt),
      .text(event.authorship.actor), id(event.id), id(event.authorship.cause), id(event.authorship.correlation),
      id(event.authorship.batch), .code(event.personal?.subject), .json(event.data),
      event.personal.map { .json($0.data) } ?? .none, .flag(event.isErased),
    ]
  }
}
