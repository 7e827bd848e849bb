import ArgumentParser
import BackOffice
import Foundation
import Projections

/// The commands of `hotline projection` that only look.
extension ProjectionCommand {
  struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "status", abstract: "Tell where the read models stand.",
      discussion: """
        A read model that is behind catches up when it is asked. The rate, in events a second, is that of its last long \
        catch-up or rebuild; parked are the events that it goes on without, previous what a rollback goes back to.

        Example:
          hotline projection status
        """,
      aliases: ["list"])
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let listing = try Listing(
          title: Text(zh: "读模型", en: "read models"),
          columns: [
            ListColumn("name", Text(zh: "名称", en: "name")),
            ListColumn("version", Text(zh: "版本", en: "version"), .integer, priority: 2),
            ListColumn("state", Text(zh: "状态", en: "state")),
            ListColumn("position", Text(zh: "位置", en: "position"), .integer),
            ListColumn("head", Text(zh: "日志末尾", en: "head of the log"), .integer, priority: 3),
            ListColumn("behind", Text(zh: "落后", en: "behind"), .integer),
            ListColumn("rate", Text(zh: "事件/秒", en: "events/s"), .integer, priority: 2),
            ListColumn("parked", Text(zh: "搁置", en: "parked"), .integer),
            ListColumn("building", Text(zh: "重建到", en: "built to"), .integer, priority: 1),
            ListColumn("previous", Text(zh: "旧表版本", en: "previous"), .integer, priority: 2),
            ListColumn("previousSince", Text(zh: "旧表自", en: "kept since"), .instant, priority: 4),
            ListColumn("failure", Text(zh: "停止原因", en: "why it stands still")),
            ListColumn("tables", Text(zh: "表", en: "tables"), priority: 6),
          ], options: output, console: workplace.console, zone: output.zone(office: .gmt))
        for status in try await ReadModels.status(on: session.connection) {
          let (code, words) = state(status)
          try listing.append([
            .text(status.name), .integer(status.version),
            .text(output.isTable ? words(workplace.console.language) : code),
            .integer(Int(status.position)), .integer(Int(status.head)),
            .integer(Int(status.head - status.position)), .integer(status.rate.map { Int($0) }),
            .integer(status.parkedCount), .integer(status.building.map { Int($0.position) }),
            .integer(status.previous?.version), .instant(status.previous?.since),
            .text(status.failure ?? status.building?.failure),
            .text(status.tables.joined(separator: " ")),
          ])
        }
        try listing.finish()
      }
    }

    /// A code for scripts, words for people.
    private func state(_ status: ReadModels.Status) -> (code: String, words: Text) {
      if let building = status.building {
        let percent = status.head > 0 ? building.position * 100 / status.head : 100
        if building.failure != nil {
          return ("build-stopped", Text(zh: "重建停于 \(percent)%", en: "rebuild stopped at \(percent)%"))
        }
        return building.processID == nil
          ? ("build-cut-off", Text(zh: "重建中断于 \(percent)%", en: "rebuild cut off at \(percent)%"))
          : ("building", Text(zh: "重建 \(percent)%", en: "building \(percent)%"))
      }
      if status.failure != nil { return ("stopped", Text(zh: "停止", en: "stopped")) }
      if status.version == 0 { return ("unused", Text(zh: "未用", en: "unused")) }
      if status.version < status.known { return ("outdated", Text(zh: "旧版", en: "outdated")) }
      if status.version > status.known { return ("newer", Text(zh: "新版", en: "newer")) }
      return ("live", Text(zh: "正常", en: "live"))
    }
  }

  struct Parked: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "parked", abstract: "List the events that a read model goes on without.",
      discussion: """
        Only parties and batches go on without an event; the others stand still rather than count wrong. Later events of the \
        same stream wait for the first.

        Example:
          hotline projection parked parties
        """)
    @OptionGroup var model: ModelArgument
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let projection = try model.projection
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let events = try await session.connection.run { connection in
          try ReadModels.parked(projection.name, on: connection)
        }
        let listing = try Listing(
          title: Text(zh: "搁置的事件", en: "parked events"),
          columns: [
            ListColumn("position", Text(zh: "位置", en: "position"), .integer),
            ListColumn("type", Text(zh: "类型", en: "type")),
            ListColumn("stream", Text(zh: "流", en: "stream"), .code),
            ListColumn("error", Text(zh: "原因", en: "reason")),
            ListColumn("parkedAt", Text(zh: "时间", en: "last tried"), .instant, priority: 1),
            ListColumn("version", Text(zh: "版本", en: "version"), .integer, priority: 2),
          ], options: output, console: workplace.console,
          zone: output.zone(office: try await session.definitions().calendar.timeZone))
        for event in events {
          try listing.append([
            .integer(Int(event.position)), .text(event.type), .code(event.stream), .text(event.error),
            .instant(event.parkedAt), .integer(event.version),
          ])
        }
        try listing.finish()
      }
    }
  }

  struct Compare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "compare", abstract: "Hold a read model against what the log says.",
      discussion: """
        It is computed anew beside the live tables, compared with them at one position of the log, and dropped. Exit status 1 \
        where they differ; --diff shows rows of both sides.

        Examples:
          hotline projection compare order-counts
          hotline projection compare order-counts --diff --format ndjson
        """)
    @OptionGroup var model: ModelArgument
    @Flag(name: .customLong("diff"), help: "Show the rows that differ instead of the tables.") var showsRows = false
    @Option(help: ArgumentHelp("At most so many rows of each table and side.", valueName: "count")) var limit = 20
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard limit > 0 else { throw ValidationError("--limit \(limit): write a number from 1 on") }
    }

    func run() async throws {
      let projection = try model.projection
      let workplace = Workplace(output)
      let line = RebuildProgressLine(workplace.console)
      let comparison = try await workplace.sitting { session in
        defer { line.finish() }
        return try await session.compare(projection, rows: showsRows ? limit : 0) { line.show($0) }
      }
      try showsRows ? showRows(comparison, workplace.console) : showTables(comparison, workplace.console)
      if !comparison.isEqual { throw ExitStatus.failed }
    }

    private func showTables(_ comparison: Comparison, _ console: Console) throws {
      let listing = try Listing(
        title: Text(zh: "表", en: "tables"),
        columns: [
          ListColumn("table", Text(zh: "表", en: "table")),
          ListColumn("equal", Text(zh: "相同", en: "equal"), .flag),
          ListColumn("liveRows", Text(zh: "现用行数", en: "live rows"), .integer),
          ListColumn("rebuiltRows", Text(zh: "重建行数", en: "rebuilt rows"), .integer),
          ListColumn("position", Text(zh: "日志位置", en: "log position"), .integer),
          ListColumn("liveHash", Text(zh: "现用散列", en: "live hash"), .code, priority: 1),
          ListColumn("rebuiltHash", Text(zh: "重建散列", en: "rebuilt hash"), .code, priority: 1),
        ], options: output, console: console, zone: .gmt)
      for table in comparison.tables {
        try listing.append([
          .text(table.name), .flag(table.isEqual), .integer(Int(table.live.rows)), .integer(Int(table.rebuilt.rows)),
          .integer(Int(comparison.position)), .code(table.live.hash), .code(table.rebuilt.hash),
        ])
      }
      try listing.finish()
    }

    private func showRows(_ comparison: Comparison, _ console: Console) throws {
      let listing = try Listing(
        title: Text(zh: "不同的行", en: "differing rows"),
        columns: [
          ListColumn("table", Text(zh: "表", en: "table")),
          ListColumn("side", Text(zh: "所在", en: "only in")),
          ListColumn("row", Text(zh: "行", en: "row"), .json),
        ], options: output, console: console, zone: .gmt)
      for table in comparison.tables {
        for row in table.onlyLive { try listing.append([.text(table.name), .text("live"), .json(row)]) }
        for row in table.onlyRebuilt { try listing.append([.text(table.name), .text("rebuilt"), .json(row)]) }
      }
      try listing.finish()
    }
  }
}
