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
      abstract: "List events in the order of the log.",
      discussion: """
        Examples:
          hotline event list --since 1000 --limit 20
          hotline event list --stream order-10000012 --format ndjson
        """)
    @Option(help: "Only events of a stream, as order-10000012.") var stream: String?
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
        let listing = try Listing(
          title: Text(zh: "事件", en: "events"), columns: EventLine.columns, options: output,
          console: workplace.console, zone: zone)
        var left = limit ?? Int.max
        if let stream {
          for event in try await session.store.read(StreamName(stream)) where event.position > since && left > 0 {
            try listing.append(EventLine.row(event))
            left -= 1
          }
        } else {
          var position = since
          while left > 0 {
            let page = try await session.store.read(after: position, limit: min(1000, left))
            guard let last = page.last else { break }
            for event in page { try listing.append(EventLine.row(event)) }
            position = last.position
            left -= page.count
          }
        }
        try listing.finish()
      }
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
