import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections

/// Looking at imports, and taking one back.
extension Import {
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the imports, the newest first.",
      discussion: """
        Example:
          hotline import list --format json
        """)
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let office = Workplace(output)
      try await office.sitting { session in
        try await session.catchUp([Batches()])
        let lines = try await session.connection.run { try Batches.list(on: $0) }
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let listing = try Listing(
          title: Text(zh: "导入", en: "imports"), columns: BatchLine.columns, options: output, console: office.console,
          zone: zone)
        for line in lines where session.sees(batchBy: line.actor) {
          try listing.append(BatchLine.row(line, isTable: output.isTable))
        }
        try listing.finish()
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show an import, or what became of each of its rows.",
      discussion: """
        BATCH is the id that `import run` and `import list` print, or the beginning of it.

        Examples:
          hotline import show 3f2a --rows --format ndjson
          hotline import show 3f2a --rows --outcome rejected
        """)
    @Argument(help: "The import.") var batch: String
    @Flag(help: "Every row.") var rows = false
    @Option(help: "Only rows of this outcome.") var outcome: RowOutcome?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let office = Workplace(output)
      try await office.sitting { session in
        let line = try await session.batch(batch)
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        guard rows || outcome != nil else {
          return try Listing.single(
            BatchLine.row(line, isTable: output.isTable), columns: BatchLine.columns, options: output,
            console: office.console, zone: zone)
        }
        try await session.catchUp([Parties(), OrderBoard()])
        try await showRows(of: line, session, office, zone)
      }
    }

    private func showRows(of line: Batches.Line, _ session: Session, _ office: Workplace, _ zone: TimeZone) async throws
    {
      let columns = [
        ListColumn("sheet", Text(zh: "工作表", en: "sheet"), priority: 1),
        ListColumn("row", Text(zh: "行", en: "row"), .integer),
        ListColumn("outcome", Text(zh: "结果", en: "outcome")),
        ListColumn("reason", Text(zh: "原因", en: "reason")),
        ListColumn("number", Text(zh: "号码", en: "number"), .code),
        ListColumn("extension", Text(zh: "分机", en: "extension"), .code),
        ListColumn("order", Text(zh: "工单", en: "order"), .code),
        ListColumn("sameAs", Text(zh: "同行", en: "same as row"), .integer, priority: 2),
      ]
      let (options, console, wanted) = (output, office.console, outcome)
      let sight = try await session.sight()
      try await session.connection.run { connection in
        let listing = try Listing(
          title: Text(zh: "行", en: "rows"), columns: columns, options: options, console: console, zone: zone)
        try Batches.rows(of: line.id, seenBy: sight, on: connection) { row in
          guard wanted == nil || wanted == row.outcome else { return }
          try listing.append([
            .text(line.sheet), .integer(row.row), .text(row.outcome.rawValue), .text(row.reason), .code(row.number),
            .code(row.extension), .code(row.order?.description), .integer(row.sameAs),
          ])
        }
        try listing.finish()
      }
    }
  }

  struct Undo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take an import back; orders that somebody has worked on are listed and left.",
      discussion: """
        Nothing is deleted: the orders are withdrawn by further events. Importing the same file again brings them back.

        Example:
          hotline import undo 3f2a
        """)
    @Argument(help: "The import.") var batch: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let office = Workplace(output)
      let progress = ImportProgressLine(office.console)
      let summary = try await office.sitting { session in
        defer { progress.finish() }
        let line = try await session.batch(batch)
        return try await session.undoImport(line.id, at: office.now) { progress.show(.writing(rows: $0, of: $1)) }
      }
      let left = summary.left.map(\.description)
      try Listing.single(
        [
          .code(output.isTable ? shortID(summary.batch) : summary.batch.uuidString.lowercased()),
          .integer(summary.withdrawn), .integer(left.count),
          output.isTable ? .text(left.isEmpty ? nil : left.joined(separator: " ")) : .json(jsonArray(left)),
        ],
        columns: [
          ListColumn("batch", Text(zh: "批次", en: "batch"), .code),
          ListColumn("withdrawn", Text(zh: "收回工单", en: "orders withdrawn"), .integer),
          ListColumn("left", Text(zh: "已处理而保留", en: "worked on and left"), .integer),
          ListColumn("leftOrders", Text(zh: "保留的工单", en: "orders left"), .json),
        ], options: output, console: office.console, zone: .gmt)
    }
  }
}
